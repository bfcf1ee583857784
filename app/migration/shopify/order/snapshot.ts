import type { OrderFieldsFragment } from '#app/types/admin-operations.ts'
import type { Fields, Json } from '#app/migration/kinds/values/fingerprint.ts'
import { decimal, normalizeDecimal, type DecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type {
  ExpectedOwner,
  TargetOptions,
  TargetSnapshot,
} from '#app/migration/engine/ports/target.ts'
import { addressJson, expectedAddress, shownAddress } from '../values/address-input.ts'
import {
  blankToNull,
  byText,
  comparableEmail,
  MAX_NOTE,
  MAX_ORDER_TAG,
  normalizeTags,
  normalizeText,
  normalizeTime,
  ourTags,
  shorten,
} from '../values/normalize.ts'
import { orderAttributes, orderContact, orderNumber, poNumber } from './input/order-input.ts'
import { planMoney } from './input/money.ts'
import { expectedTracking, planShipments, shownTracking } from './input/shipments.ts'
import { orderState } from './input/state.ts'
import { shopTotalOf } from './input/two-currencies.ts'
import type { ReadOrder } from './read-order.ts'
import { lineTitle } from './input/planned-lines.ts'
import { linesJson, shippingJson, shownContent, taxesJson } from './input/content.ts'
import { nameWithoutSuffix, parseManaged, type Managed } from '../managed.ts'

/** The order's fields as Shopify will show them after `normalize.ts`'s documented changes. */
export function expectedOrder(
  order: CanonicalOrder,
  { owner }: ExpectedOwner = {},
  options: Pick<TargetOptions, 'currency'> | null = null,
): Fields {
  const shopTotal = options && shopTotalOf(order, options)
  const plan = planMoney(order)
  const state = orderState(order)
  const contact = orderContact(order)
  return {
    name: orderNumber(order),
    currency: order.currency,
    placedAt: normalizeTime(order.placedAt),
    email: comparableEmail(contact.email),
    phone: contact.phone,
    note: blankToNull(shorten(normalizeText(order.note) ?? '', MAX_NOTE)),
    poNumber: poNumber(order),
    // Without the engine's knowledge of the customers nothing can be said about them.
    ...(owner === undefined ? {} : { customer: owner }),
    tags: normalizeTags(order.tags, MAX_ORDER_TAG),
    billingAddress: addressJson(expectedAddress(order.billingAddress)),
    shippingAddress: addressJson(expectedAddress(order.shippingAddress)),
    lines: linesJson(
      plan.lines.map((line) => ({
        title: lineTitle(line),
        quantity: line.quantity,
        unitPrice: line.unitPrice,
      })),
    ),
    shippingLines: shippingJson(plan.shipping),
    taxes: taxesJson([
      ...plan.lines.flatMap((line) => line.taxes),
      ...plan.shipping.flatMap((line) => line.taxes),
    ]),
    discount: plan.discount
      ? { code: shorten(plan.discount.code), amount: normalizeDecimal(plan.discount.amount) }
      : null,
    total: plan.sourceTotal,
    ...(shopTotal ? { shopTotal: { ...shopTotal } } : {}),
    financialStatus: state.financialStatus,
    fulfillmentStatus: state.fulfilled ? 'FULFILLED' : 'UNFULFILLED',
    shipments: expectedTracking(planShipments(order)),
    cancelled: state.cancelled,
    ...(state.sales.length > 1 ? paymentsField(state.sales.map(({ amount }) => amount)) : {}),
    refunded: state.refunded,
    refunds: amountsJson(state.refunds.map(({ amount }) => amount)),
    ...singleField(singleRefunds(state.refunds)),
    attributes: attributesJson(orderAttributes(order)),
  }
}

export function orderSnapshot(order: ReadOrder): TargetSnapshot {
  const managed = parseManaged(order.managed?.value)
  const cancelled = order.cancelledAt !== null
  const status = order.displayFinancialStatus
  const content = shownContent(order, managed)
  const ours = new Set(managed.attributes)
  const fields: Fields = {
    name: shownNumber(order.name, managed),
    currency: order.currencyCode,
    placedAt: managed.placedAt ?? normalizeTime(order.processedAt),
    email: comparableEmail(order.email),
    phone: blankToNull(order.phone),
    note: normalizeText(order.note),
    poNumber: blankToNull(order.poNumber),
    customer: order.customer?.id ?? null,
    tags: ourTags(order.tags, managed.tags),
    billingAddress: addressJson(shownAddress(order.billingAddress)),
    shippingAddress: addressJson(shownAddress(order.shippingAddress)),
    ...content,
    ...(order.shopTotal
      ? {
          shopTotal: {
            ...order.shopTotal,
            amount: normalizeDecimal(order.shopTotal.amount),
          },
        }
      : {}),
    // Cancelled and never paid is "voided" whatever it was before.
    financialStatus:
      cancelled && (status === null || status === 'PENDING' || status === 'AUTHORIZED')
        ? 'VOIDED'
        : status,
    fulfillmentStatus: order.displayFulfillmentStatus === 'FULFILLED' ? 'FULFILLED' : 'UNFULFILLED',
    shipments: shownTracking(order),
    cancelled,
    ...(managed.payments
      ? paymentsField(salesOf(order).map(({ amountSet }) => amountSet.shopMoney.amount))
      : {}),
    refunded: normalizeDecimal(order.totalRefundedSet.shopMoney.amount),
    refunds: shownRefunds(order),
    ...singleField(shownSingleRefunds(order)),
    attributes: attributesJson(
      order.customAttributes.flatMap(({ key, value }) =>
        ours.has(key) ? [{ key, value: value ?? '' }] : [],
      ),
    ),
  }
  return {
    kind: 'order',
    gid: order.id,
    label: order.name,
    fields,
    children: refundChildren(order),
  }
}

/** The source's number while the order bears the name this app gave it, else its name. */
function shownNumber(name: string, managed: Managed): string {
  const wished = nameWithoutSuffix(name, managed.name)
  return managed.number !== null && wished === managed.name ? managed.number : wished
}

/** Only an order that was created with several payments has such a field. */
function paymentsField(amounts: readonly DecimalString[]): Fields {
  return { payments: amountsJson(amounts) }
}

/** What money came in by. */
export function salesOf<T extends { kind: string; status: string }>(order: {
  transactions: readonly T[]
}): T[] {
  return order.transactions.filter(
    ({ kind, status }) => status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'),
  )
}

/** Which refund has which amount, by the ids of the source. */
export const SINGLE_REFUNDS = 'singleRefunds'

const REFUND_NOTE = /^Old store refund ([^:\s]+)/

/** Links a Shopify refund to its source; Shopify has no custom ids on refunds. */
export function refundNote(sourceId: string, reason: string | null): string {
  const text = `Old store refund ${sourceId}`
  return reason?.trim() ? shorten(`${text}: ${reason.trim()}`) : text
}

/** Source refund id → Shopify refund. */
export function refundChildren(
  order: Pick<OrderFieldsFragment, 'refunds'>,
): Record<string, string> {
  return Object.fromEntries(
    order.refunds.flatMap((refund) => {
      const sourceId = REFUND_NOTE.exec(refund.note ?? '')?.[1]
      return sourceId ? [[sourceId, refund.id]] : []
    }),
  )
}

/** The money alone; which refund is which is another field. */
export function amountsJson(amounts: readonly DecimalString[]): DecimalString[] {
  return amounts
    .map(normalizeDecimal)
    .filter((amount) => decimal(amount).gt(0))
    .sort((a, b) => decimal(a).cmp(decimal(b)))
}

export function shownRefunds({ refunds }: Pick<OrderFieldsFragment, 'refunds'>): DecimalString[] {
  return amountsJson(refunds.map(({ totalRefundedSet }) => totalRefundedSet.shopMoney.amount))
}

/** Source refund id → its amount; what is nothing is left out. */
export function singleRefunds(
  refunds: readonly { sourceId: string; amount: DecimalString }[],
): Record<string, DecimalString> {
  return Object.fromEntries(
    refunds.flatMap(({ sourceId, amount }) =>
      decimal(amount).gt(0) ? [[sourceId, normalizeDecimal(amount)]] : [],
    ),
  )
}

/** The same of what Shopify shows; a refund without our reference is none of the source's. */
export function shownSingleRefunds({
  refunds,
}: Pick<OrderFieldsFragment, 'refunds'>): Record<string, DecimalString> {
  return singleRefunds(
    refunds.flatMap(({ note, totalRefundedSet }) => {
      const sourceId = REFUND_NOTE.exec(note ?? '')?.[1]
      return sourceId ? [{ sourceId, amount: totalRefundedSet.shopMoney.amount }] : []
    }),
  )
}

/** Orders without a refund have no such field. */
function singleField(single: Readonly<Record<string, DecimalString>>): Fields {
  return Object.keys(single).length > 0 ? { [SINGLE_REFUNDS]: { ...single } } : {}
}

function attributesJson(attributes: readonly { key: string; value: string }[]): Json {
  return attributes
    .map(({ key, value }) => ({ name: key, value: normalizeText(value) ?? '' }))
    .sort((a, b) => byText(a.name, b.name))
}
