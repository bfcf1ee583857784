import type {
  FileCreateMutation,
  FileCreateMutationVariables,
  FileDeleteMutation,
  FileDeleteMutationVariables,
  FilesByNameQuery,
  FilesByNameQueryVariables,
  FileStatesQuery,
  FileStatesQueryVariables,
  ProductReorderMediaMutation,
  ProductReorderMediaMutationVariables,
  VariantAppendMediaMutation,
  VariantAppendMediaMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '#app/migration/shopify/api/operation.ts'

/** Search, which is behind the writes by seconds. */
export const FILES_BY_NAME = operation<FilesByNameQuery, FilesByNameQueryVariables>(`#graphql
  query FilesByName($query: String!) {
    files(first: 50, query: $query) {
      nodes { ... on MediaImage { id fileStatus image { url } } }
    }
  }
`)

export const FILE_STATES = operation<FileStatesQuery, FileStatesQueryVariables>(`#graphql
  query FileStates($ids: [ID!]!) {
    nodes(ids: $ids) { ... on MediaImage { id fileStatus image { url } } }
  }
`)

export const FILE_CREATE = operation<FileCreateMutation, FileCreateMutationVariables>(`#graphql
  mutation FileCreate($files: [FileCreateInput!]!) {
    fileCreate(files: $files) {
      files { id }
      userErrors { field message code }
    }
  }
`)

export const FILE_DELETE = operation<FileDeleteMutation, FileDeleteMutationVariables>(`#graphql
  mutation FileDelete($fileIds: [ID!]!) {
    fileDelete(fileIds: $fileIds) {
      deletedFileIds
      userErrors { field message code }
    }
  }
`)

export const PRODUCT_REORDER_MEDIA = operation<
  ProductReorderMediaMutation,
  ProductReorderMediaMutationVariables
>(`#graphql
  mutation ProductReorderMedia($id: ID!, $moves: [MoveInput!]!) {
    productReorderMedia(id: $id, moves: $moves) {
      job { id done }
      mediaUserErrors { field message code }
    }
  }
`)

export const VARIANT_APPEND_MEDIA = operation<
  VariantAppendMediaMutation,
  VariantAppendMediaMutationVariables
>(`#graphql
  mutation VariantAppendMedia($productId: ID!, $variantMedia: [ProductVariantAppendMediaInput!]!) {
    productVariantAppendMedia(productId: $productId, variantMedia: $variantMedia) {
      productVariants { id }
      userErrors { field message code }
    }
  }
`)
