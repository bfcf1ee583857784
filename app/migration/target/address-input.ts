import type { MailingAddressInput } from '#app/types/admin-operations.ts'
import type { CanonicalAddress } from '../canonical/customer.ts'
import type { Json } from '../canonical/fingerprint.ts'
import type { WriteNote } from '../ports.ts'
import { acceptablePhone, blankToNull, isCountryCode, shorten } from './normalize.ts'

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

/** Null when nothing is filled in. */
export function expectedAddress(address: CanonicalAddress | null): ComparableAddress | null {
  if (!address) return null
  const country = countryOf(address)
  return comparable({
    ...address,
    province: provinceOf(address, country),
    country,
  })
}

function comparable(address: {
  [Key in keyof ComparableAddress]?: string | null | undefined
}): ComparableAddress | null {
  const text = (value: string | null | undefined) => blankToNull(shorten(value ?? ''))
  const result: ComparableAddress = {
    firstName: text(address.firstName),
    lastName: text(address.lastName),
    company: text(address.company),
    address1: text(address.address1),
    address2: text(address.address2),
    city: text(address.city),
    province: text(address.province),
    zip: text(address.zip),
    country: text(address.country),
    phone: acceptablePhone(address.phone, address.country) ?? text(address.phone),
  }
  return Object.values(result).every((value) => value === null) ? null : result
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
  return comparable({
    ...address,
    province: address.provinceCode ?? address.province,
    country: address.countryCodeV2,
  })
}

export function addressJson(address: ComparableAddress | null): Json {
  return address ? { ...address } : null
}

/** Null when there is nothing to send. */
export function addressInput(address: CanonicalAddress | null): MailingAddressInput | null {
  const wanted = expectedAddress(address)
  if (!wanted) return null
  const { country, province, ...rest } = wanted
  const input: MailingAddressInput = { ...rest }
  if (country !== null && isCountryCode(country)) input.countryCode = country
  if (province !== null) {
    if (isProvinceCode(province)) input.provinceCode = province
    else input.province = province
  }
  return input
}

export function addressNotes(address: CanonicalAddress | null, field: string): WriteNote[] {
  if (!address) return []
  const written = address.country.trim()
  if (written === '' || isCountryCode(written.toUpperCase())) return []
  return [
    {
      code: 'COUNTRY_NOT_ACCEPTED',
      field,
      message: `Shopify does not know the country “${shorten(written, 40)}”, so an address arrived without a country. Choose the country in Shopify.`,
    },
  ]
}

function countryOf(address: CanonicalAddress): string | null {
  const code = address.country.trim().toUpperCase()
  return isCountryCode(code) ? code : null
}

/** Codes as Shopify has them; WooCommerce writes Japan's "JP13" and Germany's "DE-BY" its own way. */
function provinceOf(address: CanonicalAddress, country: string | null): string | null {
  const text = blankToNull(address.province)
  if (!text || !country) return text
  if (/^JP\d\d$/.test(text)) return `JP-${text.slice(2)}`
  if (country !== 'JP' && country !== 'TH' && text.toUpperCase().startsWith(`${country}-`)) {
    return text.slice(country.length + 1)
  }
  return text
}

function isProvinceCode(text: string): boolean {
  return /^[A-Z0-9]{1,4}(-[A-Z0-9]{1,4})?$/.test(text)
}

/** The same addresses without states and provinces, for when Shopify does not know one of them. */
export function withoutProvinces(addresses: readonly MailingAddressInput[]): MailingAddressInput[] {
  return addresses.map((address) => {
    if (!address.provinceCode && !address.province) return address
    const { provinceCode: _code, province: _text, ...rest } = address
    return rest
  })
}
