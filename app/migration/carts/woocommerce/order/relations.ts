import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { OrderMeta } from './meta.ts'
import { readableText } from '../readable.ts'
import type { WireOrder } from '../wire/order.ts'
import { wooSays } from '../messages/woocommerce.ts'

/** What Dokan, YITH Multi Vendor, MultiVendorX, WCFM and WC Vendors write into orders they make. */
const MADE_BY_MARKETPLACE = /dokan|yith_wcmv|mvx|wcmp|multivendorx|wcfm|vendor/i
const MARKETPLACE_DATA =
  /^_?((dokan|yith_wcmv|mvx|wcmp|multivendorx|wcfm|wcfmmp|wcv|vcv)_.+|vendor_id|commission_id)$/

/**
 * Marketplace plugins split what one customer bought and paid into an order per vendor, and keep the
 * whole as their parent: all are in the list of orders, and the parts add up to the whole.
 */
export function isPartOfMarketplaceOrder(
  wire: Pick<WireOrder, 'parent_id' | 'created_via' | 'meta_data'>,
): boolean {
  if (wire.parent_id === 0) return false
  return (
    MADE_BY_MARKETPLACE.test(wire.created_via) ||
    wire.meta_data.some(({ key }) => MARKETPLACE_DATA.test(key))
  )
}

/** A part of a marketplace order is no sale of its own; the reason is told on it. */
export function partOfMarketplaceOrder(wire: Pick<WireOrder, 'id' | 'parent_id'>): RecordError {
  return new RecordError(
    'RELATED_ORDER',
    String(wire.id),
    wooSays('partOfMarketplaceOrder', { order: String(wire.parent_id) }),
    { isLeftOut: true },
  )
}

/** WooCommerce Subscriptions keeps the id of the subscription under these. */
const RELATIONS = [
  {
    key: '_subscription_renewal',
    name: 'Renewal of subscription',
    what: 'renewal',
  },
  {
    key: '_subscription_resubscribe',
    name: 'Resubscription of',
    what: 'resubscribe',
  },
  {
    key: '_subscription_switch',
    name: 'Switch of subscription',
    what: 'switch',
  },
  {
    key: '_subscription_renewal_early',
    name: 'Early renewal of subscription',
    what: 'earlyRenewal',
  },
] as const

/** Other orders and subscriptions this one belongs to, as attributes and in one remark. */
export function relationsOf(
  wire: WireOrder,
  meta: OrderMeta,
): { attributes: CanonicalOrder['attributes']; remarks: SourceRemark[] } {
  const found = RELATIONS.flatMap(({ key, name, what }) =>
    meta
      .take(key, (raw) => readableText(raw) || null)
      .map((id) => ({ attribute: { name, value: id }, what })),
  )
  const order = wire.parent_id > 0 ? String(wire.parent_id) : null
  if (found.length === 0 && order === null) return { attributes: [], remarks: [] }
  const subscription = [...new Set(found.map(({ what }) => what))]
  return {
    attributes: [
      ...found.map(({ attribute }) => attribute),
      ...(order === null ? [] : [{ name: 'Belongs to order', value: order }]),
    ],
    remarks: [{ code: 'RELATED_ORDER', message: wooSays('belongsTo', { subscription, order }) }],
  }
}
