import { createHmac, randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SHOPIFY_API_VERSION } from '#app/shop/shopify-api-version.ts'
import { shopWithEverything } from '#test/helpers/database/shop-with-everything.ts'
import {
  API_KEY,
  API_SECRET,
  startWebApp,
  webhookHeaders,
  type WebApp,
} from '#test/helpers/web/web-app.ts'

/**
 * What Shopify's review looks for, by the names its security checks have. Each is tried on the
 * running app.
 */
const SHOP = 'one.myshopify.com'
const OTHER = 'two.myshopify.com'

let app: WebApp

beforeAll(async () => {
  app = await startWebApp([SHOP, OTHER])
})
afterAll(() => app?.close())

const pageOf = async (shop: string, path: string) => {
  const query = new URLSearchParams({
    shop,
    host: Buffer.from(`admin.shopify.com/store/${shop.split('.')[0]}`).toString('base64'),
    embedded: '1',
    id_token: app.shopify.sessionToken(shop),
  })
  const response = await app.request(`${path}?${query}`)
  return { response, html: await response.text() }
}
const ancestorsOf = (response: Response) =>
  /frame-ancestors ([^;]*)/
    .exec(response.headers.get('content-security-policy') ?? '')?.[1]
    ?.split(' ')

describe('STATIC_FRAME_ANCESTORS', () => {
  test.each([SHOP, OTHER])('%s: only its own admin may frame the app', async (shop) => {
    const { response } = await pageOf(shop, '/app')
    expect(ancestorsOf(response)).toEqual([
      `https://${shop}`,
      'https://admin.shopify.com',
      app.shopify.url,
    ])
  })

  test.each(['/auth/login', '/auth/session-token', '/nowhere', '/app?shop=evil.example'])(
    'nobody may frame %s, which names no store',
    async (path) => {
      expect(ancestorsOf(await app.request(path)) ?? ["'none'"]).toEqual(["'none'"])
    },
  )
})

describe('MISSING_EMBEDDED_CSP', () => {
  test.each(['/app', '/app/runs', '/app/verify', '/app/settings', '/app/nowhere'])(
    '%s says who may frame it',
    async (path) => {
      const { response } = await pageOf(SHOP, path)
      expect(ancestorsOf(response)).toContain(`https://${SHOP}`)
    },
  )
})

describe('App Bridge', () => {
  test.each(['/app', '/app/runs', '/app/settings', '/app/nowhere'])(
    'is the first script in the head of %s, beside the app’s key',
    async (path) => {
      const { html } = await pageOf(SHOP, path)
      const head = html.slice(0, html.indexOf('</head>'))
      const scripts = [...html.matchAll(/<script[^>]*\bsrc="([^"]*)"[^>]*>/g)]
      expect(scripts[0]?.[1]).toBe(`${app.shopify.url}/app-bridge.js`)
      expect(scripts[0]?.[0]).not.toMatch(/\b(async|defer|type)\b/)
      expect(head).toContain(scripts[0]?.[0] ?? 'no script')
      expect(head).toContain(`<meta name="shopify-api-key" content="${API_KEY}"/>`)
      expect(scripts.filter(([, src]) => src?.includes('app-bridge'))).toHaveLength(1)
    },
  )

  test('is not on a page outside the frame, which it would leave', async () => {
    expect(await (await app.request('/auth/login')).text()).not.toContain('app-bridge')
  })
})

describe('REQUEST_DERIVED_SHOP_SCOPE', () => {
  test('the store is the session token’s, whatever the address and the form say', async () => {
    const { prisma } = app.database
    for (const shop of [SHOP, OTHER]) {
      await prisma.shop.deleteMany({ where: { domain: shop } })
      await shopWithEverything(prisma, shop, shop)
    }
    const theirs = await prisma.project.findFirstOrThrow({ where: { shop: OTHER } })
    const answer = await app.request(`/app/projects.data?shop=${OTHER}`, {
      headers: {
        authorization: `Bearer ${app.shopify.sessionToken(SHOP)}`,
        'x-shopify-shop-domain': OTHER,
      },
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(theirs.id)
  })
})

describe('EOL_API_VERSION', () => {
  test('one supported version is named, and the same everywhere', () => {
    const [year = 0, month = 0] = SHOPIFY_API_VERSION.split('-').map(Number)
    // Shopify supports a stable version for at least twelve months.
    const supportedUntil = Date.UTC(year + 1, month - 1, 1)
    expect(supportedUntil).toBeGreaterThan(Date.UTC(2026, 10, 30))
    const configuration = readFileSync('shopify.app.toml', 'utf8')
    const named = [...configuration.matchAll(/api_version\s*=\s*"([^"]+)"/g)].map(([, v]) => v)
    expect(new Set(named)).toEqual(new Set([SHOPIFY_API_VERSION]))
  })
})

describe('COMMITTED_SECRET', () => {
  test('no file of the project holds a key or a token of a real account', () => {
    const files = globSync(['*', '.*', '{app,docs,extensions,prisma,public,scripts,test}/**/*'], {
      exclude: (file) => /node_modules|generated|\.git$/.test(String(file)),
    }).filter((file) => /\.(tsx?|mjs|json|toml|ya?ml|md|example|sh)$/.test(file))
    const secret =
      /\b(shp(at|ca|pa|ss|ua|rt)_[0-9a-f]{32}|sk_live_\w{16,}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----)/
    expect(files.length).toBeGreaterThan(300)
    expect(files.filter((file) => secret.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})

describe('an uninstall webhook', () => {
  const uninstall = (triggeredAt: Date) => {
    const body = JSON.stringify({ id: 1 })
    const hmac = createHmac('sha256', API_SECRET).update(body).digest('base64')
    return app.request('/webhooks', {
      method: 'POST',
      headers: {
        ...webhookHeaders('app/uninstalled', SHOP, randomUUID(), hmac),
        'x-shopify-triggered-at': triggeredAt.toISOString(),
      },
      body,
    })
  }
  const granted = new Date('2026-03-01T10:00:00Z')
  const remember = async () => {
    const { prisma } = app.database
    await prisma.shop.deleteMany({ where: { domain: SHOP } })
    await shopWithEverything(prisma, SHOP, 'own')
    await prisma.shop.update({
      where: { domain: SHOP },
      data: { uninstalledAt: null, accessGrantedAt: granted },
    })
  }
  const kept = async () => {
    const { prisma } = app.database
    const shop = await prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } })
    return {
      sessions: await prisma.session.count({ where: { shop: SHOP } }),
      uninstalled: shop.uninstalledAt !== null,
    }
  }

  test('that comes late does not touch the installation that followed', async () => {
    await remember()
    const before = await kept()
    expect(before.sessions).toBeGreaterThan(0)
    expect((await uninstall(new Date(granted.getTime() - 1000))).status).toBe(200)
    expect(await kept()).toEqual(before)
  })

  test('of the present installation ends it', async () => {
    await remember()
    expect((await uninstall(new Date(granted.getTime() + 1000))).status).toBe(200)
    expect(await kept()).toEqual({ sessions: 0, uninstalled: true })
  })
})
