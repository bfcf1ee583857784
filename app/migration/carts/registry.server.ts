import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { SourceConnector, SourceIdentity } from '#app/migration/engine/ports/source.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { withWellFormedText } from './well-formed.ts'
import { CAPABILITIES } from './woocommerce/capabilities.ts'
import { staysBehind } from './woocommerce/fields/field-table.ts'
import { FIELD_TABLES } from './woocommerce/fields/tables.ts'
import { createWooCommerceConnector } from './woocommerce/connector.server.ts'
import type { WooCommerceTuning } from './woocommerce/tuning.ts'

/** Where the old store is and how to get in. Credentials are plain here, encrypted at rest. */
export type SourceConnection = {
  cart: 'woocommerce'
  /** As the merchant typed it, or `SourceIdentity.url` once the store was found. */
  url: string
  credentials: { consumerKey: string; consumerSecret: string }
  /** What the project says of the store's order statuses. */
  orderStatuses?: StatusMeanings
}

export type SourceConnectorDeps = {
  http: OutboundHttp
  clock: Clock
  /** Keys the hash in guest customer ids; the same key gives the same guest the same id. */
  fingerprintKey: string
  logger: Logger
  tuning?: Partial<WooCommerceTuning>
}

/** One entry per cart. */
export function createSourceConnector(
  connection: SourceConnection,
  deps: SourceConnectorDeps,
): SourceConnector {
  switch (connection.cart) {
    case 'woocommerce':
      return withWellFormedText(createWooCommerceConnector(connection, deps))
  }
}

/** What of a cart's records is never moved, and why, each once: said to the merchant beforehand. */
export function neverMoved(cart: SourceConnection['cart']): { what: string; why: string }[] {
  switch (cart) {
    case 'woocommerce':
      return staysBehind(Object.values(FIELD_TABLES))
  }
}

/** What of a cart is not read at all: said to the merchant before the store is connected. */
export function neverRead(cart: SourceConnection['cart']): string[] {
  switch (cart) {
    case 'woocommerce':
      return CAPABILITIES.neverRead
  }
}

/**
 * Whether two readings of an identity are the same store. A store id is compared where both
 * readings have one. An id that had to be made from the address ("url:…", when the cart gives none
 * or the key may not read it) proves nothing against one the cart gave: then the addresses decide,
 * so that an update of the old store in mid-project does not look like another store.
 */
export function isSameStore(a: SourceIdentity, b: SourceIdentity): boolean {
  if (a.storeId === b.storeId) return true
  const derived = a.storeId.startsWith('url:') || b.storeId.startsWith('url:')
  return derived && isSameAddress(a.url, b.url)
}

/** The same place, whatever the scheme, with or without "www." */
export function isSameAddress(a: string, b: string): boolean {
  return addressKey(a) === addressKey(b)
}

function addressKey(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/+$/, '')
}
