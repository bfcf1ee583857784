import { type UserError, userError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  newGid,
  type Product,
  type ProductOption,
  type ShopState,
  type Variant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { newVariant } from '../variants/input.ts'

export const MAX_OPTIONS = 3
export const MAX_VARIANTS = 2048
const MAX_NAME = 255

export const NO_PRODUCT = userError(
  ['productId'],
  'Product does not exist',
  'PRODUCT_DOES_NOT_EXIST',
)

export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/**
 * Shopify joins the names of options and values with " / " and takes no option that has it in its
 * name, in any mutation. Which words it says was not recorded.
 */
export const holdsSeparator = (name: string) => name.includes(' / ')
export const SEPARATOR_IN_NAME = "Option name can't contain ' / '"

export function isDefault(product: Product): boolean {
  return product.options.length === 1 && product.options[0]?.values[0]?.name === 'Default Title'
}

/** Recorded: every fault of an option is on its entry, not on a field of it. */
export function optionProblem(
  at: (string | number)[],
  name: string,
  values: readonly string[],
): UserError | null {
  if (name === '') return userError(at, 'Option name is missing.', 'OPTION_NAME_MISSING')
  if (name.length > MAX_NAME) {
    return userError(at, 'Option name is too long.', 'OPTION_NAME_TOO_LONG')
  }
  if (holdsSeparator(name)) return userError(at, SEPARATOR_IN_NAME, 'INVALID_NAME')
  if (values.length === 0) {
    const message = `Option '${name}' must specify at least one option value.`
    return userError(at, message, 'OPTION_VALUES_MISSING')
  }
  return valuesProblem(at, values)
}

export function valuesProblem(
  at: (string | number)[],
  values: readonly string[],
): UserError | null {
  if (values.some((value) => value.length > MAX_NAME)) {
    return userError(at, 'Option value name is too long.', 'OPTION_VALUE_NAME_TOO_LONG')
  }
  const twice = values.find((value, i) => values.findIndex((other) => sameName(other, value)) < i)
  return twice === undefined
    ? null
    : userError(at, `Duplicated option value '${twice}'.`, 'DUPLICATED_OPTION_VALUE')
}

export function newValue(shop: ShopState, name: string): ProductOption['values'][number] {
  return { id: newGid(shop, 'ProductOptionValue'), name }
}

/** Puts an option at another place; the variants' values move with it. */
export function moveOption(draft: Product, from: number, to: number): void {
  const move = <T>(list: T[]): T[] => {
    const rest = list.filter((_entry, i) => i !== from)
    return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
  }
  draft.options = move(draft.options)
  for (const variant of draft.variants) variant.values = move(variant.values)
}

/** A variant like another one, with these values. */
export function likeVariant(shop: ShopState, draft: Product, from: Variant, values: string[]) {
  const variant = newVariant(shop, draft, values)
  variant.price = from.price
  variant.compareAtPrice = from.compareAtPrice
  variant.item.tracked = from.item.tracked
  variant.item.requiresShipping = from.item.requiresShipping
  return variant
}
