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

export const ANCHORS = operation<AnchorsQuery, AnchorsQueryVariables>(`#graphql
  query Anchors($namespace: String!, $locationId: ID!, $withLocation: Boolean!) {
    shop { currencyCode }
    location(id: $locationId) @include(if: $withLocation) { id isActive }
    product: metafieldDefinition(
      identifier: { ownerType: PRODUCT, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    variant: metafieldDefinition(
      identifier: { ownerType: PRODUCTVARIANT, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    collection: metafieldDefinition(
      identifier: { ownerType: COLLECTION, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    customer: metafieldDefinition(
      identifier: { ownerType: CUSTOMER, namespace: $namespace, key: "source_id" }
    ) { type { name } }
    order: metafieldDefinition(
      identifier: { ownerType: ORDER, namespace: $namespace, key: "source_id" }
    ) { type { name } }
  }
`)
