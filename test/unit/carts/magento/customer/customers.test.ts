import { describe, expect, it } from 'vitest'
import { attributesOf } from '#app/migration/carts/magento/facts/attributes.ts'
import { toAddress } from '#app/migration/carts/magento/customer/address.ts'
import { identityOfCustomer } from '#app/migration/carts/magento/customer/identity.ts'
import {
  readCustomer,
  type CustomerFacts,
} from '#app/migration/carts/magento/customer/to-canonical.ts'
import { wireCustomer } from '#app/migration/carts/magento/wire/customer.ts'
import { wireAttribute } from '#app/migration/carts/magento/wire/product.ts'
import { saidOf } from '../magento-said.ts'

const FACTS: CustomerFacts = {
  groups: new Map([
    [0, 'NOT LOGGED IN'],
    [1, 'General'],
    [2, 'Wholesale'],
  ]),
  regions: {
    US: { CA: 'California', VT: 'Vermont', WI: 'Wisconsin' },
    AT: { WI: 'Wien' },
  },
  attributes: attributesOf(
    [
      wireAttribute.parse({
        attribute_id: 200,
        attribute_code: 'loyalty_tier',
        frontend_input: 'select',
        default_frontend_label: 'Loyalty tier',
        options: [{ label: 'Gold', value: '5' }],
      }),
    ],
    null,
  ).byCode,
}

const ADDRESS = {
  id: 6,
  firstname: 'Pat',
  lastname: 'Example',
  street: ['7 Long Rd'],
  city: 'Oakland',
  postcode: '94607',
  country_id: 'US',
  telephone: '555-0142',
}

const wire = (fields: Record<string, unknown> = {}) =>
  wireCustomer.parse({
    id: 8,
    group_id: 1,
    created_at: '2026-01-01 10:00:00',
    updated_at: '2026-02-01 10:00:00',
    email: 'Pat@Example.com',
    firstname: 'Pat',
    lastname: 'Example',
    addresses: [],
    ...fields,
  })

function read(fields: Record<string, unknown> = {}, facts: Partial<CustomerFacts> = {}) {
  const { record, remarks } = readCustomer(wire(fields), { ...FACTS, ...facts })
  return {
    record,
    told: remarks.map(({ message }) => saidOf(message)),
    metafields: Object.fromEntries(record.metafields.map(({ key, value }) => [key, value])),
  }
}

describe('an account', () => {
  it('arrives with its name, its e-mail as typed and nothing made up', () => {
    expect(read().record).toEqual({
      kind: 'customer',
      sourceId: '8',
      guest: false,
      email: 'Pat@Example.com',
      firstName: 'Pat',
      lastName: 'Example',
      phone: null,
      note: null,
      tags: [],
      metafields: [],
      emailConsent: null,
      addresses: [],
    })
  })

  it('is known again by when it was made and its e-mail', () => {
    expect(identityOfCustomer(wire())).toEqual({
      createdAt: '2026-01-01T10:00:00Z',
      fixed: {},
      known: { email: 'pat@example.com' },
    })
  })

  it('has subscribed where the store says so, and said nothing where it does not', () => {
    const consent = (is_subscribed: unknown) =>
      read({ extension_attributes: { is_subscribed } }).record.emailConsent
    expect(consent(true)).toEqual({ state: 'subscribed', at: null })
    expect(consent(false)).toBeNull()
    expect(read({ extension_attributes: [] }).record.emailConsent).toBeNull()
  })

  it('is called as its address is where it has no name', () => {
    const { record } = read({ firstname: null, lastname: null, addresses: [ADDRESS] })
    expect([record.firstName, record.lastName]).toEqual(['Pat', 'Example'])
  })

  it('keeps tax numbers once, the birthday and what the store added', () => {
    const { metafields, told } = read({
      taxvat: 'DE123456789',
      dob: '1984-02-29',
      gender: 2,
      addresses: [{ ...ADDRESS, vat_id: 'DE 123456789', fax: '555' }],
      custom_attributes: [{ attribute_code: 'loyalty_tier', value: '5' }],
    })
    expect(metafields).toEqual({
      vat_number: 'DE123456789',
      date_of_birth: '1984-02-29',
      gender: 'Female',
      fax: '555',
      loyalty_tier: 'Gold',
    })
    expect(told).toEqual([])
  })

  it('tells of a value that the store no longer lists, and does not say which', () => {
    const { told } = read({ custom_attributes: [{ attribute_code: 'loyalty_tier', value: '9' }] })
    expect(told[0]).toContain('“Loyalty tier”')
    expect(told[0]).not.toContain('9')
  })
})

describe('groups', () => {
  it('are a tag, but for those that everybody is in', () => {
    expect(read({ group_id: 2 }).record.tags).toEqual(['Wholesale'])
    expect(read({ group_id: 0 }).record.tags).toEqual([])
    expect(read({ group_id: 1 }).record.tags).toEqual([])
  })

  it('that were deleted are called by their number, which is told', () => {
    const { record, told } = read({ group_id: 9 })
    expect(record.tags).toEqual(['Group 9'])
    expect(told[0]).toContain('“Group 9”')
  })

  it('that nobody may read are called by their number, and not told of each customer', () => {
    const { record, told } = read({ group_id: 2 }, { groups: null })
    expect(record.tags).toEqual(['Group 2'])
    expect(told).toEqual([])
  })
})

describe('addresses', () => {
  it('stand with the billing address first, then the one for parcels', () => {
    const { record } = read({
      default_billing: '7',
      default_shipping: '8',
      addresses: [
        { ...ADDRESS, id: 6, street: ['Other'] },
        { ...ADDRESS, id: 8, street: ['Parcels'] },
        { ...ADDRESS, id: 7, street: ['Bills'], telephone: '555-0199' },
      ],
    })
    expect(record.addresses.map(({ address1 }) => address1)).toEqual(['Bills', 'Parcels', 'Other'])
    expect(record.phone).toBe('555-0199')
  })

  it('keep all parts of a name and all lines of a street', () => {
    const [address] = read({
      addresses: [
        {
          ...ADDRESS,
          prefix: 'Dr.',
          middlename: 'M.',
          suffix: 'Jr.',
          street: ['Unit 4', '7 Long Rd', 'Rear', 'c/o Lee'],
        },
      ],
    }).record.addresses
    expect(address).toMatchObject({
      firstName: 'Dr. Pat M.',
      lastName: 'Example Jr.',
      address1: 'Unit 4',
      address2: '7 Long Rd, Rear, c/o Lee',
    })
  })

  it('read a street that is one text', () => {
    const [address] = read({ addresses: [{ ...ADDRESS, street: '7 Long Rd\nUnit 4' }] }).record
      .addresses
    expect(address).toMatchObject({ address1: '7 Long Rd', address2: 'Unit 4' })
  })

  it('keep the company of an account whose address is none', () => {
    const bare = { id: 6, company: 'Pier & Sons', country_id: 'US' }
    expect(read({ addresses: [bare] }).record).toMatchObject({
      company: 'Pier & Sons',
      addresses: [],
    })
  })
})

describe('regions', () => {
  const region = (country_id: string, given: unknown, regions = FACTS.regions) =>
    read({ addresses: [{ ...ADDRESS, country_id, region: given }] }, { regions })
  const province = (...given: Parameters<typeof region>) =>
    region(...given).record.addresses[0]?.province

  it('are the code where the country knows it', () => {
    expect(province('US', { region_code: 'CA', region: 'California', region_id: 12 })).toBe('CA')
    expect(province('US', { region_code: 'Vermont', region: 'Vermont' })).toBe('VT')
    expect(province('US', { region_code: null, region: 'california' })).toBe('CA')
  })

  it('are none where nothing is there', () => {
    expect(province('US', { region_code: null, region: null, region_id: 0 })).toBe('')
    expect(province('US', null)).toBe('')
    expect(province('US', [])).toBe('')
  })

  it('are what was typed where the country has none, or nobody may read them', () => {
    expect(province('FR', { region_code: 'Bretagne', region: 'Bretagne' })).toBe('Bretagne')
    expect(province('US', { region_code: 'CA', region: 'California' }, {})).toBe('CA')
  })

  it('of another country’s number are the code, and the name that disagrees is told', () => {
    const { record, told } = region('US', { region_id: 95, region_code: 'WI', region: 'Wien' })
    expect(record.addresses[0]?.province).toBe('WI')
    expect(told[0]).toContain('names one region and has the code of another')
  })

  it('are read from orders, where name and code stand beside each other', () => {
    const [first] = wire({
      addresses: [{ ...ADDRESS, region: 'California', region_code: 'CA' }],
    }).addresses
    expect(first && toAddress(first, FACTS.regions).province).toBe('CA')
  })
})
