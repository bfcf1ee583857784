import { type Ctx, type UserError, userError } from '#test/stand-ins/shopify-admin/context.ts'
import type { Media, Product, Variant } from '#test/stand-ins/shopify-admin/store/state.ts'
import { type FileSetInput, newMedia, sourceProblem } from '../media/media.ts'
import { planMetafields, resolveNamespace, writeMetafield } from '../metafields/metafields.ts'
import { blankProduct } from './input.ts'
import { resolveValues } from './product-options.ts'
import type { VariantSetInput } from './product-set-input.ts'
import {
  amountProblems,
  applyVariantFields,
  newVariant,
  setQuantity,
  variantTextErrors,
} from '../variants/input.ts'

export function addFile(
  ctx: Ctx,
  draft: Product,
  file: FileSetInput,
  field: string[],
  errors: UserError[],
): Media | null {
  if (file.id) {
    const known = draft.media.find((media) => media.id === file.id)
    if (!known) {
      errors.push(userError([...field, 'id'], 'File does not exist', 'INVALID_INPUT'))
      return null
    }
    if (file.alt !== undefined) known.alt = file.alt
    return known
  }
  const source = file.originalSource ?? ''
  const problem = sourceProblem(source)
  if (problem) {
    errors.push(userError([...field, 'originalSource'], problem, 'INVALID_INPUT'))
    return null
  }
  return newMedia(ctx.shop, source, file.alt ?? null)
}

export function setVariants(
  ctx: Ctx,
  draft: Product,
  existing: Product | null,
  inputs: readonly VariantSetInput[],
  media: Media[],
  errors: UserError[],
): (() => void)[] {
  const { shop } = ctx
  const prefix = ['input', 'variants']
  const variants: Variant[] = []
  const afterSave: (() => void)[] = []
  const taken = new Set<string>()
  inputs.forEach((input, i) => {
    const here = [...prefix, String(i)]
    const resolved = resolveValues(draft.options, input.optionValues)
    if (!resolved.ok) {
      const field =
        resolved.index === null ? here : [...here, 'optionValues', String(resolved.index)]
      const code = resolved.index === null ? 'INVALID_VARIANT' : 'OPTION_DOES_NOT_EXIST'
      errors.push(userError(field, resolved.problem, code))
      return
    }
    resolved.values.forEach((value, j) => {
      const option = draft.options[j]
      if (option && !option.values.some(({ name }) => name === value)) {
        errors.push(
          userError(
            [...here, 'optionValues', String(j)],
            'Option value does not exist',
            'OPTION_VALUE_DOES_NOT_EXIST',
          ),
        )
      }
    })
    const key = JSON.stringify(resolved.values).toLowerCase()
    if (taken.has(key)) {
      errors.push(
        userError(
          here,
          `The variant '${resolved.values.join(' / ')}' already exists. Please change at least one option value.`,
          'INVALID_VARIANT',
        ),
      )
    }
    taken.add(key)
    const before = existing?.variants.find((variant) =>
      input.id ? variant.id === input.id : JSON.stringify(variant.values).toLowerCase() === key,
    )
    if (input.id && !before) {
      errors.push(
        userError(
          [...here, 'id'],
          'Product variant does not exist',
          'PRODUCT_VARIANT_DOES_NOT_EXIST',
        ),
      )
      return
    }
    for (const problem of amountProblems(input)) {
      errors.push(userError([...here, ...problem.field], problem.message, 'INVALID_VARIANT'))
    }
    errors.push(...variantTextErrors(input, here).map((e) => ({ ...e, code: 'INVALID_VARIANT' })))
    const variant = before
      ? { ...structuredClone(before), values: resolved.values }
      : newVariant(shop, draft, resolved.values)
    applyVariantFields(shop, variant, input)
    if (input.file) attachFile(ctx, draft, variant, input.file, media, here, errors)
    for (const [j, quantity] of (input.inventoryQuantities ?? []).entries()) {
      const where = [...here, 'inventoryQuantities', String(j)]
      if (!shop.locationList.has(quantity.locationId)) {
        errors.push(userError([...where, 'locationId'], 'Location does not exist', 'INVALID_INPUT'))
      } else if (quantity.name !== 'available' && quantity.name !== 'on_hand') {
        errors.push(
          userError(
            [...where, 'name'],
            "The quantity name must be either 'available' or 'on_hand'.",
            'INVALID_INPUT',
          ),
        )
      } else {
        const { locationId, name } = quantity
        afterSave.push(() => {
          setQuantity(ctx, variant, locationId, name, quantity.quantity, before === undefined)
        })
      }
    }
    const { plans, errors: metafieldErrors } = planMetafields(
      ctx,
      'PRODUCTVARIANT',
      before?.id ?? null,
      input.metafields,
      [...here, 'metafields'],
      (code) => (code === 'TAKEN' ? 'CAPABILITY_VIOLATION' : 'INVALID_METAFIELD'),
    )
    errors.push(...metafieldErrors)
    afterSave.push(() => {
      for (const plan of plans) writeMetafield(shop, variant.id, plan)
    })
    variants.push(variant)
  })
  errors.push(...sameUniqueValueTwice(ctx, inputs, prefix))
  if (variants.length === 0 && errors.length === 0) {
    draft.options = existing ? draft.options : blankProduct(shop).options
    draft.variants = [
      newVariant(
        shop,
        draft,
        draft.options.map((o) => o.values[0]?.name ?? ''),
      ),
    ]
    return afterSave
  }
  if (errors.length === 0) draft.variants = variants
  return afterSave
}

/** Two variants of one call with the same unique value: the second is taken. */
function sameUniqueValueTwice(
  ctx: Ctx,
  inputs: readonly VariantSetInput[],
  prefix: string[],
): UserError[] {
  const seen = new Set<string>()
  return inputs.flatMap((input, i) =>
    (input.metafields ?? []).flatMap((field, j) => {
      if (field.type !== 'id') return []
      const key = JSON.stringify([resolveNamespace(ctx, field.namespace), field.key, field.value])
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      return userError(
        [...prefix, i, 'metafields', j, 'value'],
        'Value has already been taken',
        'CAPABILITY_VIOLATION',
      )
    }),
  )
}

function attachFile(
  ctx: Ctx,
  draft: Product,
  variant: Variant,
  file: FileSetInput,
  media: Media[],
  here: string[],
  errors: UserError[],
): void {
  const known = media.find(
    (entry) => entry.id === file.id || entry.originalSource === file.originalSource,
  )
  const used = known ?? addFile(ctx, draft, file, [...here, 'file'], errors)
  if (!used) return
  if (!known) {
    media.push(used)
    if (draft.media !== media) draft.media.push(used)
  }
  variant.mediaIds = [used.id]
}
