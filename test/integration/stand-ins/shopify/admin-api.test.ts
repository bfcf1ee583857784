import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { signJwt } from '#test/stand-ins/shopify-admin/auth.ts'
import {
  type ShopifyStandIn,
  type ShopOptions,
  startShopifyStandIn,
} from '#test/stand-ins/shopify-admin/server.ts'

const DOMAIN = 'first-store.myshopify.com'
const OTHER = 'second-store.myshopify.com'
const SECRET = 'app-secret'
const SCOPES = [
  'write_products',
  'write_customers',
  'write_orders',
  'write_inventory',
  'read_locations',
  'write_publications',
  'write_merchant_managed_fulfillment_orders',
]

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.union([z.string(), z.array(z.looseObject({ message: z.string() }))]).optional(),
  extensions: z
    .looseObject({
      cost: z.object({
        requestedQueryCost: z.number(),
        actualQueryCost: z.number().nullable(),
        throttleStatus: z.object({
          maximumAvailable: z.number(),
          currentlyAvailable: z.number(),
          restoreRate: z.number(),
        }),
      }),
    })
    .optional(),
})
type Answer = z.infer<typeof answerSchema> & { status: number }

let clock: { now: number }
let standIn: ShopifyStandIn
let token: string

function shop(domain: string, plan: ShopOptions['plan']): ShopOptions {
  return { domain, plan, currency: 'USD', timezone: 'America/New_York', name: 'A store' }
}

async function start(plan: ShopOptions['plan'] = 'plus'): Promise<void> {
  clock = { now: Date.parse('2026-03-02T09:00:00Z') }
  standIn = await startShopifyStandIn({
    now: () => clock.now,
    shops: [shop(DOMAIN, plan), shop(OTHER, 'basic')],
    app: { apiKey: 'app-key', apiSecret: SECRET, handle: 'the-app', url: null, scopes: SCOPES },
  })
  token = standIn.issueOfflineToken(DOMAIN)
}

async function ask(
  query: string,
  variables: unknown = {},
  options: { token?: string; domain?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${standIn.url}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-host': options.domain ?? DOMAIN,
      'x-shopify-access-token': options.token ?? token,
    },
    body: JSON.stringify({ query, variables }),
  })
  return { ...answerSchema.parse(await response.json()), status: response.status }
}

const ORDER = `mutation ($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) {
    order { id name totalPriceSet { shopMoney { amount currencyCode } } displayFinancialStatus }
    userErrors { field message code }
  }
}`
const PRODUCT = `mutation ($identifier: ProductSetIdentifiers, $input: ProductSetInput!) {
  productSet(identifier: $identifier, input: $input) {
    product { id handle variants(first: 10) { nodes { id title } } }
    userErrors { field message code }
  }
}`

const line = { title: 'A line', quantity: 1, priceSet: money('10.00') }

function money(amount: string, currencyCode = 'USD') {
  return { shopMoney: { amount, currencyCode } }
}

async function defineCustomId(ownerType: string): Promise<void> {
  await ask(
    `mutation ($definition: MetafieldDefinitionInput!) {
      metafieldDefinitionCreate(definition: $definition) { userErrors { message } }
    }`,
    { definition: { ownerType, namespace: '$app', key: 'source_id', name: 'Source', type: 'id' } },
  )
}

const sourceId = (value: string) => ({ namespace: '$app', key: 'source_id', type: 'id', value })

beforeEach(() => start())
afterEach(() => standIn.close())

describe('the leaky bucket', () => {
  test('has the size and the restore rate of the plan', async () => {
    const plus = await ask('{ shop { id } }')
    const basic = await ask(
      '{ shop { id } }',
      {},
      {
        domain: OTHER,
        token: standIn.issueOfflineToken(OTHER),
      },
    )
    expect(plus.extensions?.cost.throttleStatus).toMatchObject({
      maximumAvailable: 20_000,
      restoreRate: 1000,
    })
    expect(basic.extensions?.cost.throttleStatus).toMatchObject({
      maximumAvailable: 2000,
      restoreRate: 100,
    })
  })

  test('answers THROTTLED with HTTP 200 when it is empty, runs nothing, and fills up with time', async () => {
    await standIn.close()
    await start('basic')
    const query = '{ products(first: 250) { nodes { id variants(first: 50) { nodes { id } } } } }'
    let last = await ask(query)
    while (last.data) last = await ask(query)
    expect(last.status).toBe(200)
    expect(last.errors).toMatchObject([{ message: 'Throttled', extensions: { code: 'THROTTLED' } }])
    expect(last.extensions?.cost.actualQueryCost).toBeNull()
    expect(standIn.stats().throttled).toBe(1)
    clock.now += 20_000
    expect((await ask(query)).data).toBeTruthy()
  })

  test('refuses a query of more than 1000 points for good', async () => {
    const { errors } = await ask(
      `{ products(first: 250) { nodes { variants(first: 250) { nodes {
        inventoryItem { inventoryLevels(first: 250) { nodes { location { id } } } } } } } } }`,
    )
    expect(errors).toMatchObject([{ extensions: { code: 'MAX_COST_EXCEEDED', maxCost: 1000 } }])
  })
})

describe('the search', () => {
  test('lags behind the writes while reads by id and by custom id are immediate', async () => {
    await defineCustomId('PRODUCT')
    await ask(PRODUCT, {
      identifier: { customId: { key: 'source_id', value: 'p:1' } },
      input: { title: 'Lamp', tags: ['fresh'] },
    })
    const query = `{
      products(first: 5, query: "tag:fresh") { nodes { title } }
      productByIdentifier(identifier: { customId: { key: "source_id", value: "p:1" } }) { title }
    }`
    expect((await ask(query)).data).toEqual({
      products: { nodes: [] },
      productByIdentifier: { title: 'Lamp' },
    })
    clock.now += 3000
    expect((await ask(query)).data).toMatchObject({ products: { nodes: [{ title: 'Lamp' }] } })
  })

  test('says which field it does not know and then does not filter by it', async () => {
    await ask(ORDER, { order: { lineItems: [line] } })
    clock.now += 3000
    const answer = await ask('{ orders(first: 5, query: "shoe_size:42") { nodes { id } } }')
    expect(answer.data).toMatchObject({ orders: { nodes: [{}] } })
    expect(answer.extensions?.search).toMatchObject([
      { path: ['orders'], warnings: [{ field: 'shoe_size', code: 'invalid_field' }] },
    ])
  })

  test('finds orders by source identifier, date and the combination of both', async () => {
    await ask(ORDER, { order: { lineItems: [line], sourceIdentifier: 'woo:1' } })
    clock.now += 60_000
    await ask(ORDER, { order: { lineItems: [line], sourceIdentifier: 'woo:2' } })
    clock.now += 3000
    const find = async (query: string) =>
      (await ask(`query ($query: String) { ordersCount(query: $query) { count } }`, { query })).data
    expect(await find('source_identifier:woo:1')).toEqual({ ordersCount: { count: 1 } })
    expect(await find("updated_at:>'2026-03-02T09:00:30Z'")).toEqual({ ordersCount: { count: 1 } })
    expect(await find("source_identifier:woo:1 updated_at:>'2026-03-02T09:00:30Z'")).toEqual({
      ordersCount: { count: 0 },
    })
  })
})

describe('custom ids', () => {
  test('are unique on every path that writes metafields', async () => {
    for (const type of ['PRODUCT', 'CUSTOMER', 'ORDER']) await defineCustomId(type)
    const metafields = [sourceId('x:1')]
    const writes: [string, unknown][] = [
      [ORDER, { order: { lineItems: [line], metafields } }],
      [PRODUCT, { input: { title: 'Lamp', metafields } }],
      [
        `mutation ($input: CustomerInput!) {
          customerCreate(input: $input) { customer { id } userErrors { field message } }
        }`,
        { input: { firstName: 'Ada', metafields } },
      ],
      [
        `mutation ($product: ProductCreateInput!) {
          productCreate(product: $product) { product { id } userErrors { field message } }
        }`,
        { product: { title: 'Another lamp', metafields } },
      ],
    ]
    const taken = []
    for (const [query, variables] of [...writes, ...writes]) {
      const { data } = await ask(query, variables)
      taken.push(JSON.stringify(data).includes('has already been taken'))
    }
    // The fourth writes the product id that the second has: taken from its first time.
    expect(taken).toEqual([false, false, false, true, true, true, true, true])
    expect(standIn.store(DOMAIN).orders.size).toBe(1)
  })

  test('of a deleted record are free again', async () => {
    await defineCustomId('ORDER')
    const order = { lineItems: [line], metafields: [sourceId('x:1')] }
    const first = await ask(ORDER, { order })
    const { id } = z
      .object({ orderCreate: z.object({ order: z.object({ id: z.string() }) }) })
      .parse(first.data).orderCreate.order
    await ask(
      'mutation ($id: ID!) { orderDelete(orderId: $id) { deletedId userErrors { message } } }',
      { id },
    )
    expect((await ask(ORDER, { order })).data).toMatchObject({ orderCreate: { userErrors: [] } })
  })

  test('need a definition of type id to be looked up', async () => {
    const { errors } = await ask(
      '{ orderByIdentifier(identifier: { customId: { key: "nothing", value: "1" } }) { id } }',
    )
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })
})

describe('tokens', () => {
  async function exchange(body: Record<string, string>, domain = DOMAIN) {
    const response = await fetch(`${standIn.url}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-host': domain },
      body: JSON.stringify({ client_id: 'app-key', client_secret: SECRET, ...body }),
    })
    return {
      status: response.status,
      body: z.record(z.string(), z.unknown()).parse(await response.json()),
    }
  }
  const forSubject = (subject_token: string) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  })

  test('come from a session token, expire after an hour, and are renewed by a refresh token that rotates', async () => {
    const first = await exchange(forSubject(standIn.sessionToken(DOMAIN)))
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ expires_in: 3600, scope: SCOPES.join(',') })
    const access = String(first.body.access_token)
    expect((await ask('{ shop { id } }', {}, { token: access })).status).toBe(200)
    clock.now += 3_600_000
    const refused = await ask('{ shop { id } }', {}, { token: access })
    expect(refused.status).toBe(401)
    expect(refused.errors).toBe(
      '[API] Invalid API key or access token (unrecognized login or wrong password)',
    )
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(first.body.refresh_token),
    }
    const second = await exchange(refresh)
    expect(second.status).toBe(200)
    const renewed = String(second.body.access_token)
    expect((await ask('{ shop { id } }', {}, { token: renewed })).status).toBe(200)
    expect((await exchange(refresh)).body).toMatchObject({ error: 'invalid_grant' })
  })

  test('are not given for a session token that is forged, expired, for another app or another shop', async () => {
    const at = Math.floor(clock.now / 1000)
    const claims = {
      iss: `https://${DOMAIN}/admin`,
      dest: `https://${DOMAIN}`,
      aud: 'app-key',
      sub: '1',
      exp: at + 60,
      nbf: at,
    }
    const bad = [
      signJwt('another-secret', claims),
      signJwt(SECRET, { ...claims, exp: at - 60 }),
      signJwt(SECRET, { ...claims, aud: 'another-app' }),
      signJwt(SECRET, { ...claims, dest: `https://${OTHER}` }),
    ]
    for (const subject of bad) {
      expect(await exchange(forSubject(subject))).toMatchObject({
        status: 400,
        body: { error: 'invalid_subject_token' },
      })
    }
    expect((await exchange(forSubject(signJwt(SECRET, claims)))).status).toBe(200)
  })

  test('of one shop open no other shop', async () => {
    expect((await ask('{ shop { id } }', {}, { domain: OTHER })).status).toBe(401)
  })

  test('die when the app is uninstalled', async () => {
    await standIn.uninstall(DOMAIN)
    expect((await ask('{ shop { id } }')).status).toBe(401)
  })
})

describe('access scopes', () => {
  test('deny a field whose scope was taken away and leave its siblings', async () => {
    standIn.auth.removeScope(DOMAIN, 'write_customers')
    const answer = await ask('{ shop { name } customers(first: 1) { nodes { id } } }')
    expect(answer.errors).toMatchObject([
      {
        message:
          'Access denied for customers field. Required access: `read_customers` access scope.',
        extensions: { code: 'ACCESS_DENIED' },
        path: ['customers'],
      },
    ])
    standIn.auth.restoreScopes(DOMAIN)
    expect((await ask('{ customers(first: 1) { nodes { id } } }')).errors).toBeUndefined()
  })
})

describe('faults', () => {
  test('lose the answer after the commit: the order is there, the caller knows nothing', async () => {
    standIn.faults.add({ fault: { kind: 'reset_after_commit' }, field: 'orderCreate' })
    await expect(ask(ORDER, { order: { lineItems: [line] } })).rejects.toThrow()
    expect(standIn.store(DOMAIN).orders.size).toBe(1)
    expect(standIn.faults.fired).toEqual({ reset_after_commit: 1 })
  })

  test('reset before the commit: nothing is there', async () => {
    standIn.faults.add({ fault: { kind: 'reset_before_commit' }, field: 'orderCreate' })
    await expect(ask(ORDER, { order: { lineItems: [line] } })).rejects.toThrow()
    expect(standIn.store(DOMAIN).orders.size).toBe(0)
  })

  test('say nothing after the commit until the caller gives up', async () => {
    standIn.faults.add({ fault: { kind: 'answer_lost' }, operation: 'mutation' })
    const signal = AbortSignal.timeout(150)
    const sent = fetch(`${standIn.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'x-forwarded-host': DOMAIN, 'x-shopify-access-token': token },
      body: JSON.stringify({ query: ORDER, variables: { order: { lineItems: [line] } } }),
      signal,
    })
    await expect(sent).rejects.toThrow(/timeout/)
    expect(standIn.store(DOMAIN).orders.size).toBe(1)
  })

  test('call a hook before a mutation is carried out and another before it is answered', async () => {
    const orders = () => standIn.store(DOMAIN).orders.size
    const seen: [string, number, number | null][] = []
    standIn.faults.hook(
      { shop: DOMAIN, operation: 'mutation' },
      {
        before: ({ clientPid }) => void seen.push(['before', orders(), clientPid]),
        after: ({ clientPid }) => void seen.push(['after', orders(), clientPid]),
      },
    )
    await ask('{ shop { id } }')
    await ask(ORDER, { order: { lineItems: [line] } })
    await ask(ORDER, { order: { lineItems: [line] } })
    expect(seen).toEqual([
      ['before', 0, null],
      ['after', 1, null],
    ])
  })

  test('let the search of one shop fall behind from one request on', async () => {
    standIn.faults.add({ fault: { kind: 'search_lag', ms: 300_000 }, operation: 'mutation' })
    await ask(ORDER, { order: { lineItems: [line] } })
    const found = await ask('{ orders(first: 5, query: "name:*") { nodes { id } } }')
    expect(found.data).toMatchObject({ orders: { nodes: [] } })
    expect(standIn.store(DOMAIN).orders.size).toBe(1)
  })

  test('strike the nth request of a field, as often as said, and then no more', async () => {
    standIn.faults.add({ fault: { kind: 'status', status: 502 }, field: 'shop', nth: 2, times: 2 })
    const get = async () => {
      const response = await fetch(`${standIn.url}/admin/api/2026-07/graphql.json`, {
        method: 'POST',
        headers: { 'x-forwarded-host': DOMAIN, 'x-shopify-access-token': token },
        body: JSON.stringify({ query: '{ shop { id } }' }),
      })
      return response.status
    }
    expect([await get(), await get(), await get(), await get()]).toEqual([200, 502, 502, 200])
    expect(standIn.faults.pending()).toEqual([])
  })

  test('are set over loopback HTTP too', async () => {
    const set = await fetch(`${standIn.url}/__control/faults`, {
      method: 'POST',
      body: JSON.stringify({ fault: { kind: 'throttled', as429: true }, times: 1 }),
    })
    expect(set.status).toBe(200)
    expect((await ask('{ shop { id } }')).status).toBe(429)
    const stats = await fetch(`${standIn.url}/__control/stats`)
    expect(await stats.json()).toMatchObject({ throttled: 1, faults: { throttled: 1 } })
  })
})

describe('orders', () => {
  test('on a development store are five a minute, then a user error', async () => {
    await standIn.close()
    await start('development')
    const create = async () => {
      const { data } = await ask(ORDER, { order: { lineItems: [line] } })
      return JSON.stringify(data).includes('Too many attempts. Please try again later.')
    }
    const refused = []
    for (let i = 0; i < 6; i += 1) refused.push(await create())
    expect(refused).toEqual([false, false, false, false, false, true])
    clock.now += 60_000
    expect(await create()).toBe(false)
  })

  test('add up what they are given, taxes on top or inside', async () => {
    const tax = { title: 'VAT', rate: '0.2', priceSet: money('3.00') }
    const order = (taxesIncluded: boolean) => ({
      taxesIncluded,
      lineItems: [{ ...line, quantity: 2 }],
      shippingLines: [{ title: 'Post', priceSet: money('5.00') }],
      taxLines: [tax],
      discountCode: { itemFixedDiscountCode: { code: 'OFF', amountSet: money('4.00') } },
    })
    const total = async (taxesIncluded: boolean) =>
      (await ask(ORDER, { order: order(taxesIncluded) })).data
    expect(await total(false)).toMatchObject({
      orderCreate: { order: { totalPriceSet: { shopMoney: { amount: '24.0' } } } },
    })
    expect(await total(true)).toMatchObject({
      orderCreate: { order: { totalPriceSet: { shopMoney: { amount: '21.0' } } } },
    })
  })

  test('refuse two kinds of tax lines, foreign currencies and unknown customers', async () => {
    const messages = async (order: Record<string, unknown>) => {
      const { data } = await ask(ORDER, { order })
      return z
        .object({
          orderCreate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }),
        })
        .parse(data)
        .orderCreate.userErrors.map(({ message }) => message)
    }
    const taxLines = [{ title: 'VAT', rate: '0.2', priceSet: money('1.00') }]
    expect(await messages({ lineItems: [{ ...line, taxLines }], taxLines })).toHaveLength(1)
    expect(
      await messages({ currency: 'EUR', lineItems: [{ ...line, priceSet: money('1.00') }] }),
    ).toHaveLength(1)
    expect(
      await messages({
        lineItems: [line],
        customer: { toAssociate: { id: 'gid://shopify/Customer/1' } },
      }),
    ).toEqual(['Customer does not exist'])
    expect(await messages({ lineItems: [] })).toHaveLength(1)
    expect(standIn.store(DOMAIN).orders.size).toBe(0)
  })

  test('send no e-mail and move no stock unless told to', async () => {
    await ask(PRODUCT, {
      input: {
        title: 'Lamp',
        productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
        variants: [
          {
            optionValues: [{ optionName: 'Title', name: 'Default Title' }],
            inventoryItem: { tracked: true },
          },
        ],
      },
    })
    const product = [...standIn.store(DOMAIN).products.values()][0]
    const order = { lineItems: [{ ...line, variantId: product?.variants[0]?.id }] }
    await ask(ORDER, { order })
    expect(standIn.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
    await ask(ORDER, {
      order,
      options: { sendReceipt: true, inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' },
    })
    expect(standIn.stats()).toMatchObject({ emails: 1, stockMoves: 1 })
  })

  test('are refunded once for one idempotency key', async () => {
    await ask(ORDER, { order: { lineItems: [line], financialStatus: 'PAID' } })
    const order = [...standIn.store(DOMAIN).orders.values()][0]
    const refund = (directive: string) =>
      ask(
        `mutation ($input: RefundInput!) {
          refundCreate(input: $input) ${directive} { refund { id } userErrors { message } }
        }`,
        {
          input: {
            orderId: order?.id,
            transactions: [
              {
                orderId: order?.id,
                parentId: order?.transactions[0]?.id,
                amount: '4.00',
                gateway: 'manual',
                kind: 'REFUND',
              },
            ],
          },
        },
      )
    expect((await refund('')).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
    const first = await refund('@idempotent(key: "r1")')
    const again = await refund('@idempotent(key: "r1")')
    expect(again.data).toEqual(first.data)
    expect([...standIn.store(DOMAIN).orders.values()][0]?.refunds).toHaveLength(1)
  })
})

describe('products', () => {
  const withVariants = (...names: string[]) => ({
    title: 'Shirt',
    productOptions: [{ name: 'Size', values: names.map((name) => ({ name })) }],
    variants: names.map((name) => ({ optionValues: [{ optionName: 'Size', name }] })),
  })

  test('lose the variants that productSet leaves out, keep the ids of the others', async () => {
    await ask(PRODUCT, { input: { ...withVariants('S', 'M'), handle: 'shirt' } })
    const [before] = [...standIn.store(DOMAIN).products.values()]
    await ask(PRODUCT, {
      identifier: { handle: 'shirt' },
      input: { ...withVariants('M', 'L'), handle: 'shirt' },
    })
    const [after] = [...standIn.store(DOMAIN).products.values()]
    expect(after?.variants.map(({ values }) => values)).toEqual([['M'], ['L']])
    expect(after?.variants[0]?.id).toBe(before?.variants[1]?.id)
    expect(after?.id).toBe(before?.id)
  })

  test('refuse four options, doubled values and doubled variants', async () => {
    const codes = async (input: unknown) => {
      const { data } = await ask(PRODUCT, { input })
      return z
        .object({ productSet: z.object({ userErrors: z.array(z.object({ code: z.string() })) }) })
        .parse(data)
        .productSet.userErrors.map(({ code }) => code)
    }
    const option = (name: string) => ({ name, values: [{ name: 'x' }] })
    expect(
      await codes({
        title: 'Shirt',
        productOptions: ['a', 'b', 'c', 'd'].map(option),
        variants: [],
      }),
    ).toEqual(['OPTIONS_OVER_LIMIT'])
    expect(await codes(withVariants('S', 'S'))).toContain('DUPLICATED_OPTION_VALUE')
    expect(
      await codes({
        ...withVariants('S'),
        variants: [...withVariants('S').variants, ...withVariants('S').variants],
      }),
    ).toEqual(['INVALID_VARIANT'])
  })

  test('gain, rename and lose options with the values of their variants', async () => {
    await ask(PRODUCT, { input: { title: 'Shirt' } })
    const product = () => [...standIn.store(DOMAIN).products.values()][0]
    const values = () => product()?.variants.map((variant) => variant.values)
    const productId = product()?.id
    await ask(
      `mutation ($productId: ID!, $options: [OptionCreateInput!]!) {
        productOptionsCreate(productId: $productId, options: $options, variantStrategy: CREATE) {
          userErrors { code }
        }
      }`,
      { productId, options: [{ name: 'Size', values: [{ name: 'S' }, { name: 'M' }] }] },
    )
    expect(values()).toEqual([['S'], ['M']])
    const option = product()?.options[0]
    await ask(
      `mutation ($productId: ID!, $option: OptionUpdateInput!, $values: [OptionValueUpdateInput!]) {
        productOptionUpdate(productId: $productId, option: $option, optionValuesToUpdate: $values) {
          userErrors { code }
        }
      }`,
      {
        productId,
        option: { id: option?.id, name: 'Width' },
        values: [{ id: option?.values[0]?.id, name: 'Narrow' }],
      },
    )
    expect(values()).toEqual([['Narrow'], ['M']])
    await ask(
      `mutation ($productId: ID!, $options: [ID!]!) {
        productOptionsDelete(productId: $productId, options: $options, strategy: POSITION) {
          userErrors { code }
        }
      }`,
      { productId, options: [option?.id] },
    )
    expect(values()).toEqual([['Default Title']])
  })

  test('get their images some time later, and show which ones failed', async () => {
    await ask(PRODUCT, {
      input: {
        title: 'Lamp',
        files: [
          { originalSource: 'https://old-store.example/lamp.jpg' },
          { originalSource: 'https://old-store.example/broken.jpg' },
        ],
      },
    })
    const query =
      '{ products(first: 1) { nodes { media(first: 5) { nodes { status mediaErrors { code } } } } } }'
    const statuses = async () => {
      const { data } = await ask(query)
      return [...JSON.stringify(data).matchAll(/"status":"(\w+)"/g)].map((match) => match[1])
    }
    expect(await statuses()).toEqual(['PROCESSING', 'PROCESSING'])
    clock.now += 2000
    expect(await statuses()).toEqual(['READY', 'FAILED'])
  })
})

test('what the schema has and the stand-in does not is an error, never an empty answer', async () => {
  const answer = await ask('{ giftCards(first: 1) { nodes { id } } shop { name } }', {})
  expect(JSON.stringify(answer.errors)).toMatch(/Access denied|not implemented by the stand-in/)
  const { errors } = await ask(
    'mutation { urlRedirectDelete(id: "gid://shopify/UrlRedirect/1") { deletedUrlRedirectId } }',
  )
  expect(JSON.stringify(errors)).toMatch(/Access denied|not implemented by the stand-in/)
  const unknown = await ask('{ shop { shopAddress { id } } }')
  expect(unknown.errors).toMatchObject([
    { message: 'not implemented by the stand-in: Shop.shopAddress' },
  ])
})

test('webhooks reach the app signed with its secret', async () => {
  const received: { body: string; headers: Record<string, unknown> }[] = []
  const app = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks).toString('utf8'), headers: request.headers })
      response.end()
    })
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = z.object({ port: z.number() }).parse(app.address())
    standIn.setAppUrl(`http://127.0.0.1:${port}`)
    const { status } = await standIn.sendWebhook(DOMAIN, 'shop/redact', { shop_id: 1 })
    expect(status).toBe(200)
    const [delivery] = received
    expect(delivery?.headers).toMatchObject({
      'x-shopify-topic': 'shop/redact',
      'x-shopify-shop-domain': DOMAIN,
      'x-shopify-hmac-sha256': createHmac('sha256', SECRET)
        .update(delivery?.body ?? '')
        .digest('base64'),
    })
  } finally {
    await new Promise((resolve) => app.close(resolve))
  }
})
