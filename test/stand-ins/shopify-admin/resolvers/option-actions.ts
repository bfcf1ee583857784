import { z } from 'zod'
import { type Args, type Ctx, readInput, type Resolvers, userError } from '../context.ts'
import { newGid, type Product, type ProductOption, saveProduct } from '../state.ts'
import { MAX_OPTIONS } from './product-options.ts'
import { defaultOption, newVariant } from './variant-input.ts'

const valueInput = z.strictObject({ name: z.string().nullish() })
const createInput = z.array(
  z.strictObject({
    name: z.string().nullish(),
    position: z.number().nullish(),
    values: z.array(valueInput).nullish(),
  }),
)
const updateInput = z.strictObject({
  id: z.string(),
  name: z.string().nullish(),
  position: z.number().nullish(),
})
const valueUpdates = z.array(z.strictObject({ id: z.string(), name: z.string().nullish() }))

const NO_PRODUCT = userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function isDefault(product: Product): boolean {
  return product.options.length === 1 && product.options[0]?.values[0]?.name === 'Default Title'
}

/** Adds options; existing variants get the first value of each, new ones come with CREATE. */
function createOptions(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const product = shop.products.get(String(args.productId))
  if (!product) return { product: null, userErrors: [NO_PRODUCT] }
  const inputs = readInput(createInput, args.options, 'OptionCreateInput')
  const draft = structuredClone(product)
  if (isDefault(draft)) draft.options = []
  const userErrors = inputs.flatMap((input, i) => {
    const at = (field: string) => ['options', String(i), field]
    const name = input.name?.trim() ?? ''
    const values = (input.values ?? []).map((value) => value.name?.trim() ?? '')
    if (name === '') return userError(at('name'), 'Option name is missing', 'OPTION_NAME_MISSING')
    if (draft.options.some((option) => sameName(option.name, name))) {
      return userError(at('name'), `Option '${name}' already exists.`, 'OPTION_ALREADY_EXISTS')
    }
    if (values.length === 0) {
      return userError(at('values'), 'Option values are missing', 'OPTION_VALUES_MISSING')
    }
    if (new Set(values.map((value) => value.toLowerCase())).size < values.length) {
      return userError(at('values'), 'Duplicated option value', 'DUPLICATED_OPTION_VALUE')
    }
    draft.options.push({
      id: newGid(shop, 'ProductOption'),
      name,
      values: values.map((value) => ({ id: newGid(shop, 'ProductOptionValue'), name: value })),
    })
    return []
  })
  if (draft.options.length > MAX_OPTIONS) {
    userErrors.push(
      userError(['options'], 'Can only specify a maximum of 3 options', 'OPTIONS_OVER_LIMIT'),
    )
  }
  if (userErrors.length > 0) return { product, userErrors }
  const added = isDefault(product) ? draft.options : draft.options.slice(product.options.length)
  const firsts = added.map((option) => option.values[0]?.name ?? '')
  for (const variant of draft.variants) {
    variant.values = isDefault(product) ? firsts : [...variant.values, ...firsts]
  }
  if (args.variantStrategy === 'CREATE') addMissingVariants(ctx, draft)
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function addMissingVariants(ctx: Ctx, draft: Product): void {
  const combinations = draft.options.reduce<string[][]>(
    (rows, option) => rows.flatMap((row) => option.values.map(({ name }) => [...row, name])),
    [[]],
  )
  const known = new Set(draft.variants.map((variant) => JSON.stringify(variant.values)))
  for (const values of combinations) {
    if (known.has(JSON.stringify(values))) continue
    const variant = newVariant(ctx.shop, draft, values)
    variant.price = draft.variants[0]?.price ?? variant.price
    draft.variants.push(variant)
  }
}

function updateOption(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const product = shop.products.get(String(args.productId))
  if (!product) return { product: null, userErrors: [NO_PRODUCT] }
  const input = readInput(updateInput, args.option, 'OptionUpdateInput')
  const draft = structuredClone(product)
  const position = draft.options.findIndex((option) => option.id === input.id)
  const option = draft.options[position]
  const refuse = (field: string[], message: string, code: string) => ({
    product,
    userErrors: [userError(field, message, code)],
  })
  if (!option) {
    return refuse(['option', 'id'], 'Option does not exist', 'OPTION_DOES_NOT_EXIST')
  }
  const name = input.name?.trim()
  if (name && draft.options.some((other) => other !== option && sameName(other.name, name))) {
    return refuse(['option', 'name'], `Option '${name}' already exists.`, 'OPTION_ALREADY_EXISTS')
  }
  if (name) option.name = name
  const rename = readInput(
    valueUpdates.nullish(),
    args.optionValuesToUpdate,
    'OptionValueUpdateInput',
  )
  for (const change of rename ?? []) {
    const value = option.values.find(({ id }) => id === change.id)
    if (!value || !change.name) {
      return refuse(
        ['optionValuesToUpdate'],
        'Option value does not exist',
        'OPTION_VALUE_DOES_NOT_EXIST',
      )
    }
    for (const variant of draft.variants) {
      if (variant.values[position] === value.name) variant.values[position] = change.name
    }
    value.name = change.name
  }
  const add = readInput(
    z.array(valueInput).nullish(),
    args.optionValuesToAdd,
    'OptionValueCreateInput',
  )
  for (const value of add ?? []) {
    const text = value.name?.trim() ?? ''
    if (option.values.some((known) => sameName(known.name, text))) {
      return refuse(
        ['optionValuesToAdd'],
        `Option value '${text}' already exists.`,
        'OPTION_VALUE_ALREADY_EXISTS',
      )
    }
    option.values.push({ id: newGid(shop, 'ProductOptionValue'), name: text })
  }
  const remove = new Set(z.array(z.string()).nullish().parse(args.optionValuesToDelete) ?? [])
  const gone = option.values.filter(({ id }) => remove.has(id)).map((value) => value.name)
  const isUsed = draft.variants.some((variant) => gone.includes(variant.values[position] ?? ''))
  if (isUsed && args.variantStrategy !== 'MANAGE') {
    return refuse(
      ['optionValuesToDelete'],
      'Cannot delete option values that are used by variants',
      'OPTION_VALUE_HAS_VARIANTS',
    )
  }
  option.values = option.values.filter(({ id }) => !remove.has(id))
  draft.variants = draft.variants.filter(
    (variant) => !gone.includes(variant.values[position] ?? ''),
  )
  if (args.variantStrategy === 'MANAGE') addMissingVariants(ctx, draft)
  if (typeof input.position === 'number') moveOption(draft, position, input.position - 1)
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function moveOption(draft: Product, from: number, to: number): void {
  const move = <T>(list: T[]): T[] => {
    const rest = list.filter((_entry, i) => i !== from)
    return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
  }
  draft.options = move(draft.options)
  for (const variant of draft.variants) variant.values = move(variant.values)
}

function deleteOptions(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const product = shop.products.get(String(args.productId))
  const ids = z.array(z.string()).parse(args.options)
  if (!product) return { deletedOptionsIds: null, product: null, userErrors: [NO_PRODUCT] }
  const isKnown = (id: string) => product.options.some((option) => option.id === id)
  const unknown = ids.findIndex((id) => !isKnown(id))
  if (unknown >= 0) {
    const error = userError(['options', unknown], 'Option does not exist', 'OPTION_DOES_NOT_EXIST')
    return { deletedOptionsIds: null, product, userErrors: [error] }
  }
  const draft = structuredClone(product)
  const keep = draft.options.map((option: ProductOption) => !ids.includes(option.id))
  const merged = new Map<string, (typeof draft.variants)[number]>()
  for (const variant of draft.variants) {
    variant.values = variant.values.filter((_value, i) => keep[i] === true)
    const key = JSON.stringify(variant.values)
    if (!merged.has(key)) merged.set(key, variant)
  }
  // Variants that would become equal stand in the way unless the caller lets them be merged.
  if (merged.size < draft.variants.length && args.strategy !== 'POSITION') {
    const error = userError(
      ['options'],
      'Deleting the option would leave duplicated variants',
      'CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES',
    )
    return { deletedOptionsIds: null, product, userErrors: [error] }
  }
  draft.variants = [...merged.values()]
  draft.options = draft.options.filter((_option, i) => keep[i] === true)
  if (draft.options.length === 0) {
    draft.options = [defaultOption(shop)]
    for (const variant of draft.variants) variant.values = ['Default Title']
  }
  saveProduct(shop, draft)
  return { deletedOptionsIds: ids, product: draft, userErrors: [] }
}

export const optionResolvers: Record<string, Resolvers<never>> = {
  Mutation: {
    productOptionsCreate: (_source, args, ctx) => createOptions(args, ctx),
    productOptionUpdate: (_source, args, ctx) => updateOption(args, ctx),
    productOptionsDelete: (_source, args, ctx) => deleteOptions(args, ctx),
  },
}
