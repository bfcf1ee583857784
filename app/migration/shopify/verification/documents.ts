import type {
  GuestOrdersQuery,
  GuestOrdersQueryVariables,
  MarkedCustomersQuery,
  MarkedCustomersQueryVariables,
  MarkedOrdersQuery,
  MarkedOrdersQueryVariables,
  MarkedProductsQuery,
  MarkedProductsQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** Every record with its custom id, page by page: not a search, so nothing waits for an index. */
export const MARKED_PRODUCTS = operation<
  MarkedProductsQuery,
  MarkedProductsQueryVariables
>(`#graphql
  query MarkedProducts($namespace: String!, $after: String) {
    products(first: 200, after: $after, sortKey: ID) {
      nodes { id sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const MARKED_CUSTOMERS = operation<
  MarkedCustomersQuery,
  MarkedCustomersQueryVariables
>(`#graphql
  query MarkedCustomers($namespace: String!, $after: String) {
    customers(first: 200, after: $after, sortKey: ID) {
      nodes { id sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const MARKED_ORDERS = operation<MarkedOrdersQuery, MarkedOrdersQueryVariables>(`#graphql
  query MarkedOrders($namespace: String!, $after: String) {
    orders(first: 200, after: $after, sortKey: ID) {
      nodes { id sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

/** A guest has no page of their own in the old store: an order of theirs says who they are. */
export const GUEST_ORDERS = operation<GuestOrdersQuery, GuestOrdersQueryVariables>(`#graphql
  query GuestOrders($ids: [ID!]!, $namespace: String!) {
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
