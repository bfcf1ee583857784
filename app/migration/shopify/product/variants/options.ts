import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { MAX_TEXT, shorten } from '#app/migration/shopify/values/normalize.ts'
import { productsSay } from '#app/migration/messages/products.ts'

/**
 * The options of a product as Shopify takes them. Recorded: a name that holds " / ", one of more than
 * 255 characters and one that is there in another case are refused, each with the whole product.
 */

type CleanOption = {
  name: string
  /** Value of the source → value as it is sent; the same text gives the same value. */
  values: ReadonlyMap<string, string>
}

const cleaned = new WeakMap<CanonicalProduct, CleanOption[]>()

function cleanOptions(product: CanonicalProduct): CleanOption[] {
  const known = cleaned.get(product)
  if (known) return known
  const names = new Set<string>()
  const free = freeTexts(names)
  const result = product.options.map((option, index) => {
    const name = free(shorten(option.name.replace(/\s+\/\s+/g, '-')) || 'Option')
    names.add(name.toLowerCase())
    return { name, values: cleanValues(product, index) }
  })
  cleaned.set(product, result)
  return result
}

/**
 * Values that differ by case alone are one in Shopify and stay so; those that are only cut to the same
 * beginning are told apart.
 */
function cleanValues(product: CanonicalProduct, index: number): Map<string, string> {
  const values = new Map<string, string>()
  const wholes = new Map<string, string>()
  const free = freeTexts(wholes)
  const option = product.options[index]
  const all = [
    ...(option?.values ?? []),
    ...product.variants.map((variant) => chosenValue(product, variant, index)),
  ]
  for (const raw of all) {
    if (values.has(raw)) continue
    const whole = raw.trim().toLowerCase()
    let value = shorten(raw) || 'Any'
    const holder = wholes.get(value.toLowerCase())
    if (holder !== undefined && holder !== whole) value = free(value)
    wholes.set(value.toLowerCase(), whole)
    values.set(raw, value)
  }
  return values
}

/** Gives the text, or the text with the next number behind it when it is taken. */
function freeTexts(taken: Pick<ReadonlySet<string>, 'has'>): (text: string) => string {
  const next = new Map<string, number>()
  return (text) => {
    let wish = text
    let n = next.get(text) ?? 2
    for (; taken.has(wish.toLowerCase()); n += 1) {
      wish = `${shorten(text, MAX_TEXT - 3 - String(n).length)} (${n})`
    }
    next.set(text, n)
    return wish
  }
}

function chosenValue(product: CanonicalProduct, variant: CanonicalVariant, index: number): string {
  const name = product.options[index]?.name
  const own = variant.options[index]
  // Sources may leave an option open ("any").
  const named = own?.name === name ? own : variant.options.find((each) => each.name === name)
  return (named ?? own)?.value ?? ''
}

/** A variant's option values as they are sent: never blank, never too long. */
export function variantOptions(
  product: CanonicalProduct,
  variant: CanonicalVariant,
): { name: string; value: string }[] {
  return cleanOptions(product).map(({ name, values }, index) => ({
    name,
    value: values.get(chosenValue(product, variant, index)) ?? 'Any',
  }))
}

/** Options with the values that variants really use, in the source's order, each spelling once. */
export function usedOptions(product: CanonicalProduct): { name: string; values: string[] }[] {
  const used = product.variants.map((variant) => variantOptions(product, variant))
  return cleanOptions(product).map(({ name, values: known }, index) => {
    const ours = used.map((options) => options[index]?.value ?? '')
    const present = new Set(ours.map((value) => value.toLowerCase()))
    const values = new Map<string, string>()
    for (const value of [...known.values(), ...ours]) {
      const key = value.toLowerCase()
      if (present.has(key) && !values.has(key)) values.set(key, value)
    }
    return { name, values: [...values.values()] }
  })
}

/** Names that arrive under another one; what was cut is told with the other texts. */
export function optionNotes(product: CanonicalProduct): WriteNote[] {
  const changed = cleanOptions(product).flatMap(({ name }, index) => {
    const wanted = shorten(product.options[index]?.name ?? '')
    return wanted === name ? [] : [{ wanted: wanted.slice(0, 80), name: name.slice(0, 80) }]
  })
  if (changed.length === 0) return []
  return [
    {
      code: 'TEXT_NOT_ACCEPTED',
      field: 'options',
      message: productsSay('optionsRenamed', { options: changed }),
    },
  ]
}
