import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { tampering } from '#test/carts/woocommerce-harness.ts'
import { openBothStores, type BothStores } from '#test/helpers/stores/both-stores.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { API_VERSION } from '#test/stand-ins/shopify-admin/server.ts'
import type { Customer, Order, Product } from '#test/stand-ins/shopify-admin/store/records.ts'
import { type WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import type { OrderInput, ProductInput } from '#test/stand-ins/woocommerce/writes/inputs.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  createVariation,
  deleteProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { said } from '#test/helpers/said.ts'

/** One store full of bad records, migrated once through everything that is real. */
const LONG = 'Long name '.repeat(30)
const person = {
  first_name: 'Pat',
  last_name: 'Example',
  address_1: '7 Odd Street',
  city: 'Reno',
  state: 'NV',
  postcode: '89501',
  country: 'US',
}

type Amounts = Record<string, unknown>
/** Orders as a store could send them that the stand-in's own arithmetic never makes. */
const sentAs = new Map<number, Amounts>()

let database: TestDatabase
let stores: BothStores
let woo: WooStandIn
let migrate: () => Promise<Record<string, string>>
const ids: Record<string, number> = {}
const idOf = (name: string) => ids[name] ?? 0

beforeAll(async () => {
  database = await createTestDatabase()
  stores = await openBothStores(database.prisma, {
    woocommerce: { dataset: 'empty' },
    currency: 'USD',
    through: (http) =>
      tampering(http, (_path, body) => (Array.isArray(body) ? body.map(asSent) : body)),
  })
  woo = stores.woo
  let mode: 'full' | 'recent' = 'full'
  migrate = async () => {
    const run = await stores.migrate(mode)
    mode = 'recent'
    return run.outcomes()
  }
  await shopInShopify()
  makeProducts()
  makeCustomers()
  makeOrders()
  await migrate()
})
afterAll(async () => {
  await stores.close()
  await database.close()
})

function shop() {
  return stores.shop
}

function asSent(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('id' in row) || !('line_items' in row)) {
    return row
  }
  return { ...row, ...sentAs.get(Number(row.id)) }
}

/** Somebody who shops in the new store already. */
async function shopInShopify() {
  const { shopify, shop } = stores
  const token = shopify.issueOfflineToken(shop.domain)
  const response = await fetch(`${shopify.url}/admin/api/${API_VERSION}/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
    body: JSON.stringify({
      query:
        'mutation ($input: CustomerInput!) { customerCreate(input: $input) { customer { id } userErrors { message } } }',
      variables: {
        input: { email: 'known@example.com', firstName: 'Kept', lastName: 'Name', note: 'VIP' },
      },
    }),
  })
  expect(response.status).toBe(200)
}

/* ------------------------------------------------------------------ the bad store --------- */

function product(name: string, input: ProductInput): number {
  const { id } = createProduct(woo.state, { regular_price: '10.00', ...input })
  return (ids[name] = id)
}

function variable(name: string, attributes: [string, string[]][], chosen: string[][]): void {
  const id = product(name, {
    name: `Product ${name}`,
    type: 'variable',
    attributes: attributes.map(([attribute, options]) => ({
      name: attribute,
      variation: true,
      options,
    })),
  })
  for (const values of chosen) {
    createVariation(woo.state, id, {
      regular_price: '10.00',
      attributes: values.map((option, i) => ({ name: attributes[i]?.[0] ?? '', option })),
    })
  }
}

function makeProducts(): void {
  const { state } = woo
  product('plain', { name: 'Plain mug', slug: 'plain-mug' })
  product('emptyTitle', { name: '', slug: 'untitled' })
  product('longTitle', { name: LONG, slug: 'long' })
  product('emoji', { name: '🎉 Party 🏳️‍🌈', slug: '🎉' })
  product('deleted', { name: 'Soon deleted' })
  const images = (count: number, src: (n: number) => string, from: number) =>
    Array.from({ length: count }, (_unused, n) => ({
      id: from + n,
      at: state.now(),
      src: src(n),
      name: `${n}`,
      alt: `Picture ${n}`,
    }))
  const of = (id: number) => {
    const found = state.products.get(id)
    if (!found) throw new Error('no such product')
    return found
  }
  of(product('images', { name: 'Tiles' })).images = images(
    251,
    (n) => `https://cdn.example/tile-${n}.png`,
    50_000,
  )
  of(product('noAddress', { name: 'Stool' })).images = [
    ...images(1, () => 'https://old cdn/stool image.png', 51_000),
    ...images(1, () => 'https://cdn.example/stool.png', 51_001),
  ]
  of(product('deadAddress', { name: 'Bench' })).images = [
    ...images(1, () => 'https://cdn.example/404/bench.png', 52_000),
    ...images(1, () => 'https://cdn.example/bench.png', 52_001),
  ]
  variable(
    'four',
    [...'ABCD'].map((name) => [name, ['x', 'y']]),
    [['x', 'x', 'x', 'x']],
  )
  variable('twice', [['Colour', ['Brass', 'brass', 'Black']]], [['Brass'], ['brass']])
  variable('sizes', [['Size', ['S', 'S', 's', 'M']]], [['S'], ['M']])
  variable(
    'many',
    [
      ['Length', Array.from({ length: 100 }, (_unused, n) => `L${n}`)],
      ['Width', Array.from({ length: 21 }, (_unused, n) => `W${n}`)],
    ],
    Array.from({ length: 2_049 }, (_unused, n) => [`L${n % 100}`, `W${Math.floor(n / 100)}`]),
  )
}

function customer(name: string, input: Parameters<typeof createCustomer>[1]): void {
  ids[name] = createCustomer(woo.state, input).id
}

function makeCustomers(): void {
  const billing = { ...person, phone: '775-555-0199' }
  customer('known', {
    email: 'Known@Example.com',
    first_name: 'Other',
    last_name: 'Spelling',
    billing,
  })
  customer('badPhone', {
    email: 'phone@example.com',
    first_name: 'Bad',
    billing: { ...person, phone: 'ask for Pat, ext. ??' },
  })
  customer('longName', { email: 'long@example.com', first_name: LONG, last_name: '🦊' })
  customer('nowhere', {
    email: 'nowhere@example.com',
    first_name: 'No',
    billing: { ...person, country: 'ZZ' },
  })
  customer('accountGone', { email: 'gone@example.com', first_name: 'Gone' })
  customer('badEmail', { email: 'fine@example.com', first_name: 'Bad mail' })
  const stored = woo.state.customers.get(idOf('badEmail'))
  if (stored) stored.email = 'nobody at nowhere'
}

function order(name: string, input: OrderInput, amounts: Amounts = {}): void {
  const made = createOrder(woo.state, {
    status: 'completed',
    billing: { ...person, email: `${name.toLowerCase()}@example.com` },
    line_items: [{ product_id: idOf('plain'), quantity: 1, total: '10.00' }],
    ...input,
  })
  ids[name] = made.id
  sentAs.set(made.id, amounts)
}

const lineSentAs = (subtotal: string, total: string, quantity = 1, tax = '0') => ({
  id: 900_000,
  name: 'Plain mug',
  product_id: idOf('plain'),
  variation_id: 0,
  quantity,
  subtotal,
  subtotal_tax: tax,
  total,
  total_tax: tax,
  taxes: [],
})

function makeOrders(): void {
  order('goodBefore', {})
  order('currency', { currency: 'XBT' })
  order('noCurrency', {}, { currency: 'US$' })
  order('noLines', { line_items: [] })
  order('shippingOnly', { line_items: [], shipping_lines: [{ method_id: 'flat', total: '5.00' }] })
  order('negativeFee', { fee_lines: [{ name: 'Loyalty', total: '-2.50', tax_status: 'none' }] })
  order('deletedProduct', { line_items: [{ product_id: idOf('deleted'), quantity: 2 }] })
  deleteProduct(woo.state, idOf('deleted'))
  order(
    'staleProduct',
    {},
    { line_items: [{ ...lineSentAs('10', '10'), product_id: 987_654 }], total: '10.00' },
  )
  order('longLine', {
    billing: { ...person, first_name: LONG, email: 'longline@example.com' },
    line_items: [{ product_id: idOf('plain'), quantity: 1, name: LONG }],
  })
  order('emojiOrder', {
    customer_note: 'Merci 🙏',
    billing: { ...person, first_name: '🦊', email: 'fox@example.com' },
  })
  order('badEmailOrder', { billing: { ...person, email: 'nobody at nowhere' } })
  order('badPhoneOrder', { billing: { ...person, email: 'p@example.com', phone: 'call me' } })
  order('noCountry', { billing: { ...person, country: 'ZZ', email: 'zz@example.com' } })
  order('from1970', {})
  order('future', {})
  order(
    'noDate',
    {},
    { date_created: '0000-00-00T00:00:00', date_created_gmt: '0000-00-00T00:00:00' },
  )
  order('noTotal', {}, { total: 'NaN' })
  for (const [name, at] of [
    ['from1970', 0],
    ['future', Date.parse('2099-12-31T23:59:59Z')],
  ] as const) {
    const made = woo.state.orders.get(idOf(name))
    if (made) Object.assign(made, { createdAt: at, paidAt: null, completedAt: null })
  }
  order(
    'dinar',
    {},
    {
      currency: 'KWD',
      line_items: [lineSentAs('12.345', '12.345', 2)],
      total: '12.345',
      total_tax: '0',
    },
  )
  order('yen', {}, { currency: 'JPY', line_items: [lineSentAs('1001', '1001', 2)], total: '1001' })
  order(
    'rupiah',
    {},
    {
      currency: 'IDR',
      line_items: [lineSentAs('150000.50', '150000.50', 2)],
      total: '150000.50',
    },
  )
  order(
    'forint',
    {},
    {
      currency: 'HUF',
      line_items: [lineSentAs('1234.57', '1234.57', 2)],
      total: '1234.57',
    },
  )
  order(
    'gross',
    {},
    {
      prices_include_tax: true,
      line_items: [
        {
          ...lineSentAs('100.00', '90.00'),
          subtotal_tax: '20.00',
          total_tax: '18.00',
          taxes: [{ id: 1, total: '18.00', subtotal: '20.00' }],
        },
      ],
      coupon_lines: [{ id: 1, code: 'ten', discount: '10.00', discount_tax: '2.00' }],
      fee_lines: [
        {
          id: 2,
          name: 'Loyalty',
          total: '-5.00',
          total_tax: '-1.00',
          taxes: [{ id: 1, total: '-1.00' }],
        },
      ],
      tax_lines: [
        {
          id: 3,
          rate_id: 1,
          rate_code: 'VAT',
          label: 'VAT',
          tax_total: '17.00',
          shipping_tax_total: '0.00',
          rate_percent: 20,
        },
      ],
      total: '102.00',
      total_tax: '17.00',
    },
  )
  order('orphan', { customer_id: 0, billing: { ...person, email: 'orphan@example.com' } })
  order('accountGoneOrder', { customer_id: idOf('accountGone') })
  woo.state.customers.delete(idOf('accountGone'))
  order('guestLower', { billing: { ...person, email: 'twice@example.com' } })
  order('guestUpper', { billing: { ...person, email: ' Twice@Example.COM' } })
  order('guestOfKnown', { billing: { ...person, email: 'KNOWN@example.com' } })
  order('goodAfter', {})
}

/* ------------------------------------------------------------------ looking --------------- */

type Told = { code: string; severity: string; field: string; message: string }

async function issuesOf(kind: EntityKind, name: string): Promise<Told[]> {
  const rows = await database.prisma.issue.findMany({
    where: {
      projectId: stores.project.projectId,
      kind,
      sourceId: String(ids[name]),
      resolvedAt: null,
    },
    select: { code: true, severity: true, field: true, message: true, said: true },
    orderBy: [{ code: 'asc' }, { field: 'asc' }],
  })
  return rows.map(said)
}

async function gidOf(kind: EntityKind, name: string): Promise<string> {
  const mapping = await database.prisma.mapping.findFirst({
    where: { projectId: stores.project.projectId, kind, sourceId: String(ids[name]) },
  })
  return mapping?.gid ?? 'not arrived'
}

const productOf = async (name: string): Promise<Product | undefined> =>
  shop().products.get(await gidOf('product', name))
const customerOf = async (name: string): Promise<Customer | undefined> =>
  shop().customers.get(await gidOf('customer', name))
const orderOf = async (name: string): Promise<Order | undefined> =>
  shop().orders.get(await gidOf('order', name))

const NO_ISSUE: [string, string][] = []
const NOT_HERE = 'not arrived'

async function told(kind: EntityKind, name: string): Promise<[string, string][]> {
  return (await issuesOf(kind, name)).map(({ code, severity, message }) => [
    `${severity} ${code}`,
    message,
  ])
}

async function totalOf(name: string): Promise<string | undefined> {
  return (await orderOf(name))?.transactions[0]?.amount.shop
}

describe('a product', () => {
  it.each([
    ['emptyTitle', 'TITLE_MISSING', /has no title/],
    ['four', 'TOO_MANY_OPTIONS', /has 4 options; Shopify allows 3/],
    ['many', 'TOO_MANY_VARIANTS', /has 2,049 variants; Shopify allows 2,048/],
    ['twice', 'DUPLICATE_OPTION_VALUES', /same option values \(brass\)/],
  ])('that Shopify cannot hold (%s) stays behind with its reason', async (name, code, words) => {
    expect(await told('product', name)).toEqual([[`failed ${code}`, expect.stringMatching(words)]])
    expect(await gidOf('product', name)).toBe(NOT_HERE)
  })

  it('keeps the first 250 of 251 images', async () => {
    expect(await told('product', 'images')).toEqual([
      ['note TOO_MANY_IMAGES', expect.stringMatching(/251 images.*first 250 arrived/)],
    ])
    const media = (await productOf('images'))?.media ?? []
    expect(media).toHaveLength(250)
    expect(media.at(-1)?.alt).toBe('Picture 249')
  })

  it.each(['noAddress', 'deadAddress'])(
    'loses only the image that has a broken address (%s)',
    async (name) => {
      expect(await told('product', name)).toEqual([
        ['note IMAGE_FAILED', expect.stringMatching(/^One image.*everything else.*arrived/)],
      ])
      const media = (await productOf(name))?.media ?? []
      expect(
        media.filter(({ fails }) => !fails).map(({ originalSource }) => originalSource),
      ).toEqual([
        name === 'noAddress' ? 'https://cdn.example/stool.png' : 'https://cdn.example/bench.png',
      ])
    },
  )

  it('has a name of 300 characters shortened, and an emoji whole', async () => {
    expect(await told('product', 'longTitle')).toEqual([
      ['note TEXT_SHORTENED', expect.stringMatching(/shortened; the old store keeps all of it/)],
    ])
    expect((await productOf('longTitle'))?.title).toBe(LONG.slice(0, 255).trim())
    expect(await told('product', 'emoji')).toEqual(NO_ISSUE)
    expect((await productOf('emoji'))?.title).toBe('🎉 Party 🏳️‍🌈')
  })

  it('has each option value once although the attribute lists it three times', async () => {
    expect(await told('product', 'sizes')).toEqual(NO_ISSUE)
    expect((await productOf('sizes'))?.variants.map(({ values }) => values)).toEqual([['S'], ['M']])
  })
})

describe('a customer', () => {
  it('whose e-mail address Shopify has already keeps what Shopify says', async () => {
    expect(await told('customer', 'known')).toEqual([
      ['note CUSTOMER_ADOPTED', expect.stringMatching(/only blank fields were filled in/)],
    ])
    const known = await customerOf('known')
    expect(known).toMatchObject({ firstName: 'Kept', lastName: 'Name', note: 'VIP' })
    expect(known?.addresses).toMatchObject([{ address1: '7 Odd Street' }])
    const namesakes = [...shop().customers.values()].filter(
      ({ email }) => email === 'known@example.com',
    )
    expect(namesakes).toHaveLength(1)
    expect((await orderOf('guestOfKnown'))?.customerId, 'a guest with that address').toBe(known?.id)
  })

  it.each([
    ['badPhone', 'PHONE_NOT_ACCEPTED', /the addresses keep it as it is/],
    ['badEmail', 'EMAIL_NOT_ACCEPTED', /left out\. Correct it in Shopify/],
    ['longName', 'TEXT_SHORTENED', /shortened/],
    ['nowhere', 'COUNTRY_NOT_ACCEPTED', /the country “ZZ”.*Choose the country in Shopify/],
  ])('arrives without what Shopify cannot hold (%s), and it is said', async (name, code, words) => {
    expect(await told('customer', name)).toEqual([[`note ${code}`, expect.stringMatching(words)]])
    expect(await customerOf(name)).toBeDefined()
  })

  it('keeps the unusable phone number and the rest of the address there', async () => {
    expect((await customerOf('badPhone'))?.addresses).toMatchObject([
      { phone: 'ask for Pat, ext. ??', address1: '7 Odd Street' },
    ])
    expect((await customerOf('nowhere'))?.addresses).toMatchObject([
      { countryCode: null, address1: '7 Odd Street', city: 'Reno' },
    ])
    expect((await customerOf('longName'))?.lastName).toBe('🦊')
  })

  it('is one although two guests wrote the e-mail address in different case', async () => {
    const [lower, upper] = [await orderOf('guestLower'), await orderOf('guestUpper')]
    expect(lower?.customerId).toMatch(/Customer/)
    expect(upper?.customerId).toBe(lower?.customerId)
  })

  it('is the guest of the order when the account is gone', async () => {
    const guest = shop().customers.get((await orderOf('orphan'))?.customerId ?? '')
    expect(guest).toMatchObject({ email: 'orphan@example.com', firstName: 'Pat' })
    expect(await told('order', 'orphan')).toEqual(NO_ISSUE)
    expect((await orderOf('accountGoneOrder'))?.email).toBe('accountgoneorder@example.com')
  })
})

describe('an order', () => {
  it.each([
    [
      'currency',
      'CURRENCY_NOT_ACCEPTED',
      /doesn’t know this order’s currency, “XBT”.*unchanged in the old/,
    ],
    ['noCurrency', 'CURRENCY_NOT_ACCEPTED', /“US\$”/],
    [
      'noLines',
      'ORDER_WITHOUT_LINES',
      /has no items, no fees and no shipping.*nothing else is affected/,
    ],
    ['noDate', 'SOURCE_RECORD_INVALID', /couldn’t read the date/],
    ['noTotal', 'SOURCE_RECORD_INVALID', /no usable value for “total”/],
  ])('that cannot be (%s) stays behind with its reason', async (name, code, words) => {
    expect(await told('order', name)).toEqual([[`failed ${code}`, expect.stringMatching(words)]])
    expect(await gidOf('order', name)).toBe(NOT_HERE)
  })

  it.each([
    ['badEmailOrder', 'EMAIL_NOT_ACCEPTED', { email: null }],
    ['badPhoneOrder', 'PHONE_NOT_ACCEPTED', { phone: null, billingAddress: { phone: 'call me' } }],
    ['noCountry', 'COUNTRY_NOT_ACCEPTED', { billingAddress: { countryCode: null, city: 'Reno' } }],
    ['from1970', 'DATE_NOT_ACCEPTED', { processedAt: '1970-01-02T00:00:00Z' }],
    ['future', 'DATE_NOT_ACCEPTED', { processedAt: expect.stringMatching(/^2026-03-02/) }],
    ['staleProduct', 'PARENT_MISSING', { lines: [{ title: 'Plain mug', variantId: null }] }],
  ])('arrives without what Shopify cannot hold (%s)', async (name, code, shows) => {
    expect((await told('order', name)).map(([what]) => what)).toEqual([`note ${code}`])
    expect(await orderOf(name)).toMatchObject(shows)
    expect(await totalOf(name)).toBe('10')
  })

  it('of shipping alone arrives with a line that costs nothing and says so', async () => {
    expect(await told('order', 'shippingOnly')).toEqual(NO_ISSUE)
    expect(await orderOf('shippingOnly')).toMatchObject({
      lines: [{ title: 'No items, shipping only', quantity: 1, unitPrice: { shop: '0' } }],
    })
    expect(await totalOf('shippingOnly')).toBe('5')
  })

  it('keeps the line of a product that was deleted', async () => {
    expect(await orderOf('deletedProduct')).toMatchObject({
      lines: [{ title: 'Soon deleted', quantity: 2, unitPrice: { shop: '10' } }],
    })
    expect(await totalOf('deletedProduct')).toBe('20')
  })

  it('has a long name shortened and emoji whole', async () => {
    const codes = (await told('order', 'longLine')).map(([what]) => what)
    expect(new Set(codes)).toEqual(new Set(['note TEXT_SHORTENED']))
    expect(await orderOf('longLine')).toMatchObject({
      lines: [{ title: LONG.slice(0, 255).trim() }],
    })
    expect(await told('order', 'emojiOrder')).toEqual(NO_ISSUE)
    expect(await orderOf('emojiOrder')).toMatchObject({
      note: 'Merci 🙏',
      billingAddress: { firstName: '🦊' },
    })
  })

  it.each([
    ['negativeFee', '7.5', [1], { code: 'Loyalty', amount: { shop: '2.5' } }],
    // 120 gross, less a coupon of 12 and a fee of −6, both gross; 17 of tax inside.
    ['gross', '102', [1], { code: 'ten + Loyalty', amount: { shop: '18' } }],
    ['dinar', '12.345', [1, 1], null],
    ['yen', '1001', [1, 1], null],
    ['rupiah', '150000.5', [2], null],
  ])('adds up exactly (%s)', async (name, total, quantities, discount) => {
    expect(await told('order', name)).toEqual(NO_ISSUE)
    expect(await totalOf(name)).toBe(total)
    const order = await orderOf(name)
    expect(order?.lines.map(({ quantity }) => quantity)).toEqual(quantities)
    if (discount === null) expect(order?.discount).toBeNull()
    else expect(order?.discount).toMatchObject(discount)
  })

  it('says so when its currency has no place for its decimals', async () => {
    expect(await told('order', 'forint')).toEqual([
      ['note TOTAL_ROUNDED', expect.stringMatching(/rounded from 1234.57 HUF to 1235 HUF/)],
    ])
    expect(await totalOf('forint')).toBe('1235')
  })
})

describe('everything else', () => {
  it.each(['goodBefore', 'goodAfter'])('arrives as it is (%s)', async (name) => {
    expect(await told('order', name)).toEqual(NO_ISSUE)
    expect(await totalOf(name)).toBe('10')
  })

  it('is neither sent again nor forgotten by the next run, and nobody got an e-mail', async () => {
    stores.shopify.resetStats()
    expect(await migrate()).toEqual({
      // Of customers only rows that changed are read.
      product: 'failed 4, unchanged 7',
      order: 'failed 5, unchanged 23',
    })
    const { byField, ...stats } = stores.shopify.stats()
    expect(stats).toMatchObject({ emails: 0, stockMoves: 0 })
    // The picture that could not be fetched is tried once more, and nothing else.
    expect(Object.keys(byField).sort()).toEqual([
      'fileDelete',
      'productReorderMedia',
      'productUpdate',
    ])
  })
})
