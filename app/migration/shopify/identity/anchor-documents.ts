import type {
  AnchorsQuery,
  AnchorsQueryVariables,
  DefinitionCreateMutation,
  DefinitionCreateMutationVariables,
  DefinitionQuery,
  DefinitionQueryVariables,
  MetafieldsDeleteMutation,
  MetafieldsDeleteMutationVariables,
  MetafieldsSetMutation,
  MetafieldsSetMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

export const DEFINITION_CREATE = operation<
  DefinitionCreateMutation,
  DefinitionCreateMutationVariables
>(`#graphql
  mutation DefinitionCreate($definition: MetafieldDefinitionInput!) {
    metafieldDefinitionCreate(definition: $definition) {
      createdDefinition { id }
      userErrors { field message code }
    }
  }
`)

export const METAFIELDS_SET = operation<
  MetafieldsSetMutation,
  MetafieldsSetMutationVariables
>(`#graphql
  mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields { id }
      userErrors { field message code }
    }
  }
`)

export const METAFIELDS_DELETE = operation<
  MetafieldsDeleteMutation,
  MetafieldsDeleteMutationVariables
>(`#graphql
  mutation MetafieldsDelete($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) {
      deletedMetafields { ownerId }
      userErrors { field message }
    }
  }
`)

/** Where goods are stocked and in what they are sold: what a project relies on. */
export const ANCHORS = operation<AnchorsQuery, AnchorsQueryVariables>(`#graphql
  query Anchors($locationId: ID!, $withLocation: Boolean!) {
    shop { currencyCode }
    location(id: $locationId) @include(if: $withLocation) { id isActive }
  }
`)

export const DEFINITION = operation<DefinitionQuery, DefinitionQueryVariables>(`#graphql
  query Definition($ownerType: MetafieldOwnerType!, $namespace: String!) {
    metafieldDefinition(
      identifier: { ownerType: $ownerType, namespace: $namespace, key: "source_id" }
    ) { type { name } }
  }
`)
