import type {
  JobStatusQuery,
  JobStatusQueryVariables,
  OrderByCustomIdQuery,
  OrderByCustomIdQueryVariables,
  OrderCancelMutation,
  OrderCancelMutationVariables,
  OrderCloseMutation,
  OrderCloseMutationVariables,
  OrderCreateMutation,
  OrderCreateMutationVariables,
  OrderCustomerRemoveMutation,
  OrderCustomerRemoveMutationVariables,
  OrderCustomerSetMutation,
  OrderCustomerSetMutationVariables,
  OrderLinesPageQuery,
  OrderLinesPageQueryVariables,
  OrderMarkAsPaidMutation,
  OrderMarkAsPaidMutationVariables,
  OrderRefundedPaymentsQuery,
  OrderRefundedPaymentsQueryVariables,
  OrderRefundLinesQuery,
  OrderRefundLinesQueryVariables,
  OrderSnapshotsQuery,
  OrderSnapshotsQueryVariables,
  OrderUpdateMutation,
  OrderUpdateMutationVariables,
  RefundCreateMutation,
  RefundCreateMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

const LINE_FIELDS = `#graphql
  fragment LineFields on LineItem {
    id
    title
    quantity
    currentQuantity
    originalUnitPriceSet { shopMoney { amount } }
    taxLines { title rate priceSet { shopMoney { amount } } }
  }
`

const ORDER_FIELDS = `#graphql
  fragment OrderFields on Order {
    id
    name
    currencyCode
    presentmentCurrencyCode
    processedAt
    email
    phone
    note
    poNumber
    tags
    closed
    cancelledAt
    edited
    customer { id }
    taxesIncluded
    displayFinancialStatus
    displayFulfillmentStatus
    discountCodes
    sourceIdentifier
    customAttributes { key value }
    totalPriceSet { shopMoney { amount } }
    totalDiscountsSet { shopMoney { amount } }
    totalRefundedSet { shopMoney { amount } }
    currentTotalPriceSet { shopMoney { amount } }
    currentTotalDiscountsSet { shopMoney { amount } }
    billingAddress { ...OrderAddressFields }
    shippingAddress { ...OrderAddressFields }
    lineItems(first: $lines) {
      nodes { ...LineFields }
      pageInfo { hasNextPage endCursor }
    }
    shippingLines(first: $shippingLines) {
      nodes {
        title
        code
        originalPriceSet { shopMoney { amount } }
        taxLines { title rate priceSet { shopMoney { amount } } }
      }
    }
    transactions { id kind status gateway amountSet { shopMoney { amount } } }
    refunds { id note totalRefundedSet { shopMoney { amount } } }
    fulfillments(first: 50) { status trackingInfo { number company } }
    sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    managed: metafield(namespace: $namespace, key: "written") { value }
  }
  fragment OrderAddressFields on MailingAddress {
    firstName
    lastName
    company
    address1
    address2
    city
    province
    provinceCode
    zip
    countryCodeV2
    phone
  }
  ${LINE_FIELDS}
`

export const ORDER_BY_CUSTOM_ID = operation<
  OrderByCustomIdQuery,
  OrderByCustomIdQueryVariables
>(`#graphql
  query OrderByCustomId($namespace: String!, $value: String!) {
    orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $value } }
    ) { id }
  }
`)

export const ORDER_SNAPSHOTS = operation<
  OrderSnapshotsQuery,
  OrderSnapshotsQueryVariables
>(`#graphql
  query OrderSnapshots($ids: [ID!]!, $namespace: String!, $lines: Int!, $shippingLines: Int!) {
    nodes(ids: $ids) { ... on Order { ...OrderFields } }
  }
  ${ORDER_FIELDS}
`)

export const ORDER_LINES_PAGE = operation<
  OrderLinesPageQuery,
  OrderLinesPageQueryVariables
>(`#graphql
  query OrderLinesPage($id: ID!, $after: String, $lines: Int!) {
    order(id: $id) {
      lineItems(first: $lines, after: $after) {
        nodes { ...LineFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${LINE_FIELDS}
`)

/** What refunds took off lines: with it an edit of the order is told from a refund. */
export const ORDER_REFUND_LINES = operation<
  OrderRefundLinesQuery,
  OrderRefundLinesQueryVariables
>(`#graphql
  query OrderRefundLines($id: ID!) {
    order(id: $id) {
      totalRefundedShippingSet { shopMoney { amount } }
      refunds {
        id
        refundLineItems(first: 250) {
          nodes {
            quantity
            lineItem { id }
            subtotalSet { shopMoney { amount } }
            totalTaxSet { shopMoney { amount } }
          }
        }
      }
    }
  }
`)

/** Which payment each refund was taken from. */
export const ORDER_REFUNDED_PAYMENTS = operation<
  OrderRefundedPaymentsQuery,
  OrderRefundedPaymentsQueryVariables
>(`#graphql
  query OrderRefundedPayments($id: ID!) {
    order(id: $id) {
      transactions {
        kind
        status
        amountSet { shopMoney { amount } }
        parentTransaction { id }
      }
    }
  }
`)

export const ORDER_CREATE = operation<OrderCreateMutation, OrderCreateMutationVariables>(`#graphql
  mutation OrderCreate(
    $order: OrderCreateOrderInput!
    $options: OrderCreateOptionsInput!
    $namespace: String!
    $lines: Int!
    $shippingLines: Int!
  ) {
    orderCreate(order: $order, options: $options) {
      order { ...OrderFields }
      userErrors { field message code }
    }
  }
  ${ORDER_FIELDS}
`)

export const ORDER_UPDATE = operation<OrderUpdateMutation, OrderUpdateMutationVariables>(`#graphql
  mutation OrderUpdate($input: OrderInput!) {
    orderUpdate(input: $input) {
      order { id }
      userErrors { field message }
    }
  }
`)

export const ORDER_MARK_AS_PAID = operation<
  OrderMarkAsPaidMutation,
  OrderMarkAsPaidMutationVariables
>(`#graphql
  mutation OrderMarkAsPaid($id: ID!) {
    orderMarkAsPaid(input: { id: $id }) {
      order { id }
      userErrors { field message }
    }
  }
`)

export const REFUND_CREATE = operation<
  RefundCreateMutation,
  RefundCreateMutationVariables
>(`#graphql
  mutation RefundCreate($input: RefundInput!, $idempotencyKey: String!) {
    refundCreate(input: $input) @idempotent(key: $idempotencyKey) {
      refund { id totalRefundedSet { shopMoney { amount } } }
      userErrors { field message }
    }
  }
`)

export const ORDER_CANCEL = operation<OrderCancelMutation, OrderCancelMutationVariables>(`#graphql
  mutation OrderCancel($orderId: ID!) {
    orderCancel(orderId: $orderId, reason: OTHER, restock: false, notifyCustomer: false) {
      job { id done }
      orderCancelUserErrors { field message code }
    }
  }
`)

export const JOB_STATUS = operation<JobStatusQuery, JobStatusQueryVariables>(`#graphql
  query JobStatus($id: ID!) {
    job(id: $id) { id done }
  }
`)

export const ORDER_CLOSE = operation<OrderCloseMutation, OrderCloseMutationVariables>(`#graphql
  mutation OrderClose($id: ID!) {
    orderClose(input: { id: $id }) {
      order { id closed }
      userErrors { field message }
    }
  }
`)

export const ORDER_CUSTOMER_SET = operation<
  OrderCustomerSetMutation,
  OrderCustomerSetMutationVariables
>(`#graphql
  mutation OrderCustomerSet($orderId: ID!, $customerId: ID!) {
    orderCustomerSet(orderId: $orderId, customerId: $customerId) {
      order { id }
      userErrors { field message code }
    }
  }
`)

export const ORDER_CUSTOMER_REMOVE = operation<
  OrderCustomerRemoveMutation,
  OrderCustomerRemoveMutationVariables
>(`#graphql
  mutation OrderCustomerRemove($orderId: ID!) {
    orderCustomerRemove(orderId: $orderId) {
      order { id }
      userErrors { field message code }
    }
  }
`)
