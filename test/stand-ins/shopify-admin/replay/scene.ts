import { z } from 'zod'
import type { Exchange, Replay } from './replay.ts'

/** What a recording needs before and between its exchanges, and what of it is not reproduced. */
export type Scene = {
  locations?: number
  /** Records that existed before the first exchange. */
  before?: (replay: Replay) => Promise<void>
  /** Runs right before a step. */
  at?: Record<string, (replay: Replay) => Promise<void>>
  /** Steps that are not reproduced, with the reason; `*` at the end stands for any rest. */
  skip?: Record<string, string>
  /** Our text for a step that was recorded without one, or the step whose text it has. */
  texts?: Record<string, string | { of: string }>
  /** Differences that stay, as the start of their path, with the reason. */
  differs?: Record<string, string>
}

export type Scenes = Record<string, Scene>

/** The exchanges with the texts that the scene gives them. */
export function withTexts(scene: Scene, exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.map((exchange) => {
    const text = scene.texts?.[exchange.step]
    if (text === undefined) return exchange
    const query =
      typeof text === 'string'
        ? text
        : exchanges.find(({ step }) => step === text.of)?.request.query
    return { ...exchange, request: { ...exchange.request, query } }
  })
}

export function reasonToSkip(scene: Scene, step: string): string | undefined {
  return Object.entries(scene.skip ?? {}).find(([key]) =>
    key.endsWith('*') ? step.startsWith(key.slice(0, -1)) : key === step,
  )?.[1]
}

export const NO_QUERY = 'recorded without its query text'
export const OLD_COST = 'the recorded store still charged by an older formula'
export const OTHER_QUERY = 'recorded with the query of another step'
export const UNRECORDED = 'builds on changes that were not recorded'
export const SHOP_COUNT = 'counts every record of the recorded store'
export const LAGGING_TOTAL = 'the recorded total lagged behind; ours is current'
export const NO_BULK = 'bulk operations are not part of this stand-in'
export const NO_BILLING = 'billing is not part of this stand-in'

export const plainProduct = { title: 'Some product', status: 'DRAFT' }

export const stored = (replay: Replay) => replay.standIn.store('example-shop.myshopify.com')

export const later = (ms: number) => async (replay: Replay) => {
  replay.clock.now += ms
}

export function locationId(replay: Replay, i: number): string {
  const id = [...stored(replay).locationList.keys()][i]
  if (id === undefined) throw new Error(`The stand-in has no location ${i}`)
  return id
}

/** The stand-in's i-th sales channel. */
export function publicationId(replay: Replay, i: number): string {
  const id = [...stored(replay).publications.keys()][i]
  if (id === undefined) throw new Error(`The stand-in has no sales channel ${i}`)
  return id
}

/** Ties a recorded location to the stand-in's i-th one, name included. */
export function learnLocation(replay: Replay, recorded: string, i = 0, name?: string): void {
  const id = locationId(replay, i)
  replay.learn(recorded, id)
  const location = stored(replay).locationList.get(id)
  if (location && name !== undefined) location.name = name
}

const productAnswer = z.object({
  productSet: z.object({
    product: z.object({
      id: z.string(),
      variants: z.object({
        nodes: z.array(z.object({ id: z.string(), inventoryItem: z.object({ id: z.string() }) })),
      }),
    }),
  }),
})

/** Creates a product and ties its gids to the recorded ones. */
export async function product(
  replay: Replay,
  recorded: { product?: string; variants?: string[]; items?: string[] },
  input: unknown = plainProduct,
): Promise<void> {
  const answer = await replay.call(
    `mutation ($input: ProductSetInput!) {
      productSet(input: $input) {
        product { id variants(first: 50) { nodes { id inventoryItem { id } } } }
        userErrors { message }
      }
    }`,
    { input },
  )
  const { product: made } = productAnswer.parse(answer).productSet
  if (recorded.product) replay.learn(recorded.product, made.id)
  made.variants.nodes.forEach((variant, i) => {
    const [variantId, itemId] = [recorded.variants?.[i], recorded.items?.[i]]
    if (variantId) replay.learn(variantId, variant.id)
    if (itemId) replay.learn(itemId, variant.inventoryItem.id)
  })
}

export async function customer(replay: Replay, recorded: string | null, input: unknown) {
  const answer = await replay.call(
    `mutation ($input: CustomerInput!) {
      customerCreate(input: $input) { customer { id } userErrors { message } }
    }`,
    { input },
  )
  const { id } = z
    .object({ customerCreate: z.object({ customer: z.object({ id: z.string() }) }) })
    .parse(answer).customerCreate.customer
  if (recorded) replay.learn(recorded, id)
}

export async function collection(replay: Replay, recorded: string, input: unknown) {
  const answer = await replay.call(
    `mutation ($input: CollectionInput!) {
      collectionCreate(input: $input) { collection { id } userErrors { message } }
    }`,
    { input },
  )
  const { id } = z
    .object({ collectionCreate: z.object({ collection: z.object({ id: z.string() }) }) })
    .parse(answer).collectionCreate.collection
  replay.learn(recorded, id)
}

const orderAnswer = z.object({
  orderCreate: z.object({
    order: z.object({
      id: z.string(),
      lineItems: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
      transactions: z.array(z.object({ id: z.string() })),
    }),
  }),
})

export async function order(
  replay: Replay,
  recorded: { order: string; line?: string; transaction?: string },
  input: unknown,
) {
  const answer = await replay.call(
    `mutation ($order: OrderCreateOrderInput!) {
      orderCreate(order: $order) {
        order { id lineItems(first: 5) { nodes { id } } transactions { id } }
        userErrors { message }
      }
    }`,
    { order: input },
  )
  const made = orderAnswer.parse(answer).orderCreate.order
  replay.learn(recorded.order, made.id)
  const [line, transaction] = [made.lineItems.nodes[0], made.transactions[0]]
  if (recorded.line && line) replay.learn(recorded.line, line.id)
  if (recorded.transaction && transaction) replay.learn(recorded.transaction, transaction.id)
  return made
}

export const money = (amount: string, currencyCode = 'CAD') => ({
  shopMoney: { amount, currencyCode },
})

export const sale = (amountSet: unknown, gateway = 'manual') => ({
  kind: 'SALE',
  status: 'SUCCESS',
  gateway,
  amountSet,
})
