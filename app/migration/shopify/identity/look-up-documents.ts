import type {
  CustomersByEmailQuery,
  CustomersByEmailQueryVariables,
  ExistingQuery,
  ExistingQueryVariables,
  OrdersByNameQuery,
  OrdersByNameQueryVariables,
  OrderTotalsQuery,
  OrderTotalsQueryVariables,
  ProductByHandleQuery,
  ProductByHandleQueryVariables,
  TenCustomersQuery,
  TenCustomersQueryVariables,
  TenOrdersQuery,
  TenOrdersQueryVariables,
  TenProductsQuery,
  TenProductsQueryVariables,
  TiedQuery,
  TiedQueryVariables,
  VariantsBySkuQuery,
  VariantsBySkuQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** Null stands in the place of what is gone. */
export const EXISTING = operation<ExistingQuery, ExistingQueryVariables>(`#graphql
  query Existing($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Product { id }
      ... on Customer { id }
      ... on Order { id }
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
        totalPriceSet { shopMoney { amount } }
      }
    }
  }
`)

/** Ten custom ids at once: one look costs a point per record, but a request each would take long. */
export const TEN_PRODUCTS = operation<TenProductsQuery, TenProductsQueryVariables>(`#graphql
  query TenProducts(
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
    r0: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v0 } }
    ) { id }
    r1: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v1 } }
    ) { id }
    r2: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v2 } }
    ) { id }
    r3: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v3 } }
    ) { id }
    r4: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v4 } }
    ) { id }
    r5: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v5 } }
    ) { id }
    r6: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v6 } }
    ) { id }
    r7: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v7 } }
    ) { id }
    r8: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v8 } }
    ) { id }
    r9: productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v9 } }
    ) { id }
  }
`)

export const TEN_CUSTOMERS = operation<TenCustomersQuery, TenCustomersQueryVariables>(`#graphql
  query TenCustomers(
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
    r0: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v0 } }
    ) { id }
    r1: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v1 } }
    ) { id }
    r2: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v2 } }
    ) { id }
    r3: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v3 } }
    ) { id }
    r4: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v4 } }
    ) { id }
    r5: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v5 } }
    ) { id }
    r6: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v6 } }
    ) { id }
    r7: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v7 } }
    ) { id }
    r8: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v8 } }
    ) { id }
    r9: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v9 } }
    ) { id }
  }
`)

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

/** An identifier look-up: up to date, unlike a search. */
export const CUSTOMERS_BY_EMAIL = operation<
  CustomersByEmailQuery,
  CustomersByEmailQueryVariables
>(`#graphql
  query CustomersByEmail($namespace: String!, $value: String!) {
    customerByIdentifier(identifier: { emailAddress: $value }) {
      id
      sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    }
  }
`)

export const PRODUCT_BY_HANDLE = operation<
  ProductByHandleQuery,
  ProductByHandleQueryVariables
>(`#graphql
  query ProductByHandle($namespace: String!, $value: String!) {
    productByIdentifier(identifier: { handle: $value }) {
      id
      sourceId: metafield(namespace: $namespace, key: "source_id") { value }
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

export const VARIANTS_BY_SKU = operation<VariantsBySkuQuery, VariantsBySkuQueryVariables>(`#graphql
  query VariantsBySku($namespace: String!, $query: String!) {
    productVariants(first: 10, query: $query, sortKey: ID) {
      nodes {
        id
        sku
        product {
          id
          sourceId: metafield(namespace: $namespace, key: "source_id") { value }
        }
      }
    }
  }
`)

/** Names for the screen, and whose custom id the records carry. */
export const TIED = operation<TiedQuery, TiedQueryVariables>(`#graphql
  query Tied($ids: [ID!]!, $namespace: String!) {
    nodes(ids: $ids) {
      ... on Product {
        id
        legacyResourceId
        label: title
        detail: handle
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
      ... on Customer {
        id
        legacyResourceId
        label: displayName
        defaultEmailAddress { emailAddress }
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
      ... on Order {
        id
        legacyResourceId
        label: name
        processedAt
        totalPriceSet { shopMoney { amount currencyCode } }
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
    }
  }
`)
