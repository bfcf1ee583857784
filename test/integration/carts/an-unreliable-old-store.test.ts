import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { createShopifyReader, type ShopifyReader } from '#test/cases/shopify-reader.ts'
import { tampering } from '#test/carts/woocommerce-harness.ts'
import { openBothStores, type BothStores } from '#test/helpers/stores/both-stores.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { productShape } from '#test/stand-ins/woocommerce/shapes/product.ts'
import { createCustomer, updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  createVariation,
  updateProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'

/*
 * Old stores whose answers are not what they seem: clocks of a proxy, copies of a cache, lists that
 * leave something out. One pair of stores over HTTP for all; what counts is what stands in Shopify.
 */

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let database: TestDatabase
let stores: BothStores
let shopify: ShopifyReader
/** An order that lists ordered by change time leave out. */
let leftOut: number | null = null

beforeAll(async () => {
  database = await createTestDatabase()
  stores = await openBothStores(database.prisma, {
    woocommerce: { dataset: 'empty', timezone: 'UTC' },
    currency: 'USD',
    through: (http) =>
      tampering(http, (path, body) =>
        leftOut !== null && /\/orders\?.*orderby=modified/.test(path) && Array.isArray(body)
          ? body.filter((row: unknown) => !isRow(row, leftOut))
          : body,
      ),
  })
  shopify = createShopifyReader(stores)
  anOrder()
  await stores.clock.advance(MINUTE)
  await stores.migrate('full')
})
afterAll(async () => {
  await stores?.close()
  await database?.close()
})
afterEach(() => {
  stores.woo.faults.clear()
  stores.events.length = 0
  leftOut = null
})

const isRow = (row: unknown, id: number | null) =>
  typeof row === 'object' && row !== null && 'id' in row && row.id === id

const state = () => stores.woo.state
const anOrder = (more: Parameters<typeof createOrder>[1] = {}) =>
  createOrder(state(), {
    status: 'completed',
    billing: { first_name: 'Pat', email: 'pat@example.com' },
    fee_lines: [{ name: 'Work', total: '20.00' }],
    ...more,
  })
const aProduct = (name: string) => createProduct(state(), { name, regular_price: '12.00' })

/** Time goes by, and a run begins. */
async function later(mode: 'full' | 'recent' | 'compare' = 'recent', ms = MINUTE) {
  await stores.clock.advance(ms)
  return stores.migrate(mode)
}

/** What Shopify shows of a record at a path; undefined when it is not there. */
async function shown(kind: EntityKind, { id }: { id: number }, path: string) {
  const gid = await shopify.find(kind, String(id))
  return gid === null ? undefined : shopify.read(kind, gid, path)
}

const PRICE = 'variants[0].price'
const told = () => stores.events.map(({ message }) => message).join('\n')
async function codesOf(kind: EntityKind, { id }: { id: number }): Promise<string[]> {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: stores.project.projectId, kind, sourceId: String(id), resolvedAt: null },
  })
  return rows.map(({ code }) => code)
}

describe('a proxy shows a time ten minutes', () => {
  test('ahead of the clock that stamps changes: what changes meanwhile is not lost', async () => {
    const mug = aProduct('Mug')
    state().dateSkewMs = 10 * MINUTE
    await later()
    // Changes whose stamps lie before the time that the run before was shown.
    updateProduct(state(), mug.id, { regular_price: '13.00' })
    const order = anOrder()
    await later()
    expect(await shown('product', mug, PRICE)).toBe('13.00')
    expect(await shown('order', order, 'name')).toBe(String(order.id))

    // The proxy's clock is put right: its time goes back, the stamps do not.
    state().dateSkewMs = 0
    updateProduct(state(), mug.id, { regular_price: '14.00' })
    await later()
    expect(await shown('product', mug, PRICE)).toBe('14.00')
  })

  test('behind it: the last ten minutes arrive with this run, and the clock is told', async () => {
    const cup = aProduct('Cup')
    await later()
    state().dateSkewMs = -10 * MINUTE
    updateProduct(state(), cup.id, { regular_price: '13.00' })
    const order = anOrder()
    await later()
    expect(await shown('product', cup, PRICE)).toBe('13.00')
    expect(await shown('order', order, 'name')).toBe(String(order.id))
    expect(told()).toContain('behind the one it dates changes with')
  })
})

describe('a cache keeps answers longer than runs overlap', () => {
  /** From now on, for requests whose address fits. */
  const cache = (path: string, stubborn: boolean) =>
    stores.woo.faults.add({ path, times: 0, fault: { kind: 'cache', ms: DAY, stubborn } })

  test('by their whole address: each request has one of its own, and gets past it', async () => {
    cache('/wc/v3/', false)
    const [mug, order] = [aProduct('Cached mug'), anOrder()]
    await later()
    createRefund(state(), order.id, { amount: '5.00', reason: 'Chipped' })
    updateProduct(state(), mug.id, { regular_price: '13.00' })
    await later()
    expect(await shown('order', order, 'totalRefundedSet.shopMoney.amount')).toBe('5.0')
    expect(await shown('product', mug, PRICE)).toBe('13.00')
    expect(told()).not.toContain('A cache')
  })

  test('whatever is added to the address: parts that a fresh row names are asked for by themselves', async () => {
    const order = anOrder()
    createRefund(state(), order.id, { amount: '5.00', reason: 'Chipped' })
    const shirt = createProduct(state(), {
      name: 'Shirt',
      type: 'variable',
      attributes: [{ name: 'Size', options: ['S', 'M'], variation: true, visible: true }],
    })
    const size = (option: string) =>
      createVariation(state(), shirt.id, {
        regular_price: '10.00',
        sku: `SHIRT-${option}`,
        attributes: [{ name: 'Size', option }],
      })
    size('S')
    cache(`/orders/${order.id}/refunds?`, true)
    cache(`/products/${shirt.id}/variations?`, true)
    await later()
    createRefund(state(), order.id, { amount: '7.00', reason: 'Late' })
    size('M')
    await later('recent', 5 * MINUTE)
    expect(await shown('order', order, 'totalRefundedSet.shopMoney.amount')).toBe('12.0')
    expect(await shown('product', shirt, 'variants.title')).toEqual(['S', 'M'])
    expect(told()).toContain('A cache in front of the old store')
    expect(await codesOf('order', order)).toEqual([])
  })

  test('so that a customer is older than the list says: asked past it, then told until it is current', async () => {
    const kim = createCustomer(state(), { email: 'kim@example.com', last_name: 'Example' })
    await later()
    // Asked for by id together with others, and by its own address.
    cache('include=', true)
    updateCustomer(state(), kim.id, { last_name: 'First' })
    await later()
    updateCustomer(state(), kim.id, { last_name: 'Second' })
    cache(`/customers/${kim.id}`, true)
    await later()
    expect(await shown('customer', kim, 'lastName')).toBe('Second')
    updateCustomer(state(), kim.id, { last_name: 'Third' })
    await later()
    expect(await shown('customer', kim, 'lastName')).toBe('Second')
    expect(await codesOf('customer', kim)).toEqual(['SOURCE_RECORD_STALE'])
    await later()
    expect(await shown('customer', kim, 'lastName')).toBe('Second')
    expect(await codesOf('customer', kim)).toEqual(['SOURCE_RECORD_STALE'])
    stores.woo.faults.clear()
    await later()
    expect(await shown('customer', kim, 'lastName')).toBe('Third')
    expect(await codesOf('customer', kim)).toEqual([])
  })

  test('so that a product is as it was before: told until it is current, though no list shows it again', async () => {
    const mug = aProduct('Cached cup')
    await later()
    // Pages are too heavy, so that their records are asked for by id.
    stores.woo.faults.add({
      path: '/products\\?(?!.*_fields)(?=.*orderby=modified)/',
      times: 0,
      fault: { kind: 'server-error', status: 500 },
    })
    stores.woo.faults.add({
      path: `/(/products\\?.*include=|/products/${mug.id}(\\?|$))/`,
      times: 0,
      fault: { kind: 'older-rows', rows: [productShape(state(), mug, 'edit')] },
    })
    updateProduct(state(), mug.id, { regular_price: '13.00' })
    await later()
    expect(await codesOf('product', mug)).toEqual(['SOURCE_RECORD_STALE'])
    for (const behind of ['First behind it', 'Second behind it']) {
      await stores.clock.advance(60 * MINUTE)
      aProduct(behind)
      await later()
    }
    expect(await shown('product', mug, PRICE)).not.toBe('13.00')
    expect(await codesOf('product', mug)).toEqual(['SOURCE_RECORD_STALE'])
    stores.woo.faults.clear()
    await later()
    expect(await shown('product', mug, PRICE)).toBe('13.00')
    expect(await codesOf('product', mug)).toEqual([])
  })
})

test('a product that was published at its time is no draft again because a list is older', async () => {
  const soon = aProduct('Coming soon')
  const at = stores.clock.now() + 5 * MINUTE
  Object.assign(soon, { status: 'future', createdAt: at, modifiedAt: at })
  await later()
  expect(await shown('product', soon, 'status')).toBe('DRAFT')
  const before = productShape(state(), soon, 'edit')
  await stores.clock.advance(10 * MINUTE)
  soon.status = 'publish'
  await later()
  expect(await shown('product', soon, 'status')).toBe('ACTIVE')
  stores.woo.faults.add({
    path: '/products\\?/',
    times: 0,
    fault: { kind: 'older-rows', rows: [before] },
  })
  await later()
  expect(await shown('product', soon, 'status')).toBe('ACTIVE')
})

test('a list that is older than what was read before takes nothing back', async () => {
  const mug = aProduct('Mug')
  await later()
  const before = productShape(state(), mug, 'edit')
  updateProduct(state(), mug.id, { regular_price: '13.00' })
  await later()
  expect(await shown('product', mug, PRICE)).toBe('13.00')

  stores.woo.faults.add({
    path: '/products\\?.*orderby=modified/',
    times: 0,
    fault: { kind: 'older-rows', rows: [before] },
  })
  await later()
  expect(await shown('product', mug, PRICE)).toBe('13.00')
  expect(await codesOf('product', mug)).toEqual([])
})

describe('a list leaves something out', () => {
  test('statuses that are hidden from search, where orders are posts', async () => {
    const { settings } = state()
    settings.orderStorage = 'posts'
    const old = anOrder()
    await later()
    settings.customStatuses = [{ slug: 'shipped', name: 'Shipped' }]
    const fresh = anOrder({ status: 'shipped' })
    updateOrder(state(), old.id, { status: 'shipped', customer_note: 'Moved' })
    await later()
    expect(await shown('order', fresh, 'name')).toBe(String(fresh.id))
    expect(await shown('order', old, 'note')).toBe('Moved')
    await later('compare')
    expect(await codesOf('order', old)).not.toContain('SOURCE_RECORD_DELETED')
    settings.orderStorage = 'tables'
  })

  test('an order without a change date is found by its number, its edits by a comparison', async () => {
    const order = anOrder()
    Object.assign(order, { modifiedAt: null })
    await later()
    expect(await shown('order', order, 'name')).toBe(String(order.id))
    updateOrder(state(), order.id, { customer_note: 'Ring' })
    Object.assign(order, { modifiedAt: null })
    await later('compare')
    expect(await shown('order', order, 'note')).toBe('Ring')
  })

  test('a full run that read fewer records than there are says so, and compares everything', async () => {
    const order = anOrder()
    await stores.clock.advance(MINUTE)
    anOrder()
    leftOut = order.id
    await later('full')
    expect(told()).toMatch(/says that it has \d+ orders, but this run read \d+\. At its end/)
    expect(await shown('order', order, 'name')).toBe(String(order.id))
  })
})
