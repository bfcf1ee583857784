import Big from 'big.js'
import {
  ZERO,
  allocate,
  decimal,
  equalAmounts,
  normalizeDecimal,
  subtract,
  sum,
  toDecimalString,
} from '#app/migration/canonical/money.ts'
import type { DecimalString } from '#app/migration/canonical/money.ts'
import type {
  CanonicalOrder,
  CanonicalOrderLine,
  CanonicalTax,
} from '#app/migration/canonical/order.ts'
import { decimalsOf, isNegative, isZero, negate, value } from './amounts.ts'
import { plainText } from './to-canonical.ts'
import type { WireLine, WireOrder } from './wire/order.ts'

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
 * Where it does not (a plugin lowered the total alone), the difference stays visible.
 */
export function toMoney(wire: WireOrder): OrderMoney {
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
    code: plainText(fee.name) || 'Discount',
    net: value(fee.total),
    tax: value(fee.total_tax),
  }))
  if (gross) absorbRounding(wire, items, minus)
  const amount = (net: DecimalString, tax: DecimalString) =>
    gross ? sum([net, tax]) : normalizeDecimal(net)
  const taxes = shareTaxes(wire, items)
  const lines = soldLines.map((line, i): PricedLine => {
    const item = items[i] ?? lineItem(line, gross)
    return {
      wire: line,
      subtotal: amount(item.subtotalNet, item.subtotalTax),
      total: amount(item.net, item.tax),
      taxes: taxes[i] ?? [],
    }
  })
  const feeItems = items.slice(lines.length, lines.length + paidFees.length)
  const shippingItems = items.slice(lines.length + paidFees.length)
  return {
    taxesIncluded: gross,
    lines,
    fees: paidFees.map((fee, i) => ({
      title: plainText(fee.name) || 'Fee',
      amount: amount(value(feeItems[i]?.net ?? ''), value(feeItems[i]?.tax ?? '')),
      taxes: taxes[lines.length + i] ?? [],
    })),
    shippingLines: wire.shipping_lines.map((line, i) => ({
      title: plainText(line.method_title) || 'Shipping',
      code: line.method_id,
      amount: amount(value(shippingItems[i]?.net ?? ''), value(shippingItems[i]?.tax ?? '')),
      taxes: taxes[lines.length + paidFees.length + i] ?? [],
    })),
    discounts: [
      ...couponDiscounts(wire, lines),
      ...minus.map(({ code, net, tax }) => ({ code, amount: negate(amount(net, tax)) })),
    ].filter((discount) => !isZero(discount.amount)),
    taxes: wire.tax_lines
      .map((line) => ({
        title: taxTitle(line),
        rate: taxRate(line.rate_percent),
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

/**
 * A store that rounds taxes per order rather than per line shows line taxes that add up to a cent
 * more or less than the order's tax. Gross amounts are made from them, so the difference has to go
 * somewhere: to the item with the most tax, before and after discounts alike. Anything larger than
 * rounding stays visible as a difference of the total.
 */
function absorbRounding(
  wire: WireOrder,
  items: Item[],
  minus: readonly { tax: DecimalString }[],
): void {
  const shown = sum([...items.map((item) => item.tax), ...minus.map((fee) => fee.tax)])
  const difference = subtract(value(wire.total_tax), shown)
  const tolerance = new Big(items.length + minus.length).times('0.01')
  if (isZero(difference) || decimal(difference).abs().gt(tolerance)) return
  const target = items.toSorted((a, b) => decimal(b.tax).cmp(decimal(a.tax)))[0]
  if (!target) return
  target.tax = sum([target.tax, difference])
  target.subtotalTax = sum([target.subtotalTax, difference])
}

/** Per item its taxes; per rate they sum up to exactly what the order says. */
function shareTaxes(wire: WireOrder, items: readonly Item[]): CanonicalTax[][] {
  const shares: CanonicalTax[][] = items.map(() => [])
  for (const line of wire.tax_lines) {
    const pots = [
      { total: value(line.tax_total), kinds: ['line', 'fee'] },
      { total: value(line.shipping_tax_total), kinds: ['shipping'] },
    ]
    for (const { total, kinds } of pots) {
      if (isZero(total)) continue
      const members = items.flatMap((item, index) => {
        const weight = item.rates.get(line.rate_id)
        return kinds.includes(item.kind) && weight && !isZero(weight) ? [{ index, weight }] : []
      })
      // A tax no item explains goes to the first item of its kind, so that the sum stays right.
      if (members.length === 0) {
        const index = items.findIndex((item) => kinds.includes(item.kind))
        if (index === -1) continue
        members.push({ index, weight: '1' })
      }
      const parts = allocate(
        total,
        members.map(({ weight }) => weight),
        decimalsOf(total),
      )
      members.forEach(({ index }, i) => {
        const part = parts[i] ?? ZERO
        if (isZero(part)) return
        shares[index]?.push({
          title: taxTitle(line),
          rate: taxRate(line.rate_percent),
          amount: part,
        })
      })
    }
  }
  return shares
}

/** What lowered the lines, split over the coupons that did it; exact in sum. */
function couponDiscounts(
  wire: WireOrder,
  lines: readonly PricedLine[],
): CanonicalOrder['discounts'] {
  const lowered = sum(lines.map((line) => subtract(line.subtotal, line.total)))
  if (isZero(lowered)) return []
  const coupons = wire.coupon_lines
    .map((coupon) => ({
      code: plainText(coupon.code) || 'Discount',
      amount: wire.prices_include_tax
        ? sum([value(coupon.discount), value(coupon.discount_tax)])
        : value(coupon.discount),
    }))
    .filter((coupon) => decimal(coupon.amount).gt(0))
  if (coupons.length === 0) return [{ code: 'Discount', amount: lowered }]
  const known = sum(coupons.map((coupon) => coupon.amount))
  if (equalAmounts(known, lowered)) return coupons
  const parts = allocate(
    lowered,
    coupons.map((coupon) => coupon.amount),
    decimalsOf(lowered),
  )
  return coupons.map((coupon, i) => ({ code: coupon.code, amount: parts[i] ?? ZERO }))
}

/** A line of nothing for nothing, left behind by edits. */
function isDropped(line: WireLine): boolean {
  return line.quantity === 0 && isZero(line.total) && isZero(line.subtotal)
}

function taxTitle(line: { label: string; rate_code: string }): string {
  return plainText(line.label) || plainText(line.rate_code) || 'Tax'
}

function taxRate(percent: number | null): DecimalString {
  return percent === null ? ZERO : toDecimalString(new Big(String(percent)).div(100))
}
