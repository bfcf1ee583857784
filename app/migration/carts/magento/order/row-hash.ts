import type { OrderTotal } from '#app/migration/engine/ports/source.ts'
import { fingerprint, type Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { WireOrder } from '../wire/order.ts'
import { readOrder, type OrderFacts, type OrderParts } from './to-canonical.ts'

const ROW_ALONE: OrderParts = {
  invoices: [],
  shipments: [],
  memos: [],
  options: new Map(),
  isParentOpen: false,
  isNumberTaken: false,
}

/**
 * What the list shows of an order, as one keyed hash, and what the order came to. Rows are complete
 * but for invoices, shipments and credit memos, of which they show the sums: paid, given back, and how
 * many of each row. Names of groups and regions stay out: they are the store's present ones.
 * @throws RecordError
 */
export function orderRow(
  wire: WireOrder,
  facts: OrderFacts,
): { rowHash: string; total: OrderTotal } {
  const { order } = readOrder(wire, ROW_ALONE, { ...facts, groups: null, regions: {} })
  const seen: Json = {
    date: wire.updated_at,
    state: wire.state,
    sums: [wire.total_paid, wire.total_due, wire.total_refunded],
    counts: wire.items.map((item) => [
      item.item_id,
      item.qty_invoiced,
      item.qty_shipped,
      item.qty_refunded,
      item.qty_canceled,
    ]),
    order,
  }
  const { currency, total: amount, placedAt } = order
  return {
    rowHash: fingerprint(facts.fingerprintKey, seen),
    total: { currency, amount, placedAt },
  }
}
