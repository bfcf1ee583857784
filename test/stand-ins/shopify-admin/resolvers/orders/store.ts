import {
  legacyId,
  metafieldFields,
  nowIso,
  type Order,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { financialStatus, fulfillmentStatus } from './math.ts'

/** Puts an order in place, moves `updatedAt` and tells the search. */
export function saveOrder(shop: ShopState, order: Order): void {
  order.updatedAt = nowIso(shop)
  shop.orders.set(order.id, order)
  const isOpen = order.closedAt === null && order.cancelledAt === null
  shop.index.order.put(order.id, {
    id: legacyId(order.id),
    name: [order.name, order.name.replace(/^#/, '')],
    email: order.email ?? [],
    tag: order.tags,
    source_identifier: order.sourceIdentifier ?? [],
    source_name: order.sourceName ?? [],
    po_number: order.poNumber ?? [],
    financial_status: (financialStatus(order) ?? '').toLowerCase() || [],
    fulfillment_status:
      fulfillmentStatus(order) === 'UNFULFILLED'
        ? ['unfulfilled', 'unshipped']
        : fulfillmentStatus(order).toLowerCase(),
    status: [isOpen ? 'open' : order.cancelledAt ? 'cancelled' : 'closed', 'any'],
    customer_id: order.customerId ? legacyId(order.customerId) : [],
    sku: order.lines.flatMap((line) => line.sku ?? []),
    test: String(order.test),
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    processed_at: order.processedAt,
    ...metafieldFields(shop, order.id),
  })
}
