import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { describe, expect, it } from 'vitest'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { MAGENTO_DIALECT } from './columns.ts'
import { describeColumn } from './contract/describe-column.ts'
import { MAGENTO, READER } from './dialects/magento/dialect.ts'
import { differences, shapeOf } from './dialects/shape.ts'
import * as life from './store/life.ts'
import { openStore } from './store/open-store.ts'

describeColumn(MAGENTO_DIALECT)

const recorded = capturesOf('magento').available ? readCaptures('magento') : []

type Row = Record<string, unknown>
const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
function rowsIn(body: unknown): Row[] {
  if (Array.isArray(body)) return body.filter(isRow)
  if (!isRow(body)) return []
  return Array.isArray(body['items']) && 'total_count' in body
    ? body['items'].filter(isRow)
    : [body]
}

/** Whole records at an address that fits. */
const recordedRows = (path: RegExp): Row[] =>
  recorded
    .filter(({ request: { method, query = {} } }) => method === 'GET' && !('fields' in query))
    .filter(({ request: { path: asked }, response: { status } }) => {
      const below = asked.replace(/^\/rest\/(\w+\/)?V1\//, '')
      return status === 200 && path.test(below)
    })
    .flatMap(({ response }) => rowsIn(response.body))

/** No connector is asked: only the store is looked at. */
const nobody = () => {
  throw new Error('nobody connects')
}

/** A shop with a record of every sort. */
async function fullShop() {
  const store = openStore(MAGENTO, nobody)
  const { shop } = store
  for (const kind of KINDS) await store.settled(kind)
  const parent = life.addCategory(shop, 'Home & Garden')
  const category = life.addCategory(shop, 'Lamps', parent.id)
  const product = life.addProduct(shop, {
    sku: 'FF/LAMP 01',
    categoryIds: [category.id],
    options: [{ name: 'Size', values: ['S', 'M'] }],
  })
  const order = life.placeOrder(shop, { products: [product], customer: life.addCustomer(shop) })
  life.payOrder(shop, order)
  life.refundOrder(shop, order, 'Dented')
  const sent = life.placeOrder(shop, { products: [product], customer: life.addCustomer(shop) })
  life.payOrder(shop, sent)
  sent.status = 'sent'
  life.placeOrder(shop, { products: [product], status: 'cancelled' })
  return { store, product, order }
}

async function ask(
  { http }: { http: OutboundHttp },
  target: string,
  token: string | null = READER.accessToken,
) {
  const { status, text } = await http.request(`${MAGENTO.url}/rest${target}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
  const body: unknown = JSON.parse(text)
  return { status, body }
}

const ALL = 'searchCriteria[pageSize]=100'

/** What nothing that the dialect does can fill, and what another sort of product alone has. */
const NEVER_FILLED =
  /^(options|media_gallery_entries|tier_prices|product_links|comments|apply_to)\[\] is missing|(downloadable_product_links|custom_options)\[\] is missing/

describe.skipIf(recorded.length === 0)('Magento’s dialect, beside what was recorded', () => {
  it.each([
    ['products', /^products$/, () => `/V1/products?${ALL}`],
    ['a product', /^products\/FF[^/]*$/, () => '/V1/products/FF%2FLAMP%2001'],
    ['children', /\/children$/, () => '/V1/configurable-products/FF%2FLAMP%2001/children'],
    ['stock', /^stockItems\/FF/, () => '/V1/stockItems/FF%2FLAMP%2001'],
    ['attributes', /^products\/attributes$/, () => `/V1/products/attributes?${ALL}`],
    ['options', /\/options$/, () => '/V1/products/attributes/size/options'],
    ['categories', /^categories\/list$/, () => `/V1/categories/list?${ALL}`],
    ['customers', /^customers\/search$/, () => `/V1/customers/search?${ALL}`],
    ['orders', /^orders$/, () => `/V1/orders?${ALL}`],
    ['an order', /^orders\/\d+$/, ({ order }) => `/V1/orders/${order.id}`],
    ['invoices', /^invoices$/, () => `/V1/invoices?${ALL}`],
    ['shipments', /^shipments$/, () => `/V1/shipments?${ALL}`],
    ['credit memos', /^creditmemos$/, () => `/V1/creditmemos?${ALL}`],
    ['comments', /^orders\/\d+\/comments$/, ({ order }) => `/V1/orders/${order.id}/comments`],
    ['store settings', /^store\/storeConfigs$/, () => '/V1/store/storeConfigs'],
    ['store views', /^store\/storeViews$/, () => '/V1/store/storeViews'],
    ['websites', /^store\/websites$/, () => '/V1/store/websites'],
    ['currencies', /^directory\/currency$/, () => '/V1/directory/currency'],
    ['groups', /^customerGroups\/search$/, () => `/V1/customerGroups/search?${ALL}`],
  ] satisfies [string, RegExp, (shop: Awaited<ReturnType<typeof fullShop>>) => string][])(
    'shows of %s every key, each of the same type',
    async (_what, path, target) => {
      const shop = await fullShop()
      const { status, body } = await ask(shop.store, target(shop))
      expect(status).toBe(200)
      const [shown, known] = [rowsIn(body), recordedRows(path)]
      expect(shown.length).toBeGreaterThan(0)
      expect(known.length).toBeGreaterThan(0)
      const found = differences(shapeOf(shown), shapeOf(known))
      expect(found.filter((difference) => !NEVER_FILLED.test(difference))).toEqual([])
    },
  )

  it.each([
    ['299', '/V1/orders?searchCriteria[pageSize]=1', null],
    ['300', '/V1/orders?searchCriteria[pageSize]=1', 'unknown'],
    ['301', '/V1/orders/99999999', READER.accessToken],
    ['302', '/V1/products/NO-SUCH-SKU', READER.accessToken],
    ['303', '/V1/customers/99999999', READER.accessToken],
    ['304', '/V1/creditmemo/99999999', READER.accessToken],
    ['305', '/V1/orders/abc', READER.accessToken],
    ['306', '/V1/widgets', READER.accessToken],
    ['307', '/nosuch/V1/orders?searchCriteria[pageSize]=1', READER.accessToken],
    ['133', '/V1/products', READER.accessToken],
    ['150', '/V1/customers/search', READER.accessToken],
    ['168', '/V1/orders', READER.accessToken],
    ['134', '/V1/products?FILTER=no_such_field', READER.accessToken],
    ['151', '/V1/customers/search?FILTER=no_such_field', READER.accessToken],
    ['169', '/V1/orders?FILTER=no_such_field', READER.accessToken],
    ['171', '/V1/orders?searchCriteria[sortOrders][0][field]=no_such_field', READER.accessToken],
  ] as const)('refuses in the same words as in %s: %s', async (number, target, token) => {
    const said = recorded.find(({ file }) => file.startsWith(`${number}-`))
    const { store } = await fullShop()
    const filter = 'searchCriteria[filter_groups][0][filters][0][field]'
    const { status, body } = await ask(store, target.replace('FILTER', filter), token)
    const withoutReport = (value: unknown) => JSON.stringify(value).replace(/webapi-\w+/, 'webapi')
    expect(status).toBe(said?.response.status)
    expect(withoutReport(body)).toBe(withoutReport(said?.response.body))
  })

  it('finds by each bound of a date what was found', async () => {
    const asked = recorded.filter(({ file }) => /^\d+-(tz-)?since-/.test(file))
    expect(asked.length).toBeGreaterThan(80)
    expect(new Set(asked.map(({ response: { status } }) => status))).toEqual(new Set([200]))
    const odd: string[] = []
    for (const { file, request, response } of asked) {
      const known = isRow(response.body) ? response.body['total_count'] : undefined
      const found = await foundBy(request.query ?? {}, request.path)
      if (typeof found !== 'number' || found !== known) odd.push(file)
    }
    expect(odd).toEqual([])
  })

  /** How many of a record that was recorded are found by a question that was recorded. */
  async function foundBy(query: Record<string, string>, path: string): Promise<unknown> {
    const store = openStore(MAGENTO, nobody)
    const kind = /orders/.test(path) ? 'order' : /customers/.test(path) ? 'customer' : 'product'
    const id = query['searchCriteria[filter_groups][0][filters][0][value]'] ?? ''
    const isMemo = path.includes('creditmemos')
    const at = stampOf(isMemo ? 'creditmemos' : path.replace(/^.*V1\//, ''), id)
    const { shop } = store
    const given = { id: Number(id), createdAt: at, changedAt: at }
    if (isMemo) {
      const order = life.placeOrder(shop)
      order.refunds.push({ id: Number(id), at, amount: 100, reason: '', lines: [] })
    } else if (kind === 'order') life.placeOrder(shop, given)
    else if (kind === 'customer') life.addCustomer(shop, given)
    else life.addProduct(shop, given)
    const params = new URLSearchParams(query)
    const { body } = await ask(store, `${path.replace(/^\/rest/, '')}?${params.toString()}`)
    return isRow(body) ? body['total_count'] : null
  }

  /** The change time by which the record was asked for: the one `eq` found it with. */
  function stampOf(list: string, id: string): number {
    for (const { request, response } of recorded) {
      const { path, query = {} } = request
      const isOfRecord = query['searchCriteria[filter_groups][0][filters][0][value]'] === id
      if (!path.endsWith(list) || !isOfRecord || !isRow(response.body)) continue
      for (const row of rowsIn(response.body)) {
        if (typeof row['updated_at'] === 'string') return Date.parse(`${row['updated_at']}Z`)
      }
    }
    throw new Error(`nobody recorded when ${list} ${id} changed`)
  }

  it('pages, ends and counts as it was recorded', async () => {
    const { store } = await fullShop()
    const list = '/V1/orders?searchCriteria[sortOrders][0][field]=entity_id&'
    const everything = await ask(store, `${list}fields=total_count`)
    expect(isRow(everything.body) && everything.body['total_count']).toBeGreaterThan(5)
    const past = 'searchCriteria[pageSize]=2&searchCriteria[currentPage]=99'
    expect(rowsIn((await ask(store, list + past)).body)).toEqual([])
    const cut = await ask(store, `${list}${past}&fields=items[entity_id],total_count`)
    expect(cut.body).toEqual({ ...(isRow(everything.body) ? everything.body : {}), items: null })
    const minus = await ask(store, `${list}searchCriteria[pageSize]=-1`)
    expect(rowsIn(minus.body)).toHaveLength(1)
    const first = await ask(
      store,
      `${list}searchCriteria[pageSize]=2&searchCriteria[currentPage]=0`,
    )
    expect(rowsIn(first.body)).toHaveLength(2)
    const unknown =
      'searchCriteria[filter_groups][0][filters][0][field]=updated_at&' +
      'searchCriteria[filter_groups][0][filters][0][condition_type]=after'
    const none = await ask(store, `/V1/orders?${unknown}`)
    expect([none.status, rowsIn(none.body)]).toEqual([200, []])
  })
})

describe('Magento’s dialect', () => {
  const [good, other] = [MAGENTO.credentials.good, MAGENTO.credentials.wrongSecret]
  /** Signed as an OAuth library signs it, not as the store checks it. */
  async function signed(key: Record<string, string>, target: string, hash: 'sha1' | 'sha256') {
    const store = openStore(MAGENTO, nobody)
    const oauth = new OAuth({
      consumer: { key: key['consumerKey'] ?? '', secret: key['consumerSecret'] ?? '' },
      signature_method: hash === 'sha1' ? 'HMAC-SHA1' : 'HMAC-SHA256',
      hash_function: (base, secret) => createHmac(hash, secret).update(base).digest('base64'),
    })
    const url = `${MAGENTO.url}/rest${target}`
    const token = { key: key['accessToken'] ?? '', secret: key['accessTokenSecret'] ?? '' }
    const { Authorization } = oauth.toHeader(oauth.authorize({ url, method: 'GET' }, token))
    const { status, text } = await store.http.request(url, {
      headers: { authorization: Authorization },
    })
    return [status, JSON.parse(text)] as const
  }
  const orders = '/V1/orders?searchCriteria[pageSize]=1&fields=items[entity_id],total_count'

  it.each(['sha1', 'sha256'] as const)('lets in whoever signs with %s', async (hash) => {
    const [status, body] = await signed(good, orders, hash)
    expect([status, body]).toEqual([200, { items: null, total_count: 0 }])
  })

  it('refuses a signature that does not fit, a key nobody has, and what one may not see', async () => {
    expect(await signed(other, orders, 'sha256')).toEqual([
      401,
      { message: 'The signature is invalid. Verify and try again.' },
    ])
    expect(await signed(MAGENTO.credentials.unknownKey, orders, 'sha256')).toEqual([
      401,
      { message: 'A consumer having the specified key does not exist' },
    ])
    const [status] = await signed(MAGENTO.credentials.writeOnly, orders, 'sha256')
    expect(status).toBe(401)
  })
})
