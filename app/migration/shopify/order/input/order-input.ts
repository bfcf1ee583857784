import type {
  OrderCreateLineItemInput,
  OrderCreateOrderInput,
  OrderCreateTaxLineInput,
} from '#app/types/admin-operations.ts'
import { moneyText } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder, CanonicalTax } from '#app/migration/kinds/order/order.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { References, WriteNote, TargetOptions } from '#app/migration/engine/ports/target.ts'
import { addressInput, addressNotes } from '#app/migration/shopify/values/address-input.ts'
import {
  acceptableEmail,
  acceptablePhone,
  blankToNull,
  acceptedDate,
  isCurrencyCode,
  MAX_NOTE,
  MAX_ORDER_TAG,
  normalizeTags,
  normalizeText,
  normalizeTime,
  shorten,
} from '#app/migration/shopify/values/normalize.ts'
import { isEmpty, MAX_LINES, planMoney, type MoneyPlan } from './money.ts'
import { moneyOf, shopTotalOf, type Money } from './two-currencies.ts'
import { isSimple, planShipments, trackingInput, unplacedText } from './shipments.ts'
import { gatewayName, orderState, paymentInput } from './state.ts'
import { lineTitle } from './planned-lines.ts'
import { idMetafield, sourceReference } from '#app/migration/shopify/identity/source-reference.ts'
import {
  shortenedTags,
  shortenedTexts,
  type LimitedText,
} from '#app/migration/shopify/text-notes.ts'
import { type Managed, managedMetafield } from '#app/migration/shopify/managed.ts'
import { countryOf } from '#app/migration/shopify/values/zones.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

/** The source's number alone: what is compared, so that another prefix is no change of old orders. */
export function orderNumber(order: CanonicalOrder): string {
  return shorten(order.number) || order.sourceId
}

export function poNumber(order: CanonicalOrder): string | null {
  return blankToNull(shorten(order.poNumber ?? ''))
}

function orderName(order: CanonicalOrder, options: TargetOptions): string {
  return shorten(`${options.orderNamePrefix}${orderNumber(order)}`)
}

/** Everything Shopify has no own place for, under its name. */
function allAttributes(order: CanonicalOrder): { key: string; value: string }[] {
  const { payment } = order
  const coupons = order.discounts.map((discount) => `${discount.code} (${discount.amount})`)
  return [
    ...order.attributes.map(({ name, value }) => ({ key: name, value })),
    { key: 'Old store status', value: order.sourceStatus },
    { key: 'Old store coupons', value: order.discounts.length > 1 ? coupons.join(', ') : '' },
    { key: 'Old store payment method', value: payment.gatewayTitle ?? '' },
    { key: 'Old store transaction', value: payment.transactionId ?? '' },
    { key: 'Old store payments', value: paymentsText(order) },
    { key: 'Old store total', value: booksText(order) },
    { key: 'Old store tracking', value: unplacedText(planShipments(order)) },
    ...order.staffNotes.map((note, index) => ({ key: `Old store note ${index + 1}`, value: note })),
  ]
}

function booksText({ inStoreCurrency: books }: CanonicalOrder): string {
  return books ? moneyText(books.total, books.currency) : ''
}

/** What the transactions of an order have no place for: their references, where they have their own. */
function paymentsText({ payments = [], payment, currency }: CanonicalOrder): string {
  if (
    !payments.some(({ reference }) => reference !== null && reference !== payment.transactionId)
  ) {
    return ''
  }
  return payments
    .map(({ amount, gateway, means, reference }) => {
      const name = gatewayName(gateway, means) ?? payment.gateway ?? 'manual'
      return `${moneyText(amount, currency)} by ${name}${reference === null ? '' : ` (${reference})`}`
    })
    .join(', ')
}

/**
 * Everything Shopify has no own place for, as the order's custom attributes: nothing of the source
 * is lost, and the customer never sees them.
 */
export function orderAttributes(order: CanonicalOrder): { key: string; value: string }[] {
  const used = new Set<string>()
  const next = new Map<string, number>()
  return allAttributes(order).flatMap(({ key, value }) => {
    const name = shorten(key)
    const text = normalizeText(value)
    if (name === '' || text === null) return []
    let unique = name
    let n = next.get(name) ?? 2
    for (; used.has(unique); n += 1) unique = `${name} (${n})`
    next.set(name, n)
    used.add(unique)
    return [{ key: unique, value: shorten(text, MAX_NOTE) }]
  })
}

type AcceptedContact = { email: string | null; phone: string | null }

export function orderContact(order: CanonicalOrder): AcceptedContact {
  const home = order.billingAddress?.country ?? order.shippingAddress?.country ?? ''
  const country = countryOf(home)?.country
  return { email: acceptableEmail(order.email), phone: acceptablePhone(order.phone, country) }
}

export function orderManaged(
  order: CanonicalOrder,
  options: TargetOptions,
  moved: boolean,
): Managed {
  return {
    tags: normalizeTags(order.tags, MAX_ORDER_TAG),
    attributes: orderAttributes(order).map(({ key }) => key),
    name: orderName(order, options),
    title: null,
    former: [],
    number: orderNumber(order),
    unpublished: false,
    vendor: null,
    variantData: false,
    pictures: null,
    changing: null,
    placedAt: moved ? normalizeTime(order.placedAt) : null,
    ...(orderState(order).sales.length > 1 ? { payments: true } : {}),
    ...(shopTotalOf(order, options) ? { presentment: true } : {}),
    content: null,
  }
}

export type BuiltOrder = { input: OrderCreateOrderInput; plan: MoneyPlan; notes: WriteNote[] }

/**
 * The order as `orderCreate` takes it. Nobody is notified and no stock moves: that is up to the
 * call's options, which the writer sets.
 * @throws RecordError when Shopify cannot hold the order at all
 */
export function buildOrder(
  order: CanonicalOrder,
  references: References,
  options: TargetOptions,
  now: number,
): BuiltOrder {
  if (isEmpty(order)) {
    throw new RecordError('ORDER_WITHOUT_LINES', order.sourceId, ordersSay('empty'))
  }
  const { currency } = order
  if (!isCurrencyCode(currency)) {
    throw new RecordError(
      'CURRENCY_NOT_ACCEPTED',
      order.sourceId,
      ordersSay('currencyNotKnown', { currency: shorten(currency, 20) }),
    )
  }
  const plan = planMoney(order)
  if (plan.lines.length > MAX_LINES) {
    throw new RecordError(
      'TOO_MANY_LINES',
      order.sourceId,
      ordersSay('tooManyLines', { lines: plan.lines.length, most: MAX_LINES }),
    )
  }
  const contact = orderContact(order)
  const placed = acceptedDate(order.placedAt, now)
  const notes = orderNotes(order, contact, placed?.moved ?? false, options)
  const money = moneyOf(order, currency, options)
  const { shop } = money

  const input: OrderCreateOrderInput = {
    name: orderName(order, options),
    ...money.currencies,
    sourceIdentifier: order.sourceId,
    taxesIncluded: order.taxesIncluded,
    note: blankToNull(shorten(normalizeText(order.note) ?? '', MAX_NOTE)),
    poNumber: poNumber(order),
    tags: normalizeTags(order.tags, MAX_ORDER_TAG),
    customAttributes: orderAttributes(order),
    lineItems: plan.lines.map((line, at): OrderCreateLineItemInput => {
      const own = shop.lines[at] ?? line
      const variantId = line.variantSourceId
        ? references.parts.get(line.variantSourceId)
        : undefined
      return {
        ...(variantId ? { variantId } : {}),
        title: lineTitle(line),
        ...(line.variantTitle ? { variantTitle: shorten(line.variantTitle) } : {}),
        sku: shorten(line.sku ?? ''),
        quantity: line.quantity,
        priceSet: money.bag(line.unitPrice, own.unitPrice),
        requiresShipping: line.kind === 'line',
        taxable: line.taxes.length > 0,
        taxLines: taxLines(money, line.taxes, own.taxes),
        properties: line.properties.flatMap(({ name, value }) =>
          name.trim() === '' ? [] : [{ name: shorten(name), value: shorten(value, MAX_NOTE) }],
        ),
      }
    }),
    shippingLines: plan.shipping.map((line, at) => ({
      title: shorten(line.title) || 'Shipping',
      code: shorten(line.code) || null,
      priceSet: money.bag(line.amount, shop.shipping[at]?.amount ?? line.amount),
      taxLines: taxLines(money, line.taxes, shop.shipping[at]?.taxes ?? line.taxes),
    })),
    metafields: [
      idMetafield(sourceReference(options.projectId, 'order', order.sourceId)),
      managedMetafield(orderManaged(order, options, placed?.moved ?? false)),
    ],
    ...paymentInput(order, plan, orderState(order), money, now),
    ...fulfillmentInput(order, options),
  }
  if (placed) input.processedAt = placed.at
  if (contact.email) input.email = contact.email
  if (contact.phone) input.phone = contact.phone
  if (references.owner) input.customer = { toAssociate: { id: references.owner } }
  const billing = addressInput(order.billingAddress)
  const shipping = addressInput(order.shippingAddress)
  if (billing) input.billingAddress = billing
  if (shipping) input.shippingAddress = shipping
  if (plan.discount) {
    input.discountCode = {
      itemFixedDiscountCode: {
        code: shorten(plan.discount.code),
        amountSet: money.bag(plan.discount.amount, shop.discount?.amount ?? plan.discount.amount),
      },
    }
  }
  return { input, plan, notes }
}

/** What was sent in several parcels cannot be told while the order is created: that is done after. */
function fulfillmentInput(
  order: CanonicalOrder,
  { locationId }: TargetOptions,
): Pick<OrderCreateOrderInput, 'fulfillment' | 'fulfillmentStatus'> {
  const shipments = planShipments(order)
  const [parcel] = shipments.parcels
  if (!parcel || !isSimple(shipments)) return {}
  const tracking = trackingInput(parcel)
  if (!locationId) return tracking ? {} : { fulfillmentStatus: 'FULFILLED' }
  return {
    fulfillment: {
      locationId,
      notifyCustomer: false,
      ...(tracking?.company ? { trackingCompany: tracking.company } : {}),
      ...(tracking?.numbers?.[0] ? { trackingNumber: tracking.numbers[0] } : {}),
    },
  }
}

export function dateNote(order: CanonicalOrder): WriteNote {
  return {
    code: 'DATE_NOT_ACCEPTED',
    field: 'placedAt',
    message: ordersSay('dateMoved', { date: normalizeTime(order.placedAt)?.slice(0, 10) ?? '' }),
  }
}

/** What did not arrive as the source has it; the record itself did. */
export function orderNotes(
  order: CanonicalOrder,
  contact: AcceptedContact,
  dateMoved: boolean,
  options: TargetOptions,
): WriteNote[] {
  const notes: WriteNote[] = []
  if (blankToNull(order.email) !== null && contact.email === null) {
    notes.push({
      code: 'EMAIL_NOT_ACCEPTED',
      field: 'email',
      message: ordersSay('emailInvalid'),
    })
  }
  if (blankToNull(order.phone) !== null && contact.phone === null) {
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message: ordersSay('phoneInvalid'),
    })
  }
  if (dateMoved) notes.push(dateNote(order))
  if (planShipments(order).unplaced.length > 0) {
    notes.push({
      code: order.cancelledAt !== null ? 'KEPT_IN_SHOPIFY' : 'CHANGE_NOT_POSSIBLE',
      field: 'shipments',
      message: ordersSay(
        order.cancelledAt !== null ? 'trackingOnCancelled' : 'trackingWithoutParcel',
      ),
    })
  }
  notes.push(...addressNotes(order.billingAddress, 'billingAddress'))
  notes.push(...addressNotes(order.shippingAddress, 'shippingAddress'))
  const limited = (name: 'billingAddress' | 'shippingAddress') =>
    Object.values(order[name] ?? {}).map((text): LimitedText => ({ field: name, text }))
  notes.push(
    ...shortenedTexts('order', [
      { field: 'name', text: `${options.orderNamePrefix}${order.number}`, what: 'orderNumber' },
      { field: 'note', text: order.note, max: MAX_NOTE },
      { field: 'poNumber', text: order.poNumber, what: 'poNumber' },
      ...order.lines.flatMap((line): LimitedText[] => [
        { field: 'lines', text: line.title },
        { field: 'lines', text: line.variantTitle },
        { field: 'lines', text: line.sku, what: 'sku' },
        ...line.properties.flatMap(({ name, value }): LimitedText[] => [
          { field: 'lines', text: name },
          { field: 'lines', text: value, max: MAX_NOTE },
        ]),
      ]),
      ...order.fees.map(({ title }): LimitedText => ({ field: 'lines', text: title })),
      ...order.shippingLines.flatMap(({ title, code }): LimitedText[] => [
        { field: 'shippingLines', text: title },
        { field: 'shippingLines', text: code },
      ]),
      { field: 'discount', text: planMoney(order).discount?.code, what: 'couponCode' },
      ...order.taxes.map(({ title }): LimitedText => ({ field: 'taxes', text: title })),
      ...allAttributes(order).flatMap(({ key, value }): LimitedText[] => [
        { field: 'attributes', text: key },
        { field: 'attributes', text: value, max: MAX_NOTE },
      ]),
      ...limited('billingAddress'),
      ...limited('shippingAddress'),
    ]),
    ...shortenedTags('order', order.tags, MAX_ORDER_TAG),
  )
  return notes
}

function taxLines(
  { bag }: Money,
  taxes: readonly CanonicalTax[],
  own: readonly CanonicalTax[],
): OrderCreateTaxLineInput[] {
  return taxes.map((tax, at) => ({
    title: shorten(tax.title) || 'Tax',
    rate: tax.rate,
    priceSet: bag(tax.amount, own[at]?.amount ?? tax.amount),
  }))
}
