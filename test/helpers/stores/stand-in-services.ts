import { randomBytes } from 'node:crypto'
import { parseEnv } from '#app/env.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import { silentLogger, type Logger } from '#app/platform/logger.server.ts'
import { createOutboundHttp } from '#app/platform/outbound-http.server.ts'
import { createServices, type Services } from '#app/services.server.ts'
import {
  API_VERSION,
  startShopifyStandIn,
  type ShopifyStandIn,
} from '#test/stand-ins/shopify-admin/server.ts'
import {
  startWooCommerceStandIn,
  type WooStandIn,
  type WooStandInOptions,
} from '#test/stand-ins/woocommerce/server.ts'
import { APP_SCOPES } from './app-scopes.ts'
import { createTestDatabase } from '../database/database.ts'

export const SHOP = 'new-store.myshopify.com'

export type StandInServices = {
  services: Services
  shopify: ShopifyStandIn
  woo: WooStandIn
  /** What the merchant types to link the stand-in. */
  form(overrides?: Record<string, string>): Record<string, string>
  close(): Promise<void>
}

/** The app's services between both stand-ins, over HTTP, on a database of its own. */
export async function startStandInServices(
  woocommerce: WooStandInOptions = { dataset: 'small' },
  logger: Logger = silentLogger,
): Promise<StandInServices> {
  const database = await createTestDatabase()
  const woo = await startWooCommerceStandIn(woocommerce)
  const shopify = await startShopifyStandIn({
    shops: [
      {
        domain: SHOP,
        plan: 'plus',
        currency: 'USD',
        timezone: 'America/Los_Angeles',
        name: 'New store',
        locations: ['Warehouse'],
      },
    ],
    app: { apiKey: 'key', apiSecret: 'secret', handle: 'app', url: null, scopes: APP_SCOPES },
  })
  const environment = parseEnv({
    NODE_ENV: 'test',
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    SHOPIFY_API_KEY: 'key',
    SHOPIFY_API_SECRET: 'secret',
    SHOPIFY_APP_URL: 'https://app.example',
    SCOPES: APP_SCOPES.join(','),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    FINGERPRINT_KEY: randomBytes(32).toString('base64'),
    RUN_LEASE_MS: '10000',
    RUN_HEARTBEAT_MS: '100',
    WORKER_POLL_MS: '50',
  })
  let token = shopify.issueOfflineToken(SHOP)
  const services = createServices(
    {
      prisma: database.prisma,
      logger,
      http: createOutboundHttp({ allowPrivateAddresses: true, timeoutMs: 5_000 }),
      adminTransport: (shop) =>
        createHttpTransport({
          shop,
          apiVersion: API_VERSION,
          accessToken: async (refused) =>
            refused ? (token = shopify.issueOfflineToken(SHOP)) : token,
          fetch: (_url, init) =>
            fetch(`${shopify.url}/admin/api/${API_VERSION}/graphql.json`, init),
        }),
    },
    environment,
  )
  return {
    services,
    shopify,
    woo,
    form: (overrides = {}) => ({
      cart: 'woocommerce',
      url: woo.url,
      consumerKey: woo.consumerKey,
      consumerSecret: woo.consumerSecret,
      ...overrides,
    }),
    close: async () => {
      await services.queue.stop()
      await services.http.close()
      await shopify.close()
      await woo.close()
      await database.close()
    },
  }
}
