import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { afterEach, describe, expect, it } from 'vitest'
import type { WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import {
  closeAll,
  emptyShop,
  errorCode,
  get,
  idsOf,
  open,
  rows,
  START,
} from '#test/stand-ins/woocommerce/testing.ts'
import {
  createOrder,
  setOrderStatus,
  updateOrder,
} from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct, updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

afterEach(closeAll)

describe('keys over plain HTTP', () => {
  const signer = (
    store: WooStandIn,
    method: 'HMAC-SHA1' | 'HMAC-SHA256',
    secret = store.consumerSecret,
  ) =>
    new OAuth({
      consumer: { key: store.consumerKey, secret },
      signature_method: method,
      hash_function: (base, key) =>
        createHmac(method === 'HMAC-SHA1' ? 'sha1' : 'sha256', key)
          .update(base)
          .digest('base64'),
    })
  const now = Date.parse(START) / 1000

  async function signed(
    store: WooStandIn,
    url: string,
    change: {
      nonce?: string
      timestamp?: number
      secret?: string
      method?: 'HMAC-SHA1' | 'HMAC-SHA256'
      header?: boolean
      /** The address as the signature has it, where that is another one. */
      signedUrl?: string
    } = {},
  ) {
    const oauth = signer(store, change.method ?? 'HMAC-SHA256', change.secret)
    oauth.getNonce = () => change.nonce ?? `nonce-${Math.random()}`
    oauth.getTimeStamp = () => change.timestamp ?? now
    const data = oauth.authorize({ url: change.signedUrl ?? url, method: 'GET' })
    if (change.header) return fetch(url, { headers: { ...oauth.toHeader(data) } })
    const proof = Object.entries(data).flatMap(([key, value]) =>
      key.startsWith('oauth_') ? [`${key}=${encodeURIComponent(String(value))}`] : [],
    )
    return fetch(`${url}${url.includes('?') ? '&' : '?'}${proof.join('&')}`)
  }

  it('accepts a signature of either kind, in the query or in the header, also without permalinks', async () => {
    const { store } = await open({ https: 'plain', dataset: 'small' })
    const url = `${store.url}/wp-json/wc/v3/orders?per_page=1&status[0]=completed&search=a b%26c`
    expect((await signed(store, url)).status).toBe(200)
    expect((await signed(store, url, { method: 'HMAC-SHA1' })).status).toBe(200)
    expect((await signed(store, url, { header: true })).status).toBe(200)
  })

  it('signs its home address without a slash, and looks at keys only where its REST API is named', async () => {
    for (const folder of ['', '/shop']) {
      const { store } = await open({ https: 'plain', dataset: 'small', folder })
      const query = 'rest_route=/wc/v3/orders&per_page=1'
      const asked = `${store.url}/?${query}&via-wp-json/wc/=1`
      const options = { signedUrl: asked.replace('/?', '?') }
      expect((await signed(store, asked, options)).status).toBe(200)
      expect((await signed(store, asked)).status).toBe(401)
      expect((await signed(store, `${store.url}/?${query}`, options)).status).toBe(401)
    }
  })

  it('refuses a wrong signature, an old timestamp, a nonce used before and an unknown key', async () => {
    const { store } = await open({ https: 'plain', dataset: 'empty' })
    const url = `${store.url}/wp-json/wc/v3/orders`
    const refused = '401 woocommerce_rest_authentication_error'
    expect(await errorCode(await signed(store, url, { secret: 'cs_wrong' }))).toBe(refused)
    expect(await errorCode(await signed(store, url, { timestamp: now - 901 }))).toBe(refused)
    expect(await errorCode(await signed(store, url, { timestamp: now + 901 }))).toBe(refused)
    expect((await signed(store, url, { nonce: 'once' })).status).toBe(200)
    expect(await errorCode(await signed(store, url, { nonce: 'once' }))).toBe(refused)
    const missing = await fetch(`${url}?oauth_consumer_key=${store.consumerKey}`)
    expect(await errorCode(missing)).toBe('401 woocommerce_rest_authentication_missing_parameter')
  })

  it('does not look at Basic or at keys in the query', async () => {
    const { store } = await open({ https: 'plain', dataset: 'empty' })
    expect(await errorCode(await get(store, '/orders'))).toBe('401 woocommerce_rest_cannot_view')
    const query = `consumer_key=${store.consumerKey}&consumer_secret=${store.consumerSecret}`
    const response = await fetch(`${store.url}/wp-json/wc/v3/orders?${query}`)
    expect(await errorCode(response)).toBe('401 woocommerce_rest_cannot_view')
  })

  it('says which store it is without a key', async () => {
    const { store } = await open({ https: 'plain', dataset: 'empty', timezone: 'Asia/Tokyo' })
    const index: unknown = await (await fetch(`${store.url}/wp-json/`)).json()
    expect(index).toMatchObject({ url: store.url, gmt_offset: 9, timezone_string: 'Asia/Tokyo' })
  })
})

describe('times', () => {
  it('reads a bare time as site-local, and knows about summer', async () => {
    const { store, clock, order } = await emptyShop({ timezone: 'Europe/Berlin' })
    clock.set(Date.parse('2026-07-01T12:00:10Z'))
    const { id } = order()
    expect(await idsOf(store, '/orders?modified_after=2026-07-01T14:00:09')).toEqual([id])
    expect(await idsOf(store, '/orders?modified_after=2026-07-01T14:00:10')).toEqual([])
    expect(
      await idsOf(store, '/orders?modified_after=2026-07-01T12:00:09&dates_are_gmt=true'),
    ).toEqual([id])
  })

  it('cannot tell the two hours of an autumn night apart in products, but can in orders', async () => {
    const { store, clock, product, order } = await emptyShop({ timezone: 'America/New_York' })
    // 01:30 local happens twice; this is the second time.
    clock.set(Date.parse('2026-11-01T06:30:00Z'))
    updateProduct(store.state, product.id, {})
    const { id } = order()
    const firstTime = 'modified_after=2026-11-01T05:45:00Z'
    expect(await idsOf(store, `/products?${firstTime}`)).toEqual([])
    expect(await idsOf(store, `/orders?${firstTime}`)).toEqual([id])
  })

  it('loses records east of Greenwich when a zone and dates_are_gmt are sent together', async () => {
    const { store, clock, order } = await emptyShop({ timezone: 'Asia/Tokyo' })
    const { id } = order()
    clock.set(Date.parse(START) + 60_000)
    const since = new Date(Date.parse(START) - 60_000).toISOString().slice(0, 19)
    expect(await idsOf(store, `/orders?modified_after=${since}&dates_are_gmt=true`)).toEqual([id])
    expect(await idsOf(store, `/orders?modified_after=${since}Z`)).toEqual([id])
    expect(await idsOf(store, `/orders?modified_after=${since}Z&dates_are_gmt=true`)).toEqual([])
  })
})

describe('paging while the store is edited', () => {
  it('skips an order that slides onto the page before', async () => {
    const { store, clock, order } = await emptyShop()
    const made = []
    for (let i = 0; i < 5; i++) {
      await clock.advance(1000)
      made.push(order().id)
    }
    const path = '/orders?orderby=modified&order=asc&per_page=2'
    const first = await idsOf(store, `${path}&page=1`)
    await clock.advance(1000)
    updateOrder(store.state, made[0] ?? 0, {})
    const second = await idsOf(store, `${path}&page=2`)
    expect(first).toEqual(made.slice(0, 2))
    expect(second).toEqual(made.slice(3, 5))
  })

  it('has no order among products of one second, so that offset paging doubles some and loses others', async () => {
    const { store } = await emptyShop()
    for (let i = 0; i < 29; i++)
      createProduct(store.state, { name: `Mug ${i}`, regular_price: '1' })
    const seen: number[] = []
    for (let page = 1; page <= 3; page++) {
      seen.push(
        ...(await idsOf(store, `/products?orderby=modified&order=asc&per_page=10&page=${page}`)),
      )
    }
    expect(seen).toHaveLength(30)
    expect(new Set(seen).size).toBeLessThan(30)
    const byId = []
    for (let page = 1; page <= 3; page++) {
      byId.push(...(await idsOf(store, `/products?orderby=id&order=asc&per_page=10&page=${page}`)))
    }
    expect(new Set(byId).size).toBe(30)
  })

  it('reaches into objects with _fields, and leaves lists empty when asked to reach into them', async () => {
    const { store, order } = await emptyShop()
    order()
    const [row] = await rows(store, '/orders?_fields=id,billing.email,line_items.id')
    expect(row).toEqual({ id: expect.any(Number), billing: { email: '' }, line_items: [] })
  })
})

describe('faults', () => {
  it('strike the nth request that matches, once, and are counted', async () => {
    const { store } = await open({ dataset: 'small' })
    store.faults.add({ path: '/orders', nth: 2, fault: { kind: 'rate-limit', retryAfter: 3 } })
    const answers = []
    for (let i = 0; i < 3; i++) answers.push(await get(store, '/orders?per_page=1'))
    await get(store, '/products?per_page=1')
    expect(answers.map((answer) => answer.status)).toEqual([200, 429, 200])
    expect(answers[1]?.headers.get('retry-after')).toBe('3')
    expect(store.faults.fired()).toEqual({ 'rate-limit': 1 })
    expect(store.requests.map((entry) => entry.faults)).toEqual([[], ['rate-limit'], [], []])
  })

  it('answers as broken stores do', async () => {
    const { store } = await open({ dataset: 'small' })
    const once = async (
      fault: Parameters<typeof store.faults.add>[0]['fault'],
      path = '/orders?per_page=5&page=2',
    ) => {
      store.faults.add({ fault })
      return get(store, path)
    }
    const plain = await idsOf(store, '/orders?per_page=5&page=1')
    const total = (await get(store, '/orders')).headers.get('x-wp-total')
    expect((await once({ kind: 'rate-limit' })).headers.get('retry-after')).toBeNull()
    expect((await once({ kind: 'server-error', status: 502 })).status).toBe(502)
    const maintenance = await once({ kind: 'maintenance' })
    expect([maintenance.status, maintenance.headers.get('content-type')]).toEqual([
      503,
      'text/html; charset=UTF-8',
    ])
    const login = await once({ kind: 'login-page' })
    expect([login.status, await login.text()]).toEqual([200, expect.stringContaining('wp-login')])
    await expect((await once({ kind: 'truncated' })).json()).rejects.toThrow()
    expect((await once({ kind: 'wrong-total', by: 7 })).headers.get('x-wp-total')).toBe(
      String(Number(total) + 7),
    )
    expect(await (await once({ kind: 'repeat-page' })).json()).toMatchObject(
      plain.map((id) => ({ id })),
    )
    await expect(once({ kind: 'reset' })).rejects.toThrow()
    expect(await errorCode(await once({ kind: 'revoke-keys' }))).toBe(
      '401 woocommerce_rest_cannot_view',
    )
    store.faults.clear()
    expect((await get(store, '/orders')).status).toBe(200)
  })

  it('gives a part of a list again as a careless cache would, but no other list', async () => {
    const { store } = await open()
    const first = await idsOf(store, '/orders?per_page=5')
    store.faults.add({ fault: { kind: 'repeat-answer' }, path: 'offset=' })
    expect(await idsOf(store, '/orders?per_page=5&offset=5')).toEqual(first)
    expect(await idsOf(store, '/orders?per_page=5&offset=5')).not.toEqual(first)
    store.faults.add({ fault: { kind: 'repeat-answer' }, path: 'per_page=4' })
    expect(await idsOf(store, '/orders?per_page=4')).toEqual(first.slice(0, 4))
  })

  it('calls hooks right before and right after it looks at a request', async () => {
    const { store, product } = await emptyShop()
    const seen: number[] = []
    store.faults.before({ path: '/products' }, () => {
      createProduct(store.state, { name: 'Just in time' })
    })
    store.faults.after({ path: '/products' }, (target) => {
      seen.push(target.length)
      createProduct(store.state, { name: 'Too late' })
    })
    expect((await idsOf(store, '/products')).length).toBe(2)
    expect(seen).toHaveLength(1)
    expect(await idsOf(store, '/products')).toHaveLength(3)
    expect(store.state.products.has(product.id)).toBe(true)
  })

  it('holds a request until it is let go', async () => {
    const { store } = await open({ dataset: 'empty' })
    store.faults.add({ fault: { kind: 'timeout' } })
    const held = get(store, '/orders').then(
      () => 'answered',
      () => 'cut off',
    )
    expect(await Promise.race([held, get(store, '/products').then(() => 'still held')])).toBe(
      'still held',
    )
    store.faults.clear()
    expect(await held).toBe('cut off')
  })

  it('moves the clock of the store, its Date header and its stamps', async () => {
    const { store, order } = await emptyShop()
    store.faults.add({ fault: { kind: 'clock-skew', ms: -7_200_000 } })
    expect((await get(store, '/orders')).headers.get('date')).toBe('Mon, 02 Mar 2026 07:00:00 GMT')
    const [row] = await rows(store, `/orders?include=${order().id}`)
    expect(row).toMatchObject({ date_modified_gmt: '2026-03-02T07:00:00' })
  })

  it('lets somebody work in the store between two requests', async () => {
    const { store, order } = await emptyShop()
    const { id } = order()
    store.faults.add({
      path: 'page=1',
      fault: { kind: 'change', change: { record: 'order', action: 'delete', id } },
    })
    store.faults.after({ path: 'page=1', nth: 2 }, () => void order())
    expect(await idsOf(store, '/orders?page=1')).toEqual([id])
    expect(await idsOf(store, '/orders?page=1')).toEqual([])
    expect(await idsOf(store, '/orders?page=2&per_page=1')).toEqual([])
    expect(await idsOf(store, '/orders')).toHaveLength(1)
  })

  it('can be set over HTTP from this machine', async () => {
    const { store } = await open({ dataset: 'small' })
    const post = (path: string, body: unknown) =>
      fetch(`${store.url}/__control/${path}`, { method: 'POST', body: JSON.stringify(body) })
    await post('faults', { path: '/orders', fault: { kind: 'server-error' } })
    expect((await get(store, '/orders')).status).toBe(500)
    expect(await (await post('story', {})).json()).toMatchObject({ newOrders: expect.any(Array) })
    const stats: unknown = await (await fetch(`${store.url}/__control/stats`)).json()
    expect(stats).toMatchObject({ requests: 1, faults: { 'server-error': 1 }, orders: 87 })
  })
})

describe('the shopkeeper page', () => {
  const send = (store: WooStandIn, path: string, form: Record<string, string>) =>
    fetch(`${store.url}${path}`, { method: 'POST', body: new URLSearchParams(form) })

  it('places an order, registers a customer, changes a price and cancels an order', async () => {
    const { store, product } = await emptyShop()
    const person = { first_name: 'Ada', last_name: '<b>Bold</b>', email: 'ada@example.com' }
    const done = await send(store, '/orders', {
      item: String(product.id),
      quantity: '2',
      address_1: '',
      city: 'Reno',
      country: 'us',
      note: '',
      ...person,
    })
    expect(await done.text()).toContain('was placed: $30.90')
    expect(await (await fetch(store.url)).text()).toContain('Ada &lt;b&gt;Bold&lt;/b&gt;')
    const [order] = [...store.state.orders.values()]
    expect(order).toMatchObject({ status: 'processing', customerId: 0, billing: { country: 'US' } })

    expect((await send(store, '/customers', person)).status).toBe(200)
    expect(
      await (await send(store, '/customers', { ...person, email: 'ADA@example.com' })).text(),
    ).toContain('already registered')
    await send(store, '/prices', { item: String(product.id), price: '14.50' })
    expect(store.state.products.get(product.id)?.price).toBe('14.50')
    await send(store, `/orders/${order?.id}/status`, { status: 'cancelled' })
    expect(order?.status).toBe('cancelled')
  })

  it('serves the pictures its products have', async () => {
    const { store } = await open({ dataset: 'small', https: 'plain' })
    const picture = [...store.state.products.values()].flatMap((product) => product.images)[0]
    const response = await fetch(store.url + (picture?.src ?? ''))
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })
})

it('gives stock back when an order is cancelled, and sells it again', async () => {
  const { store } = await emptyShop()
  const product = createProduct(store.state, {
    name: 'Pot',
    regular_price: '5',
    manage_stock: true,
    stock_quantity: 3,
  })
  const order = createOrder(store.state, {
    status: 'processing',
    line_items: [{ product_id: product.id, quantity: 3 }],
  })
  expect(product).toMatchObject({ stockQuantity: 0, stockStatus: 'outofstock' })
  setOrderStatus(store.state, order, 'cancelled')
  expect(product).toMatchObject({ stockQuantity: 3, stockStatus: 'instock' })
})
