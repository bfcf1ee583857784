import type { SourceCapabilities } from '#app/migration/engine/ports/source.ts'
import { perKind } from '#app/migration/kinds/kind.ts'
import { WOO_KINDS } from './kinds.ts'
import { wooSays } from './messages/woocommerce.ts'

/** What this way of reading WooCommerce finds, and what it does not, in words a merchant understands. */
export const CAPABILITIES: SourceCapabilities = {
  cart: 'WooCommerce',
  // Ledgers hold records of this version: it is raised with the rules, and never taken back.
  mappingVersion: 5,
  neverRead: [
    wooSays('unreadSubscriptions'),
    wooSays('unreadCoupons'),
    wooSays('unreadReviews'),
    wooSays('unreadGiftCards'),
    wooSays('unreadPasswords'),
    wooSays('unreadCarts'),
    wooSays('unreadBin'),
    wooSays('unreadPages'),
    wooSays('unreadSettings'),
  ],
  kinds: perKind((kind) => WOO_KINDS[kind].capability),
}
