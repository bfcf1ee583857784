import type { GraphQLResolveInfo } from 'graphql'
import { z } from 'zod'
import { type Args, type Ctx, readInput, userError, type UserError } from '../context.ts'
import {
  type Media,
  metafieldsOf,
  newGid,
  type Product,
  type ProductOption,
  saveProduct,
  type Variant,
} from '../state.ts'
import { type FileSetInput, fileSetInput, newMedia, sourceProblem } from './media.ts'
import {
  findByCustomId,
  type MetafieldInput,
  planMetafields,
  removeMetafield,
  resolveNamespace,
  uniqueValueInput,
  writeMetafield,
} from './metafields.ts'
import {
  applyProductFields,
  blankProduct,
  collectionErrors,
  joinCollections,
  productByHandle,
  productFields,
} from './product-input.ts'
import {
  amountProblems,
  applyVariantFields,
  newVariant,
  optionValueInput,
  setQuantity,
  variantFields,
  variantTextErrors,
} from './variant-input.ts'

const variantSetInput = z.strictObject({
  ...variantFields,
  sku: z.string().nullish(),
  position: z.number().nullish(),
  file: fileSetInput.nullish(),
  optionValues: z.array(optionValueInput),
  inventoryQuantities: z
    .array(z.strictObject({ locationId: z.string(), name: z.string(), quantity: z.number().int() }))
    .nullish(),
})
type VariantSetInput = z.infer<typeof variantSetInput>

const productSetInput = z.strictObject({
  ...productFields,
  id: z.string().nullish(),
  collections: z.array(z.string()).nullish(),
  files: z.array(fileSetInput).nullish(),
  productOptions: z
    .array(
      z.strictObject({
        id: z.string().nullish(),
        name: z.string().nullish(),
        position: z.number().nullish(),
        values: z
          .array(z.strictObject({ id: z.string().nullish(), name: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
  variants: z.array(variantSetInput).nullish(),
})
type ProductSetInput = z.infer<typeof productSetInput>

const identifierInput = z
  .strictObject({
    id: z.string().optional(),
    handle: z.string().optional(),
    customId: uniqueValueInput.optional(),
  })
  .nullish()
type Identifier = z.infer<typeof identifierInput>

const MAX_OPTIONS = 3
const MAX_FILES = 250

/** How long an asynchronous productSet shows as CREATED. */
const OPERATION_MS = 1000

export function productSet(args: Args, ctx: Ctx, info: GraphQLResolveInfo) {
  const input = readInput(productSetInput, args.input, 'ProductSetInput')
  const identifier = readInput(identifierInput, args.identifier, 'ProductSetIdentifiers')
  const before = ctx.shop.products.size
  const result = setProduct(ctx, input, identifier)
  // Recorded: a creation is charged what was requested, an update what came back.
  if (ctx.shop.products.size > before) ctx.chargedInFull.add(String(info.path.key))
  if (args.synchronous !== false) {
    return { product: result.product, productSetOperation: null, userErrors: result.userErrors }
  }
  const id = newGid(ctx.shop, 'ProductSetOperation')
  const operation = {
    id,
    status: 'CREATED' as const,
    completesAt: ctx.shop.now() + OPERATION_MS,
    productId: result.product?.id ?? null,
    userErrors: result.userErrors,
  }
  ctx.shop.operations.set(id, operation)
  return {
    product: null,
    productSetOperation: { id, status: operation.status, productId: null, userErrors: [] },
    userErrors: [],
  }
}

type SetResult = { product: Product | null; userErrors: UserError[] }

function setProduct(ctx: Ctx, input: ProductSetInput, identifier: Identifier): SetResult {
  const { shop } = ctx
  const refuse = (field: string[], message: string, code: string): SetResult => ({
    product: null,
    userErrors: [userError(field, message, code)],
  })
  if (identifier && input.id) {
    return refuse(
      ['input'],
      'The id field is not allowed if identifier is provided.',
      'ID_NOT_ALLOWED',
    )
  }
  let existing: Product | null = null
  let metafields = input.metafields
  if (input.id) {
    existing = shop.products.get(input.id) ?? null
    if (!existing) {
      return refuse(['input', 'id'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
    }
  } else if (identifier?.id !== undefined) {
    existing = shop.products.get(identifier.id) ?? null
    if (!existing) {
      return refuse(['input'], 'Resource matching the identifier was not found.', 'NOT_FOUND')
    }
  } else if (identifier?.handle !== undefined) {
    if (!input.handle) {
      return refuse(
        ['input'],
        'The input field corresponding to the identifier is required.',
        'MISSING_FIELD_REQUIRED',
      )
    }
    if (input.handle !== identifier.handle) {
      return refuse(
        ['input'],
        'The identifier value does not match the value of the corresponding field in the input.',
        'INPUT_MISMATCH',
      )
    }
    existing = productByHandle(shop, identifier.handle)
  } else if (identifier?.customId) {
    const { customId } = identifier
    const { namespace, ownerId } = findByCustomId(ctx, 'PRODUCT', customId)
    existing = shop.products.get(ownerId ?? '') ?? null
    const own = (field: MetafieldInput) =>
      resolveNamespace(ctx, field.namespace) === namespace && field.key === customId.key
    const sent = metafields?.find(own)
    if (sent && sent.value !== customId.value) {
      return refuse(
        ['input', 'metafields'],
        'The identifier value does not match the value of the corresponding field in the input.',
        'METAFIELD_MISMATCH',
      )
    }
    if (!sent && (metafields || !existing)) {
      metafields = [
        ...(metafields ?? []),
        { namespace, key: customId.key, type: 'id', value: customId.value },
      ]
    }
  }
  return write(ctx, input, existing, metafields)
}

function write(
  ctx: Ctx,
  input: ProductSetInput,
  existing: Product | null,
  metafields: MetafieldInput[] | null | undefined,
): SetResult {
  const { shop } = ctx
  const isNew = existing === null
  const draft = existing ? structuredClone(existing) : blankProduct(shop)
  const at = (field: string) => ['input', field]
  const errors = applyProductFields(ctx, draft, input, isNew, at, 'INVALID_PRODUCT')
  errors.push(
    ...collectionErrors(shop, input.collections, ['input', 'collections'], 'INVALID_INPUT'),
  )
  const media = setFiles(ctx, draft, input.files, ['input', 'files'], errors)
  const { plans, errors: metafieldErrors } = planMetafields(
    ctx,
    'PRODUCT',
    existing?.id ?? null,
    metafields,
    ['input', 'metafields'],
    (code) => (code === 'TAKEN' ? 'CAPABILITY_VIOLATION' : 'INVALID_METAFIELD'),
  )
  errors.push(...metafieldErrors)
  if (input.productOptions && !input.variants) {
    errors.push(
      userError(
        ['input', 'variants'],
        'Variants input is required when updating product options',
        'VARIANTS_INPUT_MISSING',
      ),
    )
  } else if (input.variants && !input.productOptions && isNew) {
    errors.push(
      userError(
        ['input', 'productOptions'],
        'Product options input is required when updating variants',
        'PRODUCT_OPTIONS_INPUT_MISSING',
      ),
    )
  }
  if (errors.length > 0) return { product: existing, userErrors: errors }
  if (input.productOptions) setOptions(ctx, draft, input.productOptions, errors)
  let afterSave: (() => void)[] = []
  if (input.variants && errors.length === 0) {
    afterSave = setVariants(ctx, draft, existing, input.variants, media, errors)
  }
  if (errors.length > 0) return { product: existing, userErrors: errors }
  saveProduct(shop, draft)
  if (metafields) {
    const kept = new Set(plans.map((plan) => `${plan.namespace}.${plan.key}`))
    // List fields replace: what is not sent is removed.
    for (const field of metafieldsOf(shop, draft.id)) {
      if (!kept.has(`${field.namespace}.${field.key}`)) removeMetafield(shop, field)
    }
    for (const plan of plans) writeMetafield(shop, draft.id, plan)
  }
  for (const finish of afterSave) finish()
  if (input.collections) joinCollections(shop, draft.id, { set: input.collections })
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function setFiles(
  ctx: Ctx,
  draft: Product,
  files: readonly FileSetInput[] | null | undefined,
  field: string[],
  errors: UserError[],
): Media[] {
  if (!files) return draft.media
  if (files.length > MAX_FILES) {
    errors.push(userError(field, `A product can have at most ${MAX_FILES} media`, 'INVALID_INPUT'))
    return draft.media
  }
  const media = files.flatMap(
    (file, i) => addFile(ctx, draft, file, [...field, String(i)], errors) ?? [],
  )
  draft.media = media
  for (const variant of draft.variants) {
    variant.mediaIds = variant.mediaIds.filter((id) => media.some((entry) => entry.id === id))
  }
  return media
}

function addFile(
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

function setOptions(
  ctx: Ctx,
  draft: Product,
  inputs: NonNullable<ProductSetInput['productOptions']>,
  errors: UserError[],
): void {
  const field = ['input', 'productOptions']
  if (inputs.length > MAX_OPTIONS) {
    errors.push(
      userError(
        field,
        `Exceeded maximum number of options allowed (${MAX_OPTIONS})`,
        'OPTIONS_OVER_LIMIT',
      ),
    )
    return
  }
  const names = new Set<string>()
  const options: ProductOption[] = []
  inputs.forEach((input, i) => {
    const current = draft.options.find(
      (option) => option.id === input.id || option.name === input.name,
    )
    const name = (input.name ?? current?.name ?? '').trim()
    if (name === '') {
      errors.push(
        userError([...field, String(i), 'name'], "Option name can't be blank", 'INVALID_INPUT'),
      )
      return
    }
    if (name.length > 255) {
      errors.push(
        userError(
          [...field, String(i), 'name'],
          'Option name is too long (maximum is 255 characters)',
          'INVALID_INPUT',
        ),
      )
    }
    if (names.has(name.toLowerCase())) {
      errors.push(
        userError(
          [...field, String(i)],
          `Duplicated option name '${name}'`,
          'DUPLICATED_OPTION_NAME',
        ),
      )
      return
    }
    names.add(name.toLowerCase())
    const seen = new Set<string>()
    const values = (input.values ?? []).flatMap((value, j) => {
      const text = (
        value.name ??
        current?.values.find(({ id }) => id === value.id)?.name ??
        ''
      ).trim()
      const where = [...field, String(i), 'values', String(j)]
      if (text === '') {
        errors.push(
          userError([...where, 'name'], "Option value name can't be blank", 'INVALID_INPUT'),
        )
        return []
      }
      if (text.length > 255) {
        errors.push(
          userError(
            [...where, 'name'],
            'Option value name is too long (maximum is 255 characters)',
            'INVALID_INPUT',
          ),
        )
      }
      if (seen.has(text.toLowerCase())) {
        errors.push(
          userError(where, `Duplicated option value '${text}'`, 'DUPLICATED_OPTION_VALUE'),
        )
        return []
      }
      seen.add(text.toLowerCase())
      const known = current?.values.find((entry) => entry.id === value.id || entry.name === text)
      return { id: known?.id ?? newGid(ctx.shop, 'ProductOptionValue'), name: text }
    })
    if (values.length === 0) {
      errors.push(
        userError(
          [...field, String(i), 'values'],
          'Option values are required',
          'OPTION_VALUES_MISSING',
        ),
      )
    }
    options.push({ id: current?.id ?? newGid(ctx.shop, 'ProductOption'), name, values })
  })
  if (errors.length === 0) draft.options = options
}

/** The values of a variant in the options' order; unknown options and values are errors. */
export function resolveValues(
  options: readonly ProductOption[],
  inputs: readonly z.infer<typeof optionValueInput>[],
): { ok: true; values: string[] } | { ok: false; problem: string; index: number | null } {
  const chosen = new Map<string, string>()
  for (const [index, input] of inputs.entries()) {
    const option = options.find(
      (candidate) =>
        candidate.id === input.optionId ||
        (input.optionName !== undefined &&
          candidate.name.toLowerCase() === input.optionName?.toLowerCase()) ||
        candidate.values.some(({ id }) => id === input.id),
    )
    if (!option) return { ok: false, problem: 'Option does not exist', index }
    if (chosen.has(option.id)) {
      return { ok: false, problem: `Duplicated option name '${option.name}'`, index: null }
    }
    const value = option.values.find(
      ({ id, name }) => id === input.id || name.toLowerCase() === input.name?.trim().toLowerCase(),
    )
    chosen.set(option.id, value?.name ?? input.name?.trim() ?? '')
  }
  const missing = options.filter((option) => !chosen.has(option.id))
  if (missing.length > 0) {
    const names = missing.map((option) => option.name).join(', ')
    return { ok: false, problem: `You need to add option values for ${names}`, index: null }
  }
  return { ok: true, values: options.map((option) => chosen.get(option.id) ?? '') }
}

function setVariants(
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
