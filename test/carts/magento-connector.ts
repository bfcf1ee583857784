import { magento } from '#app/migration/carts/magento/cart.ts'
import { withWellFormedText } from '#app/migration/carts/kit/well-formed.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import type { Connect } from './store/open-store.ts'

/** Magento's connector, as the app makes it. */
export const connectMagento: Connect = ({ url, credentials, http, clock, options }) =>
  withWellFormedText(
    magento.connect(
      { cart: 'magento', url, credentials: { storeView: '', ...credentials } },
      { http, clock, fingerprintKey: 'test key', logger: silentLogger, tuning: options },
    ),
  )
