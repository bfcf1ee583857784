import type { z } from 'zod'
import {
  readProduct,
  type ProductFacts,
} from '#app/migration/carts/woocommerce/product/to-canonical.ts'
import { wireProduct, wireVariation } from '#app/migration/carts/woocommerce/wire/product.ts'

const FACTS: ProductFacts = {
  weightUnit: 'KILOGRAMS',
  dimensionUnit: 'cm',
  currency: 'USD',
  storeUrl: 'https://old-store.example',
  categoryNames: new Map(),
}

/** Rows as a store might send them: not only what the parser takes. */
type Raw<T> = { [Key in keyof T]?: unknown } & Record<string, unknown>

export function productRow(changes: Raw<z.input<typeof wireProduct>> = {}) {
  return wireProduct.parse({
    id: 10,
    name: 'Lamp',
    slug: 'lamp',
    permalink: 'https://old-store.example/product/lamp/',
    type: 'simple',
    status: 'publish',
    catalog_visibility: 'visible',
    regular_price: '10',
    price: '10',
    tax_status: 'taxable',
    ...changes,
  })
}

export function variationRow(changes: Raw<z.input<typeof wireVariation>> = {}) {
  return wireVariation.parse({
    id: 8001,
    status: 'publish',
    regular_price: '5',
    price: '5',
    ...changes,
  })
}

/** A product as it is read: the record and what is told of it. */
export function read(
  changes: Parameters<typeof productRow>[0] = {},
  variations: readonly Parameters<typeof variationRow>[0][] = [],
  facts: Partial<ProductFacts> = {},
) {
  const rows = variations.map((row, i) => variationRow({ id: 8001 + i, ...row }))
  const { record, remarks } = readProduct(productRow(changes), rows, { ...FACTS, ...facts })
  return { record, remarks, codes: remarks.map(({ code }) => code) }
}
