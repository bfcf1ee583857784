import type {
  CustomersByEmailQuery,
  CustomersByEmailQueryVariables,
  OurCustomersQuery,
  OurCustomersQueryVariables,
  ShownCustomersQuery,
  ShownCustomersQueryVariables,
  TenCustomersQuery,
  TenCustomersQueryVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

/** Ten custom ids at once: one look costs a point per record, but a request each would take long. */
export const TEN_CUSTOMERS = operation<TenCustomersQuery, TenCustomersQueryVariables>(`#graphql
  query TenCustomers(
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
    r0: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v0 } }
    ) { id }
    r1: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v1 } }
    ) { id }
    r2: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v2 } }
    ) { id }
    r3: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v3 } }
    ) { id }
    r4: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v4 } }
    ) { id }
    r5: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v5 } }
    ) { id }
    r6: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v6 } }
    ) { id }
    r7: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v7 } }
    ) { id }
    r8: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v8 } }
    ) { id }
    r9: customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $v9 } }
    ) { id }
  }
`)

/** Every record with its custom id, page by page: not a search, so nothing waits for an index. */
export const OUR_CUSTOMERS = operation<OurCustomersQuery, OurCustomersQueryVariables>(`#graphql
  query OurCustomers($namespace: String!, $after: String) {
    customers(first: 200, after: $after, sortKey: ID) {
      nodes { id sourceId: metafield(namespace: $namespace, key: "source_id") { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

/** For people: how the record stands, and whose custom id it carries. */
export const SHOWN_CUSTOMERS = operation<
  ShownCustomersQuery,
  ShownCustomersQueryVariables
>(`#graphql
  query ShownCustomers($ids: [ID!]!, $namespace: String!) {
    nodes(ids: $ids) {
      ... on Customer {
        id
        label: displayName
        defaultEmailAddress { emailAddress }
        sourceId: metafield(namespace: $namespace, key: "source_id") { value }
      }
    }
  }
`)

/** An identifier look-up: up to date, unlike a search. */
export const CUSTOMERS_BY_EMAIL = operation<
  CustomersByEmailQuery,
  CustomersByEmailQueryVariables
>(`#graphql
  query CustomersByEmail($namespace: String!, $value: String!) {
    customerByIdentifier(identifier: { emailAddress: $value }) {
      id
      sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    }
  }
`)
