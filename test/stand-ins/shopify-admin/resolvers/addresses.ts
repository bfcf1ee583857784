import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import type { Resolvers } from '../context.ts'
import zonesJson from '../schema/zones.json' with { type: 'json' }
import { type Address, newGid, type ShopState } from '../store/state.ts'

const zone = z.object({
  code: z.string(),
  name: z.string(),
  names: z.array(z.string()).optional(),
  codes: z.array(z.string()).optional(),
})
type Zone = z.infer<typeof zone>
/** Shopify's own table of countries and zones (schema/README.md). */
const COUNTRIES = z
  .record(z.string(), z.object({ name: z.string(), zones: z.array(zone) }))
  .parse(zonesJson)

/** What orderUpdate calls a zone; recorded for the United States. */
const NOUNS: Record<string, string> = { US: 'State', AU: 'State/territory', IN: 'State' }

function countryCodeOf(name: string): string | null {
  const wanted = name.trim().toLowerCase()
  const found = Object.entries(COUNTRIES).find(
    ([code, country]) => code.toLowerCase() === wanted || country.name.toLowerCase() === wanted,
  )
  return found?.[0] ?? null
}

function zoneIn(zones: readonly Zone[], text: string): Zone | undefined {
  const wanted = text.trim().toLowerCase()
  const called = ({ code, name, names = [], codes = [] }: Zone) => [code, name, ...codes, ...names]
  return zones.find((one) => called(one).some((name) => name.toLowerCase() === wanted))
}

export const mailingAddressInput = z.strictObject({
  id: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  province: z.string().nullish(),
  provinceCode: z.string().nullish(),
  country: z.string().nullish(),
  countryCode: z.string().nullish(),
  zip: z.string().nullish(),
  phone: z.string().nullish(),
})

export type AddressInput = z.infer<typeof mailingAddressInput>

export type AddressProblem = { field: string; message: string }

const TEXT_FIELDS = [
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['company', 'Company'],
  ['address1', 'Address1'],
  ['address2', 'Address2'],
  ['city', 'City'],
  ['zip', 'Zip'],
  ['phone', 'Phone'],
] as const

type Names = { firstName: string | null; lastName: string | null }

/**
 * An address as Shopify keeps it, names of country and province filled in, with what Shopify would
 * find wrong. Recorded (customers/address-validation, address-lifecycle): a missing name is the
 * owner's, a phone number is rewritten and never refused, a country without zones has no province,
 * and no field takes a web address, an emoji or an HTML tag. `OrderAddress`: what orderUpdate says
 * about a province is worded otherwise (recorded).
 */
export function readAddress(
  shop: ShopState,
  input: AddressInput,
  modelName: 'CustomerAddress' | 'OrderAddress',
  before: Address | null = null,
  owner: Names | null = null,
): { address: Address; problems: AddressProblem[] } {
  const problems: AddressProblem[] = []
  const text = (value: string | null | undefined, old: string | null) => {
    if (value === undefined) return old
    const trimmed = value?.trim() ?? ''
    return trimmed === '' ? null : trimmed
  }
  const address: Address = {
    id: before?.id ?? `${newGid(shop, 'MailingAddress')}?model_name=${modelName}`,
    firstName: text(input.firstName, before?.firstName ?? null),
    lastName: text(input.lastName, before?.lastName ?? null),
    company: text(input.company, before?.company ?? null),
    address1: text(input.address1, before?.address1 ?? null),
    address2: text(input.address2, before?.address2 ?? null),
    city: text(input.city, before?.city ?? null),
    province: before?.province ?? null,
    provinceCode: before?.provinceCode ?? null,
    country: before?.country ?? null,
    countryCode: before?.countryCode ?? null,
    zip: text(input.zip, before?.zip ?? null),
    phone: text(input.phone, before?.phone ?? null),
  }
  if (input.countryCode || input.country) {
    const code = input.countryCode ?? countryCodeOf(input.country ?? '')
    const country = code === null ? undefined : COUNTRIES[code]
    if (code === null || country === undefined) {
      problems.push({ field: 'country', message: 'Country is invalid' })
    } else {
      if (address.countryCode !== code) {
        address.province = null
        address.provinceCode = null
      }
      address.countryCode = code
      address.country = country.name
    }
  }
  const wanted = input.provinceCode ?? input.province
  if (wanted !== undefined) {
    const zones = COUNTRIES[address.countryCode ?? '']?.zones ?? []
    const isGiven = wanted !== null && wanted.trim() !== ''
    const entry = isGiven ? zoneIn(zones, wanted) : undefined
    if (isGiven && zones.length > 0 && !entry && problems.length === 0) {
      const noun = NOUNS[address.countryCode ?? ''] ?? 'Province'
      problems.push({
        field: 'province',
        message:
          modelName === 'OrderAddress'
            ? `${noun} is not a valid ${noun.toLowerCase()} in ${address.country}`
            : 'Province is invalid',
      })
    }
    address.provinceCode = entry?.code ?? null
    address.province = entry?.name ?? null
  }
  for (const [field, label] of TEXT_FIELDS) {
    const value = address[field]
    if (value !== null && value.length > 255) {
      problems.push({ field, message: `${label} is too long (maximum is 255 characters)` })
    }
    if (value === null) continue
    for (const words of forbidden(value)) {
      problems.push({ field, message: `${label} cannot contain ${words}` })
    }
  }
  // Last: what the customer is called was accepted as a name.
  address.firstName ??= owner?.firstName ?? null
  address.lastName ??= owner?.lastName ?? null
  address.phone = address.phone && rewrittenPhone(address.phone, address.countryCode)
  return { address, problems }
}

/** What Shopify refuses in a text, in its words (recorded one by one). */
export function forbidden(text: string, kinds = FORBIDDEN): string[] {
  return kinds.flatMap(([words, pattern]) => (pattern.test(text) ? words : []))
}

const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['HTML tags', /<[^<>]*>/],
  ['URL', /\b(https?|ftp):\/\/|\bwww\./i],
  ['emojis', /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/u],
]
/** Not recorded for a customer's own name, documented for the storefront; emoji are not named there. */
export const FORBIDDEN_IN_NAMES = FORBIDDEN.slice(0, 2)

/**
 * Recorded: "+1 (613) 555-0138" becomes "+16135550138", "555-0138" in Canada "+15550138", and "not
 * a phone" stays. That the code is the address' country's is a guess.
 */
function rewrittenPhone(phone: string, country: string | null): string {
  const isKnown = country !== null && isSupportedCountry(country)
  const parsed = parsePhoneNumberFromString(phone, isKnown ? country : 'US')
  return parsed?.number ?? phone
}

/** An address with nothing in it but what Shopify fills in. */
export function isBlank(address: Address): boolean {
  const { id: _id, firstName: _first, lastName: _last, ...rest } = address
  return Object.values(rest).every((value) => value === null)
}

/** Fields that make two addresses the same one for Shopify. */
export function sameAddress(a: Address, b: Address): boolean {
  const key = ({ id: _id, ...rest }: Address) => JSON.stringify(rest)
  return key(a) === key(b)
}

function nameOf(address: Address): string | null {
  const name = [address.firstName, address.lastName].filter(Boolean).join(' ')
  return name === '' ? null : name
}

export const addressTypes: { MailingAddress: Resolvers<Address> } = {
  MailingAddress: {
    countryCodeV2: (address) => address.countryCode,
    coordinatesValidated: () => false,
    latitude: () => null,
    longitude: () => null,
    timeZone: () => null,
    validationResultSummary: () => null,
    name: (address) => nameOf(address),
    formattedArea: (address) => {
      const area = [address.city, address.provinceCode].filter(Boolean).join(' ')
      const parts = [area, address.country].filter(Boolean)
      return parts.length > 0 ? parts.join(', ') : null
    },
    formatted: (address, args) =>
      [
        args.withName === true ? nameOf(address) : null,
        args.withCompany === false ? null : address.company,
        address.address1,
        address.address2,
        [address.city, address.provinceCode, address.zip].filter(Boolean).join(' '),
        address.country,
      ].filter(Boolean),
  },
}
