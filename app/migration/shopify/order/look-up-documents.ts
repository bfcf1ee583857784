import type {
  OrderTotalsQuery,
  OrderTotalsQueryVariables,
  OrdersByNameQuery,
  OrdersByNameQueryVariables,
  OrdersOfCustomersQuery,
  OrdersOfCustomersQueryVariables,
  OurOrdersQuery,
  OurOrdersQueryVariables,
  ShownOrdersQuery,
  ShownOrdersQueryVariables,
  TenOrdersQuery,
  TenOrdersQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** Ten custom ids at once: one look costs a point per record, but a request each would take long. */
export const TEN_ORDERS = operation<TenOrdersQuery, TenOrdersQueryVariables>(`#graphql
  query TenOrders(
    $namespace: String!
    $v0: String!
    $v1: String!
    $v2: String!
    $v3: String!
    $v4: String!
    $v5: String!
    $v6: String!
    $v7: String!
    $v8: String!
    $v9: String!
  ) {
    r0: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v0 } }
    ) { id }
    r1: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v1 } }
    ) { id }
    r2: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v2 } }
    ) { id }
    r3: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v3 } }
    ) { id }
    r4: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v4 } }
    ) { id }
    r5: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v5 } }
    ) { id }
    r6: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v6 } }
    ) { id }
    r7: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v7 } }
    ) { id }
    r8: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v8 } }
    ) { id }
    r9: orderByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v9 } }
    ) { id }
  }
`)

/** Every record with its custom id, page by page: not a search, so nothing waits for an index. */
export const OUR_ORDERS = operation<OurOrdersQuery, OurOrdersQueryVariables>(`#graphql
  query OurOrders($namespace: String!, $after: String) {
    orders(first: 200, after: $after, sortKey: ID) {
      nodes { id sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

/** For people: how the record stands, and whose custom id it carries. */
export const SHOWN_ORDERS = operation<ShownOrdersQuery, ShownOrdersQueryVariables>(`#graphql
  query ShownOrders($ids: [ID!]!, $namespace: String!) {
    nodes(ids: $ids) {
      ... on Order {
        id
        label: name
        at: processedAt
        cancelledAt
        displayFulfillmentStatus
        totalPriceSet { shopMoney { amount currencyCode } }
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
    }
  }
`)

/** A search: it also gives similar names, and not yet what was written just now. */
export const ORDERS_BY_NAME = operation<OrdersByNameQuery, OrdersByNameQueryVariables>(`#graphql
  query OrdersByName($namespace: String!, $query: String!) {
    orders(first: 10, query: $query, sortKey: ID) {
      nodes {
        id
        name
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
    }
  }
`)

/** Null stands in the place of what is gone. */
export const ORDER_TOTALS = operation<OrderTotalsQuery, OrderTotalsQueryVariables>(`#graphql
  query OrderTotals($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        id
        edited
        processedAt
        currencyCode
        presentmentCurrencyCode
        totalPriceSet { shopMoney { amount } }
      }
    }
  }
`)

/** A guest has no page of their own in the old store: an order of theirs says who they are. */
export const ORDERS_OF_CUSTOMERS = operation<
  OrdersOfCustomersQuery,
  OrdersOfCustomersQueryVariables
>(`#graphql
  query OrdersOfCustomers($ids: [ID!]!, $namespace: String!) {
    nodes(ids: $ids) {
      ... on Customer {
        id
        orders(first: 5, sortKey: ID) {
          nodes { sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
        }
      }
    }
  }
`)
