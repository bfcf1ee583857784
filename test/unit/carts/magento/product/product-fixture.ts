import { attributesOf } from '#app/migration/carts/magento/facts/attributes.ts'
import type { ProductFacts } from '#app/migration/carts/magento/facts/product-facts.ts'
import type { Stock } from '#app/migration/carts/magento/product/sellable.ts'
import { readProduct, type Item } from '#app/migration/carts/magento/product/to-canonical.ts'
import { wireAttribute, wireProduct } from '#app/migration/carts/magento/wire/product.ts'
import { saidOf } from '../magento-said.ts'

/** Attributes of an invented store, as its list answers. */
const ATTRIBUTES = [
  {
    attribute_id: 93,
    attribute_code: 'color',
    frontend_input: 'select',
    default_frontend_label: 'Color',
    options: [
      { label: ' ', value: '' },
      { label: 'Moss', value: '49' },
      { label: 'Rust', value: '51' },
    ],
  },
  {
    attribute_id: 141,
    attribute_code: 'size',
    frontend_input: 'select',
    default_frontend_label: 'Size',
    frontend_labels: [{ store_id: 2, label: 'Größe' }],
    options: [
      { label: 'S', value: '11' },
      { label: 'M', value: '12' },
    ],
  },
  {
    attribute_id: 150,
    attribute_code: 'material',
    frontend_input: 'multiselect',
    default_frontend_label: 'Material',
    options: [
      { label: 'Oak', value: '12' },
      { label: 'Steel', value: '15' },
    ],
  },
  {
    attribute_id: 81,
    attribute_code: 'manufacturer',
    frontend_input: 'select',
    default_frontend_label: 'Manufacturer',
    options: [{ label: 'Pier & Sons', value: '7' }],
  },
  {
    attribute_id: 120,
    attribute_code: 'msrp',
    frontend_input: 'price',
    default_frontend_label: 'MSRP',
  },
]

export const FACTS: ProductFacts = {
  weightUnit: 'POUNDS',
  currency: 'USD',
  timezone: 'UTC',
  websiteId: 1,
  onlyWebsite: 1,
  storeUrl: 'https://shop.example/',
  mediaUrl: 'https://shop.example/media/',
  attributes: attributesOf(
    ATTRIBUTES.map((each) => wireAttribute.parse(each)),
    1,
  ),
  categoryNames: new Map([
    [6, 'Home'],
    [7, 'Lamps'],
  ]),
}

export const NOW = Date.parse('2026-03-01T12:00:00Z')

export const STOCK: Stock = { isManaged: true, quantity: 5, isInStock: true, sellsWithout: false }

export const ALL_ATTRIBUTES = ATTRIBUTES.map((each) => wireAttribute.parse(each))

export const attribute = (code: string, value: unknown) => ({ attribute_code: code, value })

/** A product of an invented store; what a test does not name is what most products have. */
export const wire = (fields: Record<string, unknown> = {}) =>
  wireProduct.parse({
    id: 70,
    sku: 'TEE',
    name: 'Tee',
    price: 25,
    status: 1,
    visibility: 4,
    type_id: 'simple',
    created_at: '2026-01-01 10:00:00',
    updated_at: '2026-02-01 10:00:00',
    ...fields,
  })

export const item = (fields: Record<string, unknown> = {}, stock: Stock | null = STOCK): Item => ({
  wire: wire(fields),
  stock,
})

/** The product, and what is told of it as the merchant reads it. */
export function read(
  fields: Record<string, unknown> = {},
  children: readonly Item[] = [],
  facts: Partial<ProductFacts> = {},
  now = NOW,
) {
  const { record, remarks } = readProduct(item(fields), children, { ...FACTS, ...facts }, now)
  return {
    record,
    remarks,
    told: remarks.map(({ message }) => saidOf(message)),
    codes: remarks.map(({ code }) => code),
    metafields: Object.fromEntries(record.metafields.map(({ key, value }) => [key, value])),
  }
}

export const CONFIGURABLE = {
  type_id: 'configurable',
  price: 0,
  extension_attributes: {
    configurable_product_options: [
      { attribute_id: '93', label: 'Color', position: 0, values: [{ value_index: 49 }] },
    ],
    configurable_product_links: [71, 72],
  },
}

export const child = (
  id: number,
  color: string,
  fields: Record<string, unknown> = {},
  stock: Stock | null = STOCK,
): Item =>
  item(
    {
      id,
      sku: `TEE-${id}`,
      visibility: 1,
      custom_attributes: [attribute('color', color)],
      ...fields,
    },
    stock,
  )
