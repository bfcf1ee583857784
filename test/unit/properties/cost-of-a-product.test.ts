import { describe, expect, it } from 'vitest'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import {
  nameCategories,
  toCategories,
} from '#app/migration/carts/woocommerce/product/categories.ts'
import { customerData } from '#app/migration/carts/woocommerce/customer/custom-data.ts'
import { PRODUCT_FIELDS } from '#app/migration/carts/woocommerce/fields/product.ts'
import { unknownFields } from '#app/migration/carts/kit/wire/field-remarks.ts'
import { toCustomer } from '#app/migration/carts/woocommerce/customer/to-canonical.ts'
import { wireCustomer } from '#app/migration/carts/woocommerce/wire/customer.ts'
import { customerNotes } from '#app/migration/shopify/customer/input.ts'
import { expectedFields } from '#app/migration/shopify/kinds.ts'
import { productInput, productNotes } from '#app/migration/shopify/product/input.ts'
import { outOfProportion } from '#test/helpers/time/operations.ts'
import { read } from '../carts/woocommerce/product/product-fixture.ts'

const OPTIONS = {
  projectId: 'p1',
  orderNamePrefix: '',
  locationId: null,
  currency: 'USD',
}

const many = <T>(size: number, each: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => each(i))
const meta = (size: number, key: (i: number) => string) =>
  many(size, (i) => ({ id: i, key: key(i), value: `${i}` }))
const attribute = (name: string, options: string[], id = 0) => ({
  id,
  name,
  slug: name,
  variation: true,
  options,
})
const chosen = (name: string, option: string) => ({ id: 0, name, slug: name, option })

type Changes = Parameters<typeof read>[0]
type Variation = NonNullable<Parameters<typeof read>[1]>[number]

const SHAPES: Record<string, (size: number) => [Changes, Variation[]?]> = {
  'custom data': (size) => [{ meta_data: meta(size, (i) => `Note ${i}`) }],
  'custom data under private keys': (size) => [{ meta_data: meta(size, (i) => `_note_${i}`) }],
  'custom data of keys that Shopify takes for one': (size) => [
    { meta_data: meta(size, (i) => 'Note'.padEnd(70, '!') + i) },
  ],
  'attributes, tags, categories, brands, pictures, downloads': (size) => [
    {
      attributes: many(size, (i) => ({
        ...attribute(`Made of ${i}`, ['a', 'b']),
        variation: false,
      })),
      tags: many(size, (i) => ({ id: i, name: `Tag ${i}`, slug: '' })),
      categories: many(size, (i) => ({ id: i, name: `Category ${i}`, slug: '' })),
      brands: many(size, (i) => ({ id: i, name: `Brand ${i}`, slug: '' })),
      images: many(size, (i) => ({
        id: i + 1,
        src: `https://old-store.example/${i}.jpg`,
        alt: '',
      })),
      downloads: many(size, (i) => ({ id: `${i}` })),
    },
  ],
  'pictures, links and files in its description': (size) => [
    {
      description: many(
        size,
        (i) =>
          `<img src="/wp-content/uploads/${i}.jpg"><a href="/wp-content/uploads/${i}.pdf">[f a=${i}]</a>`,
      ).join('\n'),
    },
  ],
  'variations of one option': (size) => [
    { type: 'variable', attributes: [attribute('Size', many(size, String))] },
    many(size, (i) => ({ attributes: [chosen('Size', `${i}`)], sku: `S${i}` })),
  ],
  'variations of one option whose values have one beginning': (size) => [
    {
      type: 'variable',
      attributes: [
        attribute(
          'Size',
          many(size, (i) => 'x'.repeat(300) + i),
        ),
      ],
    },
    many(size, (i) => ({ attributes: [chosen('Size', 'x'.repeat(300) + i)] })),
  ],
  'variations and custom data of the product they share': (size) => [
    {
      type: 'variable',
      attributes: [attribute('Size', many(size, String))],
      meta_data: meta(size, (i) => `Note ${i}`),
    },
    many(size, (i) => ({ attributes: [chosen('Size', `${i}`)] })),
  ],
  'variations with custom data and pictures': (size) => [
    { type: 'variable', attributes: [attribute('Size', many(size, String))] },
    many(size, (i) => ({
      attributes: [chosen('Size', `${i}`)],
      image: { id: i + 1, src: `https://old-store.example/${i}.jpg`, alt: '' },
      meta_data: meta(3, (n) => `Note ${n}`),
    })),
  ],
  'variations without attributes': (size) => [
    { type: 'variable' },
    many(size, (i) => ({ name: `v${i % 7}` })),
  ],
  'attributes that variations name and the product does not have': (size) => [
    {
      type: 'variable',
      attributes: many(size, (i) => ({ ...attribute(`a${i}`, []), variation: false })),
    },
    [{ attributes: many(size, (i) => chosen(`a${i}`, 'x')) }],
  ],
  'variations and attributes for variations': (size) => [
    { type: 'variable', attributes: many(size, (i) => attribute(`a${i}`, ['x'])) },
    many(size, (i) => ({ attributes: [chosen('a0', `${i}`)] })),
  ],
}

describe('what a product costs grows no faster than the product, with twice as many', () => {
  it.each(Object.entries(SHAPES))('%s', (_name, shape) => {
    expect(outOfProportion((size) => costOf(...shape(size)))).toEqual([])
  })

  it('levels of data that nobody knows', () => {
    const nested = (size: number) =>
      many(size, String).reduce<object>((inside, key) => ({ [key]: inside }), { end: 1 })
    const work = (size: number) => {
      const raw = { of_a_plugin: nested(size) }
      return () => unknownFields([[PRODUCT_FIELDS, raw]])
    }
    expect(outOfProportion(work)).toEqual([])
  })
})

function costOf(changes: Changes, variations?: Variation[]): () => void {
  return () => {
    try {
      const { record } = read(changes, variations)
      fingerprint('key', expectedFields(record, OPTIONS))
      productNotes(record, OPTIONS)
      productInput(record, [], OPTIONS)
    } catch (error) {
      // Told to the merchant: more variants or options than Shopify takes.
      if (!(error instanceof RecordError)) throw error
    }
  }
}

describe('so does what a customer costs, with twice as many', () => {
  it.each([
    ['entries of custom data', (i: number) => `Note ${i}`],
    [
      'entries of custom data that Shopify takes for one',
      (i: number) => 'Note'.padEnd(70, '!') + i,
    ],
    ['tax numbers', () => '_billing_vat_number'],
  ])('%s', (_name, key) => {
    const work = (size: number) => () => {
      const wire = wireCustomer.parse({
        id: 1,
        email: 'ada@example.test',
        meta_data: meta(size, key),
      })
      const customer = toCustomer(wire)
      customerData(wire)
      customerNotes(customer)
      fingerprint('key', expectedFields(customer, OPTIONS))
    }
    expect(outOfProportion(work)).toEqual([])
  })
})

describe('and what the names of categories cost, with twice as many', () => {
  it.each([
    ['categories of one name', (i: number) => ({ name: 'Lamps', parent: i % 9 })],
    ['categories below each other', (i: number) => ({ name: `Level ${i}`, parent: i })],
    ['categories of one name below each other', (i: number) => ({ name: 'Lamps', parent: i })],
  ])('%s', (_name, of) => {
    const work = (size: number) => {
      const all = many(size, (i) => ({ id: i + 1, slug: `s${i}`, ...of(i) }))
      return () => toCategories(all, nameCategories(all))
    }
    expect(outOfProportion(work)).toEqual([])
  })
})
