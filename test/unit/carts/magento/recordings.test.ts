import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { attributesOf } from '#app/migration/carts/magento/facts/attributes.ts'
import { categoriesOf } from '#app/migration/carts/magento/facts/categories.ts'
import { readProduct } from '#app/migration/carts/magento/product/to-canonical.ts'
import { readCustomer } from '#app/migration/carts/magento/customer/to-canonical.ts'
import { CUSTOMER_FIELDS } from '#app/migration/carts/magento/fields/customer.ts'
import { PRODUCT_FIELDS } from '#app/migration/carts/magento/fields/product.ts'
import { CATEGORY_FIELDS } from '#app/migration/carts/magento/fields/category.ts'
import { undecidedPaths } from '#app/migration/carts/kit/wire/field-table.ts'
import { readShape } from '#app/migration/carts/kit/wire/shapes.ts'
import { wireCustomer } from '#app/migration/carts/magento/wire/customer.ts'
import {
  wireAttribute,
  wireCategory,
  wireProduct,
} from '#app/migration/carts/magento/wire/product.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { FACTS } from './product/product-fixture.ts'

/** Every row of a list, and every record by itself, whose address begins so. */
function rowsAt(place: RegExp): Record<string, unknown>[] {
  const list = z.object({ items: z.array(z.record(z.string(), z.unknown())) })
  const one = z.record(z.string(), z.unknown())
  const many = z.array(one)
  return readCaptures('magento')
    .filter(({ request, response }) => place.test(request.path) && response.status === 200)
    .flatMap(({ response: { body } }) => {
      const listed = list.safeParse(body)
      if (listed.success) return listed.data.items
      const bare = many.safeParse(body)
      if (bare.success) return bare.data
      const alone = one.safeParse(body)
      return alone.success ? [alone.data] : []
    })
}

const PRODUCTS = /\/V1\/(products(\/[^/]+)?|configurable-products\/[^/]+\/children)$/
const CUSTOMERS = /\/V1\/customers(\/search|\/\d+)?$/

describe.skipIf(!capturesOf('magento').available)('what was recorded of a real store', () => {
  const productRows = () =>
    rowsAt(PRODUCTS).filter((row) => typeof row.sku === 'string' && 'type_id' in row)
  const customerRows = () => rowsAt(CUSTOMERS).filter((row) => 'email' in row && 'group_id' in row)

  it('has no field of products, customers and categories that nobody decided about', () => {
    const products = productRows()
    const customers = customerRows()
    const categories = rowsAt(/\/V1\/categories$/).filter((row) => 'children_data' in row)
    expect(products.length).toBeGreaterThan(80)
    expect(customers.length).toBeGreaterThan(20)
    expect(categories.length).toBeGreaterThan(0)
    const undecided = new Set([
      ...products.flatMap((row) => undecidedPaths(PRODUCT_FIELDS, row, { withEmpty: true })),
      ...customers.flatMap((row) => undecidedPaths(CUSTOMER_FIELDS, row, { withEmpty: true })),
      ...categories.flatMap((row) => undecidedPaths(CATEGORY_FIELDS, row, { withEmpty: true })),
    ])
    expect([...undecided]).toEqual([])
  })

  it('is readable to the last row, without an entry left out', () => {
    for (const row of productRows()) {
      const { result, odd } = readShape(wireProduct, row)
      expect(result.error).toBeUndefined()
      expect(odd).toEqual([])
    }
    for (const row of customerRows()) {
      const { result, odd } = readShape(wireCustomer, row)
      expect(result.error).toBeUndefined()
      expect(odd).toEqual([])
    }
  })

  it('makes a configurable product with its variants, under the names people see', () => {
    const attributes = attributesOf(
      rowsAt(/\/V1\/products\/attributes$/)
        .filter((row) => 'attribute_code' in row)
        .map((row) => wireAttribute.parse(row)),
      1,
    )
    const rows = productRows().map((row) => wireProduct.parse(row))
    const parent = rows.find(({ sku }) => sku === 'FF-JKT')
    const children = new Map(
      rows
        // The first time each was recorded, before it was edited.
        .toReversed()
        .filter(({ sku }) => /^FF-JKT-./.test(sku))
        .map((wire) => [wire.id, wire]),
    )
    if (!parent) throw new Error('The configurable product was recorded')
    const { record, remarks } = readProduct(
      { wire: parent, stock: null },
      [...children.values()].map((wire) => ({ wire, stock: null })),
      { ...FACTS, attributes },
      0,
    )
    expect(record.options).toEqual([
      { name: 'Jacket size', values: ['S', 'M', 'L'] },
      { name: 'Jacket colour', values: ['Slate', 'Rust'] },
    ])
    expect(
      record.variants.map(({ sku, options }) => [sku, ...options.map(({ value }) => value)]),
    ).toEqual([
      ['FF-JKT-S-SL', 'S', 'Slate'],
      ['FF-JKT-M-SL', 'M', 'Slate'],
      ['FF-JKT-M-RU', 'M', 'Rust'],
      ['FF-JKT-L-RU', 'L', 'Rust'],
    ])
    expect(remarks).toEqual([])
  })

  it('makes customers of all accounts, with their addresses and nothing told', () => {
    const facts = { groups: new Map([[1, 'General']]), regions: {}, attributes: new Map() }
    for (const row of customerRows()) {
      const { record, remarks } = readCustomer(wireCustomer.parse(row), facts)
      expect(record.email).toMatch(/@/)
      expect(record.addresses).toHaveLength(Array.isArray(row.addresses) ? row.addresses.length : 0)
      expect(remarks).toEqual([])
    }
  })

  it('makes collections of the tree of categories, and of none above it', () => {
    const [tree] = rowsAt(/\/V1\/categories$/).filter((row) => 'children_data' in row)
    expect(categoriesOf(wireCategory.parse(tree))).toEqual({
      names: new Map([[7, 'Lanterns & Lamps']]),
      sources: [{ sourceId: '7', name: 'Lanterns & Lamps', sharedName: null }],
      inactive: 0,
    })
  })
})
