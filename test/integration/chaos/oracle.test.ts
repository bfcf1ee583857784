import { sentenceOf } from '#app/words/sentence.server.ts'
import Big from 'big.js'
import { afterEach, expect, test } from 'vitest'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { isEdited, type MerchantEdits } from '#test/chaos/life/merchant/merchant-edits.ts'
import { createMerchant } from '#test/chaos/life/merchant/merchant.ts'
import { liveOn, seedOldStore } from '#test/chaos/life/old-store/old-store.ts'
import { checkTarget } from '#test/chaos/oracle/check.ts'
import type { Findings } from '#test/chaos/types.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import { createRandom } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'

const SEEDS = process.env['CHAOS_ORACLE_SEEDS']?.split(',').map(Number) ?? [2]

/** Each spoils all records it can and says how many; fields the merchant edited are left alone. */
const SPOILED: Record<string, (shop: ShopState, edits: MerchantEdits, woo: WooState) => number> = {
  'a cent more in every order': (shop, _edits, woo) =>
    orders(shop, woo).map((order) => {
      const [line] = order.lines
      if (line) line.unitPrice.shop = new Big(line.unitPrice.shop).plus('0.01').toFixed()
      return line
    }).length,
  'every order twice': (shop, _edits, woo) =>
    orders(shop, woo).map((order) =>
      shop.orders.set(`${order.id}0`, { ...order, id: `${order.id}0` }),
    ).length,
  'no order left': (shop, _edits, woo) =>
    orders(shop, woo).map(({ id }) => shop.orders.delete(id)).length,
  'all orders delivered to nobody': (shop, _edits, woo) =>
    orders(shop, woo).map((order) => (order.customerId = null)).length,
  'titles changed': (shop, edits, woo) =>
    products(shop, woo)
      .filter(({ id }) => !isEdited(edits, id, 'product.title'))
      .map((product) => (product.title += '.')).length,
  'prices changed': (shop, edits, woo) =>
    products(shop, woo)
      .flatMap(({ variants }) => variants)
      .filter(({ id }) => !isEdited(edits, id, 'variant.price'))
      .map((variant) => (variant.price = new Big(variant.price).plus('0.01').toFixed(2))).length,
  'one variant less each': (shop, _edits, woo) =>
    products(shop, woo).map((product) => product.variants.pop()).length,
  'last names changed': (shop, edits, woo) =>
    [...woo.customers.values()]
      .flatMap(({ email, role }) => (role === 'customer' ? [email.toLowerCase()] : []))
      .flatMap((email) => [...shop.customers.values()].filter((each) => each.email === email))
      .filter(({ id }) => !edits.made.has(id))
      .map((customer) => (customer.lastName += '.')).length,
  'all edits taken back': (shop, edits) => {
    for (const product of shop.products.values()) {
      product.title = product.title.replace('Merchant', 'merchant')
      product.descriptionHtml = product.descriptionHtml.replace('merchant', 'other')
      product.tags = product.tags.filter((tag) => !tag.startsWith('merchant-'))
    }
    return [...edits.fields.values()].filter(
      ({ field }) => field.startsWith('product.') && field !== 'product.tag',
    ).length
  },
}

const orders = (shop: ShopState, woo: WooState) =>
  [...shop.orders.values()].filter(({ sourceIdentifier }) => {
    const status = woo.orders.get(Number(sourceIdentifier))?.status
    return status !== undefined && status !== 'trash'
  })
const products = (shop: ShopState, woo: WooState) => {
  const alive = new Set(
    [...woo.products.values()].flatMap(({ id, status }) =>
      status === 'trash' ? [] : [`:product:${id}`],
    ),
  )
  const claims = [...shop.metafields.values()].filter(({ value }) => alive.has(value.slice(36)))
  return claims.flatMap(({ ownerId }) => shop.products.get(ownerId) ?? [])
}
const copyOf = (shop: ShopState): ShopState => ({
  ...shop,
  products: structuredClone(shop.products),
  customers: structuredClone(shop.customers),
  orders: structuredClone(shop.orders),
})

let world: StandInServices
afterEach(() => world.close())

async function run(projectId: string, mode: PassMode): Promise<void> {
  const started = await startRun(world.services, SHOP, projectId, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  await executeRun(world.services, {
    runId: started.runId,
    workerId: 'test',
    shutdown: { soft: idle, hard: idle },
  })
  const { state, reason } = await getRun(world.services, SHOP, started.runId)
  expect({ state, reason }).toMatchObject({ state: 'completed' })
}

test.each(SEEDS)(
  'what undisturbed runs bring over is found complete and true, store %i',
  async (seed) => {
    world = await startStandInServices({ dataset: 'empty', seed })
    const { services, woo, shopify } = world
    const random = createRandom(seed)
    seedOldStore(woo.state, random)
    const connected = await connectSource(services, SHOP, world.form())
    if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
    const projectId = connected.project.id
    const merchant = createMerchant()
    const told: string[] = []
    const check = async (
      final: boolean,
      shop: ShopState = shopify.store(SHOP),
    ): Promise<Findings> => {
      const rows = await services.prisma.issue.findMany({ where: { projectId, resolvedAt: null } })
      const ledgerIssues = rows.flatMap((row) => {
        const kind = KINDS.find((each) => each === row.kind)
        return kind ? [{ ...row, kind }] : []
      })
      // Everything that happened can be carried over, and so nobody may be told that it cannot; but
      // refunds in cents of a currency without cents may add up to one unit more than was paid.
      const refused = ledgerIssues.filter(({ code }) => code === 'CHANGE_NOT_POSSIBLE')
      expect(refused.filter(({ field }) => field !== 'refunded')).toEqual([])
      const watermarks = await services.prisma.watermark.findMany({ where: { projectId } })
      const watermarkOf = (kind: string) => watermarks.find((each) => each.kind === kind)?.at ?? ''
      const [product, customer, order] = KINDS.map(watermarkOf)
      return checkTarget({
        woo: woo.state,
        shop,
        projectId,
        edits: merchant.edits,
        ledgerIssues,
        through: final
          ? null
          : { product: product ?? '', customer: customer ?? '', order: order ?? '' },
      })
    }

    await run(projectId, 'full')
    const first = await check(true)
    expect(first.stories, 'after the full run').toEqual([])
    const [anyProduct = ''] = shopify.store(SHOP).products.keys()
    told.push(...merchant.editThese(shopify.store(SHOP), random, [anyProduct]))
    for (let round = 1; round <= 3; round += 1) {
      told.push(...merchant.editTarget(shopify.store(SHOP), random, 4))
      told.push(...liveOn(woo.state, random, 10))
      told.push(...merchant.editTarget(shopify.store(SHOP), random, 2))
      await run(projectId, 'recent')
      const found = await check(round === 3)
      expect({ stories: found.stories, told: found.stories.length > 0 ? told : [] }).toEqual({
        stories: [],
        told: [],
      })
    }
    expect(shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })

    // Whatever single thing is different then, it is found.
    for (const [what, change] of Object.entries(SPOILED)) {
      const shop = copyOf(shopify.store(SHOP))
      const spoiled = change(shop, merchant.edits, woo.state)
      const { stories } = await check(true, shop)
      expect(stories.length, `${what}: ${spoiled} spoiled`).toBeGreaterThanOrEqual(spoiled)
      expect(spoiled, what).toBeGreaterThan(0)
    }
    expect(woo.state.orders.size).toBeGreaterThan(15)
  },
)
