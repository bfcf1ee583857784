import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import { retryRecords } from '#app/migration/engine/leftovers/retry-records.server.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { openBothStores, type BothStores } from '#test/helpers/stores/both-stores.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import type { FaultRule } from '#test/stand-ins/shopify-admin/faults.ts'
import { createCustomer, updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct, updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

/*
 * Shopify fails on single records, on whole kinds of change, and as a whole. What is checked is what
 * stands in the store, what the ledger tells, and how often Shopify was asked.
 */

let database: TestDatabase
let stores: BothStores
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  stores = await openBothStores(database.prisma, {
    woocommerce: { dataset: 'empty' },
    currency: 'EUR',
  })
})
afterEach(() => stores.close())

const state = () => stores.woo.state
const products = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    createProduct(state(), { name: `Product ${n + 1}.`, sku: `P${n + 1}`, regular_price: '10.00' }),
  )
const person = (name: string) => createCustomer(state(), { email: `${name}@example.com` })
const order = (productId: number, customerId: number) =>
  createOrder(state(), {
    status: 'processing',
    set_paid: true,
    customer_id: customerId,
    line_items: [{ product_id: productId, quantity: 1 }],
  })

/** Strikes until the test lifts it. */
const always = (rule: FaultRule) => {
  const id = stores.shopify.faults.add({ times: 'always', ...rule })
  return () => stores.shopify.faults.remove(id)
}
const INTERNAL = { kind: 'internal_error' } as const
const BAD_GATEWAY = { kind: 'status', status: 502 } as const
const struck = (kind: string) => stores.shopify.faults.fired[kind] ?? 0

async function issues() {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: stores.project.projectId, resolvedAt: null, severity: 'failed' },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, sourceId, code, isTransient }) => ({
    kind,
    sourceId,
    code,
    isTransient,
  }))
}
const quarantined = (kind: string, id: number) => ({
  kind,
  sourceId: `${id}`,
  code: 'FAILED_IN_SHOPIFY',
  isTransient: true,
})
const home = (address_1: string) => ({
  first_name: 'Anna',
  last_name: 'Example',
  address_1,
  city: 'Hamburg',
  postcode: '20095',
  country: 'DE',
})
const streets = () =>
  [...stores.shop.customers.values()].flatMap(({ addresses }) =>
    addresses.map(({ id, address1 }) => ({ id, street: address1 })),
  )
const openIntents = () =>
  database.prisma.intent.count({ where: { projectId: stores.project.projectId } })
const titles = () => [...stores.shop.products.values()].map(({ title }) => title)

describe('a product that Shopify always answers with an internal error', () => {
  test('is told and tried again by the next run; everything else arrives', async () => {
    const made = products(25)
    const [bad, good] = [made[6], made[7]]
    const anna = person('anna')
    order(good?.id ?? 0, anna.id)
    const mend = always({ fault: INTERNAL, field: 'productSet', about: '"Product 7."' })

    const run = await stores.migrate('full')
    expect(await run.outcomes()).toEqual({
      product: 'created 24, failed 1',
      customer: 'created 1',
      order: 'created 1',
    })
    expect(await issues()).toEqual([quarantined('product', bad?.id ?? 0)])
    expect(struck('internal_error')).toBeLessThanOrEqual(6)
    expect(await openIntents()).toBe(1)

    const again = await stores.migrate('recent')
    expect(await again.outcomes()).toMatchObject({ product: expect.stringContaining('failed 1') })
    expect(struck('internal_error')).toBeLessThanOrEqual(9)

    mend()
    const later = await stores.migrate('recent')
    expect(await later.outcomes()).toMatchObject({ product: expect.stringContaining('created 1') })
    expect(await issues()).toEqual([])
    expect(await openIntents()).toBe(0)
    expect(titles().sort()).toEqual(made.map(({ name }) => name).sort())
  })

  test('was made all the same, each time without an answer: used, never made twice', async () => {
    const [bad] = products(3)
    // Done, and nothing is shown of it; what would find it is not answered either.
    const hides = [
      always({ fault: { kind: 'error_beside', withoutData: true }, field: 'productSet' }),
      always({ fault: INTERNAL, field: 'productByIdentifier', nth: 4 }),
    ]
    await stores.migrate('full')
    expect(stores.shop.products.size).toBe(3)
    expect(await issues()).toHaveLength(3)
    for (const show of hides) show()
    const run = await stores.migrate('recent')
    expect(await issues()).toEqual([])
    expect(stores.shop.products.size).toBe(3)
    expect((await run.outcomes())['product']).toContain('created 3')
    updateProduct(state(), bad?.id ?? 0, { name: 'Renamed' })
    await stores.clock.advance(60_000)
    await stores.migrate('recent')
    expect(titles()).toContain('Renamed')
  })

  test('and is there but for its last step: orders are linked to it all the same', async () => {
    const [bad] = products(1)
    const anna = person('anna')
    order(bad?.id ?? 0, anna.id)
    const mend = always({ fault: INTERNAL, field: 'publishablePublish' })
    const run = await stores.migrate('full')
    expect(await issues()).toEqual([quarantined('product', bad?.id ?? 0)])
    expect((await run.outcomes())['order']).toBe('created 1')
    const linked = [...stores.shop.orders.values()].flatMap(({ lines }) =>
      lines.map(({ variantId }) => variantId),
    )
    expect(linked).toEqual([expect.stringContaining('ProductVariant')])
    mend()
    await stores.migrate('recent')
    expect(await issues()).toEqual([])
    expect(titles()).toHaveLength(1)
  })

  test('is sent again when the merchant presses Retry', async () => {
    const [bad] = products(2)
    const mend = always({ fault: INTERNAL, field: 'productSet', about: '"Product 1."' })
    await stores.migrate('full')
    mend()
    const run = await stores.project.startRun('retry')
    await retryRecords({
      ...stores.deps(run, 'recent'),
      records: [{ kind: 'product', sourceId: `${bad?.id}` }],
    })
    expect(await issues()).toEqual([])
    expect(titles()).toHaveLength(2)
  })
})

describe('a record that cannot be read', () => {
  test('is found among those read with it, and costs nobody else', async () => {
    const made = products(20)
    await stores.migrate('full')
    await stores.clock.advance(60_000)
    for (const { id, name } of made) updateProduct(state(), id, { name: `${name} New` })
    const gid = [...stores.shop.products.values()].find(({ title }) => title === 'Product 13.')?.id
    const mend = always({ fault: INTERNAL, operation: 'query', about: `"${gid}"` })

    const run = await stores.migrate('recent')
    expect((await run.outcomes())['product']).toBe('failed 1, updated 19')
    expect(await issues()).toEqual([quarantined('product', made[12]?.id ?? 0)])
    expect(struck('internal_error')).toBeLessThan(30)

    mend()
    await stores.migrate('recent')
    expect(await issues()).toEqual([])
    expect(titles().every((title) => title.endsWith(' New'))).toBe(true)
  })

  test('and is the customer of an order does not keep the order out', async () => {
    const [product] = products(1)
    const [anna, berta] = [person('anna'), person('berta')]
    await stores.migrate('full')
    await stores.clock.advance(60_000)
    order(product?.id ?? 0, anna.id)
    order(product?.id ?? 0, berta.id)
    const gid = [...stores.shop.customers.keys()][0]
    always({ fault: INTERNAL, operation: 'query', about: `"${gid}"` })
    const run = await stores.migrate('recent')
    expect((await run.outcomes())['order']).toBe('created 2')
    const customers = [...stores.shop.orders.values()].map(({ customerId }) => customerId)
    expect(new Set(customers).size).toBe(2)
  })

  test('and is looked up with nine others is not taken for new', async () => {
    const made = products(10)
    const custom = `product:${made[3]?.id}"`
    const mend = always({ fault: INTERNAL, operation: 'query', about: custom })
    await stores.migrate('full')
    expect(titles()).toHaveLength(9)
    expect(await issues()).toEqual([quarantined('product', made[3]?.id ?? 0)])
    mend()
    await stores.migrate('recent')
    expect(titles()).toHaveLength(10)
  })
})

describe('an order', () => {
  test('always answered with 502 is told, and the others arrive', async () => {
    const [product] = products(1)
    const anna = person('anna')
    const [first, bad, last] = [1, 2, 3].map(() => order(product?.id ?? 0, anna.id))
    const mend = always({ fault: BAD_GATEWAY, about: `order:${bad?.id}"` })
    await stores.migrate('full')
    const names = () => [...stores.shop.orders.values()].map(({ name }) => name).sort()
    expect(names()).toEqual([`${first?.id}`, `${last?.id}`])
    expect(await issues()).toEqual([quarantined('order', bad?.id ?? 0)])
    mend()
    await stores.migrate('recent')
    expect(names()).toEqual([`${first?.id}`, `${bad?.id}`, `${last?.id}`])
    expect(await issues()).toEqual([])
  })

  test('one step of which always fails is known to be there, and is finished later', async () => {
    const [product] = products(1)
    const anna = person('anna')
    order(product?.id ?? 0, anna.id)
    const cancelled = createOrder(state(), {
      status: 'cancelled',
      customer_id: anna.id,
      line_items: [{ product_id: product?.id ?? 0, quantity: 1 }],
    })
    const mend = always({ fault: INTERNAL, field: 'orderCancel' })
    const run = await stores.migrate('full')
    expect(stores.shop.orders.size).toBe(2)
    expect(await issues()).toEqual([quarantined('order', cancelled.id)])
    const outcome = await database.prisma.outcome.findFirstOrThrow({
      where: { runId: run.runId, kind: 'order', outcome: 'failed' },
    })
    expect([...stores.shop.orders.keys()]).toContain(outcome.gid)
    mend()
    await stores.migrate('recent')
    expect(await issues()).toEqual([])
    expect(stores.shop.orders.size).toBe(2)
    expect([...stores.shop.orders.values()].filter((o) => o.cancelledAt !== null)).toHaveLength(1)
  })
})

describe('a change that Shopify carries out after it was repeated', () => {
  test('made a customer’s address anew: it is still the one that follows the old store', async () => {
    const anna = createCustomer(state(), { email: 'anna@example.com', billing: home('1 Old Road') })
    await stores.migrate('full')
    const { records } = await stores.source.readByIds('customer', [`${anna.id}`])
    const late = records.map(({ record }) => ({
      op: 'create' as const,
      record,
      references: { parts: new Map(), owner: null },
      ownerOf: async () => null,
      mayExist: false,
    }))
    const before = streets()
    for await (const result of stores.target.write(late)) expect(result.ok).toBe(true)
    expect(streets().map(({ street }) => street)).toEqual(['1 Old Road'])
    expect(streets()).not.toEqual(before)

    updateCustomer(state(), anna.id, { billing: { address_1: '2 New Road' } })
    await stores.migrate('recent')
    expect(streets().map(({ street }) => street)).toEqual(['2 New Road'])
  })
})

describe('Shopify as a whole', () => {
  test('fails on one kind of change only: all of that kind are told, few tries, the rest arrives', async () => {
    const made = products(22)
    const anna = person('anna')
    order(made[0]?.id ?? 0, anna.id)
    const mend = always({ fault: BAD_GATEWAY, field: 'productSet' })
    const run = await stores.migrate('full')
    expect(await run.outcomes()).toEqual({
      product: 'failed 22',
      customer: 'created 1',
      order: 'created 1',
    })
    expect(struck('status')).toBeLessThanOrEqual(50)
    mend()
    await stores.migrate('recent')
    expect(titles()).toHaveLength(22)
    expect(await issues()).toEqual([])
  })

  test('takes no changes at all: pauses after few tries, however many records wait', async () => {
    products(150)
    const mend = always({ fault: BAD_GATEWAY, operation: 'mutation' })
    const run = await stores.project.startRun('full')
    await expect(stores.run(run, 'full')).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_UNREACHABLE',
    })
    expect(struck('status')).toBeLessThanOrEqual(100)
    mend()
    await stores.run(run, 'full')
    expect(titles()).toHaveLength(150)
    expect(await issues()).toEqual([])
  })

  test('is away: pauses with that reason after few tries, nothing is told of any record', async () => {
    products(50)
    const mend = always({ fault: BAD_GATEWAY })
    const run = await stores.project.startRun('full')
    const pause = await stores.run(run, 'full').catch((error: unknown) => error)
    if (!(pause instanceof PauseRun)) throw new Error('The run did not pause.', { cause: pause })
    expect(pause.code).toBe('TARGET_UNREACHABLE')
    expect(sentenceOf(pause.told)).toContain('HTTP 502')
    expect(struck('status')).toBeLessThanOrEqual(60)
    expect(await issues()).toEqual([])
    mend()
    await stores.run(run, 'full')
    expect(titles()).toHaveLength(50)
  })
})
