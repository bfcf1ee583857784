import { isZero, negate } from '../../kit/order/amounts.ts'
import { orNull } from '../../kit/text/text.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { withoutTags } from '../../kit/text/text.ts'
import type { WireInvoice, WireShipment } from '../wire/order-documents.ts'
import type { WireOrder } from '../wire/order.ts'
import { dataOf, giftMessage, type Named } from './custom-data.ts'
import { couponOf, type OrderMoney } from './money/money.ts'

/** Groups of customers by their number; null: they could not be read. */
export type Groups = ReadonlyMap<number, string> | null

/** What Shopify has no place of its own for. */
export function attributesOf(wire: WireOrder, money: OrderMoney, groups: Groups): Named[] {
  const coupon = couponOf(wire)
  const isUsed = money.discounts.some(({ code }) => code === coupon)
  const entry = (name: string, text: string | null) =>
    text === null ? [] : [{ name, value: text }]
  return [
    ...(isUsed ? [] : entry('Coupon', orNull(coupon))),
    ...(isZero(money.shippingDiscount)
      ? []
      : [{ name: 'Shipping discount', value: negate(money.shippingDiscount) }]),
    ...money.unused.map(({ name, amount }) => ({ name, value: amount })),
    ...giftMessage(wire.extension_attributes.gift_message),
    ...entry('VAT number', vatNumber(wire)),
    ...entry('Customer group', groupOf(wire, groups)),
    // Accounts have it as a metafield.
    ...(wire.customer_id > 0 ? [] : entry('Date of birth', dayOf(wire.customer_dob))),
    ...entry('Company', companyOf(wire)),
    ...entry('External order number', orNull(wire.ext_order_id)),
    ...entry('External customer number', orNull(wire.ext_customer_id)),
    ...dataOf(wire.extension_attributes, (key) => isRead(key) || money.read.includes(key)),
  ]
}

/** Stands in a field of its own, or is a figure of the store's own books. */
const READ = new Set([
  ...['shipping_assignments', 'payment_additional_info', 'applied_taxes', 'item_applied_taxes'],
  ...['converting_from_quote', 'gift_message', 'company_order_attributes'],
  ...['reward_points_balance'],
])
const FIGURE = /^(base_|gw_)|_(invoiced|refunded|canceled)$/

function isRead(key: string): boolean {
  return READ.has(key) || FIGURE.test(key)
}

function vatNumber(wire: WireOrder): string | null {
  const shipping = wire.extension_attributes.shipping_assignments[0]?.shipping.address
  return (
    orNull(wire.customer_taxvat) ??
    orNull(wire.billing_address?.vat_id ?? '') ??
    orNull(shipping?.vat_id ?? '')
  )
}

/** Which prices and taxes applied; the customer's own group may be another by now. */
function groupOf({ customer_group_id: group }: WireOrder, groups: Groups): string | null {
  if (group <= 1) return null
  return orNull(groups?.get(group) ?? '') ?? `Group ${group}`
}

/** Adobe Commerce B2B. */
function companyOf({ extension_attributes }: WireOrder): string | null {
  const company = extension_attributes.company_order_attributes
  if (typeof company !== 'object' || company === null) return null
  const name: unknown = new Map(Object.entries(company)).get('company_name')
  return typeof name === 'string' ? orNull(name) : null
}

function dayOf(text: string): string | null {
  return /^(?!0000)\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null
}

type Comment = { comment: string; created_at: string | null; entity_id: number }

/** Comments of the order, its invoices and its parcels, oldest first; empty ones mark a status alone. */
export function notesOf(
  wire: WireOrder,
  invoices: readonly WireInvoice[],
  shipments: readonly WireShipment[],
): string[] {
  const all: Comment[] = [
    ...wire.status_histories,
    ...[...invoices, ...shipments].flatMap(({ comments }) => comments),
  ]
  return all
    .toSorted(
      (a, b) =>
        (fromGmt(a.created_at) ?? '').localeCompare(fromGmt(b.created_at) ?? '') ||
        a.entity_id - b.entity_id,
    )
    .map(({ comment }) => withoutTags(comment))
    .filter((text) => text !== '')
}
