import type { CustomerSetInput, MailingAddressInput } from '#app/types/admin-operations.ts'
import type {
  CanonicalAddress,
  CanonicalConsent,
  CanonicalCustomer,
} from '#app/migration/kinds/customer/customer.ts'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import { stableJson } from '#app/migration/kinds/values/fingerprint.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { hasForbiddenInName, withoutForbiddenInName } from '../values/address-text.ts'
import {
  addressInput,
  addressJson,
  addressNotes,
  expectedAddress,
  type ComparableAddress,
} from '../values/address-input.ts'
import { acceptedCustomData, type CustomDatum } from '../custom-data/custom-data.ts'
import {
  acceptableEmail,
  acceptablePhone,
  blankToNull,
  MAX_NOTE,
  normalizeTags,
  normalizeText,
  shorten,
} from '../values/normalize.ts'
import { shortenedTags, shortenedTexts } from '../text-notes.ts'
import { countryOf } from '../values/zones.ts'
import { customersSay } from '#app/migration/messages/customers.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

/** What of a customer Shopify takes; addresses in the form in which they are compared. */
type AcceptedCustomer = {
  email: string | null
  firstName: string | null
  lastName: string | null
  phone: string | null
  note: string | null
  tags: string[]
  addresses: ComparableAddress[]
  customData: CustomDatum[]
  /** Null where there is nothing to say, or no e-mail address to say it of. */
  emailConsent: CanonicalConsent | null
  /** The same for the phone number. */
  smsConsent: CanonicalConsent | null
}

export function acceptedCustomer(customer: CanonicalCustomer): AcceptedCustomer {
  const phone = acceptablePhone(customer.phone, homeOf(customer))
  return {
    email: acceptableEmail(customer.email),
    ...acceptedNames(customer),
    phone,
    note: blankToNull(shorten(normalizeText(customer.note) ?? '', MAX_NOTE)),
    tags: normalizeTags(customer.tags),
    addresses: distinctAddresses(customer).flatMap(
      (address) => expectedAddress(address, acceptedNames(customer)) ?? [],
    ),
    customData: acceptedCustomData(ownData(customer), 'customer').data,
    emailConsent: acceptableEmail(customer.email) ? customer.emailConsent : null,
    smsConsent: (phone && customer.smsConsent) || null,
  }
}

/** The company has no place of its own in Shopify: a company there is one of B2B, with buyers and prices. */
function ownData({ metafields, company }: CanonicalCustomer): CanonicalMetafield[] {
  if (!company || metafields.some(({ key }) => key === 'company')) return metafields
  const type = 'single_line_text_field'
  return [...metafields, { key: 'company', name: 'Company', type, value: company }]
}

function acceptedNames(customer: CanonicalCustomer) {
  const name = (text: string) => blankToNull(shorten(withoutForbiddenInName(text) ?? ''))
  return { firstName: name(customer.firstName), lastName: name(customer.lastName) }
}

/** The country whose phone numbers need no code. */
function homeOf(customer: CanonicalCustomer): string | null {
  return countryOf(customer.addresses[0]?.country ?? '')?.country ?? null
}

/** The same address twice is one; the first stays first, because it becomes the default. */
function distinctAddresses(customer: CanonicalCustomer): CanonicalAddress[] {
  const seen = new Set<string>()
  const owner = acceptedNames(customer)
  return customer.addresses.filter((address) => {
    const comparable = expectedAddress(address, owner)
    if (!comparable) return false
    const key = stableJson(addressJson(comparable))
    return !seen.has(key) && seen.add(key)
  })
}

export function customerAddressInputs(customer: CanonicalCustomer): MailingAddressInput[] {
  const owner = acceptedNames(customer)
  return distinctAddresses(customer).flatMap((address) => addressInput(address, owner) ?? [])
}

/** For a new customer. Consent, invites and passwords are never sent: nobody gets an e-mail. */
export function customerInput(customer: CanonicalCustomer): CustomerSetInput {
  const accepted = acceptedCustomer(customer)
  const addresses = customerAddressInputs(customer)
  const input: CustomerSetInput = { firstName: accepted.firstName, lastName: accepted.lastName }
  if (accepted.email) input.email = accepted.email
  if (accepted.phone) input.phone = accepted.phone
  if (accepted.note) input.note = accepted.note
  if (accepted.tags.length > 0) input.tags = accepted.tags
  if (addresses.length > 0) input.addresses = addresses
  return input
}

export function customerNotes(customer: CanonicalCustomer): WriteNote[] {
  const accepted = acceptedCustomer(customer)
  const notes: WriteNote[] = []
  if (blankToNull(customer.email) !== null && accepted.email === null) {
    notes.push({
      code: 'EMAIL_NOT_ACCEPTED',
      field: 'email',
      message: customersSay('emailInvalid'),
    })
  }
  if (blankToNull(customer.phone) !== null && accepted.phone === null) {
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message: customersSay('phoneInvalid'),
    })
  }
  for (const name of ['firstName', 'lastName'] as const) {
    if (!hasForbiddenInName(customer[name])) continue
    notes.push({
      code: 'TEXT_NOT_ACCEPTED',
      field: name,
      message: shopifySays('forbiddenInName'),
    })
  }
  notes.push(...customer.addresses.flatMap((address) => addressNotes(address, 'addresses')))
  notes.push(
    ...shortenedTexts('customer', [
      { field: 'firstName', text: customer.firstName },
      { field: 'lastName', text: customer.lastName },
      { field: 'note', text: customer.note, max: MAX_NOTE },
      ...customer.addresses.flatMap((address) =>
        Object.values(address).map((text) => ({ field: 'addresses', text })),
      ),
    ]),
    ...shortenedTags('customer', customer.tags),
    ...acceptedCustomData(ownData(customer), 'customer').notes,
  )
  return notes
}
