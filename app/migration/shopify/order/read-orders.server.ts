import type { OrderFieldsFragment } from '#app/types/admin-operations.ts'
import { decimal, sum, ZERO } from '#app/migration/kinds/values/money.ts'
import type { Gid, TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import type { OrderTotal } from '#app/migration/engine/ports/source.ts'
import {
  ORDER_BY_CUSTOM_ID,
  ORDER_LINES_PAGE,
  ORDER_REFUND_LINES,
  ORDER_SNAPSHOTS,
} from './documents.ts'
import { REFUND_LINES_IN_PRESENTMENT } from './presentment/documents.ts'
import { inPresentment, isInPresentment } from './presentment/read-presentment.server.ts'
import { ORDER_TOTALS, ORDERS_OF_CUSTOMERS } from './look-up-documents.ts'
import { found } from '../api/operation.ts'
import { orderSnapshot, refundChildren } from './snapshot.ts'
import type { ReadOrder } from './read-order.ts'
import { METAFIELD_NAMESPACE, sourceIdOf, sourceReference } from '../identity/source-reference.ts'
import type { StoreContext } from '../store-context.ts'
import { goneJustNow } from '../api/record-gone.ts'

const BATCH = 8
const LINES_PAGE = 20
/** More than one shipping line is rare, more than these unheard of. */
const SHIPPING_PAGE = 10
const MAX_PAGE = 250

export async function findOrder(ctx: StoreContext, sourceId: string): Promise<Gid | null> {
  const answer = await ctx.run(ORDER_BY_CUSTOM_ID, {
    namespace: METAFIELD_NAMESPACE,
    value: sourceReference(ctx.options.projectId, 'order', sourceId),
  })
  return answer.orderByIdentifier?.id ?? null
}

export async function readOrders(
  ctx: StoreContext,
  gids: readonly Gid[],
): Promise<TargetSnapshot[]> {
  const batches: Gid[][] = []
  for (let i = 0; i < gids.length; i += BATCH) batches.push(gids.slice(i, i + BATCH))
  const read = await Promise.all(batches.map((batch) => readRawOrders(ctx, batch)))
  return read.flat().map(orderSnapshot)
}

/**
 * What orders came to. An edit leaves the total as it was and lowers the current one (recorded), as
 * refunds do: an edited order is read in full, and so is one in two currencies.
 */
export async function readOrderTotals(
  ctx: StoreContext,
  gids: readonly Gid[],
): Promise<Map<Gid, OrderTotal>> {
  const totals = new Map<Gid, OrderTotal>()
  for (let start = 0; start < gids.length; start += MAX_PAGE) {
    const { nodes } = await ctx.run(ORDER_TOTALS, { ids: gids.slice(start, start + MAX_PAGE) })
    const orders = found(nodes)
    const inFull = orders.filter(
      (order) => order.edited || order.presentmentCurrencyCode !== order.currencyCode,
    )
    const read = await readOrders(
      ctx,
      inFull.map(({ id }) => id),
    )
    const fields = new Map(read.map((snapshot) => [snapshot.gid, snapshot.fields]))
    for (const { id, currencyCode, processedAt, totalPriceSet } of orders) {
      const { total, currency } = fields.get(id) ?? {}
      totals.set(id, {
        currency: typeof currency === 'string' ? currency : currencyCode,
        amount: typeof total === 'string' ? total : totalPriceSet.shopMoney.amount,
        placedAt: processedAt,
      })
    }
  }
  return totals
}

/** Source ids of the orders that Shopify shows at these customers: of each the first five. */
export async function ordersOf(ctx: StoreContext, customers: readonly Gid[]): Promise<string[]> {
  if (customers.length === 0) return []
  const variables = { ids: [...new Set(customers)], namespace: METAFIELD_NAMESPACE }
  const { nodes } = await ctx.run(ORDERS_OF_CUSTOMERS, variables)
  return found(nodes).flatMap(({ orders }) =>
    orders.nodes.flatMap(
      ({ sourceId: customId }) => sourceIdOf(ctx.options.projectId, 'order', customId?.value) ?? [],
    ),
  )
}

async function readRawOrders(ctx: StoreContext, gids: readonly Gid[]): Promise<ReadOrder[]> {
  const { nodes } = await ctx.run(ORDER_SNAPSHOTS, {
    ids: [...gids],
    namespace: METAFIELD_NAMESPACE,
    lines: LINES_PAGE,
    shippingLines: SHIPPING_PAGE,
  })
  return Promise.all(found(nodes).map((order) => whole(ctx, order)))
}

/** The order with what its first answer had no room for. */
export async function whole(ctx: StoreContext, order: OrderFieldsFragment): Promise<ReadOrder> {
  if (isInPresentment(order)) {
    const own = await inPresentment(ctx, order)
    return { ...own, returned: await readReturned(ctx, own) }
  }
  const allLines = [...order.lineItems.nodes]
  let page = order.lineItems.pageInfo
  while (page.hasNextPage) {
    const variables = { id: order.id, after: page.endCursor, lines: MAX_PAGE }
    const answer = await ctx.run(ORDER_LINES_PAGE, variables)
    if (!answer.order) break
    allLines.push(...answer.order.lineItems.nodes)
    page = answer.order.lineItems.pageInfo
  }
  const own = { ...order, allLines, shopTotal: null }
  return { ...own, returned: await readReturned(ctx, own) }
}

async function readReturned(
  ctx: StoreContext,
  order: Omit<ReadOrder, 'returned'>,
): Promise<ReadOrder['returned']> {
  // Shopify may keep what an edit took off as a refund of nothing: that one does not count.
  const ours = new Set(Object.values(refundChildren(order)))
  const counted = new Set(
    order.refunds.flatMap(({ id, totalRefundedSet }) =>
      ours.has(id) || decimal(totalRefundedSet.shopMoney.amount).gt(0) ? [id] : [],
    ),
  )
  if (!order.edited || order.cancelledAt !== null || counted.size === 0) {
    return { lines: [], amount: ZERO }
  }
  const answer =
    order.shopTotal === null
      ? await ctx.run(ORDER_REFUND_LINES, { id: order.id })
      : await ctx.run(REFUND_LINES_IN_PRESENTMENT, { id: order.id })
  const lines = (answer.order?.refunds ?? [])
    .filter(({ id }) => counted.has(id))
    .flatMap(({ refundLineItems }) => refundLineItems.nodes)
  return {
    lines: lines.map(({ quantity, lineItem }) => ({ quantity, lineItemId: lineItem.id })),
    amount: sum([
      answer.order?.totalRefundedShippingSet.shopMoney.amount ?? ZERO,
      ...lines.map(({ subtotalSet }) => subtotalSet.shopMoney.amount),
      ...(order.taxesIncluded ? [] : lines.map(({ totalTaxSet }) => totalTaxSet.shopMoney.amount)),
    ]),
  }
}

export async function readOrder(ctx: StoreContext, gid: Gid, sourceId: string): Promise<ReadOrder> {
  const order = (await readRawOrders(ctx, [gid]))[0]
  if (order) return order
  throw goneJustNow({ kind: 'order', sourceId })
}
