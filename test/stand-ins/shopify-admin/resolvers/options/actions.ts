import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  type Resolvers,
  topLevelError,
  type UserError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  legacyId,
  type Product,
  type ProductOption,
  saveProduct,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { createOptions } from './create.ts'
import { NO_PRODUCT } from './rules.ts'
import { updateOption } from './update.ts'
import { defaultOption } from '../variants/input.ts'

/**
 * Recorded: deleting every option leaves "Title / Default Title" on the same variant. Documented:
 * options with several values ask for a strategy, and only POSITION deletes variants.
 */
function deleteOptions(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const product = shop.products.get(String(args.productId))
  const ids = z.array(z.string()).parse(args.options)
  if (!product) return { deletedOptionsIds: [], product: null, userErrors: [NO_PRODUCT] }
  const refuse = (error: UserError) => ({ deletedOptionsIds: [], product, userErrors: [error] })
  const unknown = ids.findIndex((id) => !product.options.some((option) => option.id === id))
  if (unknown >= 0) {
    const at = ['options', unknown]
    return refuse(userError(at, 'Option does not exist', 'OPTION_DOES_NOT_EXIST'))
  }
  const strategy = args.strategy ?? 'DEFAULT'
  // Recorded: values that no variant has do not count.
  const full = ids.findIndex((id) => {
    const position = product.options.findIndex((option) => option.id === id)
    return new Set(product.variants.map((variant) => variant.values[position])).size > 1
  })
  if (strategy === 'DEFAULT' && full >= 0) {
    const message = 'Cannot delete option with multiple values'
    const code = 'CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES'
    return refuse(userError(['options', full], message, code))
  }
  const draft = structuredClone(product)
  const keep = draft.options.map((option: ProductOption) => !ids.includes(option.id))
  const merged = new Map<string, (typeof draft.variants)[number]>()
  for (const variant of draft.variants) {
    variant.values = variant.values.filter((_value, i) => keep[i] === true)
    const key = JSON.stringify(variant.values)
    if (!merged.has(key)) merged.set(key, variant)
  }
  if (merged.size < draft.variants.length && strategy !== 'POSITION') {
    const message = 'Cannot delete options without deleting variants'
    return refuse(userError(['options'], message, 'CANNOT_USE_NON_DESTRUCTIVE_STRATEGY'))
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

const named = { id: z.string().nullish(), name: z.string().nullish() }
const reorderInput = z.array(
  z.strictObject({ ...named, values: z.array(z.strictObject(named)).nullish() }),
)
type Named = { id?: string | null | undefined; name?: string | null | undefined }

const isSame = (wanted: Named, known: { id: string; name: string }) =>
  wanted.id ? wanted.id === known.id : wanted.name === known.name

function oneSelector(entries: readonly Named[], type: string): void {
  for (const { id, name } of entries) {
    if ((id === undefined) === (name === undefined)) {
      throw topLevelError(`${type} requires exactly one of id, name`, 'INVALID_FIELD_ARGUMENTS')
    }
  }
}

function selectorProblem(
  entries: readonly Named[],
  known: readonly { id: string; name: string }[],
  kind: { noun: string; plural: string; code: string; missingName: string },
): UserError | null {
  const isMixed = entries.some(({ id }) => id) && entries.some(({ name }) => name)
  if (isMixed) {
    const message = `Only specify one of \`id\` or \`name\` fields for ${kind.plural}.`
    return userError(['options'], message, 'MIXING_ID_AND_NAME_KEYS_IS_NOT_ALLOWED')
  }
  const twice = entries.findIndex((entry, i) =>
    entries.slice(0, i).some((other) => other.id === entry.id && other.name === entry.name),
  )
  if (twice >= 0) {
    const message = `Duplicated ${kind.noun}${kind.code === 'OPTION' ? ' name' : ''} '${entries[twice]?.name}'.`
    const code = kind.code === 'OPTION' ? 'DUPLICATED_OPTION_NAME' : 'DUPLICATED_OPTION_VALUE'
    return userError(['options', twice], message, code)
  }
  const missing = entries.find((entry) => !known.some((one) => isSame(entry, one)))
  if (!missing) return null
  return missing.id
    ? userError(
        ['options'],
        `${kind.code === 'OPTION' ? 'Option' : 'Option value'} id '${legacyId(missing.id)}' does not exist.`,
        `${kind.code}_ID_DOES_NOT_EXIST`,
      )
    : userError(
        ['options'],
        `${kind.missingName} '${missing.name}' does not exist.`,
        kind.code === 'OPTION' ? 'OPTION_NAME_DOES_NOT_EXIST' : 'OPTION_VALUE_DOES_NOT_EXIST',
      )
}

/** Puts what is named first, in that order; what is not named keeps its place behind it. */
function inOrder<T extends { id: string; name: string }>(
  known: readonly T[],
  wanted: readonly Named[],
): T[] {
  const rank = (entry: T) => {
    const at = wanted.findIndex((one) => isSame(one, entry))
    return at < 0 ? wanted.length : at
  }
  return known.toSorted((a, b) => rank(a) - rank(b))
}

/** Recorded: the variants follow the new order of options and values. */
function reorderOptions(args: Args, ctx: Ctx) {
  const product = ctx.shop.products.get(String(args.productId))
  const inputs = readInput(reorderInput, args.options, 'OptionReorderInput')
  oneSelector(inputs, 'OptionReorderInput')
  for (const { values } of inputs) oneSelector(values ?? [], 'OptionValueReorderInput')
  if (!product) return { product: null, userErrors: [NO_PRODUCT] }
  const options = {
    noun: 'option',
    plural: 'options',
    code: 'OPTION',
    missingName: 'Option name',
  }
  const values = {
    noun: 'option value',
    plural: 'option values',
    code: 'OPTION_VALUE',
    missingName: 'Option value',
  }
  const draft: Product = structuredClone(product)
  let error = selectorProblem(inputs, draft.options, options)
  for (const input of inputs) {
    const option = draft.options.find((entry) => isSame(input, entry))
    if (error || !option || !input.values) continue
    error = selectorProblem(input.values, option.values, values)
    option.values = inOrder(option.values, input.values)
  }
  if (error) return { product, userErrors: [error] }
  const before = draft.options
  draft.options = inOrder(before, inputs)
  for (const variant of draft.variants) {
    variant.values = draft.options.map((option) => variant.values[before.indexOf(option)] ?? '')
  }
  const rank = (row: readonly string[]) =>
    draft.options.map((option, i) => option.values.findIndex(({ name }) => name === row[i]))
  draft.variants = draft.variants.toSorted((a, b) => {
    const [left, right] = [rank(a.values), rank(b.values)]
    const at = left.findIndex((value, i) => value !== right[i])
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
  })
  saveProduct(ctx.shop, draft)
  return { product: draft, userErrors: [] }
}

type OptionView = ProductOption & { product: Product; position: number }
const optionType: Resolvers<OptionView> = {
  linkedMetafield: () => null,
  // Recorded: only values that variants have.
  values: (option) =>
    option.values
      .map(({ name }) => name)
      .filter((name) =>
        option.product.variants.some((variant) => variant.values[option.position - 1] === name),
      ),
  optionValues: (option) =>
    option.values.map((value) => ({
      ...value,
      swatch: null,
      linkedMetafieldValue: null,
      hasVariants: option.product.variants.some(
        (variant) => variant.values[option.position - 1] === value.name,
      ),
    })),
}

export const optionResolvers: Record<string, Resolvers<never>> = {
  ProductOption: optionType,
  Mutation: {
    productOptionsCreate: (_source, args, ctx) => createOptions(args, ctx),
    productOptionUpdate: (_source, args, ctx) => updateOption(args, ctx),
    productOptionsDelete: (_source, args, ctx) => deleteOptions(args, ctx),
    productOptionsReorder: (_source, args, ctx) => reorderOptions(args, ctx),
  },
}
