import type { CanonicalMetafield } from '../values/metafield.ts'

/** A customer account, or a guest who only exists on orders (`guest: true`). */
export type CanonicalCustomer = {
  kind: 'customer'
  /** The account's id, or `guest:<keyed hash of the normalised e-mail>`. */
  sourceId: string
  guest: boolean
  /** As typed in the source; null when the source has none. */
  email: string | null
  firstName: string
  lastName: string
  /** As typed in the source. */
  phone: string | null
  note: string | null
  tags: string[]
  /** The old store's own data about the customer. */
  metafields: CanonicalMetafield[]
  /** Null where the source says nothing about it: whatever Shopify shows then stays. */
  emailConsent: CanonicalConsent | null
  /** The same about text messages to `phone`; absent where the source says nothing about it. */
  smsConsent?: CanonicalConsent
  /** The company they buy for, as text, where none of the addresses names it; else absent. */
  company?: string
  /** The first one is the default address. Equal addresses appear once. */
  addresses: CanonicalAddress[]
}

/**
 * Whether the customer agreed to marketing. Never raised above what the source says: whoever was
 * asked and has not confirmed it yet has not agreed.
 */
export type CanonicalConsent = {
  state: 'subscribed' | 'unsubscribed'
  /** How they agreed: by saying so, or by confirming it as well. Absent where the source doesn't say. */
  optIn?: 'single' | 'confirmed'
  /** ISO 8601 UTC; null when the source keeps no date. */
  at: string | null
}

export type CanonicalAddress = {
  firstName: string
  lastName: string
  company: string
  address1: string
  address2: string
  city: string
  /** Province code as the source has it ("CA"), or its free text. */
  province: string
  zip: string
  /** ISO 3166-1 alpha-2 as the source has it; not yet checked against Shopify's list. */
  country: string
  phone: string
}
