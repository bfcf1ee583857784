import type {
  AnchorsQuery,
  AnchorsQueryVariables,
  DefinitionCreateMutation,
  DefinitionCreateMutationVariables,
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

/**
 * What a project relies on: where goods are stocked, in what they are sold, and the definitions of up
 * to eight types of records, at once.
 */
export const ANCHORS = operation<AnchorsQuery, AnchorsQueryVariables>(`#graphql
  query Anchors(
    $namespace: String!, $locationId: ID!, $withLocation: Boolean!,
    $o0: MetafieldOwnerType!, $o1: MetafieldOwnerType!, $o2: MetafieldOwnerType!,
    $o3: MetafieldOwnerType!, $o4: MetafieldOwnerType!, $o5: MetafieldOwnerType!,
    $o6: MetafieldOwnerType!, $o7: MetafieldOwnerType!
  ) {
    shop { currencyCode }
    location(id: $locationId) @include(if: $withLocation) { id isActive }
    d0: metafieldDefinition(
      identifier: { ownerType: $o0, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d1: metafieldDefinition(
      identifier: { ownerType: $o1, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d2: metafieldDefinition(
      identifier: { ownerType: $o2, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d3: metafieldDefinition(
      identifier: { ownerType: $o3, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d4: metafieldDefinition(
      identifier: { ownerType: $o4, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d5: metafieldDefinition(
      identifier: { ownerType: $o5, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d6: metafieldDefinition(
      identifier: { ownerType: $o6, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    d7: metafieldDefinition(
      identifier: { ownerType: $o7, namespace: $namespace, key: "source_id" }
    ) { type { name } }
  }
`)
