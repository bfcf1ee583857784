import type {
  OrderInPresentmentQuery,
  OrderInPresentmentQueryVariables,
  RefundLinesInPresentmentQuery,
  RefundLinesInPresentmentQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '#app/migration/shopify/api/operation.ts'

/** An order's money in the currency the buyer paid in, in the place of the shop's own. */
export const ORDER_IN_PRESENTMENT = operation<
  OrderInPresentmentQuery,
  OrderInPresentmentQueryVariables
>(`#graphql
  query OrderInPresentment($id: ID!, $after: String, $shippingLines: Int!) {
    order(id: $id) {
      totalPriceSet { shopMoney: presentmentMoney { amount } }
      totalDiscountsSet { shopMoney: presentmentMoney { amount } }
      totalRefundedSet { shopMoney: presentmentMoney { amount } }
      currentTotalPriceSet { shopMoney: presentmentMoney { amount } }
      currentTotalDiscountsSet { shopMoney: presentmentMoney { amount } }
      lineItems(first: 250, after: $after) {
        nodes {
          id
          title
          quantity
          currentQuantity
          originalUnitPriceSet { shopMoney: presentmentMoney { amount } }
          taxLines { title rate priceSet { shopMoney: presentmentMoney { amount } } }
        }
        pageInfo { hasNextPage endCursor }
      }
      shippingLines(first: $shippingLines) {
        nodes {
          title
          code
          originalPriceSet { shopMoney: presentmentMoney { amount } }
          taxLines { title rate priceSet { shopMoney: presentmentMoney { amount } } }
        }
      }
      transactions { id kind status gateway amountSet { shopMoney: presentmentMoney { amount } } }
      refunds { id note totalRefundedSet { shopMoney: presentmentMoney { amount } } }
    }
  }
`)

export const REFUND_LINES_IN_PRESENTMENT = operation<
  RefundLinesInPresentmentQuery,
  RefundLinesInPresentmentQueryVariables
>(`#graphql
  query RefundLinesInPresentment($id: ID!) {
    order(id: $id) {
      totalRefundedShippingSet { shopMoney: presentmentMoney { amount } }
      refunds {
        id
        refundLineItems(first: 250) {
          nodes {
            quantity
            lineItem { id }
            subtotalSet { shopMoney: presentmentMoney { amount } }
            totalTaxSet { shopMoney: presentmentMoney { amount } }
          }
        }
      }
    }
  }
`)
