import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  type Resolvers,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Product,
  saveProduct,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { planMetafields, writeMetafield } from '../metafields/metafields.ts'
import { MAX_VARIANTS } from '../options/rules.ts'
import { resolveValues } from '../products/product-options.ts'
import { applyVariantFields, newVariant, setQuantity } from './input.ts'
import { addMedia, amountErrors, bulkInput, ensureValues, linkMedia, updateRow } from './rows.ts'
import { variantType } from './variant-type.ts'

/* Recorded: rows that point nowhere give no variants back, rows with bad values give them all. */
const MISADDRESSED = new Set([
  'PRODUCT_VARIANT_ID_MISSING',
  'PRODUCT_VARIANT_DOES_NOT_EXIST',
  'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE',
  'OPTION_DOES_NOT_EXIST',
])

function isDefaultOnly(product: Product): boolean {
  return product.variants.length === 1 && product.variants[0]?.values[0] === 'Default Title'
}

function bulkCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const inputs = readInput(bulkInput, args.variants, 'ProductVariantsBulkInput')
  const existing = shop.products.get(String(args.productId)) ?? null
  if (!existing) {
    return {
      product: null,
      productVariants: [],
      userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')],
    }
  }
  if (inputs.length === 0) return { product: existing, productVariants: [], userErrors: [] }
  const draft = structuredClone(existing)
  const errors: UserError[] = []
  addMedia(ctx, draft, args, errors)
  // Recorded: without a strategy the lone default variant is replaced.
  const replacesDefault =
    (args.strategy === 'REMOVE_STANDALONE_VARIANT' && draft.variants.length === 1) ||
    (args.strategy !== 'PRESERVE_STANDALONE_VARIANT' && isDefaultOnly(draft))
  if (replacesDefault) {
    draft.variants = []
    for (const option of draft.options) {
      option.values = option.values.filter(({ name }) => name !== 'Default Title')
    }
  }
  const created: Variant[] = []
  const finish: (() => void)[] = []
  inputs.forEach((input, i) => {
    const resolved = resolveValues(draft.options, input.optionValues ?? [])
    if (!resolved.ok) {
      const isMissing = resolved.problem.startsWith('You need')
      const field = isMissing
        ? ['variants', i]
        : resolved.index === null
          ? ['variants', i, 'optionValues']
          : ['variants', i, 'optionValues', resolved.index]
      errors.push(
        userError(
          field,
          resolved.problem,
          isMissing ? 'NEED_TO_ADD_OPTION_VALUES' : 'INVALID_INPUT',
        ),
      )
      return
    }
    const { values } = resolved
    const same = (variant: Variant) =>
      JSON.stringify(variant.values).toLowerCase() === JSON.stringify(values).toLowerCase()
    if (draft.variants.some(same)) {
      errors.push(
        userError(
          ['variants', i],
          `The variant '${values.join(' / ')}' already exists. Please change at least one option value.`,
          'VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE',
        ),
      )
      return
    }
    errors.push(...amountErrors(input, i, false))
    const variant = newVariant(shop, draft, values)
    // Recorded: tracked unless something else is said, unlike the variant a product is made with.
    variant.item.tracked = true
    applyVariantFields(shop, variant, input)
    linkMedia(draft, variant, input, i, errors)
    for (const quantity of input.inventoryQuantities ?? []) {
      if (shop.locationList.has(quantity.locationId)) {
        const { locationId, availableQuantity } = quantity
        finish.push(() => {
          setQuantity(ctx, variant, locationId, 'available', availableQuantity, true)
        })
      } else {
        errors.push(
          userError(
            ['variants', i, 'inventoryQuantities'],
            `Quantity for ${values.join(' / ')} couldn't be set because the location was deleted.`,
            'TRACKED_VARIANT_LOCATION_NOT_FOUND',
          ),
        )
      }
    }
    const { plans, errors: metafieldErrors } = planMetafields(
      ctx,
      'PRODUCTVARIANT',
      null,
      input.metafields,
      ['variants', String(i), 'metafields'],
      () => 'INVALID_INPUT',
    )
    errors.push(...metafieldErrors)
    finish.push(() => {
      for (const plan of plans) writeMetafield(shop, variant.id, plan)
    })
    ensureValues(ctx, draft, values)
    draft.variants.push(variant)
    created.push(variant)
  })
  if (draft.variants.length > MAX_VARIANTS) {
    errors.push(
      userError(
        ['variants'],
        `Product cannot have more than ${MAX_VARIANTS} variants`,
        'INVALID_INPUT',
      ),
    )
  }
  if (errors.length > 0) return { product: null, productVariants: [], userErrors: errors }
  saveProduct(shop, draft)
  for (const step of finish) step()
  saveProduct(shop, draft)
  return { product: draft, productVariants: created, userErrors: [] }
}

function bulkUpdate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const inputs = readInput(bulkInput, args.variants, 'ProductVariantsBulkInput')
  const existing = shop.products.get(String(args.productId)) ?? null
  if (!existing) {
    return {
      product: null,
      productVariants: null,
      userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')],
    }
  }
  const draft = structuredClone(existing)
  const allErrors: UserError[] = []
  addMedia(ctx, draft, args, allErrors)
  const finish: (() => void)[] = []
  inputs.forEach((input, i) => {
    const errors = updateRow(ctx, draft, input, i, finish)
    allErrors.push(...errors)
  })
  const touched = (product: Product) =>
    inputs.flatMap((input) => product.variants.find((variant) => variant.id === input.id) ?? [])
  if (allErrors.length > 0 && args.allowPartialUpdates !== true) {
    const isMisaddressed = allErrors.some(({ code }) => code !== null && MISADDRESSED.has(code))
    return {
      product: existing,
      productVariants: isMisaddressed ? null : touched(existing),
      userErrors: allErrors,
    }
  }
  saveProduct(shop, draft)
  for (const step of finish) step()
  return { product: draft, productVariants: touched(draft), userErrors: allErrors }
}

function bulkDelete(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const ids = z.array(z.string()).parse(args.variantsIds)
  const existing = shop.products.get(String(args.productId)) ?? null
  if (!existing) {
    return {
      product: null,
      userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')],
    }
  }
  const foreign = ids.findIndex((id) => !existing.variants.some((variant) => variant.id === id))
  if (foreign >= 0) {
    return {
      product: null,
      userErrors: [
        userError(
          ['variantsIds', foreign],
          'At least one variant does not belong to the product',
          'AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT',
        ),
      ],
    }
  }
  const draft = structuredClone(existing)
  draft.variants = draft.variants.filter((variant) => !ids.includes(variant.id))
  // Documented as an error code; the words are ours.
  if (draft.variants.length === 0) {
    const message = 'Cannot delete the last variant'
    const at = ['variantsIds', ids.length - 1]
    return { product: null, userErrors: [userError(at, message, 'CANNOT_DELETE_LAST_VARIANT')] }
  }
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

export const variantResolvers: Record<string, Resolvers<never>> = {
  ProductVariant: variantType,
  Mutation: {
    productVariantsBulkCreate: (_source, args, ctx) => bulkCreate(args, ctx),
    productVariantsBulkUpdate: (_source, args, ctx) => bulkUpdate(args, ctx),
    productVariantsBulkDelete: (_source, args, ctx) => bulkDelete(args, ctx),
  },
}
