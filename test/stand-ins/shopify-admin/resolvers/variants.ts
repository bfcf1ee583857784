import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  type Resolvers,
  userError,
  type UserError,
} from '../context.ts'
import { connect } from '../connection.ts'
import { moneyText } from '../money.ts'
import {
  findVariant,
  legacyId,
  newGid,
  type Product,
  type ProductOption,
  saveProduct,
  type Variant,
} from '../state.ts'
import { firstImage, createMediaInput, newMedia, sourceProblem } from './media.ts'
import { metafieldFields, planMetafields, writeMetafield } from './metafields.ts'
import { resolveValues } from './product-set.ts'
import {
  amountProblems,
  applyVariantFields,
  defaultOption,
  newVariant,
  optionValueInput,
  setQuantity,
  variantFields,
  variantTitle,
} from './variant-input.ts'

const bulkInput = z.array(
  z.strictObject({
    ...variantFields,
    optionValues: z.array(optionValueInput).nullish(),
    mediaId: z.string().nullish(),
    mediaSrc: z.array(z.string()).nullish(),
    inventoryQuantities: z
      .array(z.strictObject({ availableQuantity: z.number().int(), locationId: z.string() }))
      .nullish(),
  }),
)
type BulkInput = z.infer<typeof bulkInput>[number]

const MAX_VARIANTS = 2048

/* Recorded: rows that point nowhere give no variants back, rows with bad values give them all. */
const MISADDRESSED = new Set([
  'PRODUCT_VARIANT_ID_MISSING',
  'PRODUCT_VARIANT_DOES_NOT_EXIST',
  'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE',
  'OPTION_DOES_NOT_EXIST',
])

function amountErrors(input: BulkInput, i: number, forUpdate: boolean): UserError[] {
  return amountProblems(input).flatMap((problem) => {
    const field = ['variants', String(i), ...problem.field]
    const code = problem.low ? 'GREATER_THAN_OR_EQUAL_TO' : 'INVALID_INPUT'
    const message = problem.message
    // Recorded: costs are reported twice on update, once for the whole row.
    const row =
      forUpdate && problem.generic
        ? [userError(['variants', i], message.replace(/^Cost per item /, ''), null)]
        : []
    return [...row, userError(field, message, code)]
  })
}

function addMedia(ctx: Ctx, draft: Product, args: Args, errors: UserError[]): void {
  if (args.media === undefined || args.media === null) return
  const inputs = readInput(createMediaInput, args.media, 'CreateMediaInput')
  inputs.forEach((input, i) => {
    const problem = sourceProblem(input.originalSource)
    if (problem) errors.push(userError(['media', i, 'originalSource'], problem, 'INVALID_INPUT'))
    else draft.media.push(newMedia(ctx.shop, input.originalSource, input.alt ?? null))
  })
}

function linkMedia(
  draft: Product,
  variant: Variant,
  input: BulkInput,
  i: number,
  errors: UserError[],
): void {
  const wanted = input.mediaId
    ? draft.media.find((media) => media.id === input.mediaId)
    : draft.media.find((media) => media.originalSource === input.mediaSrc?.[0])
  if (wanted) variant.mediaIds = [wanted.id]
  else if (input.mediaId || (input.mediaSrc && input.mediaSrc.length > 0)) {
    errors.push(userError(['variants', i, 'mediaId'], 'Media does not exist', 'INVALID_INPUT'))
  }
}

function ensureValues(ctx: Ctx, draft: Product, values: readonly string[]): void {
  values.forEach((value, j) => {
    const option = draft.options[j]
    if (option && !option.values.some(({ name }) => name === value)) {
      option.values.push({ id: newGid(ctx.shop, 'ProductOptionValue'), name: value })
    }
  })
}

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

function updateRow(
  ctx: Ctx,
  draft: Product,
  input: BulkInput,
  i: number,
  finish: (() => void)[],
): UserError[] {
  const { shop } = ctx
  const errors: UserError[] = []
  if (!input.id) {
    return [
      userError(
        ['variants', i, 'id'],
        'Product variant is missing ID attribute',
        'PRODUCT_VARIANT_ID_MISSING',
      ),
    ]
  }
  const at = draft.variants.findIndex((variant) => variant.id === input.id)
  const before = draft.variants[at]
  if (!before) {
    return [
      userError(
        ['variants', i, 'id'],
        'Product variant does not exist',
        'PRODUCT_VARIANT_DOES_NOT_EXIST',
      ),
    ]
  }
  if (input.inventoryQuantities && input.inventoryQuantities.length > 0) {
    errors.push(
      userError(
        ['variants', i, 'inventoryQuantities'],
        'Inventory quantities can only be provided during create. To update inventory for existing variants, use inventoryAdjustQuantities.',
        'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE',
      ),
    )
  }
  errors.push(...amountErrors(input, i, true))
  const variant = structuredClone(before)
  if (input.optionValues && input.optionValues.length > 0) {
    const complete = draft.options.map((option: ProductOption, j: number) => ({
      optionId: option.id,
      name: before.values[j] ?? '',
    }))
    for (const [index, value] of input.optionValues.entries()) {
      const position = draft.options.findIndex(
        (option) =>
          option.id === value.optionId ||
          option.name.toLowerCase() === value.optionName?.toLowerCase() ||
          option.values.some(({ id }) => id === value.id),
      )
      const option = draft.options[position]
      if (!option) {
        errors.push(
          userError(
            ['variants', i, 'optionValues', index],
            'Option does not exist',
            'OPTION_DOES_NOT_EXIST',
          ),
        )
        continue
      }
      const name = option.values.find(({ id }) => id === value.id)?.name ?? value.name ?? ''
      complete[position] = { optionId: option.id, name }
    }
    variant.values = complete.map(({ name }) => name)
    const same = draft.variants.some(
      (other, k) =>
        k !== at &&
        JSON.stringify(other.values).toLowerCase() === JSON.stringify(variant.values).toLowerCase(),
    )
    if (same) {
      errors.push(
        userError(
          ['variants', i],
          `The variant '${variantTitle(variant)}' already exists. Please change at least one option value.`,
          'VARIANT_ALREADY_EXISTS',
        ),
      )
    }
  }
  applyVariantFields(shop, variant, input)
  if (input.mediaId || input.mediaSrc) linkMedia(draft, variant, input, i, errors)
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'PRODUCTVARIANT',
    variant.id,
    input.metafields,
    ['variants', String(i), 'metafields'],
    () => 'INVALID_INPUT',
  )
  errors.push(...metafieldErrors)
  if (errors.length > 0) return errors
  ensureValues(ctx, draft, variant.values)
  draft.variants[at] = variant
  finish.push(() => {
    for (const plan of plans) writeMetafield(shop, variant.id, plan)
  })
  return []
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
  if (draft.variants.length === 0) {
    draft.options = [defaultOption(shop)]
    draft.variants = [newVariant(shop, draft, ['Default Title'])]
  }
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

const variantType: Resolvers<Variant> = {
  ...metafieldFields,
  legacyResourceId: (variant) => legacyId(variant.id),
  title: (variant) => variantTitle(variant),
  displayName: (variant, _args, ctx) =>
    `${ctx.shop.products.get(variant.productId)?.title ?? ''} - ${variantTitle(variant)}`,
  price: (variant) => moneyText(variant.price),
  compareAtPrice: (variant) =>
    variant.compareAtPrice === null ? null : moneyText(variant.compareAtPrice),
  product: (variant, _args, ctx) => ctx.shop.products.get(variant.productId),
  position: (variant, _args, ctx) =>
    (ctx.shop.products
      .get(variant.productId)
      ?.variants.findIndex((other) => other.id === variant.id) ?? 0) + 1,
  selectedOptions: (variant, _args, ctx) =>
    (ctx.shop.products.get(variant.productId)?.options ?? []).map((option, i) => {
      const value = variant.values[i] ?? ''
      return {
        name: option.name,
        value,
        optionValue: option.values.find(({ name }) => name === value) ?? null,
      }
    }),
  inventoryItem: (variant) => variant.item,
  inventoryQuantity: (variant) =>
    Object.values(variant.item.levels).reduce((sum, level) => sum + level.available, 0),
  sellableOnlineQuantity: (variant) =>
    Math.max(
      0,
      Object.values(variant.item.levels).reduce((sum, level) => sum + level.available, 0),
    ),
  availableForSale: (variant) =>
    !variant.item.tracked ||
    variant.inventoryPolicy === 'CONTINUE' ||
    Object.values(variant.item.levels).some((level) => level.available > 0),
  requiresComponents: () => false,
  showUnitPrice: () => false,
  taxCode: () => null,
  unitPrice: () => null,
  media: (variant, args, ctx) => {
    const product = ctx.shop.products.get(variant.productId)
    const media = variant.mediaIds.flatMap((id) => product?.media.find((m) => m.id === id) ?? [])
    return connect(media, args, (entry) => ({ id: legacyId(entry.id) }))
  },
  image: (variant, _args, ctx) => {
    const product = ctx.shop.products.get(variant.productId)
    const media = variant.mediaIds.flatMap((id) => product?.media.find((m) => m.id === id) ?? [])
    return firstImage(ctx.shop, media)
  },
}

export const variantResolvers: Record<string, Resolvers<never>> = {
  ProductVariant: variantType,
  Mutation: {
    productVariantsBulkCreate: (_source, args, ctx) => bulkCreate(args, ctx),
    productVariantsBulkUpdate: (_source, args, ctx) => bulkUpdate(args, ctx),
    productVariantsBulkDelete: (_source, args, ctx) => bulkDelete(args, ctx),
    productVariantAppendMedia: (_source, args, ctx) => {
      const inputs = z
        .array(z.strictObject({ variantId: z.string(), mediaIds: z.array(z.string()) }))
        .parse(args.variantMedia)
      const product = ctx.shop.products.get(String(args.productId)) ?? null
      if (!product) {
        return {
          product: null,
          productVariants: null,
          userErrors: [
            userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST'),
          ],
        }
      }
      const productVariants = inputs.flatMap((input) => {
        const found = findVariant(ctx.shop, input.variantId)
        if (found) found.variant.mediaIds = [...input.mediaIds]
        return found?.variant ?? []
      })
      saveProduct(ctx.shop, product)
      return { product, productVariants, userErrors: [] }
    },
  },
}
