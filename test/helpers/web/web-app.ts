import { randomBytes } from 'node:crypto'
import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import { z } from 'zod'
import { SHOPIFY_API_VERSION } from '#app/shop/shopify-api-version.ts'
import { startShopifyStandIn, type ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import { APP_SCOPES } from '../stores/app-scopes.ts'
import { createTestDatabase, type TestDatabase } from '../database/database.ts'

const APP_URL = 'http://127.0.0.1:3999'
export const API_KEY = 'test-api-key'
export const API_SECRET = 'test-api-secret'
const SCOPES = APP_SCOPES.join(',')
/** As it is deployed; the tests' setup builds it. */
const BUILT_APP = new URL('../../../build/server/index.js', import.meta.url).href

const serverBuild = z.custom<ServerBuild>(
  (value) => typeof value === 'object' && value !== null && 'routes' in value,
)

/** One route of the app, as its configuration and its module say. */
export type WebRoute = { id: string; hasLoader: boolean; hasAction: boolean; isScreen: boolean }

export type WebApp = {
  database: TestDatabase
  /** Every route there is. */
  routes: WebRoute[]
  shopify: ShopifyStandIn
  /** Sends a request to the app as its web server would. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** As the running app in the store's admin: with a session token in the header. */
  asMerchant(shop: string, path: string, form?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'

/**
 * The whole web app in this process, as it is built, on a database of its own, with Shopify replaced
 * by the stand-in. One per test file: the app reads its environment once.
 */
export async function startWebApp(shops: readonly string[]): Promise<WebApp> {
  const database = await createTestDatabase()
  const shopify = await startShopifyStandIn({
    shops: shops.map((domain) => ({
      domain,
      plan: 'plus',
      currency: 'EUR',
      timezone: 'Europe/Berlin',
      name: domain,
    })),
    app: {
      apiKey: API_KEY,
      apiSecret: API_SECRET,
      handle: 'recent-data-migration',
      url: null,
      scopes: APP_SCOPES,
    },
  })
  Object.assign(process.env, {
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: API_SECRET,
    SHOPIFY_APP_URL: APP_URL,
    SCOPES,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    FINGERPRINT_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
    DEV_FRAME_ANCESTORS: shopify.url,
    DEV_ALLOW_PRIVATE_SOURCES: 'true',
    APP_BRIDGE_URL: `${shopify.url}/app-bridge.js`,
    SHOPIFY_STAND_IN_URL: shopify.url,
  })
  await import('#test/stand-ins/shopify-admin/redirect.ts')

  const built: unknown = await import(BUILT_APP)
  const build = serverBuild.parse(built)
  const handle = createRequestHandler(build, 'production')

  const request = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('user-agent')) headers.set('user-agent', BROWSER)
    return handle(new Request(new URL(path, APP_URL), { ...init, headers }))
  }
  return {
    database,
    shopify,
    routes: Object.values(build.routes).flatMap((each) =>
      each
        ? [
            {
              id: each.id,
              hasLoader: each.module.loader !== undefined,
              hasAction: each.module.action !== undefined,
              isScreen: each.module.default !== undefined,
            },
          ]
        : [],
    ),
    request,
    asMerchant: (shop, path, form) =>
      request(path, {
        headers: { authorization: `Bearer ${shopify.sessionToken(shop)}` },
        ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
      }),
    // The app's own connections end with the database, and with this process.
    close: async () => {
      await shopify.close()
      await database.close()
    },
  }
}

/** The headers Shopify sends with a webhook. */
export function webhookHeaders(topic: string, shop: string, id: string, hmac: string) {
  return {
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': id,
    'x-shopify-api-version': SHOPIFY_API_VERSION,
    'x-shopify-hmac-sha256': hmac,
  }
}
