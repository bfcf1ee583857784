import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import type { OrderMeaning, StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'

/*
 * The status comes first and the dates second: WooCommerce stamps a payment date on any way into a
 * paid status and keeps it on the way out, and moving a store to another order storage has dropped
 * dates. Statuses are named without their "wc-".
 */

/** WooCommerce's own. */
const OWN: StatusMeanings = {
  pending: 'unpaid',
  'on-hold': 'unpaid',
  processing: 'paid',
  completed: 'fulfilled',
  refunded: 'refunded',
  cancelled: 'cancelled',
  failed: 'failed',
}

/** Those of widespread plugins, by their names. Each is told, because a store may mean another thing. */
const OF_PLUGINS: StatusMeanings = {
  shipped: 'fulfilled',
  delivered: 'fulfilled',
  dispatched: 'fulfilled',
  sent: 'fulfilled',
  'in-transit': 'fulfilled',
  'out-for-delivery': 'fulfilled',
  'picked-up': 'fulfilled',
  collected: 'fulfilled',
  'partially-paid': 'partly_paid',
  'partial-payment': 'partly_paid',
  'partial-paid': 'partly_paid',
  'deposit-paid': 'partly_paid',
  'pending-deposit': 'unpaid',
  'scheduled-payment': 'unpaid',
  'awaiting-payment': 'unpaid',
}

/**
 * @param own what the project says of statuses; it goes before everything else
 * @returns `isKnown` false: neither WooCommerce nor the project says so
 */
export function meaningOf(
  status: string,
  own: StatusMeanings = {},
): { meaning: OrderMeaning; isKnown: boolean } {
  const slug = status.trim().toLowerCase().replace(/^wc-/, '')
  const known = lookUp(own, slug) ?? lookUp(own, `wc-${slug}`) ?? lookUp(OWN, slug)
  if (known) return { meaning: known, isKnown: true }
  return { meaning: lookUp(OF_PLUGINS, slug) ?? 'by_dates', isKnown: false }
}

function lookUp(table: StatusMeanings, slug: string): OrderMeaning | undefined {
  return ownEntry(table, slug)
}
