import type {
  CustomDataDefinitionsQuery,
  CustomDataDefinitionsQueryVariables,
  CustomDataDeleteMutation,
  CustomDataDeleteMutationVariables,
  CustomDataSetMutation,
  CustomDataSetMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** A resource has at most 256 definitions, whatever their namespace (recorded): two pages. */
export const CUSTOM_DATA_DEFINITIONS = operation<
  CustomDataDefinitionsQuery,
  CustomDataDefinitionsQueryVariables
>(`#graphql
  query CustomDataDefinitions(
    $ownerType: MetafieldOwnerType!
    $namespace: String!
    $after: String
  ) {
    metafieldDefinitions(
      ownerType: $ownerType
      namespace: $namespace
      first: 250
      after: $after
    ) {
      nodes { key type { name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const CUSTOM_DATA_SET = operation<
  CustomDataSetMutation,
  CustomDataSetMutationVariables
>(`#graphql
  mutation CustomDataSet($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields { key value }
      userErrors { field message code }
    }
  }
`)

export const CUSTOM_DATA_DELETE = operation<
  CustomDataDeleteMutation,
  CustomDataDeleteMutationVariables
>(`#graphql
  mutation CustomDataDelete($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) {
      deletedMetafields { key }
      userErrors { field message }
    }
  }
`)
