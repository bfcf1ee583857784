import type {
  FileUpdateMutation,
  FileUpdateMutationVariables,
  ProductByCustomIdQuery,
  ProductByCustomIdQueryVariables,
  ProductCollectionsPageQuery,
  ProductCollectionsPageQueryVariables,
  ProductMediaStatusQuery,
  ProductMediaStatusQueryVariables,
  ProductSetMutation,
  ProductSetMutationVariables,
  ProductSetStructureMutation,
  ProductSetStructureMutationVariables,
  ProductSnapshotsQuery,
  ProductSnapshotsQueryVariables,
  ProductUpdateMutation,
  ProductUpdateMutationVariables,
  ProductVariantsPageQuery,
  ProductVariantsPageQueryVariables,
  ProductVariantsBulkCreateMutation,
  ProductVariantsBulkCreateMutationVariables,
  ProductVariantsBulkUpdateMutation,
  ProductVariantsBulkUpdateMutationVariables,
  VariantCustomDataQuery,
  VariantCustomDataQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

const VARIANT_FIELDS = `#graphql
  fragment VariantFields on ProductVariant {
    id
    price
    compareAtPrice
    sku
    barcode
    taxable
    selectedOptions { name value }
    inventoryItem { measurement { weight { unit value } } }
    sourceId: metafield(namespace: $namespace, key: "source_id") { value }
  }
`

const COLLECTION_OF_PRODUCT = `#graphql
  fragment CollectionOfProduct on Collection {
    id
    sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    managed: metafield(namespace: $namespace, key: "written") { value }
  }
`

const PRODUCT_FIELDS = `#graphql
  fragment ProductFields on Product {
    id
    title
    descriptionHtml
    handle
    vendor
    productType
    status
    tags
    seo { title description }
    published: publishedOnPublication(publicationId: $publicationId) @include(if: $withPublication)
    managed: metafield(namespace: $namespace, key: "written") { value }
    sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    options { id name linkedMetafield { key } }
    variants(first: $variants) {
      nodes { ...VariantFields }
      pageInfo { hasNextPage endCursor }
    }
    media(first: $media) { nodes { id alt mediaContentType status mediaErrors { message } } }
    collections(first: $collections) {
      nodes { ...CollectionOfProduct }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${VARIANT_FIELDS}
  ${COLLECTION_OF_PRODUCT}
`

/** As edges: an empty list of them costs 2 points, one of nodes as much as a full one (recorded). */
const PRODUCT_CUSTOM_DATA = `#graphql
  fragment ProductCustomData on Product {
    customData: metafields(first: 100, namespace: "old_store") { edges { node { key value } } }
  }
`

export const PRODUCT_BY_CUSTOM_ID = operation<
  ProductByCustomIdQuery,
  ProductByCustomIdQueryVariables
>(`#graphql
  query ProductByCustomId($namespace: String!, $value: String!) {
    productByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $value } }
    ) { id }
  }
`)

export const PRODUCT_SNAPSHOTS = operation<
  ProductSnapshotsQuery,
  ProductSnapshotsQueryVariables
>(`#graphql
  query ProductSnapshots(
    $ids: [ID!]!
    $namespace: String!
    $publicationId: ID!
    $withPublication: Boolean!
    $variants: Int!
    $media: Int!
    $collections: Int!
  ) {
    nodes(ids: $ids) { ... on Product { ...ProductFields ...ProductCustomData } }
  }
  ${PRODUCT_FIELDS}
  ${PRODUCT_CUSTOM_DATA}
`)

/** Asked separately: it would make every read of a product with many variants expensive. */
export const VARIANT_CUSTOM_DATA = operation<
  VariantCustomDataQuery,
  VariantCustomDataQueryVariables
>(`#graphql
  query VariantCustomData($id: ID!, $variants: Int!, $after: String) {
    product(id: $id) {
      variants(first: $variants, after: $after) {
        nodes {
          id
          customData: metafields(first: 100, namespace: "old_store") { edges { node { key value } } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`)

export const PRODUCT_VARIANTS_PAGE = operation<
  ProductVariantsPageQuery,
  ProductVariantsPageQueryVariables
>(`#graphql
  query ProductVariantsPage($id: ID!, $namespace: String!, $after: String, $variants: Int!) {
    product(id: $id) {
      variants(first: $variants, after: $after) {
        nodes { ...VariantFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${VARIANT_FIELDS}
`)

export const PRODUCT_COLLECTIONS_PAGE = operation<
  ProductCollectionsPageQuery,
  ProductCollectionsPageQueryVariables
>(`#graphql
  query ProductCollectionsPage(
    $id: ID!
    $namespace: String!
    $after: String
    $collections: Int!
  ) {
    product(id: $id) {
      collections(first: $collections, after: $after) {
        nodes { ...CollectionOfProduct }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${COLLECTION_OF_PRODUCT}
`)

export const PRODUCT_MEDIA_STATUS = operation<
  ProductMediaStatusQuery,
  ProductMediaStatusQueryVariables
>(`#graphql
  query ProductMediaStatus($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Product { id media(first: 250) { nodes { status mediaErrors { message } } } }
    }
  }
`)

export const PRODUCT_SET = operation<ProductSetMutation, ProductSetMutationVariables>(`#graphql
  mutation ProductSet(
    $identifier: ProductSetIdentifiers
    $input: ProductSetInput!
    $namespace: String!
    $publicationId: ID!
    $withPublication: Boolean!
    $variants: Int!
    $media: Int!
    $collections: Int!
  ) {
    productSet(identifier: $identifier, input: $input, synchronous: true) {
      product { ...ProductFields }
      userErrors { field message code }
    }
  }
  ${PRODUCT_FIELDS}
`)

/** Options and variants of a product that exists, as a whole. */
export const PRODUCT_SET_STRUCTURE = operation<
  ProductSetStructureMutation,
  ProductSetStructureMutationVariables
>(`#graphql
  mutation ProductSetStructure($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
    productSet(identifier: $identifier, input: $input, synchronous: true) {
      product { id }
      userErrors { field message code }
    }
  }
`)

export const PRODUCT_UPDATE = operation<
  ProductUpdateMutation,
  ProductUpdateMutationVariables
>(`#graphql
  mutation ProductUpdate($product: ProductUpdateInput!, $media: [CreateMediaInput!]) {
    productUpdate(product: $product, media: $media) {
      product { id }
      userErrors { field message }
    }
  }
`)

export const PRODUCT_VARIANTS_BULK_UPDATE = operation<
  ProductVariantsBulkUpdateMutation,
  ProductVariantsBulkUpdateMutationVariables
>(`#graphql
  mutation ProductVariantsBulkUpdate($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants) {
      productVariants { id }
      userErrors { field message code }
    }
  }
`)

export const PRODUCT_VARIANTS_BULK_CREATE = operation<
  ProductVariantsBulkCreateMutation,
  ProductVariantsBulkCreateMutationVariables
>(`#graphql
  mutation ProductVariantsBulkCreate($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkCreate(
      productId: $productId
      variants: $variants
      strategy: PRESERVE_STANDALONE_VARIANT
    ) {
      productVariants { id }
      userErrors { field message code }
    }
  }
`)

export const FILE_UPDATE = operation<FileUpdateMutation, FileUpdateMutationVariables>(`#graphql
  mutation FileUpdate($files: [FileUpdateInput!]!) {
    fileUpdate(files: $files) {
      files { id }
      userErrors { field message code }
    }
  }
`)
