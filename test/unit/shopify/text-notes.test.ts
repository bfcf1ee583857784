import { describe, expect, it } from 'vitest'
import { customerNotes } from '#app/migration/shopify/customer/input.ts'
import { orderContact, orderNotes } from '#app/migration/shopify/order/input/order-input.ts'
import { productNotes } from '#app/migration/shopify/product/input.ts'
import type { TargetOptions } from '#app/migration/engine/ports/target.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
  categories,
} from '#test/helpers/records/canonical-samples.ts'

const LONG = 'x'.repeat(256)
const MANY = Array.from({ length: 251 }, (_, n) => `tag ${n}`)
const options: TargetOptions = {
  projectId: 'p',
  orderNamePrefix: 'W-',
  locationId: null,
  currency: 'EUR',
}
const told = (notes: readonly WriteNote[]) =>
  notes.filter(({ code }) => code === 'TEXT_SHORTENED').map(({ field }) => field)
const ofOrder = (overrides: Parameters<typeof anOrder>[0]) => {
  const order = anOrder(overrides)
  return told(orderNotes(order, orderContact(order), false, options))
}

describe('what is cut is told, by the field it is in', () => {
  it.each([
    ['title', { title: LONG }],
    ['vendor', { vendor: LONG }],
    ['handle', { handle: LONG }],
    ['collections', { collections: categories(LONG) }],
    ['tags', { tags: ['short', LONG] }],
    ['tags', { tags: MANY }],
    ['variant:7.sku', { variants: [aVariant({ sourceId: '7', sku: LONG })] }],
    [
      'images',
      { images: [{ sourceId: '1', url: 'https://x.example/1.png', alt: LONG + LONG + 'x' }] },
    ],
  ])('product: %s', (field, overrides) => {
    expect(told(productNotes(aProduct(overrides), options))).toEqual([field])
  })

  it.each([
    ['tags', { tags: [LONG] }],
    ['firstName', { firstName: LONG }],
  ])('customer: %s', (field, overrides) => {
    expect(told(customerNotes(aCustomer(overrides)))).toEqual([field])
  })

  it.each([
    ['name', { number: 'x'.repeat(254) }],
    ['tags', { tags: ['y'.repeat(41)] }],
    ['discount', { discounts: [{ code: LONG, amount: '1.00' }] }],
    ['lines', { lines: [aLine({ sku: LONG })] }],
    ['lines', { lines: [aLine({ properties: [{ name: LONG, value: 'v' }] })] }],
    ['attributes', { staffNotes: ['z'.repeat(5001)] }],
  ])('order: %s', (field, overrides) => {
    expect(ofOrder(overrides)).toEqual([field])
  })

  it('nothing is told of what fits to the last character', () => {
    const fits = 'x'.repeat(255)
    expect(
      told(productNotes(aProduct({ title: fits, tags: [fits, ` ${fits} `] }), options)),
    ).toEqual([])
    expect(told(customerNotes(aCustomer({ tags: MANY.slice(1) })))).toEqual([])
    expect(ofOrder({ number: 'x'.repeat(253), tags: ['y'.repeat(40)] })).toEqual([])
  })
})
