import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { describe, expect, it } from 'vitest'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import { isRealProduct } from '#app/migration/carts/woocommerce/product/to-canonical.ts'
import { plannedSales } from '#app/migration/carts/woocommerce/product/remarks.ts'
import { productRow, read } from './product-fixture.ts'
import { workedMs } from '#test/helpers/time/work-time.ts'

const metafields = (item: { metafields: CanonicalMetafield[] } | undefined) =>
  Object.fromEntries((item?.metafields ?? []).map(({ name, value }) => [name, value]))

const said = (remark: SourceRemark | undefined) => sentenceOf(remark?.message ?? '')

describe('nothing that costs money in the old store is given away', () => {
  it.each([
    [{ type: 'bundle', price: 0, regular_price: 0 }],
    [{ type: 'composite', price: '0', regular_price: '0' }],
    [{ type: 'booking', price: '0', regular_price: '' }],
    [{ type: 'subscription', price: '9.99', regular_price: '9.99' }],
    [{ type: 'external', price: '5', regular_price: '5' }],
    [{ type: 'grouped', price: '', grouped_products: [1, 2] }],
    [{ type: 'something-of-a-plugin' }],
  ])('%j is a draft, and the type is named', (changes) => {
    const { record, remarks } = read(changes)
    expect(record.status).toBe('draft')
    expect(remarks[0]).toMatchObject({ code: 'PRODUCT_TYPE_NOT_KNOWN' })
    expect(said(remarks[0])).toContain(`“${changes.type}”`)
  })

  it('a price that rounds to nothing makes a draft', () => {
    const { record, codes } = read({ price: '0.004', regular_price: '0.004' })
    expect(record.status).toBe('draft')
    expect(codes).toEqual(['AMOUNT_ROUNDED'])
  })

  it('a price that is finer than the currency is told', () => {
    const fine = { price: '0.025', regular_price: '0.025' }
    expect(read(fine)).toMatchObject({ record: { status: 'active' }, codes: ['AMOUNT_ROUNDED'] })
    expect(said(read(fine).remarks[0])).toContain('0.025')
    expect(read({ price: '0.025' }, [], { currency: 'KWD' }).codes).toEqual([])
    expect(read({ price: '10.5', regular_price: '10.5' }, [], { currency: 'JPY' }).codes).toEqual([
      'AMOUNT_ROUNDED',
    ])
  })

  it('what is free in the old store is free here', () => {
    expect(read({ price: '0', regular_price: '0' })).toMatchObject({
      record: { status: 'active' },
      codes: [],
    })
  })
})

describe('weights as people type them', () => {
  it.each([
    ['1,5', '1.5', 'KILOGRAMS'],
    ['1.5 kg', '1.5', 'KILOGRAMS'],
    ['2.', '2', 'KILOGRAMS'],
    ['500 g', '500', 'GRAMS'],
    ['2 lbs.', '2', 'POUNDS'],
    ['0,500', '0.5', 'KILOGRAMS'],
    ['1.234,5', '1234.5', 'KILOGRAMS'],
  ])('%s', (weight, value, unit) => {
    const { record, codes } = read({ weight })
    expect(record.variants[0]?.weight).toEqual({ value, unit })
    expect(codes).toEqual([])
  })

  it.each(['1,500', 'heavy', '1.5 stone'])('%s could mean anything: it is told', (weight) => {
    const { record, codes } = read({ weight })
    expect(record.variants[0]?.weight).toBeNull()
    expect(codes).toEqual(['VALUE_NOT_READABLE'])
  })
})

describe('names', () => {
  it('lose their markup', () => {
    const { record } = read({
      name: 'Coffee<br>1 kg <sup>&reg;</sup>',
      tags: [{ id: 1, name: 'A<sup>1</sup>', slug: 'a1' }],
    })
    expect(record.title).toBe('Coffee 1 kg ®')
    expect(record.tags).toEqual(['A1'])
  })

  it('keep what only looks like it', () => {
    expect(read({ name: 'Hose 5 < 6 mm' }).record.title).toBe('Hose 5 < 6 mm')
  })
})

it('leaves out what an importer or the editor has only begun', () => {
  expect(['importing', 'auto-draft', 'trash'].map(isRealProduct)).toEqual([false, false, false])
  expect(['publish', 'draft', 'future', 'archived'].map(isRealProduct)).not.toContain(false)
})

it('tells that a stock was counted in parts of a piece', () => {
  const { record, codes } = read({ manage_stock: true, stock_quantity: 2.75 })
  expect(record.variants[0]?.inventory.quantity).toBe(2)
  expect(codes).toEqual(['VALUE_NOT_READABLE'])
})

describe('a barcode', () => {
  it.each([
    ['_ywbc_barcode_display_value', '4006381333931'],
    ['_wpm_ean', '4006381333931'],
    ['_product_ean', 4006381333931],
    ['wpseo_global_identifier_values', { mpn: 'M-1', gtin8: '', gtin13: '4006381333931' }],
    ['_woocommerce_gpf_data', { brand: 'Holt', mpn: 'M-1', gtin: '4006381333931' }],
  ])('is found under %s', (key, value) => {
    expect(read({ meta_data: [{ key, value }] }).record.variants[0]?.barcode).toBe('4006381333931')
  })

  it('is not the number a manufacturer gives', () => {
    const meta_data = [{ key: 'wpseo_global_identifier_values', value: { mpn: 'M-1' } }]
    expect(read({ meta_data }).record.variants[0]?.barcode).toBeNull()
  })

  it.each([
    ['_alg_ean', '4006381333931'],
    ['_wpm_gtin_code', 4006381333931],
    ['_ts_gtin', ' 4006381333931 '],
    ['hwp_product_gtin', '4006381333931'],
    ['_woosea_gtin', '4006381333931'],
    ['wpseo_global_identifier_values', { gtin8: '', gtin13: '4006381333931' }],
  ])('kept by a plugin as %s', (key, value) => {
    const { record, codes } = read({ global_unique_id: '', meta_data: [{ key, value }] })
    expect(record.variants[0]?.barcode).toBe('4006381333931')
    expect(record.metafields).toEqual([])
    expect(codes).toEqual([])
  })

  it('of WooCommerce itself comes first, and another one is not lost', () => {
    const { record } = read({
      global_unique_id: '111',
      meta_data: [{ key: '_alg_ean', value: '222' }],
    })
    expect(record.variants[0]?.barcode).toBe('111')
    expect(Object.values(metafields(record))).toEqual(['222'])
  })
})

describe('what a piece costs the merchant', () => {
  const known = (key: string, value: unknown) => ({ meta_data: [{ key, value }] })
  it.each([
    [{ cost_of_goods_sold: { total_value: 4.2 } }, '4.2'],
    [known('_wc_cog_cost', '4.20'), '4.20'],
    [known('yith_cog_cost', 4.2), '4.2'],
    [known('_cogs_value', 'about four'), null],
    [known('_wc_cog_cost', '0'), null],
    [known('_wc_cog_cost', '-1'), null],
    [{}, null],
  ])('%j is %s', (changes, cost) => {
    expect(read(changes).record.variants[0]?.cost).toBe(cost)
  })

  it('is the variation’s own, else its product’s', () => {
    const sizes = { attributes: [{ id: 0, name: 'Size', variation: true, options: ['S', 'M'] }] }
    const variation = (option: string, more: object) => ({
      attributes: [{ id: 0, name: 'Size', option }],
      ...more,
    })
    const { record } = read({ type: 'variable', ...sizes, ...known('_wc_cog_cost', '3') }, [
      variation('S', known('_wc_cog_cost', '4')),
      variation('M', {}),
    ])
    expect(record.variants.map(({ cost }) => cost)).toEqual(['4', '3'])
  })
})

describe('texts for search engines', () => {
  it.each([
    ['_yoast_wpseo_title', '_yoast_wpseo_metadesc'],
    ['rank_math_title', 'rank_math_description'],
    ['_aioseo_title', '_aioseo_description'],
    ['_seopress_titles_title', '_seopress_titles_desc'],
  ])('arrive from %s and %s', (title, description) => {
    const meta_data = [
      { key: title, value: 'Lamps' },
      { key: description, value: 'Light, by hand.' },
    ]
    const { record, remarks } = read({ meta_data })
    expect(record.seo).toEqual({ title: 'Lamps', description: 'Light, by hand.' })
    expect(record.metafields).toEqual([])
    expect(remarks).toEqual([])
  })

  it.each(['%%title%% %%sep%%', '%title% %sep%', '#post_title #separator_sa'])(
    'that are the template %s are the plugin’s to fill',
    (value) => {
      const meta_data = [{ key: '_aioseo_title', value }]
      expect(read({ meta_data }).record.seo.title).toBeNull()
    },
  )
})

describe('what Shopify has no field for', () => {
  it('arrives as metafields: attributes, dimensions, notes, classes, addresses', () => {
    const { record } = read({
      type: 'external',
      attributes: [
        { id: 3, name: 'Material', visible: true, variation: false, options: ['Oak', 'Steel'] },
      ],
      dimensions: { length: '10', width: '5', height: '' },
      purchase_note: 'Wash cold.',
      tax_class: 'reduced-rate',
      shipping_class: 'bulky',
      external_url: 'https://elsewhere.example/lamp',
      button_text: 'Buy there',
      brands: [
        { id: 1, name: 'Holt', slug: 'holt' },
        { id: 2, name: 'Moor', slug: 'moor' },
      ],
    })
    expect(record.vendor).toBe('Holt')
    expect(metafields(record)).toEqual({
      Material: 'Oak, Steel',
      Dimensions: '10 × 5 × – cm',
      Brands: 'Holt, Moor',
      'Purchase note': 'Wash cold.',
      'External address': 'https://elsewhere.example/lamp',
      'Button text': 'Buy there',
      'Tax class': 'reduced-rate',
      'Shipping class': 'bulky',
    })
  })

  it('arrives at the variant where a variation differs from its product', () => {
    const { record, remarks } = read(
      {
        type: 'variable',
        attributes: [{ id: 0, name: 'Size', variation: true, options: ['S'] }],
        dimensions: { length: '1', width: '1', height: '1' },
        shipping_class: 'bulky',
      },
      [
        {
          attributes: [{ id: 0, name: 'Size', option: 'S' }],
          description: '<p>The small one.</p>',
          dimensions: { length: '1', width: '1', height: '1' },
          shipping_class: 'bulky',
          tax_class: 'parent',
          meta_data: [
            { key: 'care', value: 'dry' },
            { key: '_wc_cog_cost', value: '4.20' },
            { key: '_secret_of_plugin', value: 'x' },
          ],
        },
      ],
    )
    expect(metafields(record.variants[0])).toEqual({
      Description: '<p>The small one.</p>',
      care: 'dry',
      'Cost of goods': '4.20',
    })
    expect(remarks).toMatchObject([{ code: 'CUSTOM_DATA_LEFT_BEHIND' }])
    expect(said(remarks[0])).toContain('(“_secret_of_plugin”)')
  })

  it('arrives at the product where the barcode of all its variations stands', () => {
    const sizes = { attributes: [{ id: 0, name: 'Size', variation: true, options: ['S'] }] }
    const variation = { attributes: [{ id: 0, name: 'Size', option: 'S' }] }
    const code = '4006381333931'
    for (const parent of [
      { global_unique_id: code },
      { meta_data: [{ key: '_alg_ean', value: code }] },
    ]) {
      const { record } = read({ type: 'variable', ...sizes, ...parent }, [variation])
      expect(Object.values(metafields(record))).toEqual([code])
      expect(record.variants[0]?.barcode).toBeNull()
    }
  })

  it('arrives when anybody can read it, stays behind when it is a plugin’s own, and says so once', () => {
    const { record, remarks } = read({
      meta_data: [
        { key: 'washing', value: '30 °C' },
        { key: 'colours', value: ['red', 'blue'] },
        { key: '_washing', value: 'field_5f2b1c9d8e7a6' },
        { key: '_hs_code', value: '9405.10' },
        { key: '_secret_of_plugin', value: 'a:1:{}' },
        { key: '_other_secret', value: 'x' },
        { key: '_elementor_data', value: '[]…' },
        { key: 'rank_math_seo_score', value: '77' },
        { key: 'post_views_count', value: '4711' },
        { key: 'empty', value: '' },
      ],
    })
    expect(metafields(record)).toEqual({
      washing: '30 °C',
      colours: 'red\nblue',
      'HS code': '9405.10',
    })
    expect(remarks).toHaveLength(1)
    expect(remarks[0]).toMatchObject({ code: 'CUSTOM_DATA_LEFT_BEHIND' })
    expect(said(remarks[0])).toContain('2 private entries')
    expect(said(remarks[0])).toContain('“_secret_of_plugin”, “_other_secret”')
    expect(JSON.stringify(remarks)).not.toContain('a:1')
  })

  it('is told where it cannot arrive: files to download', () => {
    const { codes } = read({ downloadable: true, downloads: [{ id: 'a', file: 'x.pdf' }] })
    expect(codes).toEqual(['CUSTOM_DATA_LEFT_BEHIND'])
  })
})

describe('pictures', () => {
  it('of the gallery are found where their addresses leave out the host', () => {
    const { record, codes } = read({
      images: [
        { id: 1, src: '//cdn.old-store.example/a.png' },
        { id: 2, src: '/wp-content/uploads/b.png' },
      ],
    })
    expect(record.images.map(({ url }) => url)).toEqual([
      'https://cdn.old-store.example/a.png',
      'https://old-store.example/wp-content/uploads/b.png',
    ])
    expect(codes).toEqual([])
  })

  it('inside a description have complete addresses, and are listed where they lie in the old store', () => {
    const { record, remarks } = read({
      description: [
        '<p><img src="https://old-store.example/wp-content/uploads/2024/01/size.png" alt="a > b">',
        '<img class="x" src="/wp-content/uploads/2024/02/rel.png" srcset="/small.png 300w" />',
        '<img src="data:image/gif;base64,AAAA" data-src="//www.old-store.example/lazy.jpg?a=1&amp;b=2">',
        '<a href="/wp-content/uploads/big.jpg">big</a> <a href="/shop/">shop</a>',
        '<picture><source srcset="/wp-content/uploads/b.webp 1x"><img src="/wp-content/uploads/b.png">',
        '</picture><!-- <img src="/wp-content/uploads/hidden.png"> -->',
        '<img src="https://elsewhere.example/theirs.png"></p>',
      ].join('\n'),
    })
    const at = 'https://old-store.example/wp-content/uploads/'
    expect(remarks).toEqual([])
    expect(record.descriptionPictures).toEqual([
      `${at}2024/01/size.png`,
      `${at}2024/02/rel.png`,
      'https://www.old-store.example/lazy.jpg?a=1&b=2',
      `${at}big.jpg`,
      `${at}b.png`,
    ])
    expect(record.descriptionHtml).toBe(
      [
        `<p><img src="${at}2024/01/size.png" alt="a > b">`,
        `<img src="${at}2024/02/rel.png" class="x" />`,
        '<img src="https://www.old-store.example/lazy.jpg?a=1&amp;b=2">',
        `<a href="${at}big.jpg">big</a> <a href="/shop/">shop</a>`,
        `<picture><img src="${at}b.png">`,
        '</picture><!-- <img src="/wp-content/uploads/hidden.png"> -->',
        '<img src="https://elsewhere.example/theirs.png"></p>',
      ].join('\n'),
    )
  })

  it('are told apart from other files a description links to', () => {
    const { remarks } = read({
      description: '<a href="/wp-content/uploads/manual.pdf">Manual</a>',
    })
    expect(said(remarks[0])).toContain('“manual.pdf”')
  })

  it('are looked for in one pass, however odd the HTML', () => {
    const started = workedMs()
    for (const html of [
      '<img src="'.repeat(50_000),
      '<a "'.repeat(100_000),
      '<img '.repeat(100_000),
      '<!-- '.repeat(100_000),
    ])
      read({ description: html })
    expect(workedMs() - started).toBeLessThan(3_000)
  })
})

describe('a sale that begins or ends by itself', () => {
  const now = Date.parse('2026-03-01T00:00:00Z')
  const sale = (changes: Record<string, unknown>) =>
    plannedSales(productRow({ sale_price: '8', ...changes }), [], now)

  it('is told with its time', () => {
    const [begins] = sale({
      date_on_sale_from_gmt: '2026-04-01T00:00:00',
      date_on_sale_to_gmt: '2026-04-15T00:00:00',
    })
    expect(begins).toMatchObject({ code: 'SCHEDULED', field: 'price' })
    expect(said(begins)).toContain('begins at Apr 1, 2026, 12:00 AM UTC and ends at Apr 15')
    const [ends] = sale({ on_sale: true, date_on_sale_to_gmt: '2026-03-09T00:00:00' })
    expect(said(ends)).toContain('ends at Mar 9, 2026, 12:00 AM UTC')
  })

  it('is not told once it is over, or when it has no end', () => {
    expect(sale({ date_on_sale_to_gmt: '2026-02-01T00:00:00' })).toEqual([])
    expect(sale({ on_sale: true, date_on_sale_from_gmt: '2026-02-01T00:00:00' })).toEqual([])
    expect(sale({ on_sale: true })).toEqual([])
  })
})
