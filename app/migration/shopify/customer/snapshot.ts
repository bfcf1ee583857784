import type {
  CustomerCustomDataFragment,
  CustomerFieldsFragment,
} from '#app/types/admin-operations.ts'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import { addressJson, shownAddress } from '../values/address-input.ts'
import { acceptedCustomer } from './input.ts'
import { customDataFields } from '../custom-data/custom-data.ts'
import { blankToNull, comparableEmail, normalizeText, ourTags } from '../values/normalize.ts'
import { parseManaged } from '../managed.ts'

/** The customer's fields as Shopify will show them after `normalize.ts`'s documented changes. */
export function expectedCustomer(customer: CanonicalCustomer): Fields {
  const { addresses, tags, email, customData, emailConsent, smsConsent, ...accepted } =
    acceptedCustomer(customer)
  return {
    ...accepted,
    email: comparableEmail(email),
    tags,
    addresses: addresses.map(addressJson),
    ...customDataFields(customData),
    ...(emailConsent?.state === 'subscribed' ? { emailConsent: 'subscribed' } : {}),
    ...(smsConsent?.state === 'subscribed' ? { smsConsent: 'subscribed' } : {}),
  }
}

/**
 * A field only where there is a yes. Never asked, said no, erased are one: nobody may be written to.
 * Who was asked and has not answered yet is neither.
 */
function shownConsent(field: 'emailConsent' | 'smsConsent', state: string | undefined): Fields {
  if (state === 'SUBSCRIBED') return { [field]: 'subscribed' }
  return state === 'PENDING' ? { [field]: 'pending' } : {}
}

/** As many are compared, however many were read: a longer list must not look like an edit. */
export const COMPARED_ADDRESSES = 50

/** A customer as read; just created ones show no custom data. */
export type ReadCustomer = CustomerFieldsFragment & Partial<CustomerCustomDataFragment>

export function customDataOf(customer: ReadCustomer): { key: string; value: string }[] {
  return (customer.customData?.edges ?? []).map(({ node }) => node)
}

export function customerSnapshot(customer: ReadCustomer): TargetSnapshot {
  const managed = parseManaged(customer.managed?.value)
  const addresses = customer.addressesV2.nodes
  return {
    kind: 'customer',
    gid: customer.id,
    label: customer.displayName,
    fields: {
      email: comparableEmail(customer.defaultEmailAddress?.emailAddress),
      firstName: blankToNull(customer.firstName),
      lastName: blankToNull(customer.lastName),
      phone: blankToNull(customer.defaultPhoneNumber?.phoneNumber),
      note: normalizeText(customer.note),
      tags: ourTags(customer.tags, managed.tags),
      addresses: addresses
        .slice(0, COMPARED_ADDRESSES)
        .map((address) => addressJson(shownAddress(address))),
      ...customDataFields(customDataOf(customer)),
      ...shownConsent('emailConsent', customer.defaultEmailAddress?.marketingState),
      ...shownConsent('smsConsent', customer.defaultPhoneNumber?.marketingState),
    },
    children: {},
    withoutId: { field: 'addresses', children: addressChildren(addresses.map(({ id }) => id)) },
  }
}

const ADDRESS_CHILD = 'address:'

/** Addresses this app wrote, by their place in the source's list: the mapping keeps their ids. */
export function addressChildren(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id, index) => [`${ADDRESS_CHILD}${index}`, id]))
}

/** Ids of our addresses, in the source's order. */
export function ourAddressIds(children: Readonly<Record<string, string>>): string[] {
  return Object.keys(children)
    .filter((key) => key.startsWith(ADDRESS_CHILD))
    .sort((a, b) => Number(a.slice(ADDRESS_CHILD.length)) - Number(b.slice(ADDRESS_CHILD.length)))
    .flatMap((key) => children[key] ?? [])
}
