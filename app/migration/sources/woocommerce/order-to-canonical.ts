import { sum } from '#app/migration/canonical/money.ts'
import type {
  CanonicalOrder,
  CanonicalOrderLine,
  CanonicalRefund,
} from '#app/migration/canonical/order.ts'
import { RecordError } from '#app/migration/errors.ts'
import { absolute, isZero, value } from './amounts.ts'
import { toMoney } from './order-money.ts'
import { withoutTags } from './text.ts'
import { fromGmt } from './time.ts'
import {
  guestSourceId,
  jsonOf,
  orNull,
  plainText,
  toAddressBook,
  toAddressOrNull,
} from './to-canonical.ts'
import type { WireLine, WireNote, WireOrder, WireRefund } from './wire/order.ts'
import type { WireMeta } from './wire/shapes.ts'

/**
 * How a WooCommerce order becomes a canonical one. Lines, fees and shipping come net of tax whatever
 * `prices_include_tax` says (measured on 9.9); where it says true they are made gross here.
 *
 * - Coupons and whatever else lowered a line (`subtotal` − `total`) are discounts; a fee or a line
 *   below zero is one too. A line that was raised above its subtotal counts as sold at that price.
 * - Taxes per rate are WooCommerce's own sums; a line's taxes are its shares of them.
 * - `processing` and `completed` are paid, unless cash on delivery has no payment date yet;
 *   `cancelled` and `failed` are cancelled (at the last change: WooCommerce keeps no other date);
 *   custom statuses follow the payment and completion dates.
 *
 * @throws RecordError when a date cannot be read
 */
export function toOrder(
  wire: WireOrder,
  extras: { refunds: readonly WireRefund[]; notes: readonly WireNote[]; fingerprintKey: string },
): CanonicalOrder {
  const sourceId = String(wire.id)
  const placedAt = requiredTime(wire.date_created_gmt, sourceId, 'date_created_gmt')
  const email = orNull(wire.billing.email)
  const account = wire.customer_id > 0 ? String(wire.customer_id) : null
  const guestId = account === null && email ? guestSourceId(extras.fingerprintKey, email) : null
  const phone = orNull(wire.billing.phone) ?? orNull(wire.shipping.phone)
  const { lines: pricedLines, ...money } = toMoney(wire)
  const lines = pricedLines.map(({ wire: line, ...amounts }) => ({
    ...describeLine(line),
    ...amounts,
  }))
  return {
    kind: 'order',
    sourceId,
    number: orNull(wire.number) ?? sourceId,
    currency: wire.currency.trim().toUpperCase(),
    placedAt,
    email,
    phone,
    note: orNull(plainText(wire.customer_note)),
    customerSourceId: account ?? guestId,
    guest:
      guestId === null
        ? null
        : {
            kind: 'customer',
            sourceId: guestId,
            guest: true,
            email,
            firstName: wire.billing.first_name.trim(),
            lastName: wire.billing.last_name.trim(),
            phone,
            note: null,
            tags: [],
            metafields: [],
            emailConsent: null,
            addresses: toAddressBook(wire.billing, wire.shipping),
          },
    billingAddress: toAddressOrNull(wire.billing),
    shippingAddress: toAddressOrNull(wire.shipping),
    ...money,
    lines,
    payment: toPayment(wire),
    fulfillment: isFulfilled(wire) ? 'fulfilled' : 'unfulfilled',
    shipments: [],
    poNumber: null,
    cancelledAt: isCancelled(wire) ? (fromGmt(wire.date_modified_gmt) ?? placedAt) : null,
    refunds: extras.refunds
      .map((refund) => toRefund(refund, lines, sourceId))
      .toSorted(
        (a, b) =>
          a.refundedAt.localeCompare(b.refundedAt) || Number(a.sourceId) - Number(b.sourceId),
      ),
    staffNotes: extras.notes
      .toSorted(
        (a, b) => (a.date_created_gmt ?? '').localeCompare(b.date_created_gmt ?? '') || a.id - b.id,
      )
      .map((note) => withoutTags(note.note))
      .filter((note) => note !== ''),
    sourceStatus: wire.status,
    tags: [],
    // A coupon that gave nothing but free shipping takes nothing off; its code is kept here.
    attributes: wire.coupon_lines
      .filter((coupon) => coupon.code !== '' && isZero(coupon.discount))
      .map((coupon) => ({ name: 'Coupon', value: plainText(coupon.code) })),
  }
}

/* ------------------------------------------------------------------ states ---------------- */

function isPaid(wire: WireOrder): boolean {
  if (wire.date_paid_gmt !== null) return true
  switch (wire.status) {
    case 'completed':
    case 'refunded':
      return true
    case 'processing':
      // Cash on delivery is processed before it is paid.
      return wire.payment_method !== 'cod'
    case 'pending':
    case 'on-hold':
    case 'failed':
    case 'cancelled':
      return false
    default:
      return wire.date_completed_gmt !== null
  }
}

function isCancelled(wire: WireOrder): boolean {
  return wire.status === 'cancelled' || wire.status === 'failed'
}

function isFulfilled(wire: WireOrder): boolean {
  switch (wire.status) {
    case 'completed':
      return true
    case 'pending':
    case 'on-hold':
    case 'processing':
    case 'failed':
    case 'cancelled':
      return false
    default:
      return wire.date_completed_gmt !== null
  }
}

function toPayment(wire: WireOrder): CanonicalOrder['payment'] {
  const paid = isPaid(wire)
  return {
    state: paid ? 'paid' : isCancelled(wire) ? 'voided' : 'pending',
    gateway: orNull(wire.payment_method),
    gatewayTitle: orNull(plainText(wire.payment_method_title)),
    transactionId: orNull(wire.transaction_id),
    paidAt: fromGmt(wire.date_paid_gmt),
    received: null,
  }
}

/* ------------------------------------------------------------------ lines ----------------- */

function describeLine(line: WireLine): Omit<CanonicalOrderLine, 'subtotal' | 'total' | 'taxes'> {
  const name = withoutTags(line.name)
  const chosen = chosenValues(name, line.meta_data)
  const variantTitle = chosen.length === 0 ? null : chosen.join(', ')
  const whole = Number.isInteger(line.quantity) && line.quantity > 0
  const productId = line.product_id > 0 ? String(line.product_id) : null
  return {
    sourceId: String(line.id),
    title: variantTitle === null ? name : name.slice(0, -` - ${variantTitle}`.length),
    variantTitle,
    sku: orNull(line.sku),
    quantity: whole ? line.quantity : 1,
    productSourceId: productId,
    variantSourceId: line.variation_id > 0 ? String(line.variation_id) : productId,
    properties: [
      // Shops that sell by weight have fractions of pieces; Shopify counts whole ones.
      ...(whole ? [] : [{ name: 'Quantity', value: String(line.quantity) }]),
      ...line.meta_data.flatMap((meta) => toProperty(meta, chosen)),
    ],
  }
}

/**
 * The values at the end of a variation's name ("Jacket - S, Slate"), as the line itself keeps them.
 * What a line says of its product (`parent_name`, `sku`) is the product's present, gone with it: an
 * old order must not look changed because its product was renamed or deleted.
 */
function chosenValues(name: string, meta: readonly WireMeta[]): string[] {
  const values = meta
    .filter(({ key }) => key !== '' && !key.startsWith('_'))
    .map((each) => withoutTags(asText(each.display_value) || asText(each.value)))
  for (let count = values.length; count > 0; count -= 1) {
    const first = values.slice(0, count)
    const ending = ` - ${first.join(', ')}`
    if (name.length > ending.length && name.endsWith(ending) && !first.includes('')) return first
  }
  return []
}

function toProperty(meta: WireMeta, chosen: readonly string[]): { name: string; value: string }[] {
  if (meta.key === '' || meta.key.startsWith('_')) return []
  const name = withoutTags(asText(meta.display_key) || meta.key)
  const text = withoutTags(asText(meta.display_value) || asText(meta.value))
  // The variation's own values already stand in the variant's title.
  if (name === '' || text === '' || chosen.includes(text)) return []
  return [{ name, value: text }]
}

function asText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? '' : jsonOf(value)
    default:
      return ''
  }
}

/* ------------------------------------------------------------------ refunds --------------- */

function toRefund(
  wire: WireRefund,
  lines: readonly CanonicalOrderLine[],
  orderId: string,
): CanonicalRefund {
  return {
    sourceId: String(wire.id),
    amount: absolute(wire.amount),
    reason: orNull(plainText(wire.reason)),
    refundedAt: requiredTime(wire.date_created_gmt, orderId, 'refunds.date_created_gmt'),
    lines: wire.line_items.flatMap((line) => {
      const of = line.meta_data.find((meta) => meta.key === '_refunded_item_id')
      const lineSourceId = asText(of?.value)
      const known = lines.find((other) => other.sourceId === lineSourceId)
      const quantity = Math.abs(line.quantity)
      if (!known || !Number.isInteger(quantity) || quantity === 0) return []
      return [
        {
          lineSourceId,
          quantity: Math.min(quantity, known.quantity),
          amount: absolute(sum([value(line.total), value(line.total_tax)])),
        },
      ]
    }),
    shippingAmount: absolute(
      sum(wire.shipping_lines.flatMap((line) => [value(line.total), value(line.total_tax)])),
    ),
  }
}

/* ------------------------------------------------------------------ small ----------------- */

function requiredTime(text: string | null, sourceId: string, field: string): string {
  const time = fromGmt(text)
  if (time !== null) return time
  throw new RecordError(
    'SOURCE_RECORD_INVALID',
    sourceId,
    `The old store gives this order a date that cannot be read (${field}). Nothing else is affected; save the order there once and run again.`,
  )
}
