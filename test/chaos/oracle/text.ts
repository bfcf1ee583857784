import { decode } from 'html-entities'
import { parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js'
import { z } from 'zod'
import zonesJson from '#test/stand-ins/shopify-admin/schema/zones.json' with { type: 'json' }
import type { Address as TargetAddress } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Address, BillingAddress } from '#test/stand-ins/woocommerce/records.ts'

/** A name as a person reads it: the old store keeps "Lamp &amp; Shade". */
export const readable = (text: string) => decode(text).trim()

export const blank = (text: string | null | undefined) => text?.trim() || null

/** What is left of HTML for a reader, white space aside. */
export const prose = (html: string) =>
  decode(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

const numbers = new Map<string, string | null>()

/** The number as one would dial it from anywhere; null when it is none. */
export function dialled(
  phone: string | null | undefined,
  country: string | null | undefined,
): string | null {
  if (!phone?.trim()) return null
  const home = country?.toUpperCase() ?? ''
  const key = `${home} ${phone}`
  const known = numbers.get(key)
  if (known !== undefined) return known
  const parsed = parsePhoneNumberFromString(
    phone.trim().replace(/^00(?=[1-9])/, '+'),
    isSupportedCountry(home) ? home : undefined,
  )
  const number = parsed?.isValid() ? parsed.number : null
  numbers.set(key, number)
  return number
}

/** One line per address, the same for both stores when they mean the same place and person. */
export function sourcePlace(address: Address): string | null {
  const { country, state, phone, ...typed } = address
  const parts = [
    typed.first_name,
    typed.last_name,
    typed.company,
    typed.address_1,
    typed.address_2,
    typed.city,
    typed.postcode,
    phone,
  ].map((part) => part.trim())
  if (parts.every((part) => part === '')) return null
  const code = country.trim().toUpperCase()
  return [
    ...parts.slice(0, 7),
    region(state.trim(), code),
    code,
    dialled(phone, code) ?? phone.trim(),
  ].join(' | ')
}

export function targetPlace(address: TargetAddress | null): string | null {
  if (!address) return null
  const { phone, countryCode } = address
  return [
    address.firstName,
    address.lastName,
    address.company,
    address.address1,
    address.address2,
    address.city,
    address.zip,
    address.provinceCode ?? address.province,
    countryCode,
    // An international number is as it should be, to the last character.
    phone?.startsWith('+') ? phone : (dialled(phone, countryCode) ?? phone),
  ]
    .map((part) => (part ?? '').trim())
    .join(' | ')
}

const ZONES = z.record(z.string(), z.object({ zones: z.array(z.unknown()) })).parse(zonesJson)

/**
 * Japan's prefectures are "JP13" in WooCommerce and "JP-13" in Shopify, which knows no states of
 * Germany, Sweden and many other countries at all.
 */
function region(state: string, country: string): string {
  if ((ZONES[country]?.zones.length ?? 0) === 0) return ''
  if (/^JP\d\d$/.test(state)) return `JP-${state.slice(2)}`
  return state
}

/** An address one can send a parcel to. */
export const hasPlace = (address: Address) =>
  [address.address_1, address.address_2, address.city, address.postcode].some(
    (part) => part.trim() !== '',
  )

export const lower = (email: string | null | undefined) => email?.trim().toLowerCase() ?? ''

/** Billing first; a shipping address that is the same place, be it without its phone, is none of its own. */
export function addressBook(billing: BillingAddress, shipping: Address): string[] {
  const { email: _email, ...first } = billing
  const places = [first, shipping].filter(hasPlace)
  const [one, two] = places
  if (!one) return []
  const same =
    two !== undefined &&
    sourcePlace({ ...one, phone: '' }) === sourcePlace({ ...two, phone: '' }) &&
    (one.phone.trim() === two.phone.trim() || !one.phone.trim() || !two.phone.trim())
  return (two === undefined || same ? [one] : [one, two]).flatMap((p) => sourcePlace(p) ?? [])
}

/** Text without its tags; those inside a word leave no gap. */
export const untagged = (html: string) =>
  decode(html.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim()
