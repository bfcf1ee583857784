import { describe, expect, it } from 'vitest'
import { attribute, item, read, STOCK, wire } from './product-fixture.ts'
import { identityOfProduct } from '#app/migration/carts/magento/product/identity.ts'
import { readProduct } from '#app/migration/carts/magento/product/to-canonical.ts'
import { FACTS, NOW } from './product-fixture.ts'

describe('a plain product', () => {
  it('arrives with everything Shopify has a place for', () => {
    const { record, told } = read({
      weight: 2.4,
      extension_attributes: {
        website_ids: [1],
        category_links: [{ position: 1, category_id: '6' }, { category_id: '99' }],
      },
      custom_attributes: [
        attribute('url_key', 'tee'),
        attribute('meta_title', 'A tee'),
        attribute('meta_description', 'Soft'),
        attribute('description', '<p>Long</p>'),
        attribute('short_description', '<p>Short</p>'),
        attribute('manufacturer', '7'),
        attribute('cost', '11.400000'),
        attribute('ean', '4006381333931'),
        attribute('tax_class_id', '2'),
        attribute('category_ids', ['6', '7']),
      ],
    })
    expect(record).toMatchObject({
      sourceId: '70',
      title: 'Tee',
      handle: 'tee',
      descriptionHtml: '<p>Short</p>\n<p>Long</p>',
      vendor: 'Pier & Sons',
      status: 'active',
      published: true,
      seo: { title: 'A tee', description: 'Soft' },
      collections: [
        { sourceId: '6', name: 'Home' },
        { sourceId: '7', name: 'Lamps' },
      ],
      options: [],
      metafields: [],
    })
    expect(record.variants).toEqual([
      {
        sourceId: '70',
        sku: 'TEE',
        barcode: '4006381333931',
        price: '25',
        compareAtPrice: null,
        options: [],
        taxable: true,
        requiresShipping: true,
        weight: { value: '2.4', unit: 'POUNDS' },
        cost: '11.400000',
        inventory: { tracked: true, quantity: 5, continueSelling: false },
        imageSourceId: null,
        metafields: [],
      },
    ])
    expect(told).toEqual([])
  })

  it('is known again by when it was made, its title, its SKU and its type', () => {
    expect(identityOfProduct(wire())).toEqual({
      createdAt: '2026-01-01T10:00:00Z',
      fixed: {},
      known: { title: 'Tee', sku: 'TEE', type: 'simple' },
    })
  })

  it('is a draft when it is switched off, and unpublished when it is not shown by itself', () => {
    expect(read({ status: 2 }).record.status).toBe('draft')
    expect(read({ status: 7 }).told[0]).toContain('status “7”')
    expect(read({ visibility: 1 }).record).toMatchObject({ status: 'active', published: false })
    expect(read({ visibility: 3 }).record.published).toBe(true)
  })

  it('is a draft when it is assigned to no website, and says so', () => {
    const { record, told } = read({ extension_attributes: { website_ids: [] } })
    expect(record.status).toBe('draft')
    expect(told[0]).toContain('isn’t assigned to any website')
  })

  it('is called by its SKU where the view gives it no name', () => {
    expect(read({ name: null }).record.title).toBe('TEE')
  })

  it('is not taxed under the tax class “None”', () => {
    const { record } = read({ custom_attributes: [attribute('tax_class_id', '0')] })
    expect(record.variants[0]?.taxable).toBe(false)
  })

  it('keeps “&” and what looks like a tag in names as they stand', () => {
    expect(read({ name: 'A&amp;B <Foo & Bar>' }).record.title).toBe('A&amp;B <Foo & Bar>')
  })

  it('reads lists that are null or absent as empty', () => {
    const { record } = read({
      extension_attributes: [],
      custom_attributes: null,
      media_gallery_entries: null,
      tier_prices: null,
      options: null,
      product_links: null,
    })
    expect(record.variants).toHaveLength(1)
  })
})

describe('types that are not sent', () => {
  it('virtual and downloadable products need no shipping', () => {
    expect(read({ type_id: 'virtual' }).record.variants[0]?.requiresShipping).toBe(false)
    const { record, told } = read({
      type_id: 'downloadable',
      extension_attributes: { downloadable_product_links: [{ id: 2, title: 'PDF', price: 0 }] },
    })
    expect(record).toMatchObject({ status: 'active' })
    expect(record.variants[0]?.requiresShipping).toBe(false)
    expect(told[0]).toContain('can download stays in the old store')
  })
})

describe('types that Shopify has nothing like', () => {
  it('a grouped product is a draft that keeps what it groups', () => {
    const { record, told, metafields } = read({
      type_id: 'grouped',
      price: 0,
      product_links: [
        {
          link_type: 'associated',
          linked_product_sku: 'CUP',
          extension_attributes: { qty: 4 },
        },
        { link_type: 'associated', linked_product_sku: 'POT', extension_attributes: { qty: 1 } },
        { link_type: 'upsell', linked_product_sku: 'TRAY' },
      ],
    })
    expect(record.status).toBe('draft')
    expect(metafields.grouped_products).toBe('4 × CUP\nPOT')
    expect(told[0]).toContain('a grouped product')
  })

  it('a bundle is a draft that keeps its parts', () => {
    const { record, told, metafields } = read({
      type_id: 'bundle',
      extension_attributes: {
        bundle_product_options: [
          {
            title: 'Frame',
            product_links: [
              { sku: 'FR-1', qty: 1 },
              { sku: 'FR-2', qty: 2 },
            ],
          },
        ],
      },
    })
    expect(record.status).toBe('draft')
    expect(metafields.bundle_parts).toBe('Frame: FR-1, 2 × FR-2')
    expect(told[0]).toContain('a bundle')
  })

  it('a gift card and a type of a module are drafts that say what they are', () => {
    expect(read({ type_id: 'giftcard' }).told[0]).toContain('a gift card')
    const { record, told } = read({ type_id: 'rental' })
    expect(record.status).toBe('draft')
    expect(told[0]).toContain('type “rental”')
  })
})

describe('stock', () => {
  const inventory = (stock: Parameters<typeof item>[1]) =>
    readProduct(item({}, stock), [], FACTS, NOW).record.variants[0]?.inventory

  it('is unknown where nobody may read it, and never zero', () => {
    expect(inventory(null)).toEqual({ tracked: true, quantity: null, continueSelling: false })
  })

  it('counts what is there, whole pieces only, and says so', () => {
    const { record, remarks } = readProduct(item({}, { ...STOCK, quantity: 2.75 }), [], FACTS, NOW)
    expect(record.variants[0]?.inventory.quantity).toBe(2)
    expect(remarks.map(({ field }) => field)).toEqual(['stock'])
  })

  it('is nothing where it was taken off sale by hand, and goes below zero with back-orders', () => {
    expect(inventory({ ...STOCK, isInStock: false })?.quantity).toBe(0)
    expect(inventory({ ...STOCK, quantity: -3, sellsWithout: true })).toEqual({
      tracked: true,
      quantity: -3,
      continueSelling: true,
    })
  })

  it('is not counted where the old store does not count it', () => {
    expect(inventory({ ...STOCK, isManaged: false })).toEqual({
      tracked: false,
      quantity: null,
      continueSelling: false,
    })
    expect(inventory({ ...STOCK, isManaged: false, isInStock: false })?.quantity).toBe(0)
  })
})

describe('custom options', () => {
  it('stay behind by name, and the product says that buyers have to choose', () => {
    const { metafields, told, record } = read({
      options: [
        {
          option_id: 82,
          title: 'Wood',
          is_require: true,
          values: [{ option_type_id: 10218, title: 'Oak' }],
        },
        { option_id: 83, title: 'Engraving', type: 'field' },
      ],
    })
    expect(metafields.custom_options).toBe('Wood: Oak\nEngraving')
    expect(record.status).toBe('active')
    expect(told[0]).toContain('have to choose')
  })
})
