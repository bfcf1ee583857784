import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import { legacyId } from '#test/stand-ins/shopify-admin/store/state.ts'

const SHOP = 'demo.myshopify.com'
let standIn: ShopifyStandIn
let token: string

beforeAll(async () => {
  standIn = await startShopifyStandIn({
    shops: [
      {
        domain: SHOP,
        plan: 'plus',
        currency: 'USD',
        timezone: 'America/New_York',
        name: 'Demo Store',
      },
    ],
    app: {
      apiKey: 'key',
      apiSecret: 'secret',
      handle: 'recent-data-migration',
      url: null,
      scopes: ['write_products', 'write_customers', 'write_orders', 'read_all_orders'],
    },
  })
  token = standIn.issueOfflineToken(SHOP)
})
afterAll(async () => {
  await standIn.close()
})

async function graphql(query: string, variables: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`${standIn.url}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
    body: JSON.stringify({ query, variables }),
  })
  return await response.json()
}

/** The one gid in an answer of the shape `{data: {field: {record: {id}}}}`. */
function idOf(answer: unknown): string {
  const record = z.object({ id: z.string() }).nullable()
  const field = z.record(z.string(), z.union([record, z.unknown()]))
  const parsed = z.object({ data: z.record(z.string(), field) }).parse(answer)
  for (const values of Object.values(parsed.data)) {
    for (const value of Object.values(values)) {
      const found = record.safeParse(value)
      if (found.success && found.data) return found.data.id
    }
  }
  throw new Error(`No record was written: ${JSON.stringify(answer)}`)
}

const createProduct = async (title: string) =>
  idOf(
    await graphql(
      'mutation ($product: ProductCreateInput!) { productCreate(product: $product) { product { id } userErrors { message } } }',
      { product: { title, vendor: 'Harbour', tags: ['oak'] } },
    ),
  )

async function get(path: string) {
  const response = await fetch(`${standIn.url}/store/demo${path}`)
  return { status: response.status, text: await response.text() }
}

function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(`${standIn.url}/store/demo${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: standIn.url, ...headers },
    redirect: 'manual',
  })
}

const matches = (text: string) => Number(/data-count="(\d+)"/.exec(text)?.[1])

describe("the store's pages", () => {
  it('show text from outside as text, never as markup', async () => {
    const id = await createProduct('<script>alert("x")</script> & Söhne')
    const { text } = await get(`/products/${legacyId(id)}`)
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Söhne')
  })

  it('find products by the words in them and page through the rest', async () => {
    for (let n = 0; n < 55; n += 1) await createProduct(`Walnut stool ${n}`)
    const found = await get('/products?query=walnut+stool')
    expect(matches(found.text)).toBe(55)
    expect(found.text).toContain('1–50')
    expect(found.text).toContain('Walnut stool 54')
    const rest = await get('/products?query=walnut+stool&page=2')
    expect(rest.text).toContain('51–55')
    expect(rest.text).not.toContain('Walnut stool 54')
    expect(matches((await get('/products?query=nothing+like+it')).text)).toBe(0)
  })

  it('let the merchant change the title and the price of a product', async () => {
    const id = await createProduct('Oak table')
    const answer = await post(`/products/${legacyId(id)}`, { title: 'Oak desk', price: '149.90' })
    expect(answer.status).toBe(303)
    const read = await graphql(
      'query ($id: ID!) { product(id: $id) { title variants(first: 1) { nodes { price } } } }',
      { id },
    )
    expect(read).toMatchObject({
      data: { product: { title: 'Oak desk', variants: { nodes: [{ price: '149.90' }] } } },
    })
  })

  it('refuse a price that is none, and change nothing', async () => {
    const id = await createProduct('Oak bench')
    const answer = await post(`/products/${legacyId(id)}`, { title: 'Oak', price: 'cheap' })
    expect(answer.status).toBe(422)
    expect((await get(`/products/${legacyId(id)}`)).text).toContain('Oak bench')
  })

  it('refuse an edit that another site posts', async () => {
    const id = await createProduct('Oak shelf')
    const form = { title: 'Hacked', price: '1' }
    const answer = await post(`/products/${legacyId(id)}`, form, { origin: 'https://evil.example' })
    expect(answer.status).toBe(403)
  })

  it("show an order's money, people and places, and take a note and tags", async () => {
    const address = {
      firstName: 'Ana',
      lastName: 'Müller',
      address1: 'Hafenstraße 12',
      city: 'Hamburg',
      zip: '20457',
      countryCode: 'DE',
    }
    const price = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } })
    const id = idOf(
      await graphql(
        'mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }',
        {
          order: {
            name: '#W-77',
            currency: 'USD',
            email: 'ana@example.com',
            processedAt: '2026-10-05T08:00:00Z',
            lineItems: [{ title: 'Oak table', quantity: 2, priceSet: price('1249.50') }],
            shippingLines: [{ title: 'DHL', priceSet: price('4.90') }],
            taxLines: [{ title: 'VAT', rate: 0.19, priceSet: price('475.74') }],
            discountCode: {
              itemFixedDiscountCode: { code: 'WELCOME', amountSet: price('10.00') },
            },
            transactions: [{ kind: 'SALE', status: 'SUCCESS', amountSet: price('2969.64') }],
            shippingAddress: address,
            billingAddress: address,
            tags: ['gift'],
            note: 'Ring twice',
          },
        },
      ),
    )
    const { text } = await get(`/orders/${legacyId(id)}`)
    for (const shown of [
      '#W-77',
      'Paid',
      'Oak table',
      'DHL',
      'VAT 19%',
      'WELCOME',
      '2,499.00 USD',
      '−10.00 USD',
      '475.74 USD',
      '2,969.64 USD',
      'Hafenstraße 12',
      '20457 Hamburg',
      'Ring twice',
      '5 Oct 2026, 04:00',
    ]) {
      expect(text).toContain(shown)
    }
    expect(matches((await get('/orders?query=w-77')).text)).toBe(1)
    await post(`/orders/${legacyId(id)}`, { note: 'Ring once', tags: 'vip, gift, vip' })
    const read = await graphql('query ($id: ID!) { order(id: $id) { note tags } }', { id })
    expect(read).toMatchObject({ data: { order: { note: 'Ring once', tags: ['gift', 'vip'] } } })
  })

  it('show a customer with addresses and orders, and take a note', async () => {
    const id = idOf(
      await graphql(
        'mutation ($input: CustomerInput!) { customerCreate(input: $input) { customer { id } userErrors { message } } }',
        {
          input: {
            email: 'chloe@example.com',
            firstName: 'Chloé',
            lastName: 'Roux',
            addresses: [{ address1: '3 rue Neuve', city: 'Lyon', countryCode: 'FR' }],
          },
        },
      ),
    )
    const { text } = await get(`/customers/${legacyId(id)}`)
    expect(text).toContain('Chloé Roux')
    expect(text).toContain('3 rue Neuve')
    await post(`/customers/${legacyId(id)}`, { note: 'Calls on Mondays' })
    const read = await graphql('query ($id: ID!) { customer(id: $id) { note } }', { id })
    expect(read).toMatchObject({ data: { customer: { note: 'Calls on Mondays' } } })
  })

  it('say so when a record or a page is not there', async () => {
    for (const path of ['/orders/1', '/products/x', '/settings', '/apps/another-app']) {
      expect((await get(path)).status).toBe(404)
    }
    expect((await get('/apps/recent-data-migration')).text).toContain('is not running')
  })
})
