import Big from 'big.js'
import { big, precise, round, roundTax, sum } from './money.ts'
import type { Coupon, FeeLine, Order, ProductLine, TaxLine } from '../records.ts'
import type { WooState } from '../state.ts'
import {
  basePlace,
  lineTaxes,
  rateCode,
  ratesFor,
  taxInGross,
  taxOnNet,
  totalTax,
  type TaxPlace,
} from './taxes.ts'

/** The net price of a line whose price was typed with tax: the store's own tax is taken out. */
export function netOfPrice(
  state: WooState,
  price: Big,
  taxClass: string,
  taxable: boolean,
): string {
  if (!state.settings.pricesIncludeTax || !taxable) return precise(price)
  const inside = taxInGross(price, ratesFor(state, basePlace(state), taxClass))
  return precise(price.minus(totalTax(inside)))
}

type Share = { line: ProductLine; cents: Big }

/**
 * How a coupon falls on the lines, in cents (measured: 050, 051, 070, 074): per cent of each line's
 * price, rounded per line; a fixed cart amount per piece, the cents that remain one by one from the
 * dearest line. The price is gross when prices include tax.
 */
function couponShares(
  coupon: Coupon,
  lines: readonly ProductLine[],
  price: (l: ProductLine) => Big,
) {
  const eligible = lines.filter((line) => !coupon.excludedProductIds.includes(line.productId))
  const ordered = [...eligible].sort((a, b) =>
    price(b).times(b.quantity).cmp(price(a).times(a.quantity)),
  )
  const amount = big(coupon.amount)
  const cents = (value: Big) => round(value.times(100), 0)
  const shares: Share[] = []
  if (coupon.discountType === 'percent') {
    for (const line of ordered)
      shares.push({ line, cents: cents(price(line).times(amount).div(100)) })
    return shares
  }
  if (coupon.discountType === 'fixed_product') {
    for (const line of ordered) {
      const wish = cents(amount.times(line.quantity))
      const most = cents(price(line))
      shares.push({ line, cents: wish.gt(most) ? most : wish })
    }
    return shares
  }
  const pieces = ordered.reduce((count, line) => count + line.quantity, 0)
  if (pieces === 0) return shares
  const wanted = cents(amount)
  const perPiece = wanted.div(pieces).round(0, Big.roundDown)
  for (const line of ordered) {
    const most = cents(price(line))
    const wish = perPiece.times(line.quantity)
    shares.push({ line, cents: wish.gt(most) ? most : wish })
  }
  let rest = wanted.minus(sum(shares.map((share) => share.cents)))
  for (const share of shares) {
    for (let piece = 0; piece < share.line.quantity && rest.gt(0); piece++) {
      if (share.cents.gte(cents(price(share.line)))) break
      share.cents = share.cents.plus(1)
      rest = rest.minus(1)
    }
  }
  return shares
}

/** Applies coupons in order, each on what the ones before left; returns net discount and tax per coupon. */
export function applyCoupons(
  state: WooState,
  lines: ProductLine[],
  coupons: readonly Coupon[],
  place: TaxPlace,
): { coupon: Coupon; discount: string; discountTax: string }[] {
  const gross = state.settings.pricesIncludeTax
  const rates = (line: ProductLine) => (line.taxable ? ratesFor(state, place, line.taxClass) : [])
  return coupons.map((coupon) => {
    const price = (line: ProductLine) => {
      const net = big(line.subtotal)
      return gross ? net.plus(totalTax(taxOnNet(net, rates(line)))) : net
    }
    let [discount, discountTax] = [new Big(0), new Big(0)]
    for (const { line, cents } of couponShares(coupon, lines, price)) {
      const wish = cents.div(100)
      const tax = gross
        ? totalTax(taxInGross(wish, rates(line)))
        : totalTax(taxOnNet(wish, rates(line)))
      const net = gross ? wish.minus(tax) : wish
      const left = big(line.total)
      const taken = net.gt(left) ? left : net
      line.total = precise(left.minus(taken))
      discount = discount.plus(taken)
      discountTax = discountTax.plus(tax)
    }
    return {
      coupon,
      discount: round(discount).toString(),
      discountTax: round(discountTax).toString(),
    }
  })
}

/** A negative fee takes tax away in the proportion of what is taxed (measured: `069`). */
function negativeFeeTaxes(state: WooState, order: Order, fee: FeeLine, place: TaxPlace) {
  const costs = new Map<string, Big>()
  const add = (key: string, amount: string) =>
    costs.set(key, (costs.get(key) ?? new Big(0)).plus(big(amount)))
  for (const line of order.lines) add(line.taxable ? line.taxClass : 'none', line.total)
  for (const other of order.feeLines) {
    if (big(other.total).gt(0))
      add(other.taxStatus === 'taxable' ? other.taxClass : 'none', other.total)
  }
  for (const line of order.shippingLines) add('', line.total)
  const all = sum([...costs.values()])
  if (all.eq(0)) return []
  const byRate = new Map<number, { rate: ReturnType<typeof ratesFor>[number]; amount: Big }>()
  for (const [taxClass, cost] of costs) {
    if (taxClass === 'none') continue
    const share = big(fee.total).times(cost).div(all)
    for (const { rate, amount } of taxOnNet(share, ratesFor(state, place, taxClass))) {
      const before = byRate.get(rate.id)?.amount ?? new Big(0)
      byRate.set(rate.id, { rate, amount: before.plus(amount) })
    }
  }
  return [...byRate.values()]
}

/** Works out every tax of the order anew and the tax lines from them. */
export function calculateTaxes(
  state: WooState,
  order: Order,
  place: TaxPlace,
  newId: () => number,
) {
  for (const line of order.lines) {
    const rates = line.taxable ? ratesFor(state, place, line.taxClass) : []
    line.taxes = lineTaxes(taxOnNet(line.total, rates), taxOnNet(line.subtotal, rates))
  }
  for (const line of order.shippingLines) {
    const rates = ratesFor(state, place, '').filter((rate) => rate.shipping)
    line.taxes = lineTaxes(line.taxStatus === 'taxable' ? taxOnNet(line.total, rates) : [], null)
  }
  for (const fee of order.feeLines) {
    if (fee.taxStatus !== 'taxable') fee.taxes = []
    else if (big(fee.total).gte(0)) {
      fee.taxes = lineTaxes(taxOnNet(fee.total, ratesFor(state, place, fee.taxClass)), null)
    } else fee.taxes = lineTaxes(negativeFeeTaxes(state, order, fee, place), null)
  }
  order.roundedDown = state.settings.pricesIncludeTax
  order.taxLines = collectTaxLines(state, order, newId)
}

type Taxed = Pick<Order, 'lines' | 'feeLines' | 'shippingLines' | 'taxLines'> & {
  roundedDown: boolean
}

export function collectTaxLines(state: WooState, order: Taxed, newId: () => number): TaxLine[] {
  const rounded = (value: string) => roundTax(value, order.roundedDown)
  const rateIds: number[] = []
  for (const line of [...order.lines, ...order.feeLines, ...order.shippingLines]) {
    for (const tax of line.taxes) if (!rateIds.includes(tax.id)) rateIds.push(tax.id)
  }
  return rateIds.flatMap((rateId) => {
    const before = order.taxLines.find((line) => line.rateId === rateId)
    const rate = state.taxRates.get(rateId)
    const part = (lines: readonly { taxes: { id: number; total: string }[] }[]) =>
      sum(
        lines.flatMap((line) =>
          line.taxes.filter((t) => t.id === rateId).map((t) => rounded(t.total)),
        ),
      ).toFixed(2)
    const amounts = {
      cart: part([...order.lines, ...order.feeLines]),
      shipping: part(order.shippingLines),
    }
    if (before) return [{ ...before, ...amounts }]
    if (!rate) return []
    return [
      {
        id: newId(),
        rateId,
        rateCode: rateCode(rate),
        label: rate.name,
        compound: rate.compound,
        percent: Number(rate.rate),
        ...amounts,
      },
    ]
  })
}

export type Totals = {
  discountTotal: Big
  discountTax: Big
  shippingTotal: Big
  shippingTax: Big
  cartTax: Big
  totalTax: Big
  total: Big
}

export const taxOf = (taxes: readonly { total: string }[], pricesIncludeTax: boolean) =>
  sum(taxes.map((tax) => roundTax(tax.total, pricesIncludeTax)))
export const subtotalTaxOf = (taxes: readonly { subtotal: string }[], pricesIncludeTax: boolean) =>
  sum(taxes.map((tax) => roundTax(tax.subtotal, pricesIncludeTax)))

/** Everything is rounded per line and rate first, then added up (measured on 46 order states). */
export function totalsOf(order: Taxed): Totals {
  const gross = order.roundedDown
  const rounded = (lines: readonly { total: string }[]) =>
    sum(lines.map((line) => round(line.total)))
  const lineTax = sum(order.lines.map((line) => taxOf(line.taxes, gross)))
  const cartTax = lineTax.plus(sum(order.feeLines.map((line) => taxOf(line.taxes, gross))))
  const shippingTax = sum(order.shippingLines.map((line) => taxOf(line.taxes, gross)))
  const totalTax = cartTax.plus(shippingTax)
  const shippingTotal = rounded(order.shippingLines)
  const lineTotal = rounded(order.lines)
  return {
    discountTotal: sum(order.lines.map((line) => round(line.subtotal))).minus(lineTotal),
    discountTax: sum(order.lines.map((line) => subtotalTaxOf(line.taxes, gross))).minus(lineTax),
    shippingTotal,
    shippingTax,
    cartTax,
    totalTax,
    total: lineTotal.plus(rounded(order.feeLines)).plus(shippingTotal).plus(totalTax),
  }
}
