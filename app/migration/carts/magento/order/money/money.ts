import {
  ZERO,
  allocate,
  decimal,
  equalAmounts,
  subtract,
  sum,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type {
  CanonicalOrder,
  CanonicalOrderLine,
  CanonicalTax,
} from '#app/migration/kinds/order/order.ts'
import { absolute, decimalsOf, isZero, value } from '../../../kit/order/amounts.ts'
import type { WireOrder } from '../../wire/order.ts'
import { extrasOf, sumOf, type Extra, type Extras } from './extras.ts'
import { ofFamily, type Family } from '../lines/families.ts'
import { fixedTaxes } from './fixed-taxes.ts'
import { rowTotals } from './rows.ts'
import { taxesOf } from './taxes.ts'

export type OrderMoney = Pick<
  CanonicalOrder,
  'taxesIncluded' | 'shippingLines' | 'fees' | 'discounts' | 'taxes' | 'total' | 'totalTax'
> & {
  /** As the families. */
  lines: Pick<CanonicalOrderLine, 'subtotal' | 'total' | 'taxes'>[]
  /** What was taken off the shipping, which Shopify's code does not do. */
  shippingDiscount: DecimalString
  /** Credits that the order names and that lowered nothing. */
  unused: Extra[]
  /** Keys of what stands in the amounts. */
  read: readonly string[]
}

/**
 * An order's amounts, in the currency the buyer paid in. Magento's own arithmetic, exact on every
 * order recorded:
 *
 *   grand_total = subtotal + discount_amount + shipping_amount + tax_amount
 *     + discount_tax_compensation_amount + shipping_discount_tax_compensation_amount
 *     + Σ items.weee_tax_applied_row_amount
 *     (+ gift wrapping − gift cards, store credit and points, with Adobe Commerce)
 *
 * Amounts are net; a discount on prices with tax leaves a compensation, and such an order can be told
 * in gross prices alone, as can one whose discount is more than a net price. What none of it explains stays a difference that Shopify's side tells.
 */
export function toMoney(wire: WireOrder, families: readonly Family[]): OrderMoney {
  const compensation = value(wire.discount_tax_compensation_amount)
  const onShipping = value(wire.shipping_discount_tax_compensation_amount)
  const fixed = fixedTaxes(families)
  const taxes = taxesOf(wire, families, fixed)
  const extras = extrasOf(wire)

  const taken = absolute(wire.discount_amount)
  const shippingDiscount = least(value(wire.shipping_discount_amount), taken)
  const offGoods = subtract(taken, shippingDiscount)
  const rows = rowTotals(wire, families)
  const off = inAll(
    offGoods,
    families.map((family) => ofFamily(family, (i) => i.discount_amount)),
    rows,
  )
  const gross =
    isPricedWithTax(families) ||
    !isZero(compensation) ||
    !isZero(onShipping) ||
    isMore(shippingDiscount, value(wire.shipping_amount)) ||
    families.some((family, at) => isMore(off[at] ?? ZERO, withFixedTax(family, rows[at] ?? ZERO)))
  const compensated = inAll(
    compensation,
    families.map((family) => ofFamily(family, (i) => i.discount_tax_compensation_amount)),
    off,
  )
  const withTax = (net: DecimalString, own: readonly CanonicalTax[], more: DecimalString = ZERO) =>
    gross ? sum([net, more, ...own.map(({ amount }) => amount)]) : net

  const lines = families.map((_, at) => {
    const own = taxes.ofFamilies[at] ?? []
    const subtotal = withTax(rows[at] ?? ZERO, own, compensated[at])
    return { subtotal, total: subtract(subtotal, off[at] ?? ZERO), taxes: own }
  })
  const shipping = subtract(
    withTax(value(wire.shipping_amount), taxes.ofShipping, onShipping),
    shippingDiscount,
  )
  const fees = fixed.map(({ title, amount }, at) => {
    const own = taxes.ofFixedTaxes[at] ?? []
    return { title, amount: withTax(amount, own), taxes: own }
  })
  const total = value(wire.grand_total)
  const before = sum([
    ...lines.map(({ total: each }) => each),
    shipping,
    ...fees.map(({ amount }) => amount),
    gross ? ZERO : value(wire.tax_amount),
  ])
  const beside = explained(subtract(before, total), extras)
  const method = wire.extension_attributes.shipping_assignments[0]?.shipping.method ?? ''
  const isSent = method !== '' || wire.shipping_description !== '' || !isZero(shipping)
  return {
    taxesIncluded: gross,
    lines,
    shippingLines: isSent
      ? [
          {
            title: wire.shipping_description.trim() || 'Shipping',
            code: method,
            amount: shipping,
            taxes: taxes.ofShipping,
          },
        ]
      : [],
    fees: [...fees, ...beside.fees.map(({ name, amount }) => ({ title: name, amount, taxes: [] }))],
    discounts: [
      ...(isZero(offGoods) ? [] : [{ code: couponOf(wire) || 'Discount', amount: offGoods }]),
      ...beside.credits.map(({ name, amount }) => ({ code: name, amount })),
    ],
    taxes: taxes.all,
    total,
    totalTax: value(wire.tax_amount),
    shippingDiscount,
    unused: extras.credits.filter((credit) => !beside.credits.includes(credit)),
    read: [
      ...[...extras.credits, ...beside.fees].flatMap(({ keys }) => keys),
      ...(isZero(sumOf(extras.wrapping)) ? [] : ['gw_price', 'gw_items_price', 'gw_card_price']),
    ],
  }
}

/**
 * Orders do not say whether the catalogue's prices include taxes; its price stands in the row as it
 * is (reported, not recorded): where that is the price with tax on a taxed row and the one without on
 * none, they do. A special price is neither.
 */
function isPricedWithTax(families: readonly Family[]): boolean {
  const taxed = families
    .map(({ root }) => root)
    .filter(
      ({ tax_amount, price, price_incl_tax }) =>
        !isZero(tax_amount) &&
        !isZero(price_incl_tax) &&
        !equalAmounts(value(price), value(price_incl_tax)),
    )
  const is = (name: 'price' | 'price_incl_tax') =>
    taxed.some((item) => equalAmounts(value(item.original_price), value(item[name])))
  return is('price_incl_tax') && !is('price')
}

/** A discount may have been taken off a fixed tax as well. */
function withFixedTax(family: Family, row: DecimalString): DecimalString {
  return sum([row, ofFamily(family, (item) => item.weee_tax_applied_row_amount)])
}

function isMore(a: DecimalString, b: DecimalString): boolean {
  return decimal(a).gt(decimal(b))
}

/** The code people typed; of a rule without one, what the store calls it. */
export function couponOf({ coupon_code, discount_description }: WireOrder): string {
  return coupon_code.trim() || discount_description.trim()
}

export function least(a: DecimalString, b: DecimalString): DecimalString {
  return decimal(a).lt(decimal(b)) ? a : b
}

/** What the order says in all, by what its rows say; where these are silent, by their size. */
function inAll(
  all: DecimalString,
  rows: readonly DecimalString[],
  sizes: readonly DecimalString[],
): DecimalString[] {
  if (equalAmounts(sum(rows), all)) return [...rows]
  const weights = rows.every((row) => isZero(row)) ? sizes : rows
  return allocate(all, weights, decimalsOf(all))
}

/**
 * What made the total another one than Magento's own arithmetic does: only what explains it exactly
 * is taken for it. Where nothing does, what comes nearest is, and the rest stays a difference.
 *
 * @param missing what the total is short of; below zero: what it has more
 */
function explained(missing: DecimalString, extras: Extras): { credits: Extra[]; fees: Extra[] } {
  const fees = [[], ...extras.fees.map((fee) => [fee]), extras.fees]
  const taxed = extras.wrapping.map((each) => ({
    ...each,
    amount: sum([each.amount, extras.wrappingTax]),
  }))
  // Its tax is mostly among the order's.
  const choices = [extras.wrapping, taxed, []].flatMap((wrapping) =>
    [extras.credits, []].flatMap((credits) =>
      fees.map((more) => ({ credits, fees: [...wrapping, ...more] })),
    ),
  )
  const left = ({ credits, fees: own }: (typeof choices)[number]) =>
    decimal(subtract(sum([missing, sumOf(own)]), sumOf(credits))).abs()
  const none = { credits: [], fees: [] }
  return choices.reduce(
    (best, each) => (left(each).lt(left(best)) ? each : best),
    choices[0] ?? none,
  )
}
