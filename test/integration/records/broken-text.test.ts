import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBothStores, type BothStores } from '#test/helpers/stores/both-stores.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

/* NUL and halves of characters, as plugins leave them that cut texts by bytes. */

let database: TestDatabase
let stores: BothStores
beforeAll(async () => {
  database = await createTestDatabase()
  stores = await openBothStores(database.prisma, {
    woocommerce: { dataset: 'empty' },
    currency: 'EUR',
  })
})
afterAll(async () => {
  await stores.close()
  await database.close()
})

test('text that cannot be sent arrives mended, is told where it can be seen, and stays unchanged', async () => {
  const { state } = stores.woo
  const product = createProduct(state, {
    name: 'Mug \ud83d',
    sku: 'NUL\0SKU',
    description: 'Glazed\0 by hand \udc00',
    regular_price: '10.00',
  })
  const customer = createCustomer(state, {
    email: 'anna@example.com',
    first_name: 'An\0na',
    billing: {
      first_name: 'Anna',
      last_name: 'B',
      city: 'Lin\ud83dz',
      country: 'AT',
      postcode: '4020',
    },
  })
  createOrder(state, {
    status: 'processing',
    set_paid: true,
    customer_id: customer.id,
    customer_note: 'Thanks \ud83d',
    line_items: [{ product_id: product.id, quantity: 1 }],
    meta_data: [{ key: 'gift', value: 'for\0 you \ud83d' }],
  })
  await stores.migrate('full')
  const { shop, project } = stores
  expect([...shop.products.values()].map(({ title }) => title)).toEqual(['Mug \ufffd'])
  expect([...shop.orders.values()].map(({ note }) => note)).toEqual(['Thanks \ufffd'])
  expect([...shop.customers.values()].map(({ firstName }) => firstName)).toEqual(['Anna'])

  const told = await database.prisma.issue.findMany({
    where: { projectId: project.projectId, code: 'VALUE_NOT_READABLE' },
    orderBy: [{ kind: 'asc' }, { field: 'asc' }],
  })
  const places = told.map(({ kind, field }) => `${kind} ${field}`)
  expect(places).toEqual(
    expect.arrayContaining(['customer addresses', 'order note', 'product title']),
  )
  // NUL is seen by nobody, so its loss is nothing to tell.
  expect(places).not.toContain('customer firstName')
  const failed = await database.prisma.issue.count({
    where: { projectId: project.projectId, severity: 'failed' },
  })
  expect(failed).toBe(0)

  const { mutations } = stores.shopify.stats()
  await stores.migrate('full')
  expect(stores.shopify.stats().mutations).toBe(mutations)
})
