import type {
  CustomerByCustomIdQuery,
  CustomerByCustomIdQueryVariables,
  CustomerByEmailQuery,
  CustomerByEmailQueryVariables,
  CustomerConsentMutation,
  CustomerConsentMutationVariables,
  CustomerSetMutation,
  CustomerSetMutationVariables,
  CustomerSmsConsentMutation,
  CustomerSmsConsentMutationVariables,
  CustomerSnapshotsQuery,
  CustomerSnapshotsQueryVariables,
  CustomerUpdateMutation,
  CustomerUpdateMutationVariables,
} from '#app/types/admin-operations.ts'
import { operation } from '../api/operation.ts'

const CUSTOMER_FIELDS = `#graphql
  fragment CustomerFields on Customer {
    id
    displayName
    firstName
    lastName
    note
    tags
    defaultEmailAddress { emailAddress marketingState marketingUpdatedAt }
    defaultPhoneNumber { phoneNumber marketingState marketingUpdatedAt }
    addressesV2(first: $addresses) {
      nodes {
        id
        firstName
        lastName
        company
        address1
        address2
        city
        province
        provinceCode
        zip
        countryCodeV2
        phone
      }
    }
    sourceId: metafield(namespace: $namespace, key: "source_id") { value }
    managed: metafield(namespace: $namespace, key: "written") { value }
  }
`

/** As edges: an empty list of them costs 2 points, one of nodes as much as a full one (recorded). */
const CUSTOMER_CUSTOM_DATA = `#graphql
  fragment CustomerCustomData on Customer {
    customData: metafields(first: 100, namespace: "old_store") { edges { node { key value } } }
  }
`

export const CUSTOMER_BY_CUSTOM_ID = operation<
  CustomerByCustomIdQuery,
  CustomerByCustomIdQueryVariables
>(`#graphql
  query CustomerByCustomId($namespace: String!, $value: String!, $addresses: Int!) {
    customerByIdentifier(
      identifier: { customId: { namespace: $namespace, key: "source_id", value: $value } }
    ) { ...CustomerFields ...CustomerCustomData }
  }
  ${CUSTOMER_FIELDS}
  ${CUSTOMER_CUSTOM_DATA}
`)

export const CUSTOMER_BY_EMAIL = operation<
  CustomerByEmailQuery,
  CustomerByEmailQueryVariables
>(`#graphql
  query CustomerByEmail($namespace: String!, $email: String!, $addresses: Int!) {
    customerByIdentifier(identifier: { emailAddress: $email }) { ...CustomerFields ...CustomerCustomData }
  }
  ${CUSTOMER_FIELDS}
  ${CUSTOMER_CUSTOM_DATA}
`)

export const CUSTOMER_SNAPSHOTS = operation<
  CustomerSnapshotsQuery,
  CustomerSnapshotsQueryVariables
>(`#graphql
  query CustomerSnapshots($ids: [ID!]!, $namespace: String!, $addresses: Int!) {
    nodes(ids: $ids) { ... on Customer { ...CustomerFields ...CustomerCustomData } }
  }
  ${CUSTOMER_FIELDS}
  ${CUSTOMER_CUSTOM_DATA}
`)

/** What was just made has no custom data yet. */
export const CUSTOMER_SET = operation<CustomerSetMutation, CustomerSetMutationVariables>(`#graphql
  mutation CustomerSet(
    $identifier: CustomerSetIdentifiers
    $input: CustomerSetInput!
    $namespace: String!
    $addresses: Int!
  ) {
    customerSet(identifier: $identifier, input: $input) {
      customer { ...CustomerFields }
      userErrors { field message code }
    }
  }
  ${CUSTOMER_FIELDS}
`)

export const CUSTOMER_UPDATE = operation<
  CustomerUpdateMutation,
  CustomerUpdateMutationVariables
>(`#graphql
  mutation CustomerUpdate($input: CustomerInput!, $namespace: String!, $addresses: Int!) {
    customerUpdate(input: $input) {
      customer { ...CustomerFields ...CustomerCustomData }
      userErrors { field message }
    }
  }
  ${CUSTOMER_FIELDS}
  ${CUSTOMER_CUSTOM_DATA}
`)

/** Shopify sends nobody anything for it, as long as the state is not PENDING. */
export const CUSTOMER_CONSENT = operation<
  CustomerConsentMutation,
  CustomerConsentMutationVariables
>(`#graphql
  mutation CustomerConsent($input: CustomerEmailMarketingConsentUpdateInput!) {
    customerEmailMarketingConsentUpdate(input: $input) {
      customer { id defaultEmailAddress { marketingState marketingUpdatedAt } }
      userErrors { field message code }
    }
  }
`)

/** The same about text messages, which go to the customer's phone number. */
export const CUSTOMER_SMS_CONSENT = operation<
  CustomerSmsConsentMutation,
  CustomerSmsConsentMutationVariables
>(`#graphql
  mutation CustomerSmsConsent($input: CustomerSmsMarketingConsentUpdateInput!) {
    customerSmsMarketingConsentUpdate(input: $input) {
      customer { id defaultPhoneNumber { marketingState marketingUpdatedAt } }
      userErrors { field message code }
    }
  }
`)
