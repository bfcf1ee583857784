import { createSourceConnector } from '#app/migration/carts/registry.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import type { Connect } from './store/open-store.ts'

/** WooCommerce's connector, as the app makes it. */
export const connectWooCommerce: Connect = ({ url, credentials, http, clock, options }) =>
  createSourceConnector(
    { cart: 'woocommerce', url, credentials },
    { http, clock, fingerprintKey: 'test key', logger: silentLogger, tuning: options },
  )
