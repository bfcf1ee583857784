import type { SourceCapabilities } from '#app/migration/engine/ports/source.ts'
import { perKind } from '#app/migration/kinds/kind.ts'
import { WOO_KINDS } from './kinds.ts'

/** What this way of reading WooCommerce finds, and what it does not, in words a merchant understands. */
export const CAPABILITIES: SourceCapabilities = {
  cart: 'WooCommerce',
  // Ledgers hold records of this version: it is raised with the rules, and never taken back.
  mappingVersion: 5,
  neverRead: [
    'Subscriptions, memberships and bookings: orders that came from them arrive as orders.',
    'Coupons: the codes that were used arrive with their orders.',
    'Product reviews and ratings.',
    'Gift cards and store credit with a balance left.',
    'Passwords: WooCommerce does not show them. Customers choose new ones.',
    'Abandoned carts.',
    'Orders and products in the bin.',
    'Pages, blog posts, menus and media that no product uses.',
    'Settings: shipping zones, tax rates, payment methods, e-mails and users of the staff.',
  ],
  kinds: perKind((kind) => WOO_KINDS[kind].capability),
}
