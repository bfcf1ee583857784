import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { capturesOf, readCaptures, readExchanges } from '#test/helpers/captures.ts'
import type { CapturedExchange } from '#test/helpers/captures.ts'
import { WOOCOMMERCE_DIALECT } from './columns.ts'
import { describeColumn } from './contract/describe-column.ts'
import { differences, shapeOf } from './dialects/shape.ts'
import { WOOCOMMERCE } from './dialects/woocommerce/dialect.ts'
import * as life from './store/life.ts'
import { openStore } from './store/open-store.ts'
import { connectWooCommerce } from './woocommerce-connector.ts'

describeColumn(WOOCOMMERCE_DIALECT)

const FIXTURES = fileURLToPath(new URL('../fixtures/woocommerce/', import.meta.url))
const recorded: CapturedExchange[] = capturesOf('woocommerce').available
  ? readCaptures('woocommerce')
  : readExchanges(FIXTURES)

type Row = Record<string, unknown>
const rowsIn = (body: unknown): Row[] =>
  (Array.isArray(body) ? body : [body]).filter(
    (row): row is Row => typeof row === 'object' && row !== null && 'id' in row,
  )

/** Whole records of one kind; below an order its refunds are not quite what they are by themselves. */
function recordedRows(path: RegExp): Row[] {
  return recorded
    .filter(({ request: { method, query = {} } }) => method === 'GET' && !('_fields' in query))
    .filter(({ request: { path: asked, query = {} }, response }) => {
      const isAnother = query['context'] === 'edit' || query['sku'] !== undefined
      return path.test(asked.replace(/^.*\/wc\/v3/, '')) && response.status === 200 && !isAnother
    })
    .flatMap(({ response }) => rowsIn(response.body))
    .filter((row) => path.source.includes('variations') || row['type'] !== 'variation')
}

/** A shop with a record of every sort. */
async function fullShop() {
  const store = openStore(WOOCOMMERCE, connectWooCommerce)
  const { shop } = store
  for (const kind of KINDS) await store.settled(kind)
  const parent = life.addCategory(shop, 'Home & Garden')
  const category = life.addCategory(shop, 'Lamps', parent.id)
  const product = life.addProduct(shop, {
    title: 'Lamp & Shade',
    categoryIds: [category.id],
    options: [{ name: 'Size', values: ['S', 'M'] }],
  })
  const order = life.placeOrder(shop, { products: [product], customer: life.addCustomer(shop) })
  life.payOrder(shop, order)
  life.refundOrder(shop, order, 'Dented')
  return { store, product, order }
}

async function ask(
  store: { http: OutboundHttp },
  target: string,
  key = WOOCOMMERCE.credentials.good,
) {
  const { consumerKey = '', consumerSecret = '' } = key
  const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')
  const { status, text } = await store.http.request(`${WOOCOMMERCE.url}/wp-json/wc/v3${target}`, {
    headers: { authorization: `Basic ${basic}` },
  })
  const body: unknown = JSON.parse(text)
  return { status, body }
}

/** Lists whose items nothing that the dialect does can fill. */
const NEVER_FILLED =
  /^(fee_lines|coupon_lines|images|downloads|tags|brands|upsell_ids|cross_sell_ids|grouped_products|related_ids|default_attributes|meta_data|shipping_lines)\[\] is missing|^line_items\[\]\.meta_data|^shipping_lines\[\]\.meta_data/

describe('WooCommerce’s dialect, beside what was recorded', () => {
  it.each([
    ['products', /^\/products(\/\d+)?$/, () => '/products?per_page=100'],
    ['variations', /\/variations(\/\d+)?$/, ({ product }) => `/products/${product.id}/variations`],
    ['customers', /^\/customers(\/\d+)?$/, () => '/customers?per_page=100'],
    ['orders', /^\/orders(\/\d+)?$/, () => '/orders?per_page=100'],
    ['refunds', /\/refunds$/, ({ order }) => `/orders/${order.id}/refunds`],
    ['notes', /\/notes$/, ({ order }) => `/orders/${order.id}/notes`],
    ['categories', /^\/products\/categories$/, () => '/products/categories?per_page=100'],
  ] satisfies [string, RegExp, (shop: Awaited<ReturnType<typeof fullShop>>) => string][])(
    'shows of %s every key, each of the same type',
    async (_what, path, target) => {
      const shop = await fullShop()
      const { body } = await ask(shop.store, target(shop))
      const [shown, known] = [rowsIn(body), recordedRows(path)]
      expect(shown.length).toBeGreaterThan(0)
      expect(known.length).toBeGreaterThan(0)
      const found = differences(shapeOf(shown), shapeOf(known))
      expect(found.filter((difference) => !NEVER_FILLED.test(difference))).toEqual([])
    },
  )

  it.each([
    ['292', '/orders/99999999', 'good'],
    ['293', '/products/99999999', 'good'],
    ['294', '/customers/99999999', 'good'],
    ['146', '/orders?per_page=101', 'good'],
    ['148', '/orders?status=shipped', 'good'],
    ['301', '/orders?orderby=updated', 'good'],
    ['133', '/customers?orderby=modified', 'good'],
    ['288', '/orders?per_page=1', 'unknownKey'],
    ['289', '/orders?per_page=1', 'wrongSecret'],
    ['308', '/orders?per_page=1', 'writeOnly'],
  ] as const)('refuses in the same words as in %s: %s', async (number, target, key) => {
    const said = recorded.find(({ file }) => file.startsWith(`${number}-`))
    const store = openStore(WOOCOMMERCE, connectWooCommerce)
    const { status, body } = await ask(store, target, WOOCOMMERCE.credentials[key])
    expect({ status, body }).toEqual({ status: said?.response.status, body: said?.response.body })
  })
})

describe('a difference of shapes', () => {
  const recordedShape = shapeOf([
    { id: 1, note: null, lines: [{ sku: 'A' }] },
    { id: 2, note: 'x', lines: [], extra: true },
  ])
  it.each([
    [{ id: 1, note: 'x', lines: [{ sku: 'B' }] }, []],
    [{ id: '1', note: 'x', lines: [{ sku: 'B' }] }, ['id is string, not number']],
    [{ note: 'x', lines: [{ sku: 'B' }] }, ['id is missing']],
    [{ id: 1, note: 'x', lines: [] }, ['lines[] is missing']],
    [{ id: 1, note: 'x', lines: [{}] }, ['lines[].sku is missing']],
    [{ id: 1, note: 'x', lines: [{ sku: 'B' }], more: 1 }, ['more is too much']],
  ])('%j: %j', (row, found) => {
    expect(differences(shapeOf([row]), recordedShape)).toEqual(found)
  })
})
