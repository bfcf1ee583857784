import { z } from 'zod'
import { amount, entries, gmt, id, idOrNone, moneyEntries, text } from '../../kit/wire/shapes.ts'
import { extensionAttributes, moneyOrNone } from './order.ts'

/*
 * What an order's invoices, shipments and credit memos are made of. Each has a date of its own, which
 * the order's does not always follow. Before version 2.4 they may come without extension attributes.
 */

const comment = z.object({ entity_id: idOrNone, comment: text, created_at: gmt })

export const wireInvoice = z.object({
  entity_id: id,
  order_id: idOrNone,
  increment_id: text.catch(''),
  created_at: gmt,
  /** 1 open, 2 paid, 3 cancelled. */
  state: text.catch(''),
  grand_total: moneyOrNone,
  transaction_id: text.catch(''),
  comments: entries('invoices[].comments[]', comment),
})
export type WireInvoice = z.infer<typeof wireInvoice>

const shipmentItem = z.object({ order_item_id: idOrNone, qty: moneyOrNone })

const track = z.object({ track_number: text, carrier_code: text.catch(''), title: text.catch('') })
export type WireTrack = z.infer<typeof track>

export const wireShipment = z.object({
  entity_id: id,
  order_id: idOrNone,
  increment_id: text.catch(''),
  created_at: gmt,
  items: entries('shipments[].items[]', shipmentItem),
  tracks: entries('shipments[].tracks[]', track),
  comments: entries('shipments[].comments[]', comment),
})
export type WireShipment = z.infer<typeof wireShipment>

const memoItem = z.object({
  order_item_id: idOrNone,
  qty: moneyOrNone,
  /** Before discounts, unlike those of orders. */
  row_total: moneyOrNone,
  discount_amount: moneyOrNone,
  tax_amount: moneyOrNone,
  discount_tax_compensation_amount: moneyOrNone,
  weee_tax_applied_row_amount: moneyOrNone,
})
export type WireMemoItem = z.infer<typeof memoItem>

export const wireCreditMemo = z.looseObject({
  entity_id: id,
  order_id: idOrNone,
  increment_id: text.catch(''),
  created_at: gmt,
  /** 1 open, 2 refunded, 3 cancelled. */
  state: text.catch(''),
  grand_total: amount,
  adjustment_positive: moneyOrNone,
  adjustment_negative: moneyOrNone,
  /** Below zero; of the rows and of the shipping together. */
  discount_amount: moneyOrNone,
  shipping_amount: moneyOrNone,
  shipping_tax_amount: moneyOrNone,
  shipping_discount_tax_compensation_amount: moneyOrNone,
  customer_note: text.catch(''),
  items: moneyEntries(memoItem),
  comments: entries('creditmemos[].comments[]', comment),
  extension_attributes: extensionAttributes,
})
export type WireCreditMemo = z.infer<typeof wireCreditMemo>
