import { plainText } from '../../kit/text/text.ts'
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
} from '#app/migration/kinds/values/money.ts'
import type { DecimalString } from '#app/migration/kinds/values/money.ts'
import type {
  CanonicalOrder,
  CanonicalOrderLine,
  CanonicalTax,
} from '#app/migration/kinds/order/order.ts'
import { decimalsOf, isNegative, isZero, negate, value } from '../amounts.ts'
import type { Credit } from './credits.ts'
import { nameText } from '../names.ts'
import type { WireLine, WireOrder } from '../wire/order.ts'
import { isAmount } from '../wire/shapes.ts'

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
      ...couponDiscounts(wire, sum([lowered, lowering.byCoupons])),
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

/** Per item its taxes; per rate they sum up to exactly what the order says. */
function shareTaxes(wire: WireOrder, items: readonly Item[]): CanonicalTax[][] {
  const shares: CanonicalTax[][] = items.map(() => [])
  const pots = [
    { total: 'tax_total', ...carriers(items, (kind) => kind !== 'shipping') },
    { total: 'shipping_tax_total', ...carriers(items, (kind) => kind === 'shipping') },
  ] as const
  for (const line of taxLinesOf(wire)) {
    for (const pot of pots) {
      const total = value(line[pot.total])
      if (isZero(total)) continue
      // A tax no item explains goes to the first item of its kind, so that the sum stays right.
      const members = pot.byRate.get(line.rate_id) ?? pot.fallback
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
          rate: taxRate(line.rate_percent) ?? ZERO,
          amount: part,
        })
      })
    }
  }
  return shares
}

type Carrier = { index: number; weight: DecimalString }

/** Which items carry which rate, looked at once however many rates an order names. */
function carriers(
  items: readonly Item[],
  isOne: (kind: Item['kind']) => boolean,
): { byRate: Map<string, Carrier[]>; fallback: Carrier[] } {
  const byRate = new Map<string, Carrier[]>()
  let fallback: Carrier[] = []
  for (const [index, item] of items.entries()) {
    if (!isOne(item.kind)) continue
    if (fallback.length === 0) fallback = [{ index, weight: '1' }]
    for (const [rate, weight] of item.rates) {
      if (isZero(weight)) continue
      const known = byRate.get(rate)
      if (known) known.push({ index, weight })
      else byRate.set(rate, [{ index, weight }])
    }
  }
  return { byRate, fallback }
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

/** What rounding may amount to at most: a unit, as the store shows it, for everything added up. */
function roundingIn(wire: WireOrder): Big {
  const items = [...wire.line_items, ...wire.fee_lines, ...wire.shipping_lines]
  const shown = [
    wire.total,
    wire.total_tax,
    ...items.flatMap((item) => [item.total, item.total_tax]),
  ]
  const places = shown.reduce((most, text) => Math.max(most, text.split('.')[1]?.length ?? 0), 0)
  const unit = new Big(10).pow(-Math.min(places, 6))
  return unit.times(items.length + 2 * wire.tax_lines.length + 1)
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

/** What was taken off, split over the coupons that did it; exact in sum. */
function couponDiscounts(wire: WireOrder, off: DecimalString): CanonicalOrder['discounts'] {
  if (isZero(off)) return []
  const coupons = couponsOf(wire)
  if (coupons.length === 0) return [{ code: 'Discount', amount: off }]
  const known = sum(coupons.map((coupon) => coupon.amount))
  if (equalAmounts(known, off)) return coupons
  const parts = allocate(
    off,
    coupons.map((coupon) => coupon.amount),
    decimalsOf(off),
  )
  return coupons.map((coupon, i) => ({ code: coupon.code, amount: parts[i] ?? ZERO }))
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
