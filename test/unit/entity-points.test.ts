import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointsFor, pointsOver } from '#app/plans/entity-points.ts'

test('a product costs 1 point, a customer half, an order 0.8', () => {
  expect(pointsFor({ product: 1, customer: 0, order: 0 })).toBe('1.0')
  expect(pointsFor({ product: 0, customer: 1, order: 0 })).toBe('0.5')
  expect(pointsFor({ product: 0, customer: 0, order: 1 })).toBe('0.8')
})

test('37 orders, 12 customers and 4 products cost 39.6 points', () => {
  expect(pointsFor({ product: 4, customer: 12, order: 37 })).toBe('39.6')
})

test('points are exact for any number of records', () => {
  const count = fc.integer({ min: 0, max: 10_000_000 })
  fc.assert(
    fc.property(count, count, count, (product, customer, order) => {
      const tenths = BigInt(product) * 10n + BigInt(customer) * 5n + BigInt(order) * 8n
      expect(pointsFor({ product, customer, order })).toBe(`${tenths / 10n}.${tenths % 10n}`)
    }),
  )
})

test('a run exactly at the limit is not over it', () => {
  expect(pointsOver('39.6', '39.6')).toBeNull()
  expect(pointsOver('39.6', '40.0')).toBeNull()
  expect(pointsOver('39.6', '39.5')).toBe('0.1')
})
