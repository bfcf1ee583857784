import { describe, expect, it } from 'vitest'
import { placeOf } from '#app/migration/carts/woocommerce/customer/states.ts'
import { zoneOf } from '#app/migration/shopify/values/zones.ts'

describe('a state that only WooCommerce writes like this', () => {
  it.each([
    ['NZ', 'AK', 'AUK'],
    ['NZ', 'NS', 'NSN'],
    ['NZ', 'HB', 'HKB'],
    ['MX', 'JA', 'JAL'],
    ['MX', 'MX', 'MEX'],
    ['MX', 'CO', 'COAH'],
    ['MX', 'QR', 'Q ROO'],
    ['CN', 'CN2', 'BJ'],
    ['CN', 'CN31', 'YZ'],
    ['PH', '00', 'PH-00'],
    ['PH', 'DAC', 'PH-DVO'],
    ['HK', 'KOWLOON', 'KL'],
    ['HK', 'HONG KONG', 'HK'],
    ['JP', 'JP13', 'JP-13'],
    ['EG', 'EGALX', 'ALX'],
    ['EG', 'EGC', 'C'],
    ['US', 'NY', 'NY'],
  ])('of %s, %j, is %j in Shopify', (country, state, code) => {
    expect(zoneOf(country, placeOf(country, state).state)).toBe(code)
  })

  it('is no state where everybody else sees a country: Macao', () => {
    expect(placeOf('CN', 'CN30')).toEqual({ country: 'MO', state: '' })
  })

  it('arrives in every case: each of these codes has its zone', () => {
    const codes = {
      NZ: 'NL AK WA BP TK GI HB MW WE NS MB TM WC CT OT SL',
      MX: 'DF JA NL AG BC BS CM CS CH CO CL DG GT GR HG MX MI MO NA OA PU QT QR SL SI SO TB TM TL VE YU ZA',
      CN: Array.from({ length: 32 }, (_, n) => (n === 29 ? 'CN1' : `CN${n + 1}`)).join(' '),
    }
    for (const [country, list] of Object.entries(codes)) {
      const zones = list.split(' ').map((state) => zoneOf(country, placeOf(country, state).state))
      expect(zones).not.toContain(null)
      const distinct = new Set(list.split(' ')).size
      expect(new Set(zones).size).toBe(distinct)
    }
  })
})
