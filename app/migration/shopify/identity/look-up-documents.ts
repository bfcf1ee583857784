import type { ExistingQuery, ExistingQueryVariables } from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** Null stands in the place of what is gone. */
export const EXISTING = operation<ExistingQuery, ExistingQueryVariables>(`#graphql
  query Existing($ids: [ID!]!) {
    nodes(ids: $ids) { id }
  }
`)
