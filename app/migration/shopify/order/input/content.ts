import type { Fields, Json } from '#app/migration/kinds/values/fingerprint.ts'
import {
  currencyDecimals,
  decimal,
  normalizeDecimal,
  sum,
  ZERO,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import type { CanonicalTax } from '#app/migration/kinds/order/order.ts'
import { byText, numberText, roundMoney, shorten } from '#app/migration/shopify/values/normalize.ts'
import type { ReadOrder } from '../read-order.ts'
import type { Managed } from '#app/migration/shopify/managed.ts'

/** What was sold at what price: what Shopify changes by an edit of the order alone. */
export const CONTENT_FIELDS = ['lines', 'shippingLines', 'taxes', 'discount', 'total'] as const

/**
 * What was sold, whatever was refunded or cancelled since. An edit leaves quantities and totals as
 * they were and lowers the current ones (recorded), and so does a refund: of an edited order the
 * current ones count, and what refunds took off is added again.
 */
export function shownContent(order: ReadOrder, managed: Managed): Fields {
  if (order.edited && order.cancelledAt !== null && managed.content !== null) return managed.content
  const isEdited = order.edited && order.cancelledAt === null
  const sold = soldQuantities(order)
  const lines = order.allLines
    .map((line) => ({ line, quantity: isEdited ? sold(line) : line.quantity }))
    .filter(({ quantity }) => quantity > 0)
  const discount = isEdited ? order.currentTotalDiscountsSet : order.totalDiscountsSet
  const amountOff = discount?.shopMoney.amount ?? ZERO
  const decimals = currencyDecimals(order.currencyCode)
  return {
    lines: linesJson(
      lines.map(({ line, quantity }) => ({
        title: line.title,
        quantity,
        unitPrice: line.originalUnitPriceSet.shopMoney.amount,
      })),
    ),
    shippingLines: shippingJson(
      order.shippingLines.nodes.map(({ title, originalPriceSet }) => ({
        title,
        amount: originalPriceSet.shopMoney.amount,
      })),
    ),
    taxes: taxesJson([
      ...lines.flatMap(({ line, quantity }) =>
        line.taxLines.map((tax) => {
          const amount = decimal(tax.priceSet.shopMoney.amount)
          const share =
            quantity === line.quantity ? amount : amount.times(quantity).div(line.quantity)
          return { ...shownTax(tax), amount: roundMoney(share, decimals) }
        }),
      ),
      ...order.shippingLines.nodes.flatMap((line) =>
        line.taxLines.map((tax) => ({ ...shownTax(tax), amount: tax.priceSet.shopMoney.amount })),
      ),
    ]),
    discount: decimal(amountOff).gt(0)
      ? { code: order.discountCodes[0] ?? null, amount: normalizeDecimal(amountOff) }
      : null,
    total: normalizeDecimal(
      isEdited
        ? sum([order.currentTotalPriceSet.shopMoney.amount, order.returned.amount])
        : order.totalPriceSet.shopMoney.amount,
    ),
  }
}

/** Pieces of a line of an edited order: those that are left, and those that were given back. */
export function soldQuantities(order: ReadOrder): (line: ReadOrder['allLines'][number]) => number {
  const back = new Map<Gid, number>()
  for (const { lineItemId, quantity } of order.returned.lines) {
    back.set(lineItemId, (back.get(lineItemId) ?? 0) + quantity)
  }
  return (line) => (order.edited ? line.currentQuantity + (back.get(line.id) ?? 0) : line.quantity)
}

function shownTax({ title, rate }: { title: string; rate: number | null }) {
  return { title, rate: numberText(rate ?? 0) }
}

/** Without the SKU: the source tells the product's present one, not the one it was sold under. */
type ComparableLine = { title: string; quantity: number; unitPrice: string }

/**
 * Lines of one title and price count together and have no order: what is added to an order later
 * stands at its end, and on a line of its own.
 */
export function linesJson(lines: readonly ComparableLine[]): Json {
  const merged = new Map<string, ComparableLine>()
  for (const { title, quantity, unitPrice: price } of lines) {
    const unitPrice = normalizeDecimal(price)
    const key = `${title}\n${unitPrice}`
    const before = merged.get(key)?.quantity ?? 0
    merged.set(key, { title, quantity: before + quantity, unitPrice })
  }
  return [...merged.entries()].sort(([a], [b]) => byText(a, b)).map(([, line]) => line)
}

export function shippingJson(lines: readonly { title: string; amount: DecimalString }[]): Json {
  return lines.map(({ title, amount }) => ({
    title: shorten(title) || 'Shipping',
    amount: normalizeDecimal(amount),
  }))
}

export function taxesJson(taxes: readonly CanonicalTax[]): Json {
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
