import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  newGid,
  type Product,
  type ProductOption,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { createdMedia, createMediaInput, sourceProblem } from '../media/media.ts'
import { planMetafields, writeMetafield } from '../metafields/metafields.ts'
import {
  amountProblems,
  applyVariantFields,
  optionValueInput,
  variantFields,
  variantTitle,
} from './input.ts'

export const bulkInput = z.array(
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

export function amountErrors(input: BulkInput, i: number, forUpdate: boolean): UserError[] {
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

export function addMedia(ctx: Ctx, draft: Product, args: Args, errors: UserError[]): void {
  if (args.media === undefined || args.media === null) return
  const inputs = readInput(createMediaInput, args.media, 'CreateMediaInput')
  inputs.forEach((input, i) => {
    const problem = sourceProblem(input.originalSource)
    if (problem) errors.push(userError(['media', i, 'originalSource'], problem, 'INVALID_INPUT'))
    else draft.media.push(createdMedia(ctx.shop, input))
  })
}

export function linkMedia(
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

export function ensureValues(ctx: Ctx, draft: Product, values: readonly string[]): void {
  values.forEach((value, j) => {
    const option = draft.options[j]
    if (option && !option.values.some(({ name }) => name === value)) {
      option.values.push({ id: newGid(ctx.shop, 'ProductOptionValue'), name: value })
    }
  })
}

export function updateRow(
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
