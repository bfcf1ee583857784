import { sentenceOf } from '#app/words/sentence.server.ts'
import Big from 'big.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { executeRun, type ExecuteResult } from '#app/runs/worker/execute-run.server.ts'
import { getRun, resumeRun, startRun } from '#app/runs/life/runs.server.ts'
import { projectIssues, runEvents } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import type { RunView } from '#app/runs/run-types.ts'
import { createShopifyMerchant } from '../contracts/shopify-merchant.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '../helpers/stores/stand-in-services.ts'
import { totalsOf as shopifyTotals } from '../stand-ins/shopify-admin/resolvers/orders/math.ts'
import { totalsOf as oldStoreTotals } from '../stand-ins/woocommerce/totals/order-math.ts'
import { createCustomer } from '../stand-ins/woocommerce/writes/customers.ts'
import { createOrder } from '../stand-ins/woocommerce/writes/orders.ts'
import { createProduct, updateProduct } from '../stand-ins/woocommerce/writes/products.ts'

/*
 * One promise, one block: the test that would convince somebody who does not believe it. Both stores
 * over HTTP, a real PostgreSQL; what is checked is what stands in Shopify's store, not our ledger.
 */

const HOUR = 3_600_000

let world: StandInServices
let project: ProjectView

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty', storeId: 'old-store' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  project = connected.project
  createProduct(state(), { name: 'First', regular_price: '5.00' })
  await run('full')
})
afterAll(() => world.close())
beforeEach(() => world.shopify.resetStats())

const state = () => world.woo.state
const shopify = () => world.shopify.store(SHOP)
const merchant = () => createShopifyMerchant(shopify())

async function begin(mode: 'full' | 'recent' = 'recent'): Promise<string> {
  const started = await startRun(world.services, SHOP, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}
function execute(runId: string, workerId = 'worker'): Promise<ExecuteResult> {
  const idle = new AbortController().signal
  return executeRun(world.services, { runId, workerId, shutdown: { soft: idle, hard: idle } })
}
/** A run to its end; `null`: to whatever end it comes. */
async function run(mode: 'full' | 'recent' = 'recent', end: string | null = 'completed') {
  const runId = await begin(mode)
  await execute(runId)
  const view: RunView = await getRun(world.services, SHOP, runId)
  if (end !== null) expect({ state: view.state, reason: view.reason }).toMatchObject({ state: end })
  return view
}
const aProduct = (name: string, more: Record<string, string | number | boolean> = {}) =>
  createProduct(state(), { name, regular_price: '12.00', ...more })
const products = (title: string) =>
  [...shopify().products.values()].filter((product) => product.title === title)
const orders = (name: string | number) =>
  [...shopify().orders.values()].filter((order) => order.name === String(name))
async function watermark(kind: EntityKind): Promise<number> {
  const row = await world.services.prisma.watermark.findFirstOrThrow({
    where: { projectId: project.id, kind },
  })
  return Date.parse(row.at)
}
async function issues() {
  return (await projectIssues(world.services, SHOP, project.id, { limit: 250 })).items
}

describe('A window of the source’s own clock', () => {
  test('a store whose clock is hours off, and then goes back, loses no change', async () => {
    state().clockSkewMs = -7 * HOUR
    aProduct('Written seven hours ago')
    // The store’s clock is behind what it said before: told, and read further back.
    const first = await run()
    expect(products('Written seven hours ago')).toHaveLength(1)
    expect(Math.abs((await watermark('product')) - state().now())).toBeLessThan(60_000)
    const { items } = await runEvents(world.services, SHOP, first.id, { limit: 250 })
    expect(items.some(({ message }) => message.includes('clock went back'))).toBe(true)

    // Somebody edits while the pages are on their way: later than the window, so it is the next one’s.
    const early = aProduct('Early')
    world.woo.faults.after({ path: '/wc/v3/products?', nth: 3 }, () => {
      updateProduct(state(), early.id, { name: 'Edited meanwhile' })
    })
    await run()
    await run()
    expect(products('Edited meanwhile')).toHaveLength(1)
    expect(products('Early')).toHaveLength(0)
    state().clockSkewMs = 0
  })
})

describe('Nothing is skipped by paging', () => {
  test('products of one and the same second arrive, although each page finds the list changed', async () => {
    world.services.settings.sourcePageSize = 3
    const made = Array.from({ length: 10 }, (_, i) => aProduct(`Paged ${i}`))
    let turn = 0
    const hook = world.woo.faults.after({ path: '/wc/v3/products?', times: 0 }, () => {
      const next = made[turn++]
      if (next) updateProduct(state(), next.id, { regular_price: '13.00' })
    })
    await run()
    world.woo.faults.remove(hook)
    await run()
    world.services.settings.sourcePageSize = 100
    for (const { name } of made) {
      expect(products(name).map(({ variants }) => variants.map(({ price }) => price))).toEqual([
        [expect.stringMatching(/^13(\.0+)?$/)],
      ])
    }
  })
})

describe('Exactly one record in Shopify per source record', () => {
  test('Shopify commits and the answer is lost: the record is found, not made again', async () => {
    aProduct('Answer lost')
    const order = createOrder(state(), {
      status: 'processing',
      billing: { first_name: 'Ann', email: 'ann@example.test', country: 'US' },
      fee_lines: [{ name: 'Service', total: '5.00' }],
    })
    for (const field of ['productSet', 'orderCreate']) {
      world.shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field })
    }
    const { id } = await run()
    expect(world.shopify.faults.pending()).toEqual([])
    expect(products('Answer lost')).toHaveLength(1)
    expect(orders(order.id)).toHaveLength(1)
    expect(world.shopify.stats().byField.orderCreate).toBe(1)
    expect((await runCounts(world.services, SHOP, id)).order).toMatchObject({ created: 1 })
    expect(await world.services.prisma.intent.count({ where: { projectId: project.id } })).toBe(0)
  })
})

describe('The watermark never lies', () => {
  test('a pass that stops half-way moves it nowhere, and goes on to the last record when resumed', async () => {
    const before = await watermark('order')
    const made = Array.from({ length: 7 }, (_, i) => {
      // Each in a second of its own.
      state().clockSkewMs += 1000
      return createOrder(state(), {
        status: 'processing',
        fee_lines: [{ name: 'Service', total: `${i + 1}.00` }],
      })
    })
    const arrived = () => made.filter(({ id }) => orders(id).length === 1).length
    world.services.settings.sourcePageSize = 3
    const runId = await begin()
    const pages = '/orders\\?(?=.*modified_after=)(?=.*orderby=modified)/'
    world.woo.faults.add({ path: pages, nth: 3, times: 0, fault: { kind: 'revoke-keys' } })
    await execute(runId)
    expect(await getRun(world.services, SHOP, runId)).toMatchObject({
      state: 'paused',
      reasonCode: 'SOURCE_CREDENTIALS',
    })
    expect(arrived()).toBeGreaterThan(0)
    expect(arrived()).toBeLessThan(made.length)
    expect(await watermark('order')).toBe(before)

    world.woo.faults.clear()
    await resumeRun(world.services, SHOP, runId)
    await execute(runId)
    world.services.settings.sourcePageSize = 100
    expect((await getRun(world.services, SHOP, runId)).state).toBe('completed')
    expect(arrived()).toBe(made.length)
    expect(await watermark('order')).toBeGreaterThan(before)
  })
})

describe('Unchanged records cost nothing', () => {
  test('a run with nothing new reads the same records again and sends no mutation', async () => {
    await run()
    world.shopify.resetStats()
    const { id } = await run()
    const counts = await runCounts(world.services, SHOP, id)
    expect(counts.product.unchanged).toBeGreaterThan(0)
    expect(world.shopify.stats()).toMatchObject({ mutations: 0 })
    // An edit that changes nothing Shopify shows is no change.
    for (const product of state().products.values()) updateProduct(state(), product.id, {})
    await run()
    expect(world.shopify.stats()).toMatchObject({ mutations: 0 })
  })
})

describe('The merchant’s edits win', () => {
  test('only what the old store changed is sent; what the merchant changed too is a conflict', async () => {
    const product = aProduct('Old name')
    await run()
    const [shown] = products('Old name')
    if (!shown) throw new Error('the product did not arrive')
    shown.title = 'The merchant’s name'
    merchant().addProductTag(shown.id, 'by-hand')
    updateProduct(state(), product.id, { name: 'New name', regular_price: '20.00' })
    await run()
    const now = shopify().products.get(shown.id)
    expect(now?.title).toBe('The merchant’s name')
    expect(now?.tags).toContain('by-hand')
    expect(now?.variants.map(({ price }) => new Big(price).toFixed(2))).toEqual(['20.00'])
    const conflicts = (await issues()).filter(
      ({ code, sourceId }) => code === 'CONFLICT' && sourceId === String(product.id),
    )
    expect(conflicts.map(({ field }) => field)).toEqual(['title'])
  })
})

describe('Silent to customers and stock', () => {
  test('orders with e-mail addresses, refunds and stock move nothing and tell nobody', async () => {
    const product = aProduct('Counted', { manage_stock: true, stock_quantity: 7 })
    await run()
    const [shown] = products('Counted')
    const levels = () => (shown ? merchant().stock(shown.id) : [])
    expect(levels()).toEqual([7])
    const order = createOrder(state(), {
      status: 'completed',
      billing: { first_name: 'Bea', email: 'bea@example.test', country: 'US' },
      line_items: [{ product_id: product.id, quantity: 2 }],
    })
    updateProduct(state(), product.id, { name: 'Counted again' })
    await run()
    expect(orders(order.id)).toHaveLength(1)
    expect(levels()).toEqual([7])
    expect(world.shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
  })
})

describe('Money is exact', () => {
  test('compound taxes, fees above and below zero, uneven pieces: the totals are equal to the cent', async () => {
    const { settings, taxRates } = state()
    const kept = { ...settings }
    Object.assign(settings, { calcTaxes: true })
    const rate = { country: '', state: '', city: '', shipping: true, taxClass: '' }
    taxRates.set(91, {
      id: 91,
      rate: '8.8750',
      name: 'City',
      priority: 1,
      compound: false,
      ...rate,
    })
    taxRates.set(92, { id: 92, rate: '9.9750', name: 'Levy', priority: 2, compound: true, ...rate })
    const product = aProduct('Penny', { regular_price: '3.333' })
    const made = [false, true].map((pricesIncludeTax) => {
      Object.assign(settings, { pricesIncludeTax })
      return createOrder(state(), {
        status: 'processing',
        billing: { first_name: 'Cy', email: 'cy@example.test', country: 'US' },
        line_items: [{ product_id: product.id, quantity: 7 }],
        fee_lines: [
          { name: 'Wrap', total: '1.99' },
          { name: 'Loyalty', total: '-2.22' },
        ],
        shipping_lines: [{ method_id: 'flat_rate', method_title: 'Post', total: '4.95' }],
      })
    })
    await run()
    Object.assign(settings, kept)
    taxRates.clear()
    for (const order of made) {
      const [shown] = orders(order.id)
      if (!shown) throw new Error('the order did not arrive')
      const wanted = oldStoreTotals({ ...order, roundedDown: order.roundedDown }).total.toFixed(2)
      expect(new Big(shopifyTotals(shown).total.shop).toFixed(2)).toBe(wanted)
      expect(new Big(shopifyTotals(shown).received.shop).toFixed(2)).toBe(wanted)
    }
    const wrong = (await issues()).filter(({ code }) => code === 'TOTAL_MISMATCH')
    expect(wrong).toEqual([])
  })
})

describe('The right project', () => {
  test('another store that answers at the same address is not migrated, and nothing is sent', async () => {
    const { settings } = state()
    const own = settings.storeId
    settings.storeId = 'somebody-else'
    const refused = await startRun(world.services, SHOP, project.id, 'recent')
    settings.storeId = own
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'SOURCE_CHANGED' }] })
    expect(world.shopify.stats()).toMatchObject({ mutations: 0 })
    await run()
  })
})

describe('One live run per project', () => {
  test('a second run is refused, and of two workers racing for one run only one gets it', async () => {
    aProduct('Raced for')
    const runId = await begin()
    expect((await startRun(world.services, SHOP, project.id, 'recent')).ok).toBe(false)
    const results = await Promise.all([execute(runId, 'one'), execute(runId, 'two')])
    expect(results.filter(({ taken }) => taken)).toHaveLength(1)
    expect((await getRun(world.services, SHOP, runId)).state).toBe('completed')
    expect(products('Raced for')).toHaveLength(1)
  })
})

describe('Every failure is seen', () => {
  test('a record that cannot arrive is named with what to do, and costs no other record', async () => {
    const bad = createOrder(state(), {
      status: 'processing',
      fee_lines: [{ name: 'Service', total: '5.00' }],
    })
    bad.currency = 'ZZZ'
    const good = createOrder(state(), {
      status: 'processing',
      fee_lines: [{ name: 'Service', total: '5.00' }],
    })
    const { id } = await run()
    expect(orders(good.id)).toHaveLength(1)
    expect((await runCounts(world.services, SHOP, id)).order).toMatchObject({ failed: 1 })
    const [issue] = (await issues()).filter(({ sourceId }) => sourceId === String(bad.id))
    expect(issue).toMatchObject({ code: 'CURRENCY_NOT_ACCEPTED', severity: 'failed' })
    expect(issue?.message).toContain('unchanged in the old store')
  })
})

describe('The same record', () => {
  test('a store restored from a backup writes nobody’s data onto somebody else’s records', async () => {
    const order = (customerId: number, email: string) =>
      createOrder(state(), {
        status: 'processing',
        customer_id: customerId,
        billing: { email },
        fee_lines: [{ name: 'Service', total: '5.00' }],
      })
    const alice = createCustomer(state(), { email: 'alice@example.com', first_name: 'Alice' })
    const hers = order(alice.id, alice.email)
    const chair = aProduct('Chair')
    await run()
    // The backup knows none of them, and the ids are given out again.
    const { customers, orders: oldOrders, products: oldProducts } = state()
    customers.delete(alice.id)
    oldOrders.delete(hers.id)
    oldProducts.delete(chair.id)
    const later = { createdAt: state().now() + 77_000 }
    const bob = createCustomer(state(), { email: 'bob@example.com', first_name: 'Bob' })
    const his = order(bob.id, bob.email)
    const table = aProduct('Table', { regular_price: '500.00' })
    customers.delete(bob.id)
    customers.set(alice.id, { ...bob, ...later, id: alice.id })
    oldOrders.delete(his.id)
    oldOrders.set(hers.id, { ...his, ...later, id: hers.id, customerId: alice.id })
    oldProducts.delete(table.id)
    oldProducts.set(chair.id, { ...table, ...later, id: chair.id })

    const paused = await run('recent', 'paused')
    expect(paused).toMatchObject({ reasonCode: 'SOURCE_RESTORED' })
    expect(products('Chair')).toHaveLength(1)
    expect(products('Table')).toHaveLength(0)
    expect(orders(hers.id)).toMatchObject([{ email: 'alice@example.com' }])
    const people = [...shopify().customers.values()].map(({ firstName }) => firstName)
    expect(people).toContain('Alice')
    expect(people).not.toContain('Bob')
    expect((await issues()).filter(({ code }) => code === 'ANOTHER_RECORD')).toHaveLength(3)

    await resumeRun(world.services, SHOP, paused.id)
    await execute(paused.id)
    expect(await getRun(world.services, SHOP, paused.id)).toMatchObject({ state: 'completed' })
  })
})

describe('Everything is accounted for', () => {
  test('custom data of an order arrives, and what stays behind is told by its key alone', async () => {
    const order = createOrder(state(), {
      status: 'processing',
      fee_lines: [{ name: 'Service', total: '5.00' }],
      meta_data: [
        { key: 'delivery_date', value: '2026-03-05' },
        { key: '_gift_message', value: 'Happy birthday' },
        { key: '_erp_state', value: 'nobody’s business' },
      ],
    })
    await run()
    const [arrived] = orders(order.id)
    expect(arrived?.customAttributes).toEqual(
      expect.arrayContaining([
        { key: 'delivery_date', value: '2026-03-05' },
        { key: 'Gift message', value: 'Happy birthday' },
      ]),
    )
    const told = (await issues()).filter(({ sourceId }) => sourceId === String(order.id))
    expect(told).toMatchObject([{ code: 'CUSTOM_DATA_LEFT_BEHIND', severity: 'note' }])
    expect(told[0]?.message).toContain('“_erp_state”')
    expect(JSON.stringify(told)).not.toContain('nobody’s business')
  })
})
