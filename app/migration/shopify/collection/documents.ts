import type {
  CollectionByCustomIdQuery,
  CollectionByCustomIdQueryVariables,
  CollectionByHandleQuery,
  CollectionByHandleQueryVariables,
  CollectionCreateMutation,
  CollectionCreateMutationVariables,
  CollectionUpdateMutation,
  CollectionUpdateMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

export const COLLECTION_BY_CUSTOM_ID = operation<
  CollectionByCustomIdQuery,
  CollectionByCustomIdQueryVariables
>(`#graphql
  query CollectionByCustomId($namespace: String!, $value: String!) {
    collectionByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $value } }
    ) { id title managed: metafield(namespace: $namespace, key: "written") { value } }
  }
`)

export const COLLECTION_BY_HANDLE = operation<
  CollectionByHandleQuery,
  CollectionByHandleQueryVariables
>(`#graphql
  query CollectionByHandle($namespace: String!, $handle: String!) {
    collectionByIdentifier(identifier: { handle: $handle }) {
      id
      title
      ruleSet { appliedDisjunctively }
      sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    }
  }
`)

export const COLLECTION_CREATE = operation<
  CollectionCreateMutation,
  CollectionCreateMutationVariables
>(`#graphql
  mutation CollectionCreate($collection: CollectionCreateInput!) {
    collectionCreate(collection: $collection) {
      collection { id }
      userErrors { field message }
    }
  }
`)

export const COLLECTION_UPDATE = operation<
  CollectionUpdateMutation,
  CollectionUpdateMutationVariables
>(`#graphql
  mutation CollectionUpdate($collection: CollectionUpdateInput!) {
    collectionUpdate(collection: $collection) {
      collection { id }
      userErrors { field message }
    }
  }
`)
