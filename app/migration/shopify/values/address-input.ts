import type { MailingAddressInput } from '#app/types/admin-operations.ts'
import type { CanonicalAddress } from '#app/migration/kinds/customer/customer.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { hasForbidden, withoutForbidden } from './address-text.ts'
import { blankToNull, isCountryCode, parsedPhone, shorten } from './normalize.ts'
import { withoutContacts } from '../api/without-contacts.ts'
import { countryOf, hasZones, zoneOf, type Country } from './zones.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

/** An address in the form in which source and target are compared. */
export type ComparableAddress = {
  firstName: string | null
  lastName: string | null
  company: string | null
  address1: string | null
  address2: string | null
  city: string | null
  province: string | null
  zip: string | null
  country: string | null
  phone: string | null
}

/**
 * Whose address it is. For a customer's (recorded): a missing name is filled in from there, and no
 * web address, emoji or HTML is taken. An order's addresses have no owner: nothing of the kind is
 * recorded for them, so they are sent as they are.
 */
type Owner = { firstName: string | null; lastName: string | null }

/** Null when nothing is filled in. */
export function expectedAddress(
  address: CanonicalAddress | null,
  owner: Owner | null = null,
): ComparableAddress | null {
  const sent = accepted(address, owner)
  if (!sent) return null
  return {
    ...sent,
    firstName: sent.firstName ?? owner?.firstName ?? null,
    lastName: sent.lastName ?? owner?.lastName ?? null,
    phone: comparablePhone(sent.phone, sent.country),
  }
}

/** What of an address Shopify takes, and where. */
function accepted(address: CanonicalAddress | null, owner: Owner | null): ComparableAddress | null {
  if (!address) return null
  const place = countryOf(address.country)
  const text = (value: string) =>
    blankToNull(shorten(owner === null ? value : (withoutForbidden(value) ?? '')))
  const result: ComparableAddress = {
    firstName: text(address.firstName),
    lastName: text(address.lastName),
    company: text(address.company),
    address1: text(address.address1),
    address2: text(address.address2),
    city: text(address.city),
    province: place && (place.zone ?? zoneOf(place.country, address.province)),
    zip: text(address.zip),
    country: place?.country ?? null,
    phone: sentPhone(address.phone, place?.country ?? null) ?? text(address.phone),
  }
  return Object.values(result).every((value) => value === null) ? null : result
}

/** A complete number in its international form; with anything beside it the text stays as it is. */
function sentPhone(phone: string, country: string | null): string | null {
  const parsed = parsedPhone(phone, country, { wholeText: true })
  return parsed?.isValid() && !parsed.ext ? parsed.number : null
}

/**
 * Shopify refuses no phone number on an address and rewrites it (recorded: separators go, a local
 * number gets the country's code, "555-0138" becomes "+15550138"; what is no number stays). A
 * complete number is compared in its international form, any other by its own digits: what stands
 * before them is Shopify's doing.
 */
function comparablePhone(phone: string | null, country: string | null): string | null {
  const parsed = parsedPhone(phone, country)
  if (!parsed) return phone
  return parsed.isValid() ? parsed.number : parsed.nationalNumber
}

/** An address as Shopify shows it. */
type TargetAddress = {
  firstName: string | null
  lastName: string | null
  company: string | null
  address1: string | null
  address2: string | null
  city: string | null
  province: string | null
  provinceCode: string | null
  zip: string | null
  countryCodeV2: string | null
  phone: string | null
}

export function shownAddress(address: TargetAddress | null): ComparableAddress | null {
  if (!address) return null
  const country = address.countryCodeV2
  const result: ComparableAddress = {
    firstName: blankToNull(address.firstName),
    lastName: blankToNull(address.lastName),
    company: blankToNull(address.company),
    address1: blankToNull(address.address1),
    address2: blankToNull(address.address2),
    city: blankToNull(address.city),
    province: blankToNull(address.provinceCode ?? address.province),
    zip: blankToNull(address.zip),
    country,
    phone: comparablePhone(blankToNull(address.phone), country),
  }
  return Object.values(result).every((value) => value === null) ? null : result
}

export function addressJson(address: ComparableAddress | null): Json {
  return address ? { ...address } : null
}

/** Null when there is nothing to send. */
export function addressInput(
  address: CanonicalAddress | null,
  owner: Owner | null = null,
): MailingAddressInput | null {
  const wanted = accepted(address, owner)
  if (!wanted) return null
  const { country, province, ...input } = wanted
  // The same that Shopify would fill in; only where it would not take that from us it is left to it.
  const filled = (name: string | null | undefined) => (name && !hasForbidden(name) ? name : null)
  return {
    ...input,
    firstName: input.firstName ?? filled(owner?.firstName),
    lastName: input.lastName ?? filled(owner?.lastName),
    ...(country !== null && isCountryCode(country) ? { countryCode: country } : {}),
    ...(province !== null ? { provinceCode: province } : {}),
  }
}

/** What of a customer's or an order's address does not arrive, a note for each kind of thing. */
export function addressNotes(
  address: CanonicalAddress | null,
  field: 'addresses' | 'billingAddress' | 'shippingAddress',
): WriteNote[] {
  if (!address) return []
  const notes: WriteNote[] = []
  const place = countryOf(address.country)
  const province = address.province.trim()
  if (place === null && address.country.trim() !== '') {
    notes.push({
      code: 'COUNTRY_NOT_ACCEPTED',
      field,
      message: shopifySays('countryNotKnown', {
        country: quoted(address.country),
        withState: province !== '',
      }),
    })
  } else if (province !== '' && isLost(province, place)) {
    notes.push({
      code: 'PROVINCE_NOT_ACCEPTED',
      field,
      message: shopifySays('provinceNotKnown', { province: quoted(province) }),
    })
  }
  const { country: _country, province: _province, ...texts } = address
  if (field === 'addresses' && Object.values(texts).some(hasForbidden)) {
    notes.push({ code: 'TEXT_NOT_ACCEPTED', field, message: shopifySays('forbiddenInAddress') })
  }
  return notes
}

/**
 * A state that Shopify could show and does not. Where a country has no zones, it shows none of any
 * address; and of the United Kingdom it knows the four nations, whose counties belong in no address.
 */
function isLost(province: string, place: Country | null): boolean {
  if (place === null) return true
  if (place.zone !== null || place.country === 'GB' || !hasZones(place.country)) return false
  return zoneOf(place.country, province) === null
}

function quoted(text: string): string {
  return withoutContacts(shorten(text, 40))
}
