import type {
  OurProductsQuery,
  OurProductsQueryVariables,
  ProductByHandleQuery,
  ProductByHandleQueryVariables,
  ShownProductsQuery,
  ShownProductsQueryVariables,
  TenProductsQuery,
  TenProductsQueryVariables,
  VariantsBySkuQuery,
  VariantsBySkuQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

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

/** Every record with its custom id, page by page: not a search, so nothing waits for an index. */
export const OUR_PRODUCTS = operation<OurProductsQuery, OurProductsQueryVariables>(`#graphql
  query OurProducts($namespace: String!, $after: String) {
    products(first: 200, after: $after, sortKey: ID) {
      nodes { id sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

/** For people: how the record stands, and whose custom id it carries. */
export const SHOWN_PRODUCTS = operation<ShownProductsQuery, ShownProductsQueryVariables>(`#graphql
  query ShownProducts($ids: [ID!]!, $namespace: String!) {
    nodes(ids: $ids) {
      ... on Product {
        id
        label: title
        detail: handle
        status
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
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
