import { describe, expect, it } from 'vitest'
import { NO_ATTRIBUTES } from '#app/migration/carts/magento/facts/attributes.ts'
import { attribute, child, CONFIGURABLE, read, STOCK } from './product-fixture.ts'

describe('a configurable product', () => {
  it('has its children as variants, with their own prices, SKUs and stock', () => {
    const { record, told } = read(CONFIGURABLE, [
      child(72, '51', { price: 27.5 }),
      child(71, '49', { weight: 0.5 }, { ...STOCK, quantity: 2 }),
    ])
    expect(record.status).toBe('active')
    expect(record.options).toEqual([{ name: 'Color', values: ['Moss', 'Rust'] }])
    expect(
      record.variants.map(({ sourceId, sku, price, options, inventory }) => ({
        sourceId,
        sku,
        price,
        options,
        quantity: inventory.quantity,
      })),
    ).toEqual([
      {
        sourceId: '70:71',
        sku: 'TEE-71',
        price: '25',
        options: [{ name: 'Color', value: 'Moss' }],
        quantity: 2,
      },
      {
        sourceId: '70:72',
        sku: 'TEE-72',
        price: '27.5',
        options: [{ name: 'Color', value: 'Rust' }],
        quantity: 5,
      },
    ])
    expect(told).toEqual([])
  })

  it('calls an option that was deleted by its number, and says so', () => {
    const { record, told } = read(CONFIGURABLE, [child(71, '49'), child(72, '50')])
    expect(record.variants.map(({ options }) => options[0]?.value)).toEqual(['Moss', '50'])
    expect(told[0]).toContain('“50”')
  })

  it('shares a child with another product, and each has a variant of its own', () => {
    const shared = child(71, '49')
    const one = read(CONFIGURABLE, [shared, child(72, '51')])
    const other = read({ ...CONFIGURABLE, id: 80 }, [shared, child(72, '51')])
    expect(one.record.variants[0]?.sourceId).toBe('70:71')
    expect(other.record.variants[0]?.sourceId).toBe('80:71')
  })

  it('keeps a child that is switched off, sold out', () => {
    const { record } = read(CONFIGURABLE, [child(71, '49'), child(72, '51', { status: 2 })])
    expect(record.status).toBe('active')
    expect(record.variants[1]?.inventory).toEqual({
      tracked: true,
      quantity: 0,
      continueSelling: false,
    })
  })

  it('keeps a child that another website sells, sold out where that one is not read', () => {
    const elsewhere = { extension_attributes: { website_ids: [2] } }
    const { record } = read(CONFIGURABLE, [child(71, '49'), child(72, '51', elsewhere)])
    expect(record.variants.map(({ inventory }) => inventory.quantity)).toEqual([5, 0])
    const all = read(CONFIGURABLE, [child(72, '51', elsewhere)], { onlyWebsite: null })
    expect(all.record.variants[0]?.inventory.quantity).toBe(5)
  })

  it('tells of children that have a page of their own', () => {
    const { told } = read(CONFIGURABLE, [child(71, '49', { visibility: 4 }), child(72, '51')])
    expect(told[0]).toContain('a page of its own in the old store (“TEE-71”)')
  })

  it('leaves out a child without a value or with another’s, and says so', () => {
    const { record, told } = read(CONFIGURABLE, [
      child(71, '49'),
      child(72, '49'),
      child(73, '', { custom_attributes: [] }),
    ])
    expect(record.variants.map(({ sku }) => sku)).toEqual(['TEE-71'])
    expect(told[0]).toContain('2 variants of this product didn’t arrive (“TEE-72”, “TEE-73”)')
  })

  it('tells of children that it names and the store does not give', () => {
    const { told } = read(CONFIGURABLE, [child(71, '49')])
    expect(told[0]).toContain('1 variant that the old store doesn’t show us (“72”)')
  })

  it('is a draft without children, and never for sale at 0.00', () => {
    const { record, told } = read(CONFIGURABLE, [])
    expect(record.status).toBe('draft')
    expect(record.variants).toMatchObject([
      { sourceId: '70', price: '0', inventory: { tracked: true, quantity: 0 } },
    ])
    expect(told[0]).toContain('no variants that anybody could choose')
  })

  it('tells its variants apart by their SKUs where its attributes may not be read', () => {
    const { record, told } = read(CONFIGURABLE, [child(72, '51'), child(71, '49')], {
      attributes: NO_ATTRIBUTES,
    })
    expect(record.options).toEqual([{ name: 'Variant', values: ['TEE-71', 'TEE-72'] }])
    expect(told[0]).toContain('under an option called “Variant”')
  })

  it('calls an option as the attribute is called where its label is the code alone', () => {
    const size = { attribute_id: '141', label: 'size', position: 0 }
    const { record } = read(
      { ...CONFIGURABLE, extension_attributes: { configurable_product_options: [size] } },
      [child(71, '', { custom_attributes: [attribute('size', '11')] })],
    )
    expect(record.options).toEqual([{ name: 'Size', values: ['S'] }])
  })

  it('brings what a child says for itself, and not what it shares', () => {
    const shared = attribute('msrp', '30.000000')
    const { record } = read({ ...CONFIGURABLE, custom_attributes: [shared] }, [
      child(71, '49', {
        custom_attributes: [attribute('color', '49'), shared, attribute('material', '12')],
      }),
    ])
    expect(record.metafields.map(({ name, value }) => [name, value])).toEqual([['MSRP', '30']])
    expect(record.variants[0]?.metafields.map(({ name, value }) => [name, value])).toEqual([
      ['Material', 'Oak'],
    ])
  })

  it('has the pictures of its children, each file once, and each variant its own', () => {
    const picture = (file: string, types: string[] = []) => ({ file, types, media_type: 'image' })
    const { record } = read(
      { ...CONFIGURABLE, media_gallery_entries: [picture('/t/e/tee.jpg', ['image'])] },
      [
        child(71, '49', { media_gallery_entries: [picture('/m/o/moss.jpg', ['image'])] }),
        child(72, '51', { media_gallery_entries: [picture('/t/e/tee.jpg')] }),
      ],
    )
    expect(record.images.map(({ sourceId }) => sourceId)).toEqual(['/t/e/tee.jpg', '/m/o/moss.jpg'])
    expect(record.variants.map(({ imageSourceId }) => imageSourceId)).toEqual([
      '/m/o/moss.jpg',
      '/t/e/tee.jpg',
    ])
  })
})
