import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everyRow } from '#test/helpers/database/every-row.ts'
import { shopWithEverything } from '#test/helpers/database/shop-with-everything.ts'
import {
  API_KEY,
  API_SECRET,
  startWebApp,
  webhookHeaders,
  type WebApp,
} from '#test/helpers/web/web-app.ts'

const SHOP = 'one.myshopify.com'
const OTHER = 'two.myshopify.com'
const TOPICS = [
  'app/uninstalled',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
] as const

let app: WebApp

beforeAll(async () => {
  app = await startWebApp([SHOP, OTHER])
  await shopWithEverything(app.database.prisma, OTHER, 'other')
  await shopAnew()
})
afterAll(() => app?.close())

/** What webhooks are about; those that do nothing leave it as it is. */
async function shopAnew(): Promise<void> {
  const { prisma } = app.database
  await prisma.shop.deleteMany({ where: { domain: SHOP } })
  await prisma.privacyExport.deleteMany({ where: { shop: SHOP } })
  await prisma.webhookDelivery.deleteMany({ where: { shop: SHOP } })
  await shopWithEverything(prisma, SHOP, 'own')
}

const payload = (extra: object = {}) =>
  JSON.stringify({
    shop_id: 1,
    shop_domain: SHOP,
    customer: { id: 4242, email: 'ada@example.com', phone: '+4915100000000' },
    orders_requested: [7],
    orders_to_redact: [7],
    data_request: { id: 991 },
    ...extra,
  })

const sign = (body: string | Uint8Array, secret = API_SECRET) =>
  createHmac('sha256', secret).update(body).digest('base64')

type Delivery = {
  topic?: string
  shop?: string
  id?: string
  body?: string | Uint8Array<ArrayBuffer>
  hmac?: string | null
  method?: string
  without?: string[]
  path?: string
}

function deliver(options: Delivery = {}): Promise<Response> {
  const { topic = 'shop/redact', shop = SHOP, id = randomUUID(), body = payload() } = options
  const hmac = options.hmac === undefined ? sign(body) : options.hmac
  const headers = new Headers(webhookHeaders(topic, shop, id, hmac ?? ''))
  if (hmac === null) headers.delete('x-shopify-hmac-sha256')
  for (const name of options.without ?? []) headers.delete(name)
  const method = options.method ?? 'POST'
  return app.request(options.path ?? '/webhooks', {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  })
}

/** Everything of every shop. */
async function state(): Promise<string[]> {
  return (await everyRow(app.database.prisma))
    .map(({ table, text }) => `${table} ${text}`)
    .toSorted()
}

describe('a webhook that Shopify did not send', () => {
  const body = payload()
  const FORGED: [name: string, delivery: Delivery, status: number][] = [
    ['without a signature', { hmac: null }, 401],
    ['with an empty signature', { hmac: '' }, 401],
    ['signed with another secret', { hmac: sign(body, 'another') }, 401],
    ['signed with the app’s public key', { hmac: sign(body, API_KEY) }, 401],
    [
      'signed in hexadecimal',
      { hmac: createHmac('sha256', API_SECRET).update(body).digest('hex') },
      401,
    ],
    ['with a signature cut short', { hmac: sign(body).slice(0, 20) }, 401],
    ['with a signature and more behind it', { hmac: `${sign(body)}AAAA` }, 401],
    ['with the signature of nothing', { hmac: sign('') }, 401],
    ['changed after it was signed', { body: payload({ shop_id: 2 }), hmac: sign(body) }, 401],
    ['with a blank added after it was signed', { body: `${body} `, hmac: sign(body) }, 401],
    ['without a body', { body: '', hmac: sign('') }, 400],
    ['without a shop', { without: ['x-shopify-shop-domain'] }, 400],
    ['without a topic', { without: ['x-shopify-topic'] }, 400],
    ['without an id', { without: ['x-shopify-webhook-id'] }, 400],
  ]
  test.each(FORGED.flatMap((each) => TOPICS.map((topic) => [each[0], topic, each] as const)))(
    '%s does nothing: %s',
    async (_name, topic, [, delivery, status]) => {
      const before = await state()
      const answer = await deliver({ topic, ...delivery })
      expect(answer.status).toBe(status)
      expect(await answer.text()).not.toMatch(/\n\s+at /)
      expect(await state()).toEqual(before)
    },
  )

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('by %s does nothing', async (method) => {
    const before = await state()
    expect((await deliver({ method })).status).toBe(405)
    expect(await state()).toEqual(before)
  })
})

describe('a signed webhook that this app cannot use', () => {
  const UNUSABLE: [name: string, delivery: Delivery, status: number][] = [
    ['of a topic it did not ask for', { topic: 'orders/create' }, 404],
    ['of a topic that only looks like one', { topic: 'shop/redact/x' }, 404],
    ['of a topic that is a property of every object', { topic: 'constructor' }, 404],
    ['that is not JSON', { topic: 'customers/redact', body: '<xml/>' }, 400],
    ['that is JSON and no object', { topic: 'customers/redact', body: '"text"' }, 400],
    ['that is null', { topic: 'customers/data_request', body: 'null' }, 400],
    ['without its customer', { topic: 'customers/redact', body: '{}' }, 400],
    [
      'with an id that is a query',
      { topic: 'customers/redact', body: payload({ customer: { id: "1' or '1'='1" } }) },
      400,
    ],
    [
      'with an id that is not whole',
      { topic: 'customers/data_request', body: payload({ customer: { id: 1.5 } }) },
      400,
    ],
    // What is verified is the text, and this has none that these bytes would be.
    [
      'with bytes that are no text',
      { topic: 'customers/redact', body: new Uint8Array([0xff, 0xfe, 0x00, 0x7b]) },
      401,
    ],
  ]
  test.each(UNUSABLE)('%s is refused and does nothing', async (_name, delivery, status) => {
    const before = await state()
    const answer = await deliver(delivery)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toMatch(/\n\s+at /)
    expect(await state()).toEqual(before)
  })
})

describe('a webhook that is delivered again', () => {
  beforeEach(shopAnew)

  test.each(TOPICS)('%s is answered 200 and does its work once', async (topic) => {
    const id = randomUUID()
    expect((await deliver({ topic, id })).status).toBe(200)
    const after = await state()
    expect((await deliver({ topic, id })).status).toBe(200)
    // A shop that is forgotten leaves no memory of the delivery either, and again nothing remains.
    expect(await state()).toEqual(after)
  })

  test('does its work once when both deliveries come at the same moment', async () => {
    const id = randomUUID()
    const both = await Promise.all(
      [1, 2].map(() => deliver({ topic: 'customers/data_request', id })),
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const where = { shop: SHOP, requestId: '991' }
    expect(await app.database.prisma.privacyExport.count({ where })).toBe(1)
  })

  test('in the name of another topic does not do that topic’s work', async () => {
    const id = randomUUID()
    expect((await deliver({ topic: 'customers/data_request', id })).status).toBe(200)
    await deliver({ topic: 'app/uninstalled', id })
    const shop = await app.database.prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } })
    expect(shop.uninstalledAt).toBeNull()
  })

  test('with another body is refused by its signature', async () => {
    const id = randomUUID()
    const first = payload()
    await deliver({ topic: 'customers/data_request', id, body: first })
    const answer = await deliver({
      topic: 'customers/data_request',
      id: randomUUID(),
      body: payload({ data_request: { id: 992 } }),
      hmac: sign(first),
    })
    expect(answer.status).toBe(401)
  })
})

describe('a webhook for one shop', () => {
  beforeEach(shopAnew)

  test.each(TOPICS)('touches no other shop: %s', async (topic) => {
    const others = async () => (await state()).filter((row) => row.includes(OTHER))
    const before = await others()
    expect(before.length).toBeGreaterThan(5)
    // The address and a shop named in the payload do not decide: the signed delivery's header does.
    const answer = await deliver({
      topic,
      path: `/webhooks?shop=${OTHER}`,
      body: payload({ shop_domain: OTHER }),
    })
    expect(answer.status).toBe(200)
    expect(await others()).toEqual(before)
  })
})
