import Big from 'big.js'
import type { Order as TargetOrder } from '#test/stand-ins/shopify-admin/state.ts'
import type { LineTax, Order } from '#test/stand-ins/woocommerce/records.ts'
import { decimalsOf } from './currency.ts'

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

export type ExpectedLine = { title: string; quantity: number; amount: Big }

export type ExpectedMoney = {
  /** What was sold and charged as lines, before discounts, in the order's own way (gross or net). */
  lines: ExpectedLine[]
  shipping: { title: string; amount: Big }[]
  /** Coupons, negative fees and negative lines together. */
  discount: Big
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
  for (const { label, cart, shipping } of order.taxLines) {
    taxes.set(label, (taxes.get(label) ?? new Big(0)).plus(cart).plus(shipping))
  }
  const everything = [...order.lines, ...order.feeLines, ...order.shippingLines]
  const allTax = add(everything.map((line) => tax(line.taxes)))
  return {
    lines: [
      ...priced.map(({ line, amount }) => ({
        title: line.name,
        quantity: Number.isInteger(line.quantity) && line.quantity > 0 ? line.quantity : 1,
        amount,
      })),
      ...charged.map((fee) => ({
        title: fee.name || 'Fee',
        quantity: 1,
        amount: inclusive(cents(fee.total), tax(fee.taxes)),
      })),
    ],
    shipping: order.shippingLines.map((line) => ({
      title: line.methodTitle || 'Shipping',
      amount: inclusive(cents(line.total), tax(line.taxes)),
    })),
    discount: add([
      ...priced.map(({ discount }) => discount),
      ...taken.map((fee) => inclusive(cents(fee.total), tax(fee.taxes)).times(-1)),
    ]),
    taxes,
    tax: allTax,
    total: add(everything.map(({ total }) => cents(total))).plus(allTax),
  }
}

export type FoundMoney = {
  lines: ExpectedLine[]
  shipping: { title: string; amount: Big }[]
  discount: Big
  taxes: Map<string, Big>
  tax: Big
  total: Big
  received: Big
  refunded: Big
}

export function foundMoney(order: TargetOrder): FoundMoney {
  const lines = order.lines.map((line) => ({
    title: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    quantity: line.quantity,
    amount: new Big(line.unitPrice.shop).times(line.quantity),
  }))
  const shipping = order.shippingLines.map((line) => ({
    title: line.title,
    amount: new Big(line.price.shop),
  }))
  const discount = add(
    [...order.lines, ...order.shippingLines].map((line) => new Big(line.discount.shop)),
  )
  const taxes = new Map<string, Big>()
  const taxLines = [
    ...order.taxLines,
    ...[...order.lines, ...order.shippingLines].flatMap((line) => line.taxLines),
  ]
  for (const { title, price } of taxLines) {
    taxes.set(title, (taxes.get(title) ?? new Big(0)).plus(price.shop))
  }
  const tax = add([...taxes.values()])
  const paid = (kinds: readonly string[]) =>
    add(
      order.transactions
        .filter(({ kind, status }) => status === 'SUCCESS' && kinds.includes(kind))
        .map(({ amount }) => new Big(amount.shop)),
    )
  return {
    lines,
    shipping,
    discount,
    taxes,
    tax,
    total: add([...lines, ...shipping].map(({ amount }) => amount))
      .minus(discount)
      .plus(order.taxesIncluded ? 0 : tax),
    received: paid(['SALE', 'CAPTURE']),
    refunded: paid(['REFUND']),
  }
}
