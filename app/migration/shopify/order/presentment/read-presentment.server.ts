import type { OrderFieldsFragment, OrderInPresentmentQuery } from '#app/types/admin-operations.ts'
import type { StoreContext } from '#app/migration/shopify/store-context.ts'
import { parseManaged } from '#app/migration/shopify/managed.ts'
import type { ReadOrder } from '../read-order.ts'
import { ORDER_IN_PRESENTMENT } from './documents.ts'

/**
 * Whether the order was created in two currencies by this app. Then what the buyer paid counts, as in
 * the source; of the shop's own money Shopify makes what its rate of the day says with each refund and
 * each payment that comes in later (recorded).
 */
export function isInPresentment(order: OrderFieldsFragment): boolean {
  return (
    order.presentmentCurrencyCode !== order.currencyCode &&
    parseManaged(order.managed?.value).presentment === true
  )
}

const SHIPPING_LINES = 50

/** The order with its amounts in the buyer's currency, and its total in the shop's apart. */
export async function inPresentment(
  ctx: StoreContext,
  order: OrderFieldsFragment,
): Promise<Omit<ReadOrder, 'returned'>> {
  const allLines: ReadOrder['allLines'] = []
  let read = order
  for (let after: string | null = null; ;) {
    const variables = { id: order.id, after, shippingLines: SHIPPING_LINES }
    const answer: OrderInPresentmentQuery = await ctx.run(ORDER_IN_PRESENTMENT, variables)
    if (!answer.order) break
    const { lineItems, ...money } = answer.order
    read = { ...read, ...money }
    allLines.push(...lineItems.nodes)
    if (!lineItems.pageInfo.hasNextPage || !lineItems.pageInfo.endCursor) break
    after = lineItems.pageInfo.endCursor
  }
  return {
    ...read,
    currencyCode: order.presentmentCurrencyCode,
    allLines,
    shopTotal: { currency: order.currencyCode, amount: order.totalPriceSet.shopMoney.amount },
  }
}
