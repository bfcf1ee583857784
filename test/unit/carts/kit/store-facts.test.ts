import { describe, expect, it } from 'vitest'
import { fixedOffset, idOfAddress, isAtLeast } from '#app/migration/carts/kit/store-facts.ts'
import { isSameStore } from '#app/migration/engine/ports/source-identity.ts'

describe('what a store is known by', () => {
  it('is its address where it gives no id, whatever the scheme', () => {
    expect(idOfAddress('https://www.shop.example')).toBe(idOfAddress('http://shop.example'))
    expect(idOfAddress('https://shop.example/b')).not.toBe(idOfAddress('https://shop.example'))
  })

  it('gives way to the id of the cart when there is one', () => {
    const url = 'https://shop.example'
    const made = { url, storeId: idOfAddress(url), name: '' }
    expect(isSameStore(made, { ...made, storeId: 'c0ffee' })).toBe(true)
    expect(isSameStore(made, { url: 'https://x.example', storeId: 'c0ffee', name: '' })).toBe(false)
  })

  it.each([
    [0, 'UTC'],
    [5.5, '+05:30'],
    [-8, '-08:00'],
    [12.751, '+12:45'],
  ])('a zone of %d hours is %s', (hours, zone) => {
    expect(fixedOffset(hours)).toBe(zone)
  })

  it.each([
    ['5.8', true],
    ['5.8.1-beta', true],
    ['10.0', true],
    ['5.7.9', false],
    ['none', false],
  ])('version %s is new enough: %s', (version, isNew) => {
    expect(isAtLeast(version, [5, 8])).toBe(isNew)
  })
})
