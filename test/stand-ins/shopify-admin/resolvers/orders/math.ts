import Big from 'big.js'
import {
  addBags,
  isZero,
  roundBag,
  subtractBags,
  timesBag,
  ZERO_BAG,
} from '#test/stand-ins/shopify-admin/store/money.ts'
import type { Bag, LineItem, Order, TaxLine } from '#test/stand-ins/shopify-admin/store/state.ts'

export type OrderTotals = {
  subtotal: Bag
  discounts: Bag
  shipping: Bag
  tax: Bag
  total: Bag
  received: Bag
  refunded: Bag
  capturable: Bag
  outstanding: Bag
  netPayment: Bag
  currentSubtotal: Bag
  currentDiscounts: Bag
  currentTax: Bag
  currentShipping: Bag
  currentTotal: Bag
}

/** Everything taken off a line: its share of the order's code and what order edits gave it. */
export function discountOf(line: LineItem): Bag {
  return addBags(line.discount, ...line.editDiscounts.map(({ amount }) => amount))
}

function sumTax(lines: readonly TaxLine[]): Bag {
  return addBags(ZERO_BAG, ...lines.map((line) => line.price))
}

export function allTaxLines(order: Order): TaxLine[] {
  return [
    ...order.taxLines,
    ...order.lines.flatMap((line) => line.taxLines),
    ...order.shippingLines.flatMap((line) => line.taxLines),
  ]
}

/** Amount that a share of a whole carries, in the whole's proportion, to the smallest unit. */
export function shareOf(order: Order, bag: Bag, part: number, whole: number): Bag {
  if (whole === 0) return ZERO_BAG
  const exact = {
    shop: new Big(bag.shop).times(part).div(whole).toFixed(),
    presentment: new Big(bag.presentment).times(part).div(whole).toFixed(),
  }
  return roundBag(exact, order.currency, order.presentmentCurrency)
}

function floorAtZero(bag: Bag): Bag {
  return {
    shop: new Big(bag.shop).lt(0) ? '0' : bag.shop,
    presentment: new Big(bag.presentment).lt(0) ? '0' : bag.presentment,
  }
}

/**
 * Shopify adds up what it is given and computes no tax itself (recorded: orders/order-create-math):
 * subtotal = lines − discount; total = subtotal + shipping + given taxes (unless included).
 */
export function totalsOf(order: Order): OrderTotals {
  const lineTotal = addBags(
    ZERO_BAG,
    ...order.lines.map((line) => timesBag(line.unitPrice, line.quantity)),
  )
  const lineDiscounts = addBags(ZERO_BAG, ...order.lines.map(discountOf))
  const shippingGross = addBags(ZERO_BAG, ...order.shippingLines.map((line) => line.price))
  const shippingDiscounts = addBags(ZERO_BAG, ...order.shippingLines.map((line) => line.discount))
  const shipping = subtractBags(shippingGross, shippingDiscounts)
  const subtotal = subtractBags(lineTotal, lineDiscounts)
  const tax = sumTax(allTaxLines(order))
  const extraTax = order.taxesIncluded ? ZERO_BAG : tax
  const total = addBags(subtotal, shipping, extraTax)

  const succeeded = order.transactions.filter((transaction) => transaction.status === 'SUCCESS')
  const of = (...kinds: string[]) =>
    addBags(
      ZERO_BAG,
      ...succeeded.filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount),
    )
  const received = of('SALE', 'CAPTURE')
  const refunded = of('REFUND')
  const isVoided = succeeded.some(({ kind }) => kind === 'VOID')
  const capturable = isVoided
    ? ZERO_BAG
    : floorAtZero(subtractBags(of('AUTHORIZATION'), of('CAPTURE')))
  const netPayment = subtractBags(received, refunded)

  const gone = order.lines.map((line) => ({
    amount: shareOf(
      order,
      subtractBags(timesBag(line.unitPrice, line.quantity), discountOf(line)),
      line.removed,
      line.quantity,
    ),
    discount: shareOf(order, discountOf(line), line.removed, line.quantity),
    tax: shareOf(order, sumTax(line.taxLines), line.removed, line.quantity),
  }))
  const refundedShipping = addBags(ZERO_BAG, ...order.refunds.map((refund) => refund.shipping))
  const refundedShippingTax = addBags(ZERO_BAG, ...order.refunds.map((r) => r.shippingTax))
  const isCancelled = order.cancelledAt !== null
  const current = (bag: Bag) => (isCancelled ? ZERO_BAG : floorAtZero(bag))
  const currentSubtotal = current(
    subtractBags(subtotal, addBags(ZERO_BAG, ...gone.map((g) => g.amount))),
  )
  const currentShipping = current(subtractBags(shipping, refundedShipping))
  const currentTax = current(
    subtractBags(tax, addBags(refundedShippingTax, ...gone.map((g) => g.tax))),
  )
  const currentTotal = addBags(
    currentSubtotal,
    currentShipping,
    order.taxesIncluded ? ZERO_BAG : currentTax,
  )
  const pending = subtractBags(currentTotal, addBags(netPayment, capturable))
  return {
    subtotal,
    discounts: addBags(lineDiscounts, shippingDiscounts),
    shipping,
    tax,
    total,
    received,
    refunded,
    capturable,
    // Paid in the customer's currency is paid, whatever the exchange rate made of it. Recorded:
    // what was paid above the total after an edit shows as less than nothing.
    outstanding: isCancelled || new Big(pending.presentment).eq(0) ? ZERO_BAG : pending,
    netPayment,
    currentSubtotal,
    currentDiscounts: current(
      subtractBags(
        addBags(lineDiscounts, shippingDiscounts),
        addBags(ZERO_BAG, ...gone.map((g) => g.discount)),
      ),
    ),
    currentTax,
    currentShipping,
    currentTotal,
  }
}

/** An amount in the customer's currency, in both currencies at the order's own rate. */
export function inBothCurrencies(order: Order, presentment: string): Bag {
  const { total } = totalsOf(order)
  if (order.currency === order.presentmentCurrency || isZero(total)) {
    return { shop: new Big(presentment).toFixed(), presentment: new Big(presentment).toFixed() }
  }
  const rate = new Big(total.shop).div(total.presentment)
  const shop = new Big(presentment).times(rate).toFixed()
  return roundBag({ shop, presentment }, order.currency, order.presentmentCurrency)
}

/**
 * Transactions decide; without any, what the caller said; without that, nothing (recorded: null).
 */
export function financialStatus(order: Order): string | null {
  const totals = totalsOf(order)
  const received = new Big(totals.received.presentment)
  const refunded = new Big(totals.refunded.presentment)
  // What an edit took off is not to be paid any more.
  const isEdited = order.edits.length > 0 && order.cancelledAt === null
  const total = new Big((isEdited ? totals.currentTotal : totals.total).presentment)
  if (refunded.gt(0)) return refunded.gte(received) ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  if (received.gt(0)) {
    if (received.gte(total)) return 'PAID'
    return order.givenFinancialStatus === 'PAID' ? 'PAID' : 'PARTIALLY_PAID'
  }
  const succeeded = order.transactions.filter(({ status }) => status === 'SUCCESS')
  if (succeeded.some(({ kind }) => kind === 'VOID')) return 'VOIDED'
  // Recorded: an order that had no payment state has none when it is cancelled. Not recorded: what
  // stores export shows every other order cancelled before its payment as voided.
  const hadState = order.givenFinancialStatus !== null || order.transactions.length > 0
  if (order.cancelledAt !== null && hadState && total.gt(0)) return 'VOIDED'
  if (succeeded.some(({ kind }) => kind === 'AUTHORIZATION')) return 'AUTHORIZED'
  if (succeeded.some(({ kind }) => kind === 'SALE' || kind === 'CAPTURE')) return 'PAID'
  if (order.givenFinancialStatus !== null) return order.givenFinancialStatus
  return order.transactions.some(({ status }) => status === 'PENDING') ? 'PENDING' : null
}

export function fulfillmentStatus(order: Order): string {
  const all = order.fulfillmentOrders.flatMap((fo) => (fo.status === 'CANCELLED' ? [] : fo.lines))
  const done = order.fulfillments.filter(({ status }) => status !== 'CANCELLED')
  if (done.length === 0) return 'UNFULFILLED'
  return all.every((line) => line.remaining === 0) ? 'FULFILLED' : 'PARTIALLY_FULFILLED'
}

export function spentOn(orders: readonly Order[]): string {
  return orders
    .reduce((sum, order) => sum.plus(totalsOf(order).netPayment.shop), new Big(0))
    .toFixed()
}
