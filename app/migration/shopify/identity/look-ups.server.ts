import type { CustomersByEmailQuery } from '#app/types/admin-operations.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid, LookedUp, LookUpKey } from '#app/migration/engine/ports/target.ts'
import { RequestRejected } from '../api/admin-client.server.ts'
import {
  CUSTOMERS_BY_EMAIL,
  EXISTING,
  ORDERS_BY_NAME,
  PRODUCT_BY_HANDLE,
  TEN_CUSTOMERS,
  TEN_ORDERS,
  TEN_PRODUCTS,
  VARIANTS_BY_SKU,
} from './look-up-documents.ts'
import { found } from '../api/operation.ts'
import { sourceIdOf, sourceReference } from './source-reference.ts'
import type { TargetContext } from '../target-context.server.ts'

/** Ids `nodes` takes at once. */
const EXISTING_BATCH = 250
const TEN = 10

const BY_TEN = { product: TEN_PRODUCTS, customer: TEN_CUSTOMERS, order: TEN_ORDERS } as const

type FindOne = (ctx: TargetContext, sourceId: string) => Promise<Gid | null>

/** By custom id: tens together, the rest one by one. */
export async function findAll(
  ctx: TargetContext,
  kind: EntityKind,
  sourceIds: readonly string[],
  findOne: FindOne,
): Promise<Map<string, Gid>> {
  const whole = sourceIds.length - (sourceIds.length % TEN)
  const tens = Array.from({ length: whole / TEN }, (_, i) =>
    sourceIds.slice(i * TEN, (i + 1) * TEN),
  )
  const answers = await Promise.all([
    ...tens.map((ids) => findTen(ctx, kind, ids)),
    ...sourceIds.slice(whole).map(async (id) => [[id, await findOne(ctx, id)] as const]),
  ])
  return new Map(answers.flat().flatMap(([id, gid]) => (gid ? [[id, gid] as const] : [])))
}

async function findTen(
  ctx: TargetContext,
  kind: EntityKind,
  ids: readonly string[],
): Promise<(readonly [string, Gid | null])[]> {
  const value = (at: number) => sourceReference(ctx.options.projectId, kind, ids[at] ?? '')
  const answer = await ctx.run(BY_TEN[kind], {
    namespace: ctx.options.metafieldNamespace,
    v0: value(0),
    v1: value(1),
    v2: value(2),
    v3: value(3),
    v4: value(4),
    v5: value(5),
    v6: value(6),
    v7: value(7),
    v8: value(8),
    v9: value(9),
  })
  const { r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 } = answer
  return [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9].flatMap((record, at) => {
    const id = ids[at]
    return id === undefined ? [] : [[id, record?.id ?? null] as const]
  })
}

export async function existing(ctx: TargetContext, gids: readonly Gid[]): Promise<Set<Gid>> {
  const there = new Set<Gid>()
  for (let start = 0; start < gids.length; start += EXISTING_BATCH) {
    const { nodes } = await ctx.run(EXISTING, { ids: gids.slice(start, start + EXISTING_BATCH) })
    for (const { id } of found(nodes)) there.add(id)
  }
  return there
}

type Marked = NonNullable<CustomersByEmailQuery['customerByIdentifier']>

const lookedUp =
  ({ options }: TargetContext, kind: EntityKind) =>
  ({ id, sourceId }: Marked): LookedUp => ({
    gid: id,
    sourceId: sourceIdOf(options.projectId, kind, sourceId?.value),
    customId: sourceId?.value ?? null,
  })

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

const SEARCHES: Readonly<
  Record<LookUpKey, (ctx: TargetContext, value: string) => Promise<LookedUp[]>>
> = {
  email: async (ctx, value) => {
    const { customerByIdentifier: holder } = await ctx.run(CUSTOMERS_BY_EMAIL, {
      namespace: ctx.options.metafieldNamespace,
      value,
    })
    return holder ? [lookedUp(ctx, 'customer')(holder)] : []
  },
  handle: async (ctx, value) => {
    const { productByIdentifier: product } = await ctx.run(PRODUCT_BY_HANDLE, {
      namespace: ctx.options.metafieldNamespace,
      value,
    })
    return product ? [lookedUp(ctx, 'product')(product)] : []
  },
  order_name: async (ctx, value) => {
    const { orders } = await ctx.run(ORDERS_BY_NAME, {
      namespace: ctx.options.metafieldNamespace,
      query: `name:${quoted(value)}`,
    })
    return orders.nodes.filter(({ name }) => same(name, value)).map(lookedUp(ctx, 'order'))
  },
  sku: async (ctx, value) => {
    const { productVariants } = await ctx.run(VARIANTS_BY_SKU, {
      namespace: ctx.options.metafieldNamespace,
      query: `sku:${quoted(value)}`,
    })
    const products = productVariants.nodes
      .filter(({ sku }) => sku !== null && same(sku, value))
      .map(({ product }) => [product.id, lookedUp(ctx, 'product')(product)] as const)
    return [...new Map(products).values()]
  },
}

/** Records that show exactly this value; the search finds similar ones, which are left out. */
export async function lookUp(
  ctx: TargetContext,
  by: LookUpKey,
  values: readonly string[],
): Promise<Map<string, LookedUp[]>> {
  const answers = await Promise.all(
    values.map(async (value): Promise<[string, LookedUp[]]> => {
      try {
        return [value, await SEARCHES[by](ctx, value)]
      } catch (error) {
        // What cannot be a handle or an e-mail address for Shopify is nobody's there.
        if (error instanceof RequestRejected) return [value, []]
        throw error
      }
    }),
  )
  return new Map(answers.filter(([, records]) => records.length > 0))
}

/** A phrase in Shopify's search syntax. */
function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
