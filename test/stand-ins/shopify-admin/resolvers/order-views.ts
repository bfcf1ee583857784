import type { LineItem, Order, Refund, ShippingLine, TaxLine, Transaction } from '../state.ts'

/** A part of an order together with its order: resolvers need the currencies and the siblings. */
export type OrderPart<T> = T & { order: Order }

export type LineView = OrderPart<LineItem>
export type TransactionView = OrderPart<Transaction>
export type RefundView = OrderPart<Refund>
export type ShippingLineView = OrderPart<ShippingLine>
export type TaxLineView = OrderPart<TaxLine>

export function lineView(order: Order, lineItemId: string): LineView | null {
  const line = order.lines.find((candidate) => candidate.id === lineItemId)
  return line ? { ...line, order } : null
}
