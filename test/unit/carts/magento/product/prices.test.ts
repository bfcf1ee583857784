import { describe, expect, it } from 'vitest'
import { nextDue } from '#app/migration/carts/magento/product/prices.ts'
import { attribute, FACTS, read, wire } from './product-fixture.ts'

const price = (...given: Parameters<typeof read>) => {
  const [variant] = read(...given).record.variants
  return [variant?.price, variant?.compareAtPrice]
}

const sale = (from: string, to: string, special = '20.000000') => ({
  custom_attributes: [
    attribute('special_price', special),
    ...(from === '' ? [] : [attribute('special_from_date', from)]),
    ...(to === '' ? [] : [attribute('special_to_date', to)]),
  ],
})

const at = (time: string) => Date.parse(time)

describe('a special price', () => {
  it('is the price while it lasts, with the price before it', () => {
    expect(price(sale('2026-01-01 00:00:00', ''))).toEqual(['20', '25'])
    expect(price(sale('2026-04-01 00:00:00', ''))).toEqual(['25', null])
    expect(price(sale('', '2026-02-27 00:00:00'))).toEqual(['25', null])
  })

  it('counts its last day as a whole, in the store’s own time', () => {
    const last = sale('', '2026-03-01 00:00:00')
    expect(price(last, [], {}, at('2026-03-01T23:59:59Z'))).toEqual(['20', '25'])
    expect(price(last, [], {}, at('2026-03-02T00:00:00Z'))).toEqual(['25', null])
    const chicago = { timezone: 'America/Chicago' }
    expect(price(last, [], chicago, at('2026-03-02T05:59:59Z'))).toEqual(['20', '25'])
    expect(price(last, [], chicago, at('2026-03-02T06:00:00Z'))).toEqual(['25', null])
  })

  it('is none where it is higher than the price, or no amount', () => {
    expect(price(sale('', '', '30.000000'))).toEqual(['25', null])
    expect(price(sale('', '', 'soon'))).toEqual(['25', null])
    expect(price({ ...sale('', '', '80.000000'), type_id: 'bundle' })).toEqual(['25', null])
  })

  it('that begins or ends by itself is told, and read again when it does', () => {
    const begins = sale('2026-04-01 00:00:00', '2026-04-05 00:00:00')
    expect(read(begins).told[0]).toContain('begins at')
    const now = at('2026-03-01T12:00:00Z')
    expect(nextDue([wire(begins)], FACTS, now)).toBe('2026-04-01T00:00:00.000Z')
    const ends = sale('2026-01-01 00:00:00', '2026-04-05 00:00:00')
    expect(read(ends).told[0]).toContain('ends at')
    expect(nextDue([wire(ends)], FACTS, now)).toBe('2026-04-06T00:00:00.000Z')
    expect(nextDue([wire(sale('2026-01-01 00:00:00', ''))], FACTS, now)).toBeNull()
  })
})

describe('prices for groups and quantities', () => {
  const tier = (customer_group_id: number, qty: number, value: number, more = {}) => ({
    customer_group_id,
    qty,
    value,
    ...more,
  })

  it('everybody’s from one piece is the price, a group’s stays behind and is told', () => {
    const tiers = { price: 20, tier_prices: [tier(32000, 1, 18), tier(2, 1, 14)] }
    expect(price(tiers)).toEqual(['18', '20'])
    expect(read(tiers).told[0]).toContain('1 price of this product for customer groups')
  })

  it('everybody’s from three pieces is no price of one', () => {
    const tiers = { price: 20, tier_prices: [tier(32000, 3, 15)] }
    expect(price(tiers)).toEqual(['20', null])
    expect(read(tiers).told).toHaveLength(1)
  })

  it('a share is taken off the price', () => {
    const percentage_value = '12.5000'
    const share = tier(32000, 1, 0, { extension_attributes: { percentage_value, website_id: 0 } })
    expect(price({ price: 20, tier_prices: [share] })).toEqual(['17.5', '20'])
  })

  it('another website’s does not count, and is no matter of this one', () => {
    const other = tier(32000, 1, 9, { extension_attributes: { website_id: 2 } })
    expect(price({ price: 20, tier_prices: [other] })).toEqual(['20', null])
    expect(read({ price: 20, tier_prices: [other] }).told).toEqual([])
  })

  it('the lowest of all is what a customer pays', () => {
    const tiers = { ...sale('', '', '17.000000'), tier_prices: [tier(32000, 1, 18)] }
    expect(price(tiers)).toEqual(['17', '25'])
  })
})

describe('odd prices', () => {
  it('a product without one is a draft, one that costs nothing is not', () => {
    expect(read({ price: null }).record.status).toBe('draft')
    expect(read({ price: null }).told[0]).toContain('no price')
    expect(read({ price: 0 }).record.status).toBe('active')
  })

  it('one that is finer than the currency is told, and no gift where it would vanish', () => {
    expect(read({ price: 3.3333 }).told[0]).toContain('3.3333 → 3.33')
    expect(read({ price: 0.004 }).record.status).toBe('draft')
  })

  it('a fixed product tax is told, and its amounts stay readable', () => {
    const { told, metafields } = read({
      custom_attributes: [
        attribute('recycling_fee', [
          { website_id: '0', country: 'US', state: '0', value: '4.5000', website_value: 4.5 },
        ]),
      ],
    })
    expect(told[0]).toContain('adds a fixed tax')
    expect(metafields.recycling_fee).toBe('Country: US; Value: 4.5000')
  })
})
