import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  openShopifyAdmin,
  type ShopifyAdmin,
  userErrors,
} from '#test/helpers/stores/shopify-admin.ts'

let admin: ShopifyAdmin

beforeEach(async () => {
  admin = await openShopifyAdmin(['write_products', 'read_locations'])
})
afterEach(() => admin.close())

const PRODUCT = `{
  id
  options { id name optionValues { id name hasVariants } }
  variants(first: 10) { nodes { id title } }
}`
const productShape = z.object({
  id: z.string(),
  options: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      optionValues: z.array(
        z.object({ id: z.string(), name: z.string(), hasVariants: z.boolean() }),
      ),
    }),
  ),
  variants: z.object({ nodes: z.array(z.object({ id: z.string(), title: z.string() })) }),
})
type Product = z.infer<typeof productShape>

/** What a mutation of options leaves, and what it says. */
async function change(field: string, declared: string, args: string, variables: object) {
  const answer = await admin.ask(
    z.record(z.string(), z.object({ product: productShape, userErrors })),
    `mutation (${declared}) { ${field}(${args}) {
      product ${PRODUCT} userErrors { field message code }
    } }`,
    variables,
  )
  const result = answer[field]
  if (!result) throw new Error('no answer')
  return { product: result.product, errors: result.userErrors }
}

/** A shirt in two sizes. */
async function shirt(): Promise<Product> {
  const input = {
    title: 'Shirt',
    productOptions: [{ name: 'Size', values: [{ name: 'S' }, { name: 'M' }] }],
    variants: ['S', 'M'].map((name) => ({ optionValues: [{ optionName: 'Size', name }] })),
  }
  const made = await change('productSet', '$input: ProductSetInput!', 'input: $input', { input })
  expect(made.errors).toEqual([])
  return made.product
}

const add = (product: Product, options: unknown, strategy: string | null = null) =>
  change(
    'productOptionsCreate',
    '$id: ID!, $options: [OptionCreateInput!]!, $strategy: ProductOptionCreateVariantStrategy',
    'productId: $id, options: $options, variantStrategy: $strategy',
    { id: product.id, options, strategy },
  )

const update = (product: Product, variables: object) =>
  change(
    'productOptionUpdate',
    `$id: ID!, $option: OptionUpdateInput!, $add: [OptionValueCreateInput!],
     $rename: [OptionValueUpdateInput!], $delete: [ID!],
     $strategy: ProductOptionUpdateVariantStrategy`,
    `productId: $id, option: $option, optionValuesToAdd: $add, optionValuesToUpdate: $rename,
     optionValuesToDelete: $delete, variantStrategy: $strategy`,
    { id: product.id, ...variables },
  )

const titles = (product: Product) => product.variants.nodes.map(({ title }) => title)
const valuesOf = (product: Product, at = 0) =>
  product.options[at]?.optionValues.map(({ name, hasVariants }) => ({ name, hasVariants }))

describe('options', () => {
  test('an added option gives each variant its first value, and keeps the others unused', async () => {
    const { product } = await add(await shirt(), [
      { name: 'Colour', values: [{ name: 'Red' }, { name: 'Blue' }] },
    ])
    expect(titles(product)).toEqual(['S / Red', 'M / Red'])
    expect(valuesOf(product, 1)).toEqual([
      { name: 'Red', hasVariants: true },
      { name: 'Blue', hasVariants: false },
    ])
  })

  test('with CREATE every variant comes in each of the new values', async () => {
    const before = await shirt()
    const { product } = await add(
      before,
      [{ name: 'Colour', values: [{ name: 'Red' }, { name: 'Blue' }] }],
      'CREATE',
    )
    expect(titles(product).toSorted()).toEqual(['M / Blue', 'M / Red', 'S / Blue', 'S / Red'])
    const ids = product.variants.nodes.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(before.variants.nodes.map(({ id }) => id)))
  })

  test('a name with the separator is refused everywhere, and nothing is made', async () => {
    const name = 'Size / Fit'
    const product = await shirt()
    const added = await add(product, [{ name, values: [{ name: 'Slim' }] }])
    expect(added.errors).toMatchObject([{ field: ['options', '0'] }])
    const renamed = await update(product, { option: { id: product.options[0]?.id, name } })
    expect(renamed.errors).toMatchObject([{ field: ['option'] }])
    const { productSet } = await admin.ask(
      z.object({ productSet: z.object({ product: z.null(), userErrors }) }),
      `mutation ($input: ProductSetInput!) {
        productSet(input: $input) { product { id } userErrors { field message code } }
      }`,
      {
        input: {
          title: 'Other shirt',
          productOptions: [{ name, values: [{ name: 'S' }] }],
          variants: [{ optionValues: [{ optionName: name, name: 'S' }] }],
        },
      },
    )
    expect(productSet.userErrors[0]?.code).toBe('INVALID_INPUT')
    expect(admin.shop.products.size).toBe(1)
  })

  test('a value is renamed with its variants and keeps its gid', async () => {
    const before = await shirt()
    const option = before.options[0]
    const small = option?.optionValues[0]
    const { product, errors } = await update(before, {
      option: { id: option?.id, name: 'Cut' },
      rename: [{ id: small?.id, name: 'Small' }],
      add: [{ name: 'L' }],
    })
    expect(errors).toEqual([])
    expect(titles(product)).toEqual(['Small', 'M'])
    expect(product.options[0]?.optionValues[0]?.id).toBe(small?.id)
    expect(valuesOf(product)?.at(-1)).toEqual({ name: 'L', hasVariants: false })
  })

  test('a value that has variants is deleted only with them', async () => {
    const before = await shirt()
    const option = before.options[0]
    const variables = {
      option: { id: option?.id },
      delete: [option?.optionValues[0]?.id],
    }
    expect((await update(before, variables)).errors).toMatchObject([
      { code: 'OPTION_VALUE_HAS_VARIANTS' },
    ])
    const { product } = await update(before, { ...variables, strategy: 'MANAGE' })
    expect(titles(product)).toEqual(['M'])
  })

  test('a value no variant has any more stays until it is deleted', async () => {
    const before = await shirt()
    const { product } = await change(
      'productVariantsBulkDelete',
      '$id: ID!, $variants: [ID!]!',
      'productId: $id, variantsIds: $variants',
      { id: before.id, variants: [before.variants.nodes[0]?.id] },
    )
    expect(valuesOf(product)).toEqual([
      { name: 'S', hasVariants: false },
      { name: 'M', hasVariants: true },
    ])
    const small = before.options[0]?.optionValues[0]?.id
    const after = await update(before, { option: { id: before.options[0]?.id }, delete: [small] })
    expect(valuesOf(after.product)).toEqual([{ name: 'M', hasVariants: true }])
  })

  test('the last variant cannot be deleted', async () => {
    const { id, variants } = await shirt()
    const { productVariantsBulkDelete } = await admin.ask(
      z.object({ productVariantsBulkDelete: z.object({ userErrors }) }),
      `mutation ($id: ID!, $variants: [ID!]!) {
        productVariantsBulkDelete(productId: $id, variantsIds: $variants) {
          userErrors { field message code }
        }
      }`,
      { id, variants: variants.nodes.map((variant) => variant.id) },
    )
    expect(productVariantsBulkDelete.userErrors).toMatchObject([
      { code: 'CANNOT_DELETE_LAST_VARIANT' },
    ])
  })

  test('deleting the only option leaves one variant without options', async () => {
    const before = await shirt()
    const remove = (strategy: string) =>
      change(
        'productOptionsDelete',
        '$id: ID!, $options: [ID!]!, $strategy: ProductOptionDeleteStrategy',
        'productId: $id, options: $options, strategy: $strategy',
        { id: before.id, options: [before.options[0]?.id], strategy },
      )
    expect((await remove('DEFAULT')).errors).toMatchObject([
      { code: 'CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES' },
    ])
    expect((await remove('NON_DESTRUCTIVE')).errors).toMatchObject([
      { code: 'CANNOT_USE_NON_DESTRUCTIVE_STRATEGY' },
    ])
    const { product } = await remove('POSITION')
    expect(product.variants.nodes).toEqual([
      { id: before.variants.nodes[0]?.id, title: 'Default Title' },
    ])
  })
})
