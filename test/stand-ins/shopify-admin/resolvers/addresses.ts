import { createRequire } from 'node:module'
import { z } from 'zod'
import type { Resolvers } from '../context.ts'
import { adminSchema } from '../schema.ts'
import { type Address, newGid, type ShopState } from '../state.ts'

const require = createRequire(import.meta.url)
const countries = z
  .object({ countries: z.record(z.string(), z.union([z.string(), z.array(z.string())])) })
  .parse(require('i18n-iso-countries/langs/en.json'))

/* Names Shopify writes differently from the list above. */
const COUNTRY_NAMES: Record<string, string> = {
  US: 'United States',
  GB: 'United Kingdom',
  RU: 'Russia',
  KR: 'South Korea',
  TR: 'Turkey',
  CN: 'China',
}

const US =
  'AL Alabama,AK Alaska,AS American Samoa,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FM Micronesia,FL Florida,GA Georgia,GU Guam,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MH Marshall Islands,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,MP Northern Mariana Islands,OH Ohio,OK Oklahoma,OR Oregon,PW Palau,PA Pennsylvania,PR Puerto Rico,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,VI U.S. Virgin Islands,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,AA Armed Forces Americas,AE Armed Forces Europe,AP Armed Forces Pacific'
const CA =
  'AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,NT Northwest Territories,NS Nova Scotia,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,SK Saskatchewan,YT Yukon'
const AU =
  'ACT Australian Capital Territory,NSW New South Wales,NT Northern Territory,QLD Queensland,SA South Australia,TAS Tasmania,VIC Victoria,WA Western Australia'

const ZONES: Record<string, { noun: string; names: Map<string, string> }> = Object.fromEntries(
  Object.entries({ US: ['State', US], CA: ['Province', CA], AU: ['State/territory', AU] }).map(
    ([country, [noun = '', list = '']]) => [
      country,
      {
        noun,
        names: new Map(
          list.split(',').map((entry): [string, string] => {
            const at = entry.indexOf(' ')
            return [entry.slice(0, at), entry.slice(at + 1)]
          }),
        ),
      },
    ],
  ),
)

let codes: Set<string> | null = null
function countryCodes(): Set<string> {
  if (codes) return codes
  const type = adminSchema().schema.getType('CountryCode')
  codes = new Set(type && 'getValues' in type ? type.getValues().map((value) => value.name) : [])
  return codes
}

function countryName(code: string): string {
  const name = COUNTRY_NAMES[code] ?? countries.countries[code]
  return (Array.isArray(name) ? name[0] : name) ?? code
}

function countryCodeOf(name: string): string | null {
  const wanted = name.trim().toLowerCase()
  for (const code of countryCodes()) {
    const names = [code, COUNTRY_NAMES[code], countries.countries[code]].flat()
    if (names.some((candidate) => candidate?.toLowerCase() === wanted)) return code
  }
  return null
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

/**
 * An address as Shopify keeps it, names of country and province filled in, with what Shopify would
 * find wrong. Zones are known for the United States, Canada and Australia; elsewhere a province is
 * kept as given.
 */
export function readAddress(
  shop: ShopState,
  input: AddressInput,
  modelName: string,
  before: Address | null = null,
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
    if (code === null || code === undefined) {
      problems.push({ field: 'country', message: 'Country is not valid' })
    } else {
      address.countryCode = code
      address.country = countryName(code)
      if (input.provinceCode === undefined && input.province === undefined && before === null) {
        address.province = null
        address.provinceCode = null
      }
    }
  }
  const wanted = input.provinceCode ?? input.province
  if (wanted !== undefined && wanted !== null && wanted.trim() !== '') {
    const zones = ZONES[address.countryCode ?? '']
    const entry = zones
      ? [...zones.names].find(
          ([code, name]) =>
            code === wanted.trim().toUpperCase() ||
            name.toLowerCase() === wanted.trim().toLowerCase(),
        )
      : undefined
    if (zones && !entry) {
      problems.push({
        field: 'province',
        message: `${zones.noun} is not a valid ${zones.noun.toLowerCase()} in ${address.country}`,
      })
    } else if (entry) {
      address.provinceCode = entry[0]
      address.province = entry[1]
    } else {
      address.province = text(input.province ?? input.provinceCode, null)
      address.provinceCode = text(input.provinceCode, null)
    }
  } else if (wanted === null) {
    address.province = null
    address.provinceCode = null
  }
  for (const [field, label] of TEXT_FIELDS) {
    const value = address[field]
    if (value !== null && value.length > 255) {
      problems.push({ field, message: `${label} is too long (maximum is 255 characters)` })
    }
    if (value !== null && /<[^>]+>/.test(value)) {
      problems.push({ field, message: `${label} cannot contain HTML tags` })
    }
  }
  return { address, problems }
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
