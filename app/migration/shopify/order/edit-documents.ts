import type {
  OrderEditAddCustomItemMutation,
  OrderEditAddCustomItemMutationVariables,
  OrderEditAddShippingMutation,
  OrderEditAddShippingMutationVariables,
  OrderEditBeginMutation,
  OrderEditBeginMutationVariables,
  OrderEditCommitMutation,
  OrderEditCommitMutationVariables,
  OrderEditRemoveShippingMutation,
  OrderEditRemoveShippingMutationVariables,
  OrderEditSetQuantityMutation,
  OrderEditSetQuantityMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** Opens an edit; nothing of the order changes before the commit. */
export const ORDER_EDIT_BEGIN = operation<
  OrderEditBeginMutation,
  OrderEditBeginMutationVariables
>(`#graphql
  mutation OrderEditBegin($id: ID!) {
    orderEditBegin(id: $id) {
      calculatedOrder {
        id
        totalPriceSet { shopMoney { amount } }
        lineItems(first: 250) { 
          nodes {
            id
            title
            quantity
            originalUnitPriceSet { shopMoney { amount } }
            variant { id }
          }
        }
        shippingLines { id title price { shopMoney { amount } } }
      }
      userErrors { field message }
    }
  }
`)

export const ORDER_EDIT_SET_QUANTITY = operation<
  OrderEditSetQuantityMutation,
  OrderEditSetQuantityMutationVariables
>(`#graphql
  mutation OrderEditSetQuantity($id: ID!, $lineItemId: ID!, $quantity: Int!) {
    orderEditSetQuantity(id: $id, lineItemId: $lineItemId, quantity: $quantity, restock: false) {
      calculatedOrder { totalPriceSet { shopMoney { amount } } }
      userErrors { field message }
    }
  }
`)

/** A line without a product: one with a product would move its stock. */
export const ORDER_EDIT_ADD_CUSTOM_ITEM = operation<
  OrderEditAddCustomItemMutation,
  OrderEditAddCustomItemMutationVariables
>(`#graphql
  mutation OrderEditAddCustomItem(
    $id: ID!
    $title: String!
    $price: MoneyInput!
    $quantity: Int!
    $taxable: Boolean!
    $requiresShipping: Boolean!
  ) {
    orderEditAddCustomItem(
      id: $id
      title: $title
      price: $price
      quantity: $quantity
      taxable: $taxable
      requiresShipping: $requiresShipping
    ) {
      calculatedOrder { totalPriceSet { shopMoney { amount } } }
      userErrors { field message }
    }
  }
`)

export const ORDER_EDIT_ADD_SHIPPING = operation<
  OrderEditAddShippingMutation,
  OrderEditAddShippingMutationVariables
>(`#graphql
  mutation OrderEditAddShipping($id: ID!, $shippingLine: OrderEditAddShippingLineInput!) {
    orderEditAddShippingLine(id: $id, shippingLine: $shippingLine) {
      calculatedOrder { totalPriceSet { shopMoney { amount } } }
      userErrors { field message }
    }
  }
`)

export const ORDER_EDIT_REMOVE_SHIPPING = operation<
  OrderEditRemoveShippingMutation,
  OrderEditRemoveShippingMutationVariables
>(`#graphql
  mutation OrderEditRemoveShipping($id: ID!, $shippingLineId: ID!) {
    orderEditRemoveShippingLine(id: $id, shippingLineId: $shippingLineId) {
      calculatedOrder { totalPriceSet { shopMoney { amount } } }
      userErrors { field message }
    }
  }
`)

/** The staff note names the source's order, so that the merchant knows who edited and why. */
export const ORDER_EDIT_COMMIT = operation<
  OrderEditCommitMutation,
  OrderEditCommitMutationVariables
>(`#graphql
  mutation OrderEditCommit($id: ID!, $staffNote: String!) {
    orderEditCommit(id: $id, notifyCustomer: false, staffNote: $staffNote) {
      order { id }
      userErrors { field message }
    }
  }
`)
