import type {
  CurrencyCode,
  MoneyBagInput,
  OrderCreateLineItemInput,
  OrderCreateOrderInput,
  OrderCreateTaxLineInput,
} from '#app/types/admin-operations.ts'
import { decimal, sum, toDecimalString, type DecimalString } from '../canonical/money.ts'
import type { CanonicalOrder, CanonicalTax } from '../canonical/order.ts'
import { RecordError } from '../errors.ts'
import type { References, WriteNote } from '../ports.ts'
import { addressInput, addressNotes } from './address-input.ts'
import {
  acceptableEmail,
  acceptablePhone,
  blankToNull,
  isCurrencyCode,
  isoSeconds,
  MAX_NOTE,
  MAX_ORDER_TAG,
  normalizeTags,
  normalizeText,
  normalizeTime,
  roundMoney,
  shorten,
} from './normalize.ts'
import { isEmpty, lineTitle, planMoney, type MoneyPlan } from './order-money.ts'
import { SOURCE_ID_KEY, sourceReference, WRITTEN_KEY } from './source-reference.ts'
import type { TargetOptions } from './target-options.ts'
import { shortenedTags, shortenedTexts, type LimitedText } from './text-notes.ts'
import { writtenText, type Written } from './written.ts'
import { countryOf } from './zones.ts'

/** Shopify answers dates before this with an error (recorded: "must be a date after the year 1969"). */
const EARLIEST = Date.parse('1970-01-02T00:00:00Z')

type OrderState = {
  financialStatus: 'PAID' | 'PENDING' | 'AUTHORIZED' | 'VOIDED' | 'REFUNDED' | 'PARTIALLY_REFUNDED'
  fulfilled: boolean
  cancelled: boolean
  paid: boolean
  /** Sum of the refunds that Shopify can hold: never more than the total. */
  refunded: DecimalString
}

/**
 * Where the order ends up. Money can be returned only after it was received, so an order with
 * refunds counts as paid. A cancelled order that was never paid shows as voided in Shopify, and
 * Shopify does not cancel what is fulfilled, so cancelled wins.
 */
export function orderState(order: CanonicalOrder, plan: MoneyPlan = planMoney(order)): OrderState {
  const wanted = decimal(
    sum(order.refunds.map((refund) => roundMoney(decimal(refund.amount), plan.decimals))),
  )
  const paid = order.payment.state === 'paid' || wanted.gt(0)
  const cancelled = order.cancelledAt !== null
  const total = decimal(plan.sourceTotal)
  const refunded = wanted.gt(total) ? total : wanted
  const open = {
    pending: 'PENDING',
    authorized: 'AUTHORIZED',
    voided: 'VOIDED',
    paid: 'PAID',
  } as const
  const refundState = refunded.gte(total) ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  return {
    financialStatus: paid
      ? refunded.gt(0)
        ? refundState
        : 'PAID'
      : cancelled
        ? 'VOIDED'
        : open[order.payment.state],
    fulfilled: order.fulfillment === 'fulfilled' && !cancelled,
    cancelled,
    paid,
    refunded: toDecimalString(refunded),
  }
}

/** The source's number alone: what is compared, so that another prefix is no change of old orders. */
export function orderNumber(order: CanonicalOrder): string {
  return shorten(order.number) || order.sourceId
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
    ...order.staffNotes.map((note, index) => ({ key: `Old store note ${index + 1}`, value: note })),
  ]
}

/**
 * Everything Shopify has no own place for, as the order's custom attributes: nothing of the source
 * is lost, and the customer never sees them.
 */
export function orderAttributes(order: CanonicalOrder): { key: string; value: string }[] {
  const used = new Set<string>()
  return allAttributes(order).flatMap(({ key, value }) => {
    const name = shorten(key)
    const text = normalizeText(value)
    if (name === '' || text === null) return []
    let unique = name
    for (let n = 2; used.has(unique); n += 1) unique = `${name} (${n})`
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

/** Null when Shopify takes the date as it is. Shopify itself moves future dates to now (2026-07). */
export function acceptedDate(
  time: string | null,
  now: number,
): { at: string; moved: boolean } | null {
  const normalized = normalizeTime(time)
  if (normalized === null) return null
  const at = Date.parse(normalized)
  if (at > now) return { at: isoSeconds(now), moved: true }
  if (at < EARLIEST) return { at: isoSeconds(EARLIEST), moved: true }
  return { at: normalized, moved: false }
}

export function orderWritten(
  order: CanonicalOrder,
  options: TargetOptions,
  moved: boolean,
): Written {
  return {
    tags: normalizeTags(order.tags, MAX_ORDER_TAG),
    attributes: orderAttributes(order).map(({ key }) => key),
    name: orderName(order, options),
    number: orderNumber(order),
    unpublished: false,
    vendor: null,
    placedAt: moved ? normalizeTime(order.placedAt) : null,
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
    throw new RecordError(
      'ORDER_WITHOUT_LINES',
      order.sourceId,
      'This order has no items, no fees and no shipping, and Shopify keeps no empty orders. It stays in the old store; nothing else is affected. If something was sold with it, enter it there and run again.',
    )
  }
  const { currency } = order
  if (!isCurrencyCode(currency)) {
    throw new RecordError(
      'CURRENCY_NOT_ACCEPTED',
      order.sourceId,
      `Shopify does not know the currency “${shorten(currency, 20)}” of this order, so it was not created. It is unchanged in the old store: correct its currency there and run again, or enter the order in Shopify by hand.`,
    )
  }
  const plan = planMoney(order)
  const state = orderState(order, plan)
  const contact = orderContact(order)
  const placed = acceptedDate(order.placedAt, now)
  const notes = orderNotes(order, contact, placed?.moved ?? false, options)
  const money = (amount: DecimalString) => moneyBag(amount, currency)

  const input: OrderCreateOrderInput = {
    name: orderName(order, options),
    currency,
    sourceIdentifier: order.sourceId,
    taxesIncluded: order.taxesIncluded,
    note: blankToNull(shorten(normalizeText(order.note) ?? '', MAX_NOTE)),
    tags: normalizeTags(order.tags, MAX_ORDER_TAG),
    customAttributes: orderAttributes(order),
    lineItems: plan.lines.map((line): OrderCreateLineItemInput => {
      const variantId = line.variantSourceId
        ? references.variants.get(line.variantSourceId)
        : undefined
      return {
        ...(variantId ? { variantId } : {}),
        title: lineTitle(line),
        ...(line.variantTitle ? { variantTitle: shorten(line.variantTitle) } : {}),
        sku: shorten(line.sku ?? ''),
        quantity: line.quantity,
        priceSet: money(line.unitPrice),
        requiresShipping: line.kind === 'line',
        taxable: line.taxes.length > 0,
        taxLines: taxLines(line.taxes, currency),
        properties: line.properties.flatMap(({ name, value }) =>
          name.trim() === '' ? [] : [{ name: shorten(name), value: shorten(value, MAX_NOTE) }],
        ),
      }
    }),
    shippingLines: plan.shipping.map((line) => ({
      title: shorten(line.title) || 'Shipping',
      code: shorten(line.code) || null,
      priceSet: money(line.amount),
      taxLines: taxLines(line.taxes, currency),
    })),
    metafields: [
      {
        namespace: options.metafieldNamespace,
        key: SOURCE_ID_KEY,
        type: 'id',
        value: sourceReference(options.projectId, 'order', order.sourceId),
      },
      {
        namespace: options.metafieldNamespace,
        key: WRITTEN_KEY,
        type: 'json',
        value: writtenText(orderWritten(order, options, placed?.moved ?? false)),
      },
    ],
  }
  if (placed) input.processedAt = placed.at
  if (contact.email) input.email = contact.email
  if (contact.phone) input.phone = contact.phone
  if (references.customer) input.customer = { toAssociate: { id: references.customer } }
  const billing = addressInput(order.billingAddress)
  const shipping = addressInput(order.shippingAddress)
  if (billing) input.billingAddress = billing
  if (shipping) input.shippingAddress = shipping
  if (plan.discount) {
    input.discountCode = {
      itemFixedDiscountCode: {
        code: shorten(plan.discount.code),
        amountSet: money(plan.discount.amount),
      },
    }
  }
  addPayment(input, order, plan, state, currency, now)
  if (state.fulfilled) {
    if (options.locationId) {
      input.fulfillment = { locationId: options.locationId, notifyCustomer: false }
    } else {
      input.fulfillmentStatus = 'FULFILLED'
    }
  }
  return { input, plan, notes }
}

/** Paid and authorized come from transactions, everything else is stated (measured, 2025-01). */
function addPayment(
  input: OrderCreateOrderInput,
  order: CanonicalOrder,
  plan: MoneyPlan,
  state: OrderState,
  currency: CurrencyCode,
  now: number,
): void {
  const authorized = !state.paid && order.payment.state === 'authorized'
  if (decimal(plan.total).gt(0) && (state.paid || authorized)) {
    const at = acceptedDate(order.payment.paidAt ?? order.placedAt, now)
    input.transactions = [
      {
        kind: authorized ? 'AUTHORIZATION' : 'SALE',
        status: 'SUCCESS',
        gateway: shorten(order.payment.gateway ?? '') || 'manual',
        amountSet: moneyBag(plan.total, currency),
        ...(at ? { processedAt: at.at } : {}),
      },
    ]
    return
  }
  if (state.paid) input.financialStatus = 'PAID'
  else input.financialStatus = order.payment.state === 'voided' ? 'VOIDED' : 'PENDING'
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
      message:
        'The order’s e-mail address is not a valid one, so it was left out. Correct it in Shopify.',
    })
  }
  if (blankToNull(order.phone) !== null && contact.phone === null) {
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message:
        'The order’s phone number is not a valid one, so it was left out; the addresses keep it as it is.',
    })
  }
  if (dateMoved) {
    notes.push({
      code: 'DATE_NOT_ACCEPTED',
      field: 'placedAt',
      message: `Shopify cannot hold the order date ${normalizeTime(order.placedAt)?.slice(0, 10) ?? ''}; the order shows the nearest date it can.`,
    })
  }
  notes.push(...addressNotes(order.billingAddress, 'billingAddress'))
  notes.push(...addressNotes(order.shippingAddress, 'shippingAddress'))
  const limited = (name: 'billingAddress' | 'shippingAddress') =>
    Object.values(order[name] ?? {}).map((text): LimitedText => ({ field: name, text }))
  notes.push(
    ...shortenedTexts('order', [
      { field: 'name', text: `${options.orderNamePrefix}${order.number}`, what: 'The number' },
      { field: 'note', text: order.note, max: MAX_NOTE },
      ...order.lines.flatMap((line): LimitedText[] => [
        { field: 'lines', text: line.title },
        { field: 'lines', text: line.variantTitle },
        { field: 'lines', text: line.sku, what: 'A SKU' },
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
      { field: 'discount', text: planMoney(order).discount?.code, what: 'A coupon code' },
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
  taxes: readonly CanonicalTax[],
  currency: CurrencyCode,
): OrderCreateTaxLineInput[] {
  return taxes.map((tax) => ({
    title: shorten(tax.title) || 'Tax',
    rate: tax.rate,
    priceSet: moneyBag(tax.amount, currency),
  }))
}

function moneyBag(amount: DecimalString, currencyCode: CurrencyCode): MoneyBagInput {
  return { shopMoney: { amount, currencyCode } }
}
