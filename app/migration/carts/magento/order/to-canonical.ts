import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { decimal } from '#app/migration/kinds/values/money.ts'
import { addressBook } from '../../kit/person/address-book.ts'
import { orNull } from '../../kit/text/text.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { toAddressOrNull } from '../customer/address.ts'
import { namesOf } from '../customer/names.ts'
import { provinceOf, type Regions } from '../customer/regions.ts'
import { magentoSays } from '../messages/magento.ts'
import type { WireCreditMemo, WireInvoice, WireShipment } from '../wire/order-documents.ts'
import type { WireOrder } from '../wire/order.ts'
import { attributesOf, notesOf, type Groups } from './attributes.ts'
import type { CustomOptions } from './lines/custom-options.ts'
import { counted, familiesOf, isVirtual } from './lines/families.ts'
import { describeLine } from './lines/lines.ts'
import { toMoney } from './money/money.ts'
import { toRefunds } from './refunds.ts'
import { relationAttributes, relationsOf } from './relations.ts'
import { remarksOf } from './remarks.ts'
import { toShipments } from './shipments.ts'
import { toState } from './state.ts'

/** What an order does not say itself. */
export type OrderParts = {
  invoices: readonly WireInvoice[]
  shipments: readonly WireShipment[]
  memos: readonly WireCreditMemo[]
  /** What the custom options of its products are called now. */
  options: CustomOptions
  /** The order that this one replaced was not cancelled. */
  isParentOpen: boolean
  /** An earlier order, of another store, has the same number. */
  isNumberTaken: boolean
}

/** What orders of a store have in common. */
export type OrderFacts = {
  groups: Groups
  regions: Regions
  fingerprintKey: string
  statuses: StatusMeanings | undefined
}

/** Shopify takes lists of 250; a few attributes are of our own making. */
const MOST_ENTRIES = 240
/** Lines that Shopify takes. An order with more is refused there. */
const MOST_IN_SHOPIFY = 250
/** One with so many rows is not worked out. */
const MOST_ITEMS = 2_000

/**
 * How a Magento order becomes a canonical one, and what is to be told of it. All amounts are in the
 * currency the buyer paid in; those of the store's own books (`base_…`) are the total alone.
 *
 * - A configurable product and its child are one line, and so is a bundle with its parts.
 * - What is paid, sent and given back stands in invoices, shipments and credit memos; amounts and
 *   quantities count before the word of the status.
 * - Fixed product taxes and gift wrapping are fees; what lowered the total without lowering a price
 *   (gift cards, store credit, points) is a discount, because the total is what was left to pay.
 *
 * @throws RecordError when its date cannot be read, or when it has rows beyond all measure
 */
export function readOrder(
  wire: WireOrder,
  parts: OrderParts,
  facts: OrderFacts,
): { order: CanonicalOrder; remarks: SourceRemark[] } {
  const sourceId = String(wire.entity_id)
  if (wire.items.length > MOST_ITEMS) throw tooManyItems(sourceId, wire.items.length)
  const placedAt = placedAtOf(wire)
  let cut = 0
  const upTo = <T>(list: readonly T[], most: number): T[] => {
    cut += Math.max(0, list.length - most)
    return list.slice(0, most)
  }

  const families = familiesOf(wire.items)
  const { lines: priced, shippingDiscount, unused, read, ...money } = toMoney(wire, families)
  const described = families.map((family) => describeLine(family, parts.options))
  const lines = described.flatMap(({ line }, at) => {
    const amounts = priced[at]
    return amounts ? [{ ...line, properties: upTo(line.properties, MOST_ENTRIES), ...amounts }] : []
  })
  const state = toState(wire, families, parts.invoices, placedAt, facts.statuses)
  const sent = toShipments(parts.shipments, families, state.fulfillment === 'fulfilled')
  const refunds = toRefunds(wire, parts.memos, families, placedAt)
  const relations = relationsOf(wire, parts.isParentOpen)
  const attributes = upTo(
    [
      ...relationAttributes(relations),
      ...refunds.attributes,
      ...attributesOf(
        wire,
        { ...money, lines: priced, shippingDiscount, unused, read },
        facts.groups,
      ),
    ],
    MOST_ENTRIES,
  )
  const staffNotes = upTo(
    notesOf(wire, parts.invoices, parts.shipments),
    MOST_ENTRIES - attributes.length,
  )
  const person = personOf(wire, facts)
  const base = wire.base_currency_code.trim().toUpperCase()
  const currency = wire.order_currency_code.trim().toUpperCase()
  const order: CanonicalOrder = {
    kind: 'order',
    sourceId,
    number: numberOf(wire, parts),
    currency,
    placedAt,
    ...person,
    note: orNull(wire.customer_note),
    ...money,
    ...(base !== '' && base !== currency && wire.base_grand_total !== ''
      ? { inStoreCurrency: { currency: base, total: wire.base_grand_total } }
      : {}),
    lines,
    payment: state.payment,
    ...(state.payments ? { payments: state.payments } : {}),
    fulfillment: state.fulfillment,
    shipments: sent.shipments,
    poNumber: orNull(wire.payment?.po_number ?? ''),
    cancelledAt: state.cancelledAt,
    refunds: refunds.refunds,
    staffNotes,
    sourceStatus: wire.status.trim() || wire.state.trim(),
    tags: [],
    attributes,
  }
  const cancelled = families.map((family) => decimal(counted(family, 'qty_canceled')))
  const remarks = remarksOf(wire, {
    order,
    guessed: state.guessed,
    relations,
    numberTaken: parts.isNumberTaken ? order.number : null,
    unknownOptions: described.flatMap(({ unknownOptions }) => unknownOptions),
    lacksCodes: described.some(({ lacksCode }) => lacksCode),
    heldParts: sent.heldParts && state.fulfillment !== 'fulfilled',
    refunds,
    regionsDisagree: addressesOf(wire).some(
      (address) => address && provinceOf(address, facts.regions).disagrees,
    ),
    cancelledPieces:
      state.cancelledAt === null ? cancelled.reduce((all, count) => all + count.toNumber(), 0) : 0,
    hasGoods: !wire.is_virtual && families.some((family) => !isVirtual(family)),
    most: MOST_ENTRIES,
    cut,
  })
  return { order, remarks }
}

function addressesOf(wire: WireOrder) {
  const [assignment] = wire.extension_attributes.shipping_assignments
  return [wire.billing_address, assignment?.shipping.address ?? null] as const
}

/**
 * Whose the order is: the account it names, whatever its other flags say; else, and of an account that
 * was deleted, whoever has the e-mail address. The customer is described by the order's own names.
 */
function personOf(
  wire: WireOrder,
  { regions, fingerprintKey }: OrderFacts,
): Pick<
  CanonicalOrder,
  'email' | 'phone' | 'customerSourceId' | 'guest' | 'billingAddress' | 'shippingAddress'
> {
  const [billing, shipping] = addressesOf(wire)
  const email = orNull(wire.customer_email) ?? orNull(billing?.email ?? '')
  const phone = orNull(billing?.telephone ?? '') ?? orNull(shipping?.telephone ?? '')
  const guestId = email === null ? null : guestSourceId(fingerprintKey, email)
  const billingAddress = toAddressOrNull(billing, regions)
  const shippingAddress = toAddressOrNull(shipping, regions)
  const own = namesOf({
    prefix: wire.customer_prefix,
    firstname: wire.customer_firstname,
    middlename: wire.customer_middlename,
    lastname: wire.customer_lastname,
    suffix: wire.customer_suffix,
  })
  const isNamed = own.firstName !== '' || own.lastName !== ''
  const { firstName, lastName } = isNamed ? own : (billingAddress ?? shippingAddress ?? own)
  const guest: CanonicalCustomer | null =
    guestId === null
      ? null
      : {
          kind: 'customer',
          sourceId: guestId,
          guest: true,
          email,
          firstName,
          lastName,
          phone,
          note: null,
          tags: [],
          metafields: [],
          emailConsent: null,
          addresses: addressBook([billingAddress, shippingAddress]),
        }
  return {
    email,
    phone,
    customerSourceId: wire.customer_id > 0 ? String(wire.customer_id) : guestId,
    guest,
    billingAddress,
    shippingAddress,
  }
}

/** Stores of one installation may count alike: the later order names its store as well. */
function numberOf(
  { increment_id, entity_id, store_id }: WireOrder,
  { isNumberTaken }: OrderParts,
): string {
  const number = orNull(increment_id) ?? String(entity_id)
  return isNumberTaken ? `${number}-${store_id}` : number
}

/** UTC, whatever the store's own zone (measured). */
function placedAtOf({ entity_id, created_at }: WireOrder): string {
  const placedAt = fromGmt(created_at)
  if (placedAt !== null) return placedAt
  throw new RecordError('SOURCE_RECORD_INVALID', String(entity_id), magentoSays('orderUndated'))
}

function tooManyItems(sourceId: string, count: number): RecordError {
  return new RecordError(
    'TOO_MANY_LINES',
    sourceId,
    magentoSays('orderTooManyLines', { count, most: MOST_IN_SHOPIFY }),
  )
}
