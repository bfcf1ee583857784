import type { LineFieldsFragment, OrderFieldsFragment } from '#app/types/admin-operations.ts'
import type { Fields, Json } from '../canonical/fingerprint.ts'
import { decimal, normalizeDecimal, sum, ZERO } from '../canonical/money.ts'
import type { CanonicalOrder, CanonicalTax } from '../canonical/order.ts'
import type { TargetSnapshot } from '../ports.ts'
import { addressJson, expectedAddress, shownAddress } from './address-input.ts'
import {
  blankToNull,
  byText,
  comparableEmail,
  MAX_NOTE,
  MAX_ORDER_TAG,
  normalizeTags,
  normalizeText,
  normalizeTime,
  numberText,
  ourTags,
  shorten,
} from './normalize.ts'
import { orderAttributes, orderContact, orderNumber, orderState } from './order-input.ts'
import { lineTitle, planMoney } from './order-money.ts'
import { nameWithoutSuffix, parseWritten, type Written } from './written.ts'

/** The order's fields as Shopify will show them after `normalize.ts`'s documented changes. */
export function expectedOrder(order: CanonicalOrder): Fields {
  const plan = planMoney(order)
  const state = orderState(order, plan)
  const contact = orderContact(order)
  return {
    name: orderNumber(order),
    currency: order.currency,
    placedAt: normalizeTime(order.placedAt),
    email: comparableEmail(contact.email),
    phone: contact.phone,
    note: blankToNull(shorten(normalizeText(order.note) ?? '', MAX_NOTE)),
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
    shippingLines: plan.shipping.map((line) => ({
      title: shorten(line.title) || 'Shipping',
      amount: normalizeDecimal(line.amount),
    })),
    taxes: taxesJson([
      ...plan.lines.flatMap((line) => line.taxes),
      ...plan.shipping.flatMap((line) => line.taxes),
    ]),
    discount: plan.discount
      ? { code: shorten(plan.discount.code), amount: normalizeDecimal(plan.discount.amount) }
      : null,
    total: plan.sourceTotal,
    financialStatus: state.financialStatus,
    fulfillmentStatus: state.fulfilled ? 'FULFILLED' : 'UNFULFILLED',
    cancelled: state.cancelled,
    refunded: state.refunded,
    attributes: attributesJson(orderAttributes(order)),
  }
}

/** An order as read, with all its lines. */
export type ReadOrder = OrderFieldsFragment & { allLines: LineFieldsFragment[] }

export function orderSnapshot(order: ReadOrder): TargetSnapshot {
  const written = parseWritten(order.written?.value)
  const cancelled = order.cancelledAt !== null
  const status = order.displayFinancialStatus
  const discount = order.totalDiscountsSet?.shopMoney.amount ?? ZERO
  const ours = new Set(written.attributes)
  const fields: Fields = {
    name: shownNumber(order.name, written),
    currency: order.currencyCode,
    placedAt: written.placedAt ?? normalizeTime(order.processedAt),
    email: comparableEmail(order.email),
    phone: blankToNull(order.phone),
    note: normalizeText(order.note),
    tags: ourTags(order.tags, written.tags),
    billingAddress: addressJson(shownAddress(order.billingAddress)),
    shippingAddress: addressJson(shownAddress(order.shippingAddress)),
    lines: linesJson(
      order.allLines.map((line) => ({
        title: line.title,
        quantity: line.quantity,
        unitPrice: line.originalUnitPriceSet.shopMoney.amount,
      })),
    ),
    shippingLines: order.shippingLines.nodes.map((line) => ({
      title: line.title,
      amount: normalizeDecimal(line.originalPriceSet.shopMoney.amount),
    })),
    taxes: taxesJson(
      [...order.allLines, ...order.shippingLines.nodes].flatMap((line) =>
        line.taxLines.map((tax) => ({
          title: tax.title,
          rate: numberText(tax.rate ?? 0),
          amount: tax.priceSet.shopMoney.amount,
        })),
      ),
    ),
    discount: decimal(discount).gt(0)
      ? { code: order.discountCodes[0] ?? null, amount: normalizeDecimal(discount) }
      : null,
    total: normalizeDecimal(order.totalPriceSet.shopMoney.amount),
    // Cancelled and never paid is "voided" whatever it was before.
    financialStatus:
      cancelled && (status === null || status === 'PENDING' || status === 'AUTHORIZED')
        ? 'VOIDED'
        : status,
    fulfillmentStatus: order.displayFulfillmentStatus === 'FULFILLED' ? 'FULFILLED' : 'UNFULFILLED',
    cancelled,
    refunded: normalizeDecimal(order.totalRefundedSet.shopMoney.amount),
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
    updatedAt: order.updatedAt,
    legacyId: order.legacyResourceId,
  }
}

/** The source's number while the order bears the name this app gave it, else its name. */
function shownNumber(name: string, written: Written): string {
  const wished = nameWithoutSuffix(name, written.name)
  return written.number !== null && wished === written.name ? written.number : wished
}

const REFUND_NOTE = /^Old store refund ([^:\s]+)/

/** Ties a Shopify refund to its source; Shopify has no custom ids on refunds. */
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

/** Without the SKU: the source tells the product's present one, not the one it was sold under. */
type ComparableLine = { title: string; quantity: number; unitPrice: string }

function linesJson(lines: readonly ComparableLine[]): Json {
  return lines.map(({ title, quantity, unitPrice }) => ({
    title,
    quantity,
    unitPrice: normalizeDecimal(unitPrice),
  }))
}

function taxesJson(taxes: readonly CanonicalTax[]): Json {
  const merged = new Map<string, { title: string; rate: string; amounts: string[] }>()
  for (const tax of taxes) {
    const title = shorten(tax.title) || 'Tax'
    const rate = numberText(Number(tax.rate))
    const entry = merged.get(`${title}\n${rate}`) ?? { title, rate, amounts: [] }
    entry.amounts.push(tax.amount)
    merged.set(`${title}\n${rate}`, entry)
  }
  return [...merged.entries()]
    .sort(([a], [b]) => byText(a, b))
    .map(([, { title, rate, amounts }]) => ({ title, rate, amount: sum(amounts) }))
}

function attributesJson(attributes: readonly { key: string; value: string }[]): Json {
  return attributes
    .map(({ key, value }) => ({ name: key, value: normalizeText(value) ?? '' }))
    .sort((a, b) => byText(a.name, b.name))
}
