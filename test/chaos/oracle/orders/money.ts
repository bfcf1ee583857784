import Big from 'big.js'
import type { Order as TargetOrder } from '#test/stand-ins/shopify-admin/store/state.ts'
import type {
  FeeLine,
  LineTax,
  Order,
  ProductLine,
  ShippingLine,
} from '#test/stand-ins/woocommerce/records.ts'
import { decimalsOf } from '../currency.ts'
import { readable } from '../text.ts'

/** Own arithmetic over both stores' records; nothing of it comes from the app or the stand-ins. */

const cents = (amount: string) => new Big(amount || 0).round(2, Big.roundHalfUp)
export const add = (amounts: readonly Big[]) => amounts.reduce((a, b) => a.plus(b), new Big(0))
export const inUnits = (amount: Big, currency: string) =>
  amount.round(decimalsOf(currency), Big.roundHalfUp)

/** WooCommerce rounds each tax of each line; half a cent goes down where prices include tax. */
function taxOf({ roundedDown }: Order, taxes: readonly LineTax[], part: 'total' | 'subtotal'): Big {
  const rounded = ({ [part]: text }: LineTax) => {
    const exact = new Big(text || 0)
    if (!roundedDown) return exact.round(2, Big.roundHalfUp)
    const low = exact.round(2, Big.roundDown)
    return exact.minus(low).abs().lte('0.005') ? low : exact.round(2, Big.roundUp)
  }
  return add(taxes.map(rounded))
}

/** Title and rate of a tax: two rates of one title are two taxes. */
export const taxName = (title: string, rate: number | string) =>
  `${title} ${new Big(rate).round(8, Big.roundHalfUp).toFixed()}`

/** What one line carries of each tax, unrounded, and by how much rounding may move it. */
export type TaxShares = Map<string, { amount: Big; slack: Big }>

export type ExpectedItem = {
  /** Null for what stands for no line of the old store. */
  line: ProductLine | FeeLine | null
  isFee: boolean
  title: string
  quantity: number
  /** For all its pieces, before discounts, in the order's own way (gross or net). */
  amount: Big
  taxes: TaxShares
}
export type ExpectedShipping = { title: string; code: string; amount: Big; taxes: TaxShares }

export type ExpectedMoney = {
  items: ExpectedItem[]
  shipping: ExpectedShipping[]
  /** Coupons, negative fees and negative lines together. */
  discount: Big
  /** Names of what was taken off, as one code. */
  code: string
  /** By title and rate. */
  taxes: Map<string, Big>
  tax: Big
  total: Big
}

export function expectedMoney(order: Order): ExpectedMoney {
  const gross = order.pricesIncludeTax
  const tax = (taxes: readonly LineTax[], part: 'total' | 'subtotal' = 'total') =>
    taxOf(order, taxes, part)
  const inclusive = (net: Big, taxes: Big) => (gross ? net.plus(taxes) : net)
  const sold = order.lines.filter(({ quantity, total, subtotal }) => {
    const nothing = quantity === 0 && cents(total).eq(0) && cents(subtotal).eq(0)
    return !nothing && cents(total).gte(0)
  })
  const charged = order.feeLines.filter(({ total }) => cents(total).gte(0))
  const taken = [...order.lines, ...order.feeLines].filter(({ total }) => cents(total).lt(0))

  const priced = sold.map((line) => {
    const total = inclusive(cents(line.total), tax(line.taxes))
    const before = inclusive(cents(line.subtotal), tax(line.taxes, 'subtotal'))
    // Raised by hand: sold at the higher price, not discounted by less than nothing.
    const amount = before.lt(total) ? total : before
    return { line, amount, discount: amount.minus(total) }
  })
  const taxes = new Map<string, Big>()
  for (const { label, percent, cart, shipping } of order.taxLines) {
    const name = taxName(readable(label), percent / 100)
    taxes.set(name, (taxes.get(name) ?? new Big(0)).plus(cart).plus(shipping))
  }
  const everything = [...order.lines, ...order.feeLines, ...order.shippingLines]
  const allTax = add(everything.map((line) => tax(line.taxes)))
  const items: ExpectedItem[] = [
    ...priced.map(({ line, amount }) => ({
      line,
      isFee: false,
      title: readable(line.name),
      quantity: Number.isInteger(line.quantity) && line.quantity > 0 ? line.quantity : 1,
      amount,
      taxes: sharesOf(order, line, [...sold, ...charged], 'cart'),
    })),
    ...charged.map((fee) => ({
      line: fee,
      isFee: true,
      title: readable(fee.name) || 'Fee',
      quantity: 1,
      amount: inclusive(cents(fee.total), tax(fee.taxes)),
      taxes: sharesOf(order, fee, [...sold, ...charged], 'cart'),
    })),
  ]
  if (items.length === 0 && order.shippingLines.length > 0) {
    items.push({
      line: null,
      isFee: true,
      title: 'No items, shipping only',
      quantity: 1,
      amount: new Big(0),
      taxes: new Map(),
    })
  }
  const lowered = add(priced.map(({ discount }) => discount))
  return {
    items,
    shipping: order.shippingLines.map((line) => ({
      title: readable(line.methodTitle) || 'Shipping',
      code: line.methodId,
      amount: inclusive(cents(line.total), tax(line.taxes)),
      taxes: sharesOf(order, line, order.shippingLines, 'shipping'),
    })),
    discount: lowered.plus(
      add(taken.map((fee) => inclusive(cents(fee.total), tax(fee.taxes)).times(-1))),
    ),
    code: codeOf(order, lowered, taken),
    taxes,
    tax: allTax,
    total: add(everything.map(({ total }) => cents(total))).plus(allTax),
  }
}

/** What a coupon took off, in the order's own way: before taxes, its tax alone is nothing. */
export function couponOff(
  { pricesIncludeTax }: Order,
  { discount, discountTax }: Order['couponLines'][number],
): Big {
  return new Big(discount || 0).plus(pricesIncludeTax ? discountTax || 0 : 0)
}

/** Coupons that took something off, then what was charged below nothing. */
function codeOf(order: Order, lowered: Big, taken: readonly { name: string }[]): string {
  const coupons = order.couponLines
    .filter((coupon) => couponOff(order, coupon).gt(0))
    .map(({ code }) => readable(code))
  const codes = [
    ...(lowered.eq(0) ? [] : coupons.length > 0 ? coupons : ['Discount']),
    ...taken.map(({ name }) => readable(name) || 'Discount'),
  ]
  return [...new Set(codes)].join(' + ')
}

/**
 * The store's sum of a rate is what counts, so a line's share may be off by a unit, and by what the
 * sum differs from its parts: rounding, and taxes below nothing.
 */
function sharesOf(
  order: Order,
  line: ProductLine | FeeLine | ShippingLine,
  carriers: readonly { taxes: readonly LineTax[] }[],
  part: 'cart' | 'shipping',
): TaxShares {
  const shares: TaxShares = new Map()
  const unit = new Big(10).pow(-Math.min(2, decimalsOf(order.currency)))
  for (const { rateId, label, percent, [part]: sum } of order.taxLines) {
    const own = (taxes: readonly LineTax[]) =>
      add(taxes.filter(({ id }) => id === rateId).map(({ total }) => new Big(total || 0)))
    const all = add(carriers.map(({ taxes }) => own(taxes)))
    const name = taxName(readable(label), percent / 100)
    const known = shares.get(name) ?? { amount: new Big(0), slack: new Big(0) }
    shares.set(name, {
      amount: known.amount.plus(own(line.taxes)),
      slack: known.slack.plus(unit).plus(all.minus(sum).abs()),
    })
  }
  return shares
}

export type FoundMoney = {
  shipping: Big
  discount: Big
  taxes: Map<string, Big>
  tax: Big
  total: Big
  received: Big
  refunded: Big
}

export function foundMoney(order: TargetOrder): FoundMoney {
  const lines = order.lines.map(({ unitPrice, quantity }) =>
    new Big(unitPrice.shop).times(quantity),
  )
  const shipping = add(order.shippingLines.map((line) => new Big(line.price.shop)))
  const discount = add(
    [...order.lines, ...order.shippingLines].map((line) => new Big(line.discount.shop)),
  )
  const taxes = new Map<string, Big>()
  const taxLines = [
    ...order.taxLines,
    ...[...order.lines, ...order.shippingLines].flatMap((line) => line.taxLines),
  ]
  for (const { title, rate, price } of taxLines) {
    const name = taxName(title, rate)
    taxes.set(name, (taxes.get(name) ?? new Big(0)).plus(price.shop))
  }
  const tax = add([...taxes.values()])
  const paid = (kinds: readonly string[]) =>
    add(
      order.transactions
        .filter(({ kind, status }) => status === 'SUCCESS' && kinds.includes(kind))
        .map(({ amount }) => new Big(amount.shop)),
    )
  return {
    shipping,
    discount,
    taxes,
    tax,
    total: add([...lines, shipping])
      .minus(discount)
      .plus(order.taxesIncluded ? 0 : tax),
    received: paid(['SALE', 'CAPTURE']),
    refunded: paid(['REFUND']),
  }
}
