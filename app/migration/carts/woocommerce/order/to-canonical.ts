import { someOf } from '#app/migration/messages/parameters.ts'
import { wooSays } from '../messages/woocommerce.ts'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import { orNull, plainText, withoutTags } from '../../kit/text/text.ts'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { CanonicalOrder, CanonicalShipment } from '#app/migration/kinds/order/order.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { isZero } from '../../kit/order/amounts.ts'
import { creditsOf, type Credit } from './credits.ts'
import { toDates } from './dates.ts'
import { describeLine } from './lines.ts'
import { customData, orderMeta, type OrderMeta } from './meta.ts'
import { PO_NUMBER } from './meta-keys.ts'
import { MOST_OF_ONE_RATE, taxRate, toMoney } from './money.ts'
import { toState } from './payment.ts'
import { toRefunds } from './refunds.ts'
import { relationsOf } from './relations.ts'
import { shipmentsOf } from './shipments.ts'
import { plainKey } from '../plain-key.ts'
import { readableText } from '../readable.ts'
import { toAddressBook, toAddressOrNull } from '../customer/to-canonical.ts'
import type { WireNote, WireOrder, WireRefund } from '../wire/order.ts'

type Extras = {
  refunds: readonly WireRefund[]
  notes: readonly WireNote[]
  fingerprintKey: string
  /** What the project says of statuses that WooCommerce does not know, or knows otherwise. */
  statuses?: StatusMeanings | undefined
}

/**
 * Shopify takes lists of 250 (MAX_INPUT_SIZE_EXCEEDED above it); an order's notes are attributes as
 * well, and a few are of our own making.
 */
const MOST_ENTRIES = 240
/** Lines that Shopify takes. An order with more is refused there. */
const MOST_IN_SHOPIFY = 250
/** One with so many is not worked out. */
const MOST_ITEMS = 1_000

/**
 * How a WooCommerce order becomes a canonical one, and what is to be told of it. Lines, fees and
 * shipping come net of tax whatever `prices_include_tax` says (measured on 9.9); where it says true
 * they are made gross here.
 *
 * - Coupons and whatever else lowered a line (`subtotal` − `total`) are discounts; a fee or a line
 *   below zero is one too. A line that was raised above its subtotal counts as sold at that price.
 * - Taxes per rate are WooCommerce's own sums; a line's taxes are its shares of them.
 * - What is paid, sent and cancelled: `toState`. `cancelled` and `failed` are cancelled at the last
 *   change, because WooCommerce keeps no other date.
 * - Custom data: first what has a meaning here, then the rest as attributes and line properties.
 *
 * @throws RecordError when its date cannot be read, or when it has items beyond all measure
 */
export function readOrder(
  wire: WireOrder,
  extras: Extras,
): { order: CanonicalOrder; remarks: SourceRemark[] } {
  const sourceId = String(wire.id)
  const items = wire.line_items.length + wire.fee_lines.length + wire.shipping_lines.length
  if (items > MOST_ITEMS) throw tooManyItems(sourceId, items)
  const dates = toDates(wire)
  const meta = orderMeta(wire.meta_data)
  const leftBehind: string[] = []

  const credits = creditsOf(wire, meta)
  const { lines: pricedLines, ...money } = toMoney(wire, credits)
  let cut = 0
  const upTo = <T>(list: readonly T[], most: number): T[] => {
    cut += Math.max(0, list.length - most)
    return list.slice(0, most)
  }
  const lines = pricedLines.map(({ wire: line, ...amounts }) => {
    const described = describeLine(line, leftBehind)
    return { ...described, properties: upTo(described.properties, MOST_ENTRIES), ...amounts }
  })
  const state = toState(wire, dates, meta, extras.statuses)
  const refunds = toRefunds(wire, extras.refunds, lines, dates, state.isRefunded)
  const isSent = state.fulfillment === 'fulfilled' && !state.isCancelled
  const parcels = shipmentsOf(meta, wire.line_items)
  // Without a word of what is inside, a parcel of an order that is not sent must not send all of it.
  const isShipment = ({ lines: inside }: CanonicalShipment) =>
    isSent || (inside !== null && !state.isCancelled)
  const shipments = parcels.filter(isShipment)
  const relations = relationsOf(wire, meta)
  const [poNumber = null, ...otherNumbers] = poNumbersOf(meta)

  const all = [
    ...relations.attributes,
    // A coupon that gave nothing but free shipping takes nothing off; its code is kept here.
    ...wire.coupon_lines
      .filter((coupon) => coupon.code !== '' && isZero(coupon.discount))
      .map((coupon) => ({ name: 'Coupon', value: plainText(coupon.code) })),
    ...unusedCredits(credits, money.discounts),
    ...parcels
      .filter((parcel) => !isShipment(parcel))
      .map((parcel) => ({ name: 'Tracking', value: trackingText(parcel) })),
    ...otherNumbers.map((number) => ({ name: 'PO number', value: number })),
    ...customData(meta.rest(), leftBehind),
    ...dataOfParts(wire, leftBehind),
  ]
  const notes = extras.notes
    .toSorted(
      (a, b) => (a.date_created_gmt ?? '').localeCompare(b.date_created_gmt ?? '') || a.id - b.id,
    )
    .map((note) => withoutTags(note.note))
    .filter((note) => note !== '')
  const attributes = upTo(all, MOST_ENTRIES)
  const staffNotes = upTo(notes, MOST_ENTRIES - attributes.length)

  const email = orNull(wire.billing.email)
  const account = wire.customer_id > 0 ? String(wire.customer_id) : null
  const guestId = email ? guestSourceId(extras.fingerprintKey, email) : null
  const phone = orNull(wire.billing.phone) ?? orNull(wire.shipping.phone)
  const order: CanonicalOrder = {
    kind: 'order',
    sourceId,
    number: orNull(wire.number) ?? sourceId,
    currency: wire.currency.trim().toUpperCase(),
    placedAt: dates.placedAt,
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
    payment: state.payment,
    ...(state.payments ? { payments: state.payments } : {}),
    fulfillment: state.fulfillment,
    shipments,
    poNumber,
    cancelledAt: state.isCancelled ? (dates.modifiedAt ?? dates.placedAt) : null,
    refunds: refunds.refunds,
    staffNotes,
    sourceStatus: wire.status,
    tags: [],
    attributes,
  }
  const remarks = [
    ...dates.remarks,
    ...state.remarks,
    ...refunds.remarks,
    ...relations.remarks,
    ...unreadableRates(wire),
    ...joinedTaxes(wire),
    ...leftBehindRemark(leftBehind),
    ...cutRemark(cut),
  ]
  return { order, remarks }
}

/** The order alone. @throws RecordError when its date cannot be read */
export function toOrder(wire: WireOrder, extras: Extras): CanonicalOrder {
  return readOrder(wire, extras).order
}

/* --------------------------------------------------------------- custom data -------------- */

/** Custom data of shipping, fees and coupons, which have no place for it in Shopify. */
function dataOfParts(wire: WireOrder, leftBehind: string[]): CanonicalOrder['attributes'] {
  // What WooCommerce itself notes of a package; with one package it is the lines once more.
  const isPackage = (key: string) => wire.shipping_lines.length === 1 && key === 'Items'
  return [
    ...wire.shipping_lines.flatMap(({ meta_data }) =>
      customData(
        meta_data.filter(({ key }) => !isPackage(key)),
        leftBehind,
      ),
    ),
    ...[...wire.fee_lines, ...wire.coupon_lines].flatMap(({ meta_data }) =>
      customData(meta_data, leftBehind),
    ),
  ]
}

/** The customer's own numbers for this order, each once. */
function poNumbersOf(meta: OrderMeta): string[] {
  const numbers = meta
    .keys()
    .filter((key) => PO_NUMBER.test(plainKey(key)))
    .flatMap((key) => meta.take(key, (raw) => readableText(raw) || null))
  return [...new Set(numbers)]
}

/** Cards that lowered nothing here: the total says they did not pay, or did so in another way. */
function unusedCredits(
  credits: readonly Credit[],
  discounts: CanonicalOrder['discounts'],
): CanonicalOrder['attributes'] {
  const used = new Set(discounts.map(({ code }) => code))
  return credits
    .filter(({ name }) => !used.has(name))
    .map(({ name, amount }) => ({ name, value: amount }))
}

function trackingText({ company, trackingNumber, url }: CanonicalShipment): string {
  return [company, trackingNumber, url].filter((part) => part !== null).join(' ')
}

/* --------------------------------------------------------------- remarks ------------------ */

function leftBehindRemark(keys: readonly string[]): SourceRemark[] {
  if (keys.length === 0) return []
  return [
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'attributes',
      message: wooSays('orderDataPrivate', { count: keys.length, keys: someOf(keys) }),
    },
  ]
}

function cutRemark(cut: number): SourceRemark[] {
  if (cut === 0) return []
  return [
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'tooMany',
      message: wooSays('orderDataTooMuch', { most: MOST_ENTRIES, more: cut }),
    },
  ]
}

function unreadableRates(wire: WireOrder): SourceRemark[] {
  const odd = wire.tax_lines.filter((line) => taxRate(line.rate_percent) === null)
  if (odd.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'taxes',
      message: wooSays('taxRateNotReadable'),
    },
  ]
}

function joinedTaxes(wire: WireOrder): SourceRemark[] {
  const ofOneRate = Map.groupBy(wire.tax_lines, ({ rate_id }) => rate_id).values()
  if ([...ofOneRate].every((lines) => lines.length <= MOST_OF_ONE_RATE)) return []
  return [
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'taxes',
      message: wooSays('taxesOfOneRate', { most: MOST_OF_ONE_RATE }),
    },
  ]
}

function tooManyItems(sourceId: string, count: number): RecordError {
  return new RecordError(
    'TOO_MANY_LINES',
    sourceId,
    wooSays('tooManyLines', { count, most: MOST_IN_SHOPIFY }),
  )
}
