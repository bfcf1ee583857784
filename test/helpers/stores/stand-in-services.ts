import { randomBytes } from 'node:crypto'
import { silentLogger, type Logger } from '#app/platform/logger.server.ts'
import { createOutboundHttp } from '#app/platform/outbound-http.server.ts'
import type { Services } from '#app/services.server.ts'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import {
  startWooCommerceStandIn,
  type WooStandIn,
  type WooStandInOptions,
} from '#test/stand-ins/woocommerce/server.ts'
import { createTestDatabase } from '../database/database.ts'
import { servicesAt, startShop } from './app-at-stand-in.ts'

export { SHOP } from './app-at-stand-in.ts'

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
  const shopify = await startShop()
  const services = servicesAt(
    shopify,
    database.url,
    {
      prisma: database.prisma,
      logger,
      http: createOutboundHttp({ allowPrivateAddresses: true, timeoutMs: 5_000 }),
    },
    {
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      FINGERPRINT_KEY: randomBytes(32).toString('base64'),
      RUN_LEASE_MS: '10000',
      RUN_HEARTBEAT_MS: '100',
      WORKER_POLL_MS: '50',
    },
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
