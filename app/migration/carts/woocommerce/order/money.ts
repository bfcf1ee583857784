import { plainText } from '../../kit/text/text.ts'
import Big from 'big.js'
import {
  ZERO,
  decimal,
  normalizeDecimal,
  subtract,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder, CanonicalOrderLine } from '#app/migration/kinds/order/order.ts'
import { isNegative, isZero, negate, value } from '../../kit/order/amounts.ts'
import { sharedDiscounts } from '../../kit/order/discounts.ts'
import { absorbRounding, mostRounding } from '../../kit/order/rounding.ts'
import { shareTaxes } from '../../kit/order/tax-shares.ts'
import type { Credit } from './credits.ts'
import { nameText } from '../names.ts'
import type { WireLine, WireOrder } from '../wire/order.ts'
import { isAmount } from '../../kit/wire/shapes.ts'

/** A line that was really sold, with its canonical amounts. */
type PricedLine = Pick<CanonicalOrderLine, 'subtotal' | 'total' | 'taxes'> & {
  wire: WireLine
}

type OrderMoney = Pick<
  CanonicalOrder,
  'taxesIncluded' | 'shippingLines' | 'fees' | 'discounts' | 'taxes' | 'total' | 'totalTax'
> & { lines: PricedLine[] }

/** A line, a positive fee or a shipping line on its way to canonical amounts. */
type Item = {
  kind: 'line' | 'fee' | 'shipping'
  net: DecimalString
  tax: DecimalString
  /** Net and tax before discounts. */
  subtotalNet: DecimalString
  subtotalTax: DecimalString
  /** Unrounded tax per rate id. */
  rates: Map<string, DecimalString>
}

/**
 * An order's amounts, such that the equation in `CanonicalOrder` holds whenever WooCommerce's own
 * holds: total = Σ lines + Σ fees + Σ shipping + total_tax (true for every order measured on 9.9).
 * Where it does not, gift cards and coupons that lowered the total alone are discounts up to the
 * difference; what they do not explain stays visible.
 */
export function toMoney(wire: WireOrder, credits: readonly Credit[] = []): OrderMoney {
  const gross = wire.prices_include_tax
  const soldLines = wire.line_items.filter((line) => !isDropped(line) && !isNegative(line.total))
  const paidFees = wire.fee_lines.filter((fee) => !isNegative(fee.total))
  const items: Item[] = [
    ...soldLines.map((line) => lineItem(line, gross)),
    ...paidFees.map((fee) => plainItem('fee', fee)),
    ...wire.shipping_lines.map((line) => plainItem('shipping', line)),
  ]
  const minus = [
    ...wire.line_items.filter((line) => isNegative(line.total)),
    ...wire.fee_lines.filter((fee) => isNegative(fee.total)),
  ].map((fee) => ({
    code: nameText(fee.name) || 'Discount',
    net: value(fee.total),
    tax: value(fee.total_tax),
  }))
  if (gross) {
    absorbRounding(
      value(wire.total_tax),
      items,
      minus.map(({ tax }) => tax),
    )
  }
  const amount = (net: DecimalString, tax: DecimalString) =>
    gross ? sum([net, tax]) : normalizeDecimal(net)
  const taxes = shareTaxes(
    taxLinesOf(wire).map((line) => ({
      rateId: line.rate_id,
      title: taxTitle(line),
      rate: taxRate(line.rate_percent) ?? ZERO,
      onItems: value(line.tax_total),
      onShipping: value(line.shipping_tax_total),
    })),
    items.map(({ kind, rates }) => ({ isShipping: kind === 'shipping', rates })),
  )
  const lines = soldLines.map((line, i): PricedLine => {
    const item = items[i] ?? lineItem(line, gross)
    return {
      wire: line,
      subtotal: amount(item.subtotalNet, item.subtotalTax),
      total: amount(item.net, item.tax),
      taxes: taxes[i] ?? [],
    }
  })
  const lowered = sum(lines.map((line) => subtract(line.subtotal, line.total)))
  const shown = sum(items.flatMap(({ net, tax }) => (gross ? [net, tax] : [net])))
  const taken = sum(minus.map(({ net, tax }) => amount(net, tax)))
  const missing = subtract(
    sum([shown, taken, gross ? ZERO : value(wire.total_tax)]),
    value(wire.total),
  )
  const lowering = lowerers(wire, credits, lowered, missing)
  const feeItems = items.slice(lines.length, lines.length + paidFees.length)
  const shippingItems = items.slice(lines.length + paidFees.length)
  return {
    taxesIncluded: gross,
    lines,
    fees: paidFees.map((fee, i) => ({
      title: nameText(fee.name) || 'Fee',
      amount: amount(value(feeItems[i]?.net ?? ''), value(feeItems[i]?.tax ?? '')),
      taxes: taxes[lines.length + i] ?? [],
    })),
    shippingLines: wire.shipping_lines.map((line, i) => ({
      title: nameText(line.method_title) || 'Shipping',
      code: line.method_id,
      amount: amount(value(shippingItems[i]?.net ?? ''), value(shippingItems[i]?.tax ?? '')),
      taxes: taxes[lines.length + paidFees.length + i] ?? [],
    })),
    discounts: [
      ...sharedDiscounts(couponsOf(wire), sum([lowered, lowering.byCoupons])),
      ...lowering.byCredits,
      ...minus.map(({ code, net, tax }) => ({ code, amount: negate(amount(net, tax)) })),
    ].filter((discount) => !isZero(discount.amount)),
    taxes: taxLinesOf(wire)
      .map((line) => ({
        title: taxTitle(line),
        rate: taxRate(line.rate_percent) ?? ZERO,
        amount: sum([value(line.tax_total), value(line.shipping_tax_total)]),
      }))
      .filter((tax) => !isZero(tax.amount) || !isZero(tax.rate)),
    total: value(wire.total),
    totalTax: value(wire.total_tax),
  }
}

function lineItem(line: WireLine, gross: boolean): Item {
  const tax = (text: string) => (gross ? value(text) : ZERO)
  // Raised by hand above its subtotal: sold at that price, not discounted by a negative amount.
  const raised = isNegative(
    subtract(
      sum([value(line.subtotal), tax(line.subtotal_tax)]),
      sum([value(line.total), tax(line.total_tax)]),
    ),
  )
  return {
    kind: 'line',
    net: value(line.total),
    tax: value(line.total_tax),
    subtotalNet: raised ? value(line.total) : value(line.subtotal),
    subtotalTax: raised ? value(line.total_tax) : value(line.subtotal_tax),
    rates: ratesOf(line.taxes),
  }
}

function plainItem(
  kind: 'fee' | 'shipping',
  wire: { total: string; total_tax: string; taxes: { id: string; total: string }[] },
): Item {
  const net = value(wire.total)
  const tax = value(wire.total_tax)
  return { kind, net, tax, subtotalNet: net, subtotalTax: tax, rates: ratesOf(wire.taxes) }
}

function ratesOf(taxes: readonly { id: string; total: string }[]): Map<string, DecimalString> {
  return new Map(taxes.map((tax) => [tax.id, value(tax.total)]))
}

/** Tax lines of one rate that are kept apart: each is shared out over everything that bears the rate. */
export const MOST_OF_ONE_RATE = 20

/** The order's tax lines; those of a rate that has too many are one, under the name of the last. */
function taxLinesOf(wire: WireOrder): WireOrder['tax_lines'] {
  const byRate = [...Map.groupBy(wire.tax_lines, ({ rate_id }) => rate_id).values()]
  if (byRate.every((lines) => lines.length <= MOST_OF_ONE_RATE)) return wire.tax_lines
  return byRate.flatMap((lines) => {
    const [last, ...more] = lines.slice(MOST_OF_ONE_RATE - 1)
    if (!last || more.length === 0) return lines
    const all = (total: 'tax_total' | 'shipping_tax_total') =>
      sum([last, ...more].map((line) => value(line[total])))
    return [
      ...lines.slice(0, MOST_OF_ONE_RATE - 1),
      { ...last, tax_total: all('tax_total'), shipping_tax_total: all('shipping_tax_total') },
    ]
  })
}

/**
 * What lowered the total without lowering a line, gift cards before coupons, never more than is
 * missing in the total. A difference that rounding explains is none, unless a card names just it.
 */
function lowerers(
  wire: WireOrder,
  credits: readonly Credit[],
  lowered: DecimalString,
  missing: DecimalString,
): { byCredits: CanonicalOrder['discounts']; byCoupons: DecimalString } {
  let left = decimal(missing)
  const rounding = roundingIn(wire)
  const named = decimal(sum(credits.map(({ amount }) => amount)))
  const isNamed = named.gt(0) && named.minus(left).abs().lte(rounding)
  if (left.lte(isNamed ? 0 : rounding)) return { byCredits: [], byCoupons: ZERO }
  const upTo = (most: DecimalString) => {
    const part = decimal(most).lt(left) ? decimal(most) : left
    const own = part.gt(0) ? part : new Big(0)
    left = left.minus(own)
    return toDecimalString(own)
  }
  const byCredits = credits.map(({ name, amount }) => ({ code: name, amount: upTo(amount) }))
  if (left.lte(rounding)) return { byCredits, byCoupons: ZERO }
  const coupons = sum(couponsOf(wire).map((coupon) => coupon.amount))
  // What the order calls its discounts, without a line or a coupon that shows it.
  const said = wire.prices_include_tax
    ? sum([value(wire.discount_total), value(wire.discount_tax)])
    : value(wire.discount_total)
  const most = decimal(said).gt(decimal(coupons)) ? said : coupons
  return { byCredits, byCoupons: upTo(subtract(most, lowered)) }
}

function roundingIn(wire: WireOrder): Big {
  const items = [...wire.line_items, ...wire.fee_lines, ...wire.shipping_lines]
  const shown = items.flatMap((item) => [item.total, item.total_tax])
  const addedUp = items.length + 2 * wire.tax_lines.length + 1
  return mostRounding([wire.total, wire.total_tax, ...shown], addedUp)
}

function couponsOf(wire: WireOrder): { code: string; amount: DecimalString }[] {
  return wire.coupon_lines
    .map((coupon) => ({
      code: plainText(coupon.code) || 'Discount',
      amount: wire.prices_include_tax
        ? sum([value(coupon.discount), value(coupon.discount_tax)])
        : value(coupon.discount),
    }))
    .filter((coupon) => decimal(coupon.amount).gt(0))
}

/** A line of nothing for nothing, left behind by edits. */
function isDropped(line: WireLine): boolean {
  return line.quantity === 0 && isZero(line.total) && isZero(line.subtotal)
}

function taxTitle(line: { label: string; rate_code: string }): string {
  return nameText(line.label) || plainText(line.rate_code) || 'Tax'
}

/** "8", "8.25 %" and "8,25" as a fraction; null for what is no rate. */
export function taxRate(percent: string): DecimalString | null {
  const text = percent.replace('%', '').replace(',', '.').trim()
  if (text === '') return ZERO
  return isAmount(text) ? toDecimalString(new Big(text).div(100)) : null
}
