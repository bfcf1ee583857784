import type { SourceCapabilities } from '#app/migration/engine/ports/source.ts'
import { perKind } from '#app/migration/kinds/kind.ts'
import type { MagentoKinds } from './connector.server.ts'
import { magentoSays } from './messages/magento.ts'

/** What this way of reading Magento finds, and what it does not, in words a merchant understands. */
export function capabilitiesOf(kinds: MagentoKinds): SourceCapabilities {
  return {
    cart: 'Magento',
    // Ledgers hold records of this version: it is raised with the rules, and never taken back.
    mappingVersion: 1,
    neverRead: [
      magentoSays('unreadCoupons'),
      magentoSays('unreadReviews'),
      magentoSays('unreadBalances'),
      magentoSays('unreadReturns'),
      magentoSays('unreadPasswords'),
      magentoSays('unreadCarts'),
      magentoSays('unreadPages'),
      magentoSays('unreadSettings'),
    ],
    kinds: perKind((kind) => kinds[kind].capability),
  }
}
