import type {
  PublicationsQuery,
  PublicationsQueryVariables,
  PublishMutation,
  PublishMutationVariables,
  UnpublishMutation,
  UnpublishMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from './api/operation.ts'

export const PUBLICATIONS = operation<PublicationsQuery, PublicationsQueryVariables>(`#graphql
  query Publications($after: String) {
    publications(first: 25, after: $after) {
      nodes { id name channels(first: 3) { nodes { handle app { id handle } } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const PUBLISH = operation<PublishMutation, PublishMutationVariables>(`#graphql
  mutation Publish($id: ID!, $publicationId: ID!) {
    publishablePublish(id: $id, input: [{ publicationId: $publicationId }]) {
      userErrors { field message }
    }
  }
`)

export const UNPUBLISH = operation<UnpublishMutation, UnpublishMutationVariables>(`#graphql
  mutation Unpublish($id: ID!, $publicationId: ID!) {
    publishableUnpublish(id: $id, input: [{ publicationId: $publicationId }]) {
      userErrors { field message }
    }
  }
`)
