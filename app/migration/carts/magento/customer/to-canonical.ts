import { someOf } from '#app/migration/messages/parameters.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import { addressBook, companyBeside } from '../../kit/person/address-book.ts'
import { orNull } from '../../kit/text/text.ts'
import { magentoSays } from '../messages/magento.ts'
import { readValue, spoken, type Attribute } from '../facts/attributes.ts'
import type { WireCustomer } from '../wire/customer.ts'
import { toAddressOrNull } from './address.ts'
import { namesOf } from './names.ts'
import { provinceOf, type Regions } from './regions.ts'

/** What customers of a store have in common and do not say themselves. */
export type CustomerFacts = {
  /** Names of groups by their number; null: they could not be read. */
  groups: ReadonlyMap<number, string> | null
  regions: Regions
  /** Attributes that the store added to accounts, by code. */
  attributes: ReadonlyMap<string, Attribute>
}

/** Nobody was put into these: 0 is who is not logged in, 1 whoever signs up. */
const PLAIN_GROUPS: ReadonlySet<number> = new Set([0, 1])

/**
 * How a Magento account becomes a canonical customer.
 *
 * - The group is a tag; a tax number is a metafield, and makes nobody exempt.
 * - Who gets the newsletter has subscribed. Who does not may never have been asked: nothing is said.
 * - The billing address stands first, then the one for parcels, then the others.
 */
export function readCustomer(
  wire: WireCustomer,
  facts: CustomerFacts,
): { record: CanonicalCustomer; remarks: SourceRemark[] } {
  const addresses = inOrder(wire)
  const book = addressBook(addresses.map((address) => toAddressOrNull(address, facts.regions)))
  const company = companyBeside(
    book,
    addresses.map((address) => address.company),
  )
  const group = groupOf(wire, facts)
  const own = namesOf(wire)
  const [first] = book
  const { metafields, nameless } = customData(wire, facts)
  return {
    record: {
      kind: 'customer',
      sourceId: String(wire.id),
      guest: false,
      email: orNull(wire.email),
      firstName: own.firstName || (own.lastName === '' ? (first?.firstName ?? '') : ''),
      lastName: own.lastName || (own.firstName === '' ? (first?.lastName ?? '') : ''),
      phone: addresses.map(({ telephone }) => orNull(telephone)).find((text) => text) ?? null,
      note: null,
      tags: group === null ? [] : [group.name],
      metafields,
      emailConsent: isYes(wire.extension_attributes.is_subscribed)
        ? { state: 'subscribed', at: null }
        : null,
      ...(company === null ? {} : { company }),
      addresses: book,
    },
    remarks: [
      ...(group && !group.isKnown ? [groupRemark(wire.group_id)] : []),
      ...regionRemarks(wire, facts.regions),
      ...namelessRemarks(nameless),
    ],
  }
}

const isYes = (value: unknown) => value === true || value === 1 || value === '1'

function groupOf(
  { group_id }: WireCustomer,
  { groups }: CustomerFacts,
): { name: string; isKnown: boolean } | null {
  if (PLAIN_GROUPS.has(group_id)) return null
  const name = groups?.get(group_id)?.trim()
  // A list that could not be read is told once, for all.
  return name ? { name, isKnown: true } : { name: `Group ${group_id}`, isKnown: groups === null }
}

/** By the account's own word, and by the addresses' where it says nothing. */
function inOrder({ addresses, default_billing, default_shipping }: WireCustomer) {
  const place = (address: (typeof addresses)[number]) => {
    if (String(address.id) === default_billing || address.default_billing) return 0
    return String(address.id) === default_shipping || address.default_shipping ? 1 : 2
  }
  return addresses.toSorted((a, b) => place(a) - place(b))
}

const GENDERS: ReadonlyMap<string, string> = new Map([
  ['1', 'Male'],
  ['2', 'Female'],
])

function customData(
  wire: WireCustomer,
  { attributes }: CustomerFacts,
): { metafields: CanonicalMetafield[]; nameless: string[] } {
  const nameless: string[] = []
  const named = (code: string, value: unknown) => {
    const attribute = attributes.get(code)
    const { text, unknown } = readValue(attribute, value)
    const name = attribute?.label || spoken(code)
    // The attribute alone: what a person chose is no matter of a log.
    if (unknown.length > 0) nameless.push(name)
    return { name, text }
  }
  const numbers = [wire.taxvat, ...wire.addresses.map(({ vat_id }) => vat_id)]
  const gender = attributes.get('gender')?.options.get(wire.gender) ?? GENDERS.get(wire.gender)
  const job = wire.extension_attributes.company_attributes
  const metafields = [
    line('vat_number', 'VAT number', once(numbers).join('\n')),
    birthday(wire.dob),
    line('gender', 'Gender', gender ?? ''),
    line('fax', 'Fax', once(wire.addresses.map(({ fax }) => fax)).join('\n')),
    line('job_title', 'Job title', job?.job_title ?? ''),
    line('work_phone', 'Work phone', job?.telephone ?? ''),
    ...wire.custom_attributes.map(({ attribute_code, value }) => {
      const { name, text } = named(attribute_code, value)
      return line(attribute_code, name, text)
    }),
    ...ofAddresses(wire, named),
  ].flatMap((each) => each ?? [])
  return { metafields, nameless }
}

/** What the store added to addresses, all of them under one key. */
function ofAddresses(
  { addresses }: WireCustomer,
  named: (code: string, value: unknown) => { name: string; text: string },
): (CanonicalMetafield | null)[] {
  const all = addresses.flatMap(({ custom_attributes }) => custom_attributes)
  const codes = [...new Set(all.map(({ attribute_code }) => attribute_code))]
  return codes.map((code) => {
    const read = all
      .filter(({ attribute_code }) => attribute_code === code)
      .map(({ value }) => named(code, value))
    return line(
      `address_${code}`,
      read[0]?.name ?? code,
      once(read.map(({ text }) => text)).join('\n'),
    )
  })
}

function once(texts: readonly string[]): string[] {
  const byKey = new Map<string, string>()
  for (const text of texts) {
    const key = text.replace(/[\s.-]/g, '').toUpperCase()
    if (key !== '' && !byKey.has(key)) byKey.set(key, text.trim())
  }
  return [...byKey.values()]
}

function birthday(dob: string): CanonicalMetafield | null {
  const day = /^(\d{4}-\d{2}-\d{2})/.exec(dob)?.[1]
  if (day === undefined || day.startsWith('0000')) return null
  return { key: 'date_of_birth', name: 'Date of birth', type: 'date', value: day }
}

function line(key: string, name: string, text: string): CanonicalMetafield | null {
  const clean = text.trim()
  return clean === '' ? null : { key, name, type: 'multi_line_text_field', value: clean }
}

function groupRemark(group: number): SourceRemark {
  return {
    code: 'VALUE_NOT_READABLE',
    field: 'tags',
    message: magentoSays('groupDeleted', { group: String(group) }),
  }
}

function regionRemarks({ addresses }: WireCustomer, regions: Regions): SourceRemark[] {
  const odd = addresses.filter((address) => provinceOf(address, regions).disagrees)
  if (odd.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'addresses',
      message: magentoSays('regionsDisagree', { count: odd.length }),
    },
  ]
}

function namelessRemarks(names: readonly string[]): SourceRemark[] {
  if (names.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'metafields',
      message: magentoSays('customerValuesDeleted', { names: someOf(names) }),
    },
  ]
}
