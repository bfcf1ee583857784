import type { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { toProduct } from '#app/migration/carts/woocommerce/product/to-canonical.ts'
import { toCustomer } from '#app/migration/carts/woocommerce/customer/to-canonical.ts'
import { wireCustomer } from '#app/migration/carts/woocommerce/wire/customer.ts'
import { wireProduct, wireVariation } from '#app/migration/carts/woocommerce/wire/product.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'

const facts = {
  weightUnit: 'KILOGRAMS' as const,
  dimensionUnit: 'cm',
  currency: 'USD',
  storeUrl: 'https://old-store.example',
  categoryNames: new Map<number, string>(),
}

function product(changes: Partial<z.input<typeof wireProduct>> = {}) {
  return wireProduct.parse({
    id: 10,
    name: 'Lamp &amp; Shade 🏮',
    slug: 'lamp-shade',
    type: 'simple',
    status: 'publish',
    catalog_visibility: 'visible',
    regular_price: '39.95',
    price: '39.95',
    tax_status: 'taxable',
    ...changes,
  })
}

const simple = (changes: Partial<z.input<typeof wireProduct>> = {}) =>
  toProduct(product(changes), [], facts)

describe('a product', () => {
  it('has plain amounts, however the old store spells them', () => {
    const spelled = { regular_price: '.50', sale_price: '2.5e-1', on_sale: true, weight: '.5' }
    expect(simple(spelled).variants[0]).toMatchObject({
      price: '0.25',
      compareAtPrice: '0.5',
      weight: { value: '0.5', unit: 'KILOGRAMS' },
    })
  })

  it.each(['1e99999999999', '1'.repeat(60_000)])(
    'is refused for an amount that would fill the memory or take for ever',
    (regular_price) => {
      expect(wireProduct.safeParse({ ...product(), regular_price }).success).toBe(false)
    },
  )

  it('has plain text where WooCommerce stores HTML-encoded names', () => {
    const result = simple({
      tags: [{ id: 1, name: 'Arts &#038; Crafts', slug: 'a' }],
      categories: [
        { id: 2, name: 'Home &amp; Garden', slug: 'home' },
        { id: 15, name: 'Uncategorized', slug: 'uncategorized' },
      ],
    })
    expect(result.title).toBe('Lamp & Shade 🏮')
    expect(result.tags).toEqual(['Arts & Crafts'])
    expect(result.collections.map(({ name }) => name)).toEqual(['Home & Garden'])
  })

  it.each([
    ['publish', 'visible', '', 'active', true],
    ['publish', 'hidden', '', 'active', false],
    ['publish', 'search', '', 'active', true],
    ['publish', 'visible', 'secret', 'active', false],
    ['private', 'visible', '', 'active', false],
    ['draft', 'visible', '', 'draft', false],
    ['pending', 'visible', '', 'draft', false],
    ['future', 'visible', '', 'draft', false],
  ])('%s, %s, password "%s" is %s', (status, catalog_visibility, password, expected, published) => {
    expect(simple({ status, catalog_visibility, post_password: password })).toMatchObject({
      status: expected,
      published,
    })
  })

  it.each([
    ['grouped', '10'],
    ['external', '10'],
    ['simple', ''],
  ])('that nobody could buy there (%s, price "%s") is a draft', (type, price) => {
    expect(simple({ type, price, regular_price: price }).status).toBe('draft')
  })

  it('shows the sale price while the sale lasts, and not after it ended', () => {
    const sale = { regular_price: '50', sale_price: '40', price: '40' }
    expect(simple({ ...sale, on_sale: true }).variants[0]).toMatchObject({
      price: '40',
      compareAtPrice: '50',
    })
    expect(simple({ ...sale, on_sale: false }).variants[0]).toMatchObject({
      price: '50',
      compareAtPrice: null,
    })
  })

  it.each([
    [
      { manage_stock: true, stock_quantity: 4 },
      { tracked: true, quantity: 4 },
    ],
    [
      { manage_stock: true, stock_quantity: null },
      { tracked: true, quantity: 0 },
    ],
    [
      { manage_stock: true, stock_quantity: -2 },
      { tracked: true, quantity: -2 },
    ],
    [
      { manage_stock: true, stock_quantity: 1, backorders_allowed: true },
      { continueSelling: true },
    ],
    [
      { manage_stock: false, stock_status: 'instock' },
      { tracked: false, quantity: null },
    ],
    [
      { manage_stock: false, stock_status: 'outofstock' },
      { tracked: true, quantity: 0 },
    ],
    [{ manage_stock: false, stock_status: 'onbackorder' }, { tracked: false }],
  ])('with stock %j has inventory %j', (stock, inventory) => {
    expect(simple(stock).variants[0]?.inventory).toMatchObject(inventory)
  })

  it('keeps barcode, SKU, weight and whether it is shipped and taxed', () => {
    const [variant] = simple({
      sku: 'L-1',
      global_unique_id: '4006381333931',
      weight: '1.25',
      virtual: true,
      tax_status: 'none',
    }).variants
    expect(variant).toMatchObject({
      sourceId: '10',
      sku: 'L-1',
      barcode: '4006381333931',
      weight: { value: '1.25', unit: 'KILOGRAMS' },
      requiresShipping: false,
      taxable: false,
    })
    const unknownUnit = { ...facts, weightUnit: null }
    expect(toProduct(product({ weight: '1' }), [], unknownUnit).variants[0]?.weight).toBeNull()
  })

  it('takes SEO texts of the common plugins, but not their templates', () => {
    expect(
      simple({
        meta_data: [
          { key: '_yoast_wpseo_title', value: '%%title%% %%sep%% %%sitename%%' },
          { key: 'rank_math_title', value: 'A lamp' },
          { key: '_yoast_wpseo_metadesc', value: 'Warm &amp; bright' },
        ],
      }).seo,
    ).toEqual({ title: 'A lamp', description: 'Warm & bright' })
  })

  it('keeps the short description before the long one, once', () => {
    expect(simple({ short_description: '<p>Short</p>', description: '<p>Long</p>' })).toMatchObject(
      {
        descriptionHtml: '<p>Short</p>\n<p>Long</p>',
      },
    )
    expect(simple({ short_description: 'Long', description: 'Long and wide' })).toMatchObject({
      descriptionHtml: 'Long and wide',
    })
  })

  it('passes on what only Shopify can judge: no title, 251 images, four options', () => {
    expect(simple({ name: '' }).title).toBe('')
    const images = Array.from({ length: 251 }, (_, i) => ({
      id: i + 1,
      src: `https://x.example/${i}.jpg`,
      alt: '',
    }))
    expect(simple({ images }).images).toHaveLength(251)
  })

  it('reads a slug with letters beyond ASCII', () => {
    expect(simple({ slug: 'k%c3%b6ln-lampe' }).handle).toBe('köln-lampe')
    expect(simple({ slug: '100%-wool' }).handle).toBe('100%-wool')
  })
})

describe('variations', () => {
  const attributes = (count: number, values: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: 0,
      name: `Option ${i}`,
      variation: true,
      position: i,
      options: Array.from({ length: values }, (_, v) => `Value ${v}`),
    }))
  const variation = (changes: Partial<z.input<typeof wireVariation>> = {}) =>
    wireVariation.parse({ id: 20, status: 'publish', regular_price: '5', ...changes })
  const variable = (
    changes: Partial<z.input<typeof wireProduct>>,
    variations: ReturnType<typeof variation>[],
  ) => toProduct(product({ type: 'variable', ...changes }), variations, facts)

  it('with "any" in every attribute become every combination that is free', () => {
    const result = variable({ attributes: attributes(2, 2) }, [variation()])
    expect(result.variants.map((v) => v.sourceId)).toEqual([
      '20',
      '20:value 0/value 1',
      '20:value 1/value 0',
      '20:value 1/value 1',
    ])
  })

  it('are refused with a reason when "any" multiplies beyond what Shopify holds', () => {
    const attempt = () => variable({ attributes: attributes(3, 20) }, [variation()])
    expect(attempt).toThrow(RecordError)
    expect(attempt).toThrow(/tooManyVariants {"most":2048}/)
  })

  it('keep two variations that say the same: Shopify is to judge', () => {
    const one = { attributes: [{ id: 0, name: 'option 0', option: 'VALUE 0' }] }
    const result = variable({ attributes: attributes(1, 2) }, [
      variation({ ...one, id: 20 }),
      variation({ ...one, id: 21 }),
    ])
    expect(result.variants.map((v) => v.options[0]?.value)).toEqual(['Value 0', 'Value 0'])
    expect(result.options).toEqual([{ name: 'Option 0', values: ['Value 0'] }])
  })

  it('inherit weight, show shared stock, and are not for sale without a price', () => {
    const parent = {
      attributes: attributes(1, 3),
      weight: '2',
      manage_stock: true,
      stock_quantity: 9,
    }
    const at = (value: number) => [{ id: 0, name: 'Option 0', option: `Value ${value}` }]
    const [shared, withoutPrice] = variable(parent, [
      variation({ id: 20, attributes: at(0), manage_stock: 'parent' }),
      variation({ id: 21, attributes: at(1), regular_price: '', price: '' }),
    ]).variants
    expect(shared).toMatchObject({
      weight: { value: '2' },
      inventory: { tracked: true, quantity: 9 },
    })
    expect(withoutPrice).toMatchObject({ price: '0', inventory: { tracked: true, quantity: 0 } })
  })

  it('bring their own image along', () => {
    const image = { id: 77, src: 'https://x.example/77.jpg', alt: 'Rust' }
    const result = variable({ attributes: attributes(1, 1) }, [
      variation({ image, attributes: [{ id: 0, name: 'Option 0', option: 'Value 0' }] }),
    ])
    expect(result.images).toEqual([{ sourceId: '77', url: image.src, alt: 'Rust' }])
    expect(result.variants[0]?.imageSourceId).toBe('77')
  })

  it('a variable product that has none is a draft with one variant', () => {
    const result = variable({ attributes: attributes(1, 2), price: '', regular_price: '' }, [])
    expect(result).toMatchObject({ status: 'draft', options: [] })
    expect(result.variants.map((v) => v.sourceId)).toEqual(['10'])
  })
})

describe('a customer', () => {
  const person = (changes: Partial<z.input<typeof wireCustomer>>) =>
    toCustomer(
      wireCustomer.parse({ id: 7, email: 'Ada@Example.test', role: 'customer', ...changes }),
    )
  const home = {
    first_name: 'Ada',
    last_name: 'Moor',
    company: 'Holt & Daughters',
    address_1: '1 Quay',
    city: 'Oakland',
    state: 'CA',
    postcode: '94607',
    country: 'US',
    phone: '555',
  }

  it('has one address when billing and shipping are the same place', () => {
    const { phone: _phone, ...withoutPhone } = home
    const result = person({ billing: home, shipping: withoutPhone })
    expect(result.addresses).toHaveLength(1)
    expect(result).toMatchObject({ firstName: 'Ada', lastName: 'Moor', phone: '555' })
    expect(result.addresses[0]).toMatchObject({ company: 'Holt & Daughters', province: 'CA' })
  })

  it('has no address when the store only knows a country', () => {
    expect(person({ billing: { country: 'US', state: 'CA' } }).addresses).toEqual([])
  })

  it('has the billing address first and keeps the e-mail as typed', () => {
    const result = person({ billing: home, shipping: { ...home, address_1: '2 Pier' } })
    expect(result.addresses.map((address) => address.address1)).toEqual(['1 Quay', '2 Pier'])
    expect(result.email).toBe('Ada@Example.test')
  })
})

describe.skipIf(!capturesOf('woocommerce').available)('records of a real store', () => {
  it('are all understood', () => {
    let products = 0
    let customers = 0
    for (const { request, response } of readCaptures('woocommerce')) {
      if (response.status >= 300 || request.query?.['_fields']) continue
      const bodies = Array.isArray(response.body) ? response.body : [response.body]
      if (/\/products(\/\d+)?$/.test(request.path)) {
        for (const body of bodies) {
          expect(toProduct(wireProduct.parse(body), [], facts).title).not.toBe('')
          products++
        }
      } else if (/\/variations(\/\d+)?$/.test(request.path)) {
        for (const body of bodies) wireVariation.parse(body)
      } else if (/\/customers(\/\d+)?$/.test(request.path)) {
        for (const body of bodies) {
          expect(toCustomer(wireCustomer.parse(body)).email).toContain('@')
          customers++
        }
      }
    }
    expect(products).toBeGreaterThan(50)
    expect(customers).toBeGreaterThan(50)
  })
})
