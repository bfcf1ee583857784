import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLedgerProject } from '#test/helpers/engine/ledger-run.ts'
import { systemClock } from '#app/platform/clock.ts'
import {
  API_KEY,
  API_SECRET,
  startWebApp,
  webhookHeaders,
  type WebApp,
} from '#test/helpers/web/web-app.ts'

const SHOP = 'one.myshopify.com'
const OTHER = 'two.myshopify.com'
const HOST = Buffer.from('admin.shopify.com/store/one').toString('base64')

let app: WebApp

beforeAll(async () => {
  app = await startWebApp([SHOP, OTHER])
})
afterAll(() => app?.close())

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A session token with any claims, signed with any secret. */
function token(claims: Record<string, unknown> = {}, secret = API_SECRET): string {
  const now = Math.floor(Date.now() / 1000)
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    iss: `https://${SHOP}/admin`,
    dest: `https://${SHOP}`,
    aud: API_KEY,
    sub: '1',
    exp: now + 60,
    nbf: now - 5,
    iat: now - 5,
    jti: randomUUID(),
    sid: randomUUID(),
    ...claims,
  })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

const pageLoad = (path: string, idToken: string | null, shop = SHOP) => {
  const search = new URLSearchParams({ shop, host: HOST, embedded: '1' })
  if (idToken) search.set('id_token', idToken)
  return app.request(`${path}?${search}`)
}

describe('opening the app', () => {
  test('exchanges the session token, keeps the token sealed and prepares the store', async () => {
    const response = await pageLoad('/app', app.shopify.sessionToken(SHOP))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Connect your old store')

    const { prisma } = app.database
    expect(await prisma.shop.findUnique({ where: { domain: SHOP } })).toMatchObject({
      currency: 'EUR',
      timezone: 'Europe/Berlin',
      uninstalledAt: null,
    })
    const session = await prisma.session.findUniqueOrThrow({ where: { id: `offline_${SHOP}` } })
    expect(session.refreshTokenCipher).toBeTruthy()
    expect(session.expires?.getTime()).toBeGreaterThan(Date.now())
    const definitions = app.shopify.stats().mutations
    expect(definitions).toBeGreaterThanOrEqual(4)
  })

  test('lets only the store’s admin and the stand-in frame it', async () => {
    const response = await pageLoad('/app', app.shopify.sessionToken(SHOP))
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain(`https://${SHOP}`)
    expect(policy).toContain('https://admin.shopify.com')
    expect(policy).toContain(app.shopify.url)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('sends a page load without a session token to the page that fetches one', async () => {
    const response = await pageLoad('/app/runs', null)
    expect(response.status).toBe(302)
    const to = response.headers.get('location') ?? ''
    expect(to).toMatch(/^\/auth\/session-token\?/)
    const bounce = await app.request(to)
    expect(await bounce.text()).toContain(`${app.shopify.url}/app-bridge.js`)
    expect(bounce.headers.get('content-security-policy')).toContain(app.shopify.url)
  })

  test.each(['evil.example', 'evil.example; script-src *', 'one.myshopify.com.evil.example'])(
    'lets nobody else frame the page that fetches a session token: %s',
    async (shop) => {
      const bounce = await app.request(`/auth/session-token?${new URLSearchParams({ shop })}`)
      expect(bounce.headers.get('content-security-policy')).toBe(
        "frame-ancestors 'none'; object-src 'none'; base-uri 'none'",
      )
      expect(bounce.headers.get('link')).not.toContain('cdn.shopify.com')
    },
  )

  test('keeps the root address and a redirect between screens embedded', async () => {
    const root = await app.request(`/?shop=${SHOP}&host=${HOST}&embedded=1&id_token=x`)
    expect(root.headers.get('location')).toBe(
      `/app?shop=${SHOP}&host=${HOST}&embedded=1&id_token=x`,
    )
    const estimate = await pageLoad('/app/estimate', app.shopify.sessionToken(SHOP))
    expect(estimate.status).toBe(302)
    expect(estimate.headers.get('location')).toMatch(/^\/app\/connect\?shop=.*id_token=/)
  })

  test('sends a visitor without a store to the Shopify admin, and asks for no address', async () => {
    expect((await app.request('/')).headers.get('location')).toBe('/auth/login')
    const page = await (await app.request('/auth/login')).text()
    expect(page).toContain('Open it there')
    expect(page).not.toMatch(/<form|<input|myshopify/)
  })
})

describe('session tokens that are refused', () => {
  const now = Math.floor(Date.now() / 1000)
  test.each([
    ['forged', () => token({}, 'another secret')],
    ['expired', () => token({ exp: now - 120, nbf: now - 180, iat: now - 180 })],
    ['not valid yet', () => token({ nbf: now + 600 })],
    ['for another app', () => token({ aud: 'another-app' })],
    ['not a token', () => 'nonsense'],
    [
      'unsigned',
      () => `${part({ alg: 'none' })}.${part({ aud: API_KEY, dest: `https://${SHOP}` })}.`,
    ],
  ])('%s', async (_name, make) => {
    const asData = await app.request('/app/runs.data', {
      headers: { authorization: `Bearer ${make()}` },
    })
    expect(asData.status).toBe(401)
    expect(asData.headers.get('x-shopify-retry-invalid-session-request')).toBe('1')

    const asPage = await pageLoad('/app/runs', make())
    expect(asPage.status).toBe(302)
    expect(asPage.headers.get('location')).toMatch(/^\/auth\/session-token/)
  })

  test('a token of one store opens no other store, whatever the address says', async () => {
    await app.asMerchant(OTHER, '/app/settings.data')
    const project = await createLedgerProject(app.database.prisma, systemClock)
    const response = await app.request(
      `/app/connect.data?shop=${project.shop}&project=${project.projectId}`,
      {
        headers: { authorization: `Bearer ${token()}` },
      },
    )
    expect(response.status).toBe(404)
  })
})

describe('another store’s things', () => {
  test.each([
    ['a run', (ids: Ids) => `/app/runs/${ids.run}.data`],
    ['its verification', (ids: Ids) => `/app/verify/${ids.run}.data`],
    ['a project to reconnect', (ids: Ids) => `/app/connect.data?project=${ids.project}`],
    ['an answer to a data request', (ids: Ids) => `/app/privacy-exports/${ids.export}`],
    ['a run that never was', () => `/app/runs/${randomUUID()}.data`],
    ['an id that is none', () => '/app/runs/1%20or%201=1.data'],
    ['a screen that is none', () => '/app/nowhere.data'],
  ])('%s is not found', async (_name, path) => {
    const ids = await things(OTHER)
    const response = await app.asMerchant(SHOP, path(ids))
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret name')
  })

  test.each([
    [
      'start a run',
      '/app/estimate',
      (ids: Ids) => ({ intent: 'start', mode: 'full', projectId: ids.project }),
    ],
    [
      'archive a project',
      '/app/projects',
      (ids: Ids) => ({ intent: 'archive', projectId: ids.project }),
    ],
  ])('cannot %s', async (_name, path, form) => {
    const ids = await things(OTHER)
    const response = await app.asMerchant(SHOP, `${path}.data`, form(ids))
    expect(response.status).toBe(404)
  })

  test.each(['pause', 'resume', 'cancel'])('cannot %s a run', async (intent) => {
    const ids = await things(OTHER)
    const response = await app.asMerchant(SHOP, `/app/runs/${ids.run}.data`, { intent })
    expect(response.status).toBe(404)
    const run = await app.database.prisma.run.findUniqueOrThrow({ where: { id: ids.run } })
    expect(run.state).toBe('paused')
  })

  test('the owner sees them', async () => {
    const ids = await things(OTHER)
    const run = await app.asMerchant(OTHER, `/app/runs/${ids.run}.data`)
    expect(run.status).toBe(200)
    expect(await run.text()).toContain('secret name')
    const file = await app.asMerchant(OTHER, `/app/privacy-exports/${ids.export}`)
    expect(file.headers.get('content-disposition')).toContain('data-request-77.json')
    expect(await file.json()).toEqual({ customer: 'secret name' })
  })

  test('a page that does not exist offers the way back', async () => {
    const page = await pageLoad(`/app/runs/${randomUUID()}`, app.shopify.sessionToken(SHOP))
    expect(page.status).toBe(404)
    const html = await page.text()
    expect(html).toContain('Back to Home')
    expect(html).not.toMatch(/\n\s+at .+:\d+:\d+/)
  })

  type Ids = { project: string; run: string; export: string }
  async function things(shop: string): Promise<Ids> {
    const { prisma } = app.database
    await prisma.shop.upsert({ where: { domain: shop }, create: { domain: shop }, update: {} })
    const project = await prisma.project.create({
      data: {
        shop,
        name: 'secret name',
        cart: 'woocommerce',
        sourceUrl: 'https://old.example',
        sourceStoreId: randomUUID(),
        sourceName: 'Old',
        sourceVersion: '9',
        sourceTimezone: 'UTC',
        sourceCurrency: 'EUR',
        credentialsCipher: new Uint8Array([1]),
        credentialsKeyId: 'k1',
      },
    })
    const run = await prisma.run.create({
      data: { shop, projectId: project.id, mode: 'full', state: 'paused' },
    })
    const answer = await prisma.privacyExport.create({
      data: { shop, requestId: '77', content: { customer: 'secret name' } },
    })
    return { project: project.id, run: run.id, export: answer.id }
  }
})

describe('forms', () => {
  test.each([
    [{ url: '', consumerKey: '', consumerSecret: '' }, 'Enter the address of your old store.'],
    [{ url: 'http://127.0.0.1:1', consumerKey: 'ck', consumerSecret: 'cs' }, /not|answer|reach/i],
    [{ url: 'ftp://old.example', consumerKey: 'ck', consumerSecret: 'cs' }, /address/i],
  ])('connecting %j is answered with a sentence and links nothing', async (form, sentence) => {
    const response = await app.asMerchant(SHOP, '/app/connect.data', {
      cart: 'woocommerce',
      ...form,
    })
    expect(await response.text()).toMatch(sentence)
    expect(await app.database.prisma.project.count({ where: { shop: SHOP } })).toBe(0)
  })

  test('never sends the secret back', async () => {
    const response = await app.asMerchant(SHOP, '/app/connect.data', {
      cart: 'woocommerce',
      url: 'http://127.0.0.1:1',
      consumerKey: 'ck_typed',
      consumerSecret: 'cs_typed',
    })
    const text = await response.text()
    expect(text).toContain('ck_typed')
    expect(text).not.toContain('cs_typed')
  })

  test.each(['/app/estimate', '/app/projects'])(
    '%s refuses what it does not know',
    async (path) => {
      const response = await app.asMerchant(SHOP, `${path}.data`, { intent: 'destroy' })
      expect(response.status).toBe(400)
      expect(await response.text()).toMatch(/reload the page/i)
    },
  )
})

describe('webhooks', () => {
  const send = (
    topic: string,
    body: string,
    options: { id?: string; secret?: string; shop?: string } = {},
  ) => {
    const hmac = createHmac('sha256', options.secret ?? API_SECRET)
      .update(body)
      .digest('base64')
    const headers = webhookHeaders(topic, options.shop ?? OTHER, options.id ?? randomUUID(), hmac)
    return app.request('/webhooks', { method: 'POST', headers, body })
  }

  test('refuses a wrong signature with 401 and does nothing', async () => {
    const response = await send('app/uninstalled', '{}', { secret: 'another secret' })
    expect(response.status).toBe(401)
    const shop = await app.database.prisma.shop.findUniqueOrThrow({ where: { domain: OTHER } })
    expect(shop.uninstalledAt).toBeNull()
  })

  test('refuses anything but POST, a topic it did not ask for and a payload it cannot read', async () => {
    expect((await app.request('/webhooks')).status).toBe(405)
    expect((await send('orders/create', '{}')).status).toBe(404)
    expect((await send('customers/redact', '{"customer":{}}')).status).toBe(400)
  })

  test('answers a data request once, however often it is delivered', async () => {
    const body = JSON.stringify({
      shop_domain: OTHER,
      orders_requested: [],
      customer: { id: 4242 },
      data_request: { id: 991 },
    })
    const id = randomUUID()
    expect((await send('customers/data_request', body, { id })).status).toBe(200)
    expect((await send('customers/data_request', body, { id })).status).toBe(200)
    const where = { shop: OTHER, requestId: '991' }
    expect(await app.database.prisma.privacyExport.count({ where })).toBe(1)
  })

  test('takes an uninstall although the shop’s token can no longer be renewed', async () => {
    const { prisma } = app.database
    await app.asMerchant(OTHER, '/app/settings.data')
    await prisma.session.updateMany({ where: { shop: OTHER }, data: { expires: new Date(0) } })
    await app.shopify.uninstall(OTHER)
    expect((await send('app/uninstalled', '{}')).status).toBe(200)
    expect(await prisma.session.count({ where: { shop: OTHER } })).toBe(0)
    const shop = await prisma.shop.findUniqueOrThrow({ where: { domain: OTHER } })
    expect(shop.uninstalledAt).toBeTruthy()
  })

  test('opening the app again after an uninstall brings the store back', async () => {
    const response = await app.asMerchant(OTHER, '/app/settings.data')
    expect(response.status).toBe(200)
    const shop = await app.database.prisma.shop.findUniqueOrThrow({ where: { domain: OTHER } })
    expect(shop.uninstalledAt).toBeNull()
  })

  test('leaves nothing of a shop after shop/redact', async () => {
    expect((await send('shop/redact', '{}')).status).toBe(200)
    const { prisma } = app.database
    expect(await prisma.shop.count({ where: { domain: OTHER } })).toBe(0)
    expect(await prisma.project.count({ where: { shop: OTHER } })).toBe(0)
    expect(await prisma.webhookDelivery.count({ where: { shop: OTHER } })).toBe(0)
  })
})

describe('/healthz', () => {
  test('answers while the database does', async () => {
    const response = await app.request('/healthz')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ok: true })
  })
})
