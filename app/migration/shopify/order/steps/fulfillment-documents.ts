import type {
  FulfillmentCreateMutation,
  FulfillmentCreateMutationVariables,
  FulfillmentPartsQuery,
  FulfillmentPartsQueryVariables,
  FulfillmentTrackingUpdateMutation,
  FulfillmentTrackingUpdateMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '#app/migration/shopify/api/operation.ts'

/**
 * What is left to send and what was sent. Shopify shows only the fulfilment orders that the app's
 * scopes are for. Lines are asked for where a parcel's content is known.
 */
export const FULFILLMENT_PARTS = operation<
  FulfillmentPartsQuery,
  FulfillmentPartsQueryVariables
>(`#graphql
  query FulfillmentParts($id: ID!, $after: String, $withLines: Boolean!) {
    order(id: $id) {
      fulfillments(first: 250) {
        id
        status
        trackingInfo { number company url }
      }
      fulfillmentOrders(first: 50, after: $after) {
        nodes {
          id
          status
          assignedLocation { location { id } }
          lineItems(first: 250) @include(if: $withLines) {
            nodes { id remainingQuantity lineItem { id } }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`)

export const FULFILLMENT_CREATE = operation<
  FulfillmentCreateMutation,
  FulfillmentCreateMutationVariables
>(`#graphql
  mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { id }
      userErrors { field message }
    }
  }
`)

export const FULFILLMENT_TRACKING_UPDATE = operation<
  FulfillmentTrackingUpdateMutation,
  FulfillmentTrackingUpdateMutationVariables
>(`#graphql
  mutation FulfillmentTrackingUpdate($id: ID!, $tracking: FulfillmentTrackingInput!) {
    fulfillmentTrackingInfoUpdate(
      fulfillmentId: $id
      trackingInfoInput: $tracking
      notifyCustomer: false
    ) {
      fulfillment { id }
      userErrors { field message }
    }
  }
`)
