import { z } from 'zod'
import { type Args, type Ctx, readInput, userError } from '#test/stand-ins/shopify-admin/context.ts'
import { newGid, type Product, saveProduct } from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  isDefault,
  likeVariant,
  MAX_OPTIONS,
  MAX_VARIANTS,
  moveOption,
  newValue,
  NO_PRODUCT,
  optionProblem,
  sameName,
} from './rules.ts'

const createInput = z.array(
  z.strictObject({
    name: z.string().nullish(),
    position: z.number().nullish(),
    values: z.array(z.strictObject({ name: z.string().nullish() })).nullish(),
  }),
)

/**
 * Adds options. Recorded: variants that are there get the first value of each; only CREATE makes
 * variants of the other values, which else stay without any.
 */
export function createOptions(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const product = shop.products.get(String(args.productId))
  if (!product) return { product: null, userErrors: [NO_PRODUCT] }
  const inputs = readInput(createInput, args.options, 'OptionCreateInput').map((input) => ({
    name: input.name?.trim() ?? '',
    position: input.position ?? null,
    values: (input.values ?? []).map((value) => value.name?.trim() ?? ''),
  }))
  const known = isDefault(product) ? [] : product.options
  const userErrors = inputs.flatMap(({ name, values }, i) => {
    const at = ['options', i]
    if (inputs.slice(0, i).some((other) => sameName(other.name, name))) {
      return userError(at, 'Duplicated option name.', 'DUPLICATED_OPTION_NAME')
    }
    if (known.some((option) => sameName(option.name, name))) {
      return userError(at, `Option '${name}' already exists.`, 'OPTION_ALREADY_EXISTS')
    }
    return optionProblem(at, name, values) ?? []
  })
  if (known.length + inputs.length > MAX_OPTIONS) {
    const message = `Can only specify a maximum of ${MAX_OPTIONS} options`
    return { product, userErrors: [userError(['options'], message, 'OPTIONS_OVER_LIMIT')] }
  }
  if (userErrors.length > 0) return { product, userErrors }
  const draft = structuredClone(product)
  if (isDefault(draft)) {
    draft.options = []
    for (const variant of draft.variants) variant.values = []
  }
  for (const { name, position, values } of inputs) {
    draft.options.push({
      id: newGid(shop, 'ProductOption'),
      name,
      values: values.map((value) => newValue(shop, value)),
    })
    extendVariants(ctx, draft, values, args.variantStrategy === 'CREATE')
    if (draft.variants.length > MAX_VARIANTS) {
      const message = `The number of created variants would exceed the ${MAX_VARIANTS} variants per product limit`
      return { product, userErrors: [userError(['options'], message, 'TOO_MANY_VARIANTS_CREATED')] }
    }
    const last = draft.options.length - 1
    if (position !== null && position - 1 < last) moveOption(draft, last, position - 1)
  }
  saveProduct(shop, draft)
  return { product: draft, userErrors: [] }
}

function extendVariants(ctx: Ctx, draft: Product, values: string[], create: boolean): void {
  const [first = '', ...others] = values
  draft.variants = draft.variants.flatMap((variant) => {
    const more = create
      ? others.map((value) => likeVariant(ctx.shop, draft, variant, [...variant.values, value]))
      : []
    variant.values = [...variant.values, first]
    return [variant, ...more]
  })
}
