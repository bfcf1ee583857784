import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  addressInput,
  addressNotes,
  expectedAddress,
  shownAddress,
} from '#app/migration/shopify/values/address-input.ts'
import { countryOf, zoneOf } from '#app/migration/shopify/values/zones.ts'
import { anAddress } from '#test/helpers/records/canonical-samples.ts'

const codes = (address: Parameters<typeof addressNotes>[0]) =>
  addressNotes(address, 'addresses').map(({ code }) => code)
const place = (country: string, province = '') => {
  const input = addressInput(anAddress({ country, province }))
  return [input?.countryCode, input?.provinceCode]
}

describe('a country', () => {
  it.each([
    ['us', 'US', null],
    ['UK', 'GB', null],
    ['EL', 'GR', null],
    ['United States (US)', 'US', null],
    ['United Kingdom (UK)', 'GB', null],
    ['Deutschland', 'DE', null],
    ['Türkiye', 'TR', null],
    ['PR', 'US', 'PR'],
    ['GU', 'US', 'GU'],
    ['Puerto Rico', 'US', 'PR'],
    ['Virgin Islands (US)', 'US', 'VI'],
  ])('%j is %s, zone %s', (text, country, zone) => {
    expect(countryOf(text)).toEqual({ country, zone })
  })

  it.each(['AQ', 'QX', 'Middle-earth', ' '])('%j is none of Shopify’s', (text) => {
    expect(countryOf(text)).toBeNull()
  })

  it('that Shopify does not know is left out and told, and the rest stays', () => {
    const address = anAddress({ country: 'QX', province: 'Somewhere', company: ' ' })
    expect(addressInput(address)).toMatchObject({ city: 'Portland', company: null })
    expect(place('QX', 'Somewhere')).toEqual([undefined, undefined])
    expect(codes(address)).toEqual(['COUNTRY_NOT_ACCEPTED'])
  })
})

describe('a state or province', () => {
  it.each([
    ['US', 'CA', 'CA'],
    ['US', 'US-CA', 'CA'],
    ['US', 'california', 'CA'],
    ['US', 'Calif.', 'CA'],
    ['US', 'N.Y.', 'NY'],
    ['US', 'Miss.', 'MS'],
    ['US', 'Washington, D.C.', 'DC'],
    ['CA', 'Québec', 'QC'],
    ['CA', 'QUEBEC', 'QC'],
    ['CA', 'Ont.', 'ON'],
    ['AU', 'N.S.W.', 'NSW'],
    ['AR', 'Cordoba', 'X'],
    ['BR', 'Sao Paulo', 'SP'],
    ['CL', 'CL-RM', 'RM'],
    ['CL', 'La Araucanía', 'AR'],
    ['CN', 'Yunnan / 云南', 'YN'],
    ['CO', 'CO-DC', 'DC'],
    ['ES', 'Araba/Álava', 'VI'],
    ['HK', 'KOWLOON', 'KL'],
    ['ID', 'Sumatera Utara', 'SU'],
    ['IE', 'Co. Cork', 'CO'],
    ['IN', 'CT', 'CG'],
    ['IN', 'Orissa', 'OR'],
    ['IT', 'Firenze', 'FI'],
    ['JP', 'JP-13', 'JP-13'],
    ['JP', 'Tokyo', 'JP-13'],
    ['MX', 'Estado de México', 'MEX'],
    ['MX', 'Q ROO', 'Q ROO'],
    ['MY', 'Malacca (Melaka)', 'MLK'],
    ['NZ', 'Hawke’s Bay', 'HKB'],
    ['PE', 'LMA', 'PE-LMA'],
    ['PH', '00', 'PH-00'],
    ['TH', 'TH-10', 'TH-10'],
    ['VE', 'A', 'VE-A'],
    ['ZA', 'KZN', 'NL'],
  ])('of %s written %j is %j in Shopify', (country, text, code) => {
    expect(zoneOf(country, text)).toBe(code)
    expect(place(country, text)).toEqual([country, code])
    expect(codes(anAddress({ country, province: text }))).toEqual([])
  })

  it('of a territory is the territory, a zone of the United States', () => {
    expect(place('PR')).toEqual(['US', 'PR'])
    expect(expectedAddress(anAddress({ country: 'VI', province: '' }))).toMatchObject({
      country: 'US',
      province: 'VI',
    })
  })

  it.each([
    ['US', 'ZZ'],
    ['US', 'New.'],
    ['IT', 'Sud Sardegna'],
    ['', 'CA'],
  ])('of %j that Shopify does not have is left out and told: %j', (country, province) => {
    expect(place(country, province)[1]).toBeUndefined()
    expect(codes(anAddress({ country, province }))).toEqual(['PROVINCE_NOT_ACCEPTED'])
  })

  it.each([
    ['DE', 'DE-BY'],
    ['SG', 'Central'],
    ['GB', 'Kent'],
  ])('is none where Shopify shows none of any address: %s, %j', (country, province) => {
    expect(place(country, province)).toEqual([country, undefined])
    expect(expectedAddress(anAddress({ country, province }))?.province).toBeNull()
    expect(codes(anAddress({ country, province }))).toEqual([])
  })

  it('is known for every country the stand-in knows zones of, and for no other', () => {
    const read = (path: string): unknown =>
      JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
    const theirs = read('test/stand-ins/shopify-admin/schema/zones.json') as Record<
      string,
      { name: string; zones: { code: string; name: string }[] }
    >
    for (const [country, { name, zones }] of Object.entries(theirs)) {
      expect(countryOf(name)?.country, name).toBe(country)
      for (const zone of zones) {
        expect(zoneOf(country, zone.code)).toBe(zone.code)
        expect([zone.name, zoneOf(country, zone.name)]).toEqual([zone.name, zone.code])
      }
      if (zones.length === 0) expect(zoneOf(country, 'CA')).toBeNull()
    }
  })
})

describe('what Shopify takes in no address of a customer', () => {
  const nobody = { firstName: null, lastName: null }

  it.each([
    ['H0H 0H0 https://x.example', 'H0H 0H0'],
    ['https://evil.example', null],
    ['100 Main 😀', '100 Main'],
    ['1️⃣ First Street ❤️', 'First Street'],
    ['<b>7</b> Main<br/>St', '7 Main St'],
    ['Unit <#> 5', 'Unit # 5'],
    ['<<script>>', null],
    ['Acme® 2 < 3', 'Acme® 2 < 3'],
    ['  Two  spaces ', 'Two  spaces'],
  ])('%j arrives as %j', (text, arrives) => {
    const address = anAddress({ address1: text, city: text })
    expect(expectedAddress(address, nobody)).toMatchObject({ address1: arrives, city: arrives })
    const isCut = arrives !== text.trim()
    expect(codes(address)).toEqual(isCut ? ['TEXT_NOT_ACCEPTED'] : [])
  })

  it('leaves nothing when nothing else is filled in', () => {
    const empty = anAddress()
    for (const key of Object.keys(empty) as (keyof typeof empty)[]) empty[key] = ' '
    expect(addressInput(empty)).toBeNull()
    expect(addressInput({ ...empty, city: 'https://x.example' }, nobody)).toBeNull()
    expect(expectedAddress(null)).toBeNull()
  })
})

describe('a missing name', () => {
  const address = anAddress({ firstName: '', lastName: ' ' })

  it('is the customer’s, as Shopify fills it in', () => {
    const owner = { firstName: 'Ann', lastName: '🦊' }
    expect(expectedAddress(address, owner)).toMatchObject(owner)
    // Shopify takes no emoji from us there, and fills its own customer's in.
    expect(addressInput(address, owner)).toMatchObject({ firstName: 'Ann', lastName: null })
  })

  it('is missing on an order', () => {
    expect(expectedAddress(address)).toMatchObject({ firstName: null, lastName: null })
  })
})

describe('a phone number on an address', () => {
  const shown = (phone: string, country: string) =>
    shownAddress({
      ...{ firstName: null, lastName: null, company: null, address1: 'x', address2: null },
      ...{ city: null, province: null, provinceCode: null, zip: null },
      countryCodeV2: country,
      phone,
    })?.phone

  it.each([
    ['450-4538', 'US', '+14504538'],
    ['555-0138', 'CA', '+15550138'],
    ['+1 (613) 555-0138', 'CA', '+16135550138'],
    ['613 555 0138 ext. 12', 'CA', '+16135550138'],
    ['0123 45', 'DE', '+4912345'],
    ['not a phone', 'CA', 'not a phone'],
  ])('%j in %s is the same as Shopify’s %j', (typed, country, theirs) => {
    const expected = expectedAddress(anAddress({ country, province: '', phone: typed }))
    expect(expected?.phone).toBe(shown(theirs, country))
  })

  it('is sent as it was typed unless it is complete and nothing else stands beside it', () => {
    const sent = (phone: string) => addressInput(anAddress({ country: 'CA', phone }))?.phone
    expect(sent('613 555 0138')).toBe('+16135550138')
    expect(sent('613 555 0138 ext. 12')).toBe('613 555 0138 ext. 12')
    expect(sent('613 555 0138 or 613 555 0139')).toBe('613 555 0138 or 613 555 0139')
    expect(sent('450-4538')).toBe('450-4538')
  })
})
