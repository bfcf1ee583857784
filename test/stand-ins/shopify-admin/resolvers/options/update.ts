import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Product,
  type ProductOption,
  saveProduct,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  holdsSeparator,
  likeVariant,
  MAX_VARIANTS,
  moveOption,
  newValue,
  NO_PRODUCT,
  sameName,
  SEPARATOR_IN_NAME,
  valuesProblem,
} from './rules.ts'

const updateInput = z.strictObject({
  id: z.string(),
  name: z.string().nullish(),
  position: z.number().nullish(),
})
const addInput = z.array(z.strictObject({ name: z.string().nullish() })).nullish()
const renameInput = z
  .array(z.strictObject({ id: z.string(), name: z.string().nullish() }))
  .nullish()

/**
 * Renames and moves an option, adds, renames and deletes values, all at once. Recorded: values keep
 * their gids through a rename, added ones have no variants unless the strategy is MANAGE.
 */
export function updateOption(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const product = shop.products.get(String(args.productId))
  if (!product) return { product: null, userErrors: [NO_PRODUCT] }
  const input = readInput(updateInput, args.option, 'OptionUpdateInput')
  const draft = structuredClone(product)
  const position = draft.options.findIndex((option) => option.id === input.id)
  const option = draft.options[position]
  const refuse = (...userErrors: UserError[]) => ({ product, userErrors })
  if (!option) {
    return refuse(userError(['option'], 'Option does not exist', 'OPTION_DOES_NOT_EXIST'))
  }
  const name = input.name?.trim()
  const nameFault = name ? renameProblem(draft, option, name) : null
  if (nameFault) return refuse(nameFault)
  if (name) option.name = name
  const isManaged = args.variantStrategy === 'MANAGE'
  const fault =
    renameValues(args, draft, option, position) ??
    deleteValues(args, draft, option, position, isManaged) ??
    addValues(args, ctx, draft, option, position, isManaged)
  if (fault) return refuse(fault)
  if (typeof input.position === 'number') moveOption(draft, position, input.position - 1)
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function renameProblem(draft: Product, option: ProductOption, name: string): UserError | null {
  if (holdsSeparator(name)) return userError(['option'], SEPARATOR_IN_NAME, 'INVALID_NAME')
  if (name.length > 255) {
    return userError(['option'], 'Option name is too long.', 'OPTION_NAME_TOO_LONG')
  }
  return draft.options.some((other) => other !== option && sameName(other.name, name))
    ? userError(['option'], `Option '${name}' already exists.`, 'OPTION_ALREADY_EXISTS')
    : null
}

function renameValues(
  args: Args,
  draft: Product,
  option: ProductOption,
  position: number,
): UserError | null {
  const renames = readInput(renameInput, args.optionValuesToUpdate, 'OptionValueUpdateInput') ?? []
  for (const [i, change] of renames.entries()) {
    const at = ['optionValuesToUpdate', i]
    const value = option.values.find(({ id }) => id === change.id)
    const name = change.name?.trim()
    if (!value) {
      return userError(at, 'Option value does not exist', 'OPTION_VALUE_DOES_NOT_EXIST')
    }
    if (!name) continue
    for (const variant of draft.variants) {
      if (variant.values[position] === value.name) variant.values[position] = name
    }
    value.name = name
  }
  return valuesProblem(
    ['optionValuesToUpdate'],
    option.values.map((value) => value.name),
  )
}

function deleteValues(
  args: Args,
  draft: Product,
  option: ProductOption,
  position: number,
  isManaged: boolean,
): UserError | null {
  const ids = z.array(z.string()).nullish().parse(args.optionValuesToDelete) ?? []
  for (const [i, id] of ids.entries()) {
    const value = option.values.find((entry) => entry.id === id)
    const at = ['optionValuesToDelete', i]
    if (!value) {
      return userError(at, 'Option value does not exist', 'OPTION_VALUE_DOES_NOT_EXIST')
    }
    const isUsed = draft.variants.some((variant) => variant.values[position] === value.name)
    if (isUsed && !isManaged) {
      const message = 'Cannot delete an option value that has variants'
      return userError(at, message, 'OPTION_VALUE_HAS_VARIANTS')
    }
    option.values = option.values.filter((entry) => entry !== value)
    draft.variants = draft.variants.filter((variant) => variant.values[position] !== value.name)
  }
  const isAdding = Array.isArray(args.optionValuesToAdd) && args.optionValuesToAdd.length > 0
  if (option.values.length === 0 && !isAdding) {
    const message = 'Cannot delete all option values in option'
    return userError(['optionValuesToDelete'], message, 'CANNOT_DELETE_ALL_OPTION_VALUES_IN_OPTION')
  }
  return null
}

/** MANAGE: a new variant for each combination of the other options' values that is there. */
function addValues(
  args: Args,
  ctx: Ctx,
  draft: Product,
  option: ProductOption,
  position: number,
  isManaged: boolean,
): UserError | null {
  const added = (readInput(addInput, args.optionValuesToAdd, 'OptionValueCreateInput') ?? []).map(
    (value) => value.name?.trim() ?? '',
  )
  const taken = added.findIndex((name) => option.values.some((value) => sameName(value.name, name)))
  if (taken >= 0) {
    const message = `Option value '${added[taken]}' already exists.`
    return userError(['optionValuesToAdd', taken], message, 'OPTION_VALUE_ALREADY_EXISTS')
  }
  const fault = valuesProblem(['optionValuesToAdd'], added)
  if (fault) return fault
  option.values.push(...added.map((name) => newValue(ctx.shop, name)))
  if (isManaged) {
    const rows = new Map(
      draft.variants.map((variant) => [JSON.stringify(variant.values.with(position, '')), variant]),
    )
    for (const name of added) {
      for (const variant of rows.values()) {
        const values = variant.values.with(position, name)
        draft.variants.push(likeVariant(ctx.shop, draft, variant, values))
      }
    }
  }
  if (draft.variants.length > MAX_VARIANTS) {
    const message = `The number of created variants would exceed the ${MAX_VARIANTS} variants per product limit`
    return userError(['optionValuesToAdd'], message, 'TOO_MANY_VARIANTS_CREATED')
  }
  return draft.variants.length === 0
    ? userError(
        ['optionValuesToDelete'],
        'Cannot leave options without variants',
        'CANNOT_LEAVE_OPTIONS_WITHOUT_VARIANTS',
      )
    : null
}
