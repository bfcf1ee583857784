import { someOf } from '#app/migration/messages/parameters.ts'
import { wooSays } from '../messages/woocommerce.ts'
import type { CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { nameText, slugged, soundOf } from '../names.ts'
import type { WireProduct, WireVariation } from '../wire/product.ts'

/** Shopify takes 2 048 variants; there is no use in working out more. */
const MOST_VARIANTS = 2_048
/** A product with more is refused there. */
const OPTIONS_IN_SHOPIFY = 3
/** One with so many is not worked out. */
const MOST_OPTIONS = 30
/** Each fixed variation may be hidden in so many "any" of three options; more options hide it in more. */
const MOST_WAYS = 8

export type ChosenVariant = {
  variation: WireVariation
  /** The first combination of a variation keeps its id. */
  sourceId: string
  options: CanonicalVariant['options']
}

type Variants = {
  options: { name: string; values: string[] }[]
  chosen: ChosenVariant[]
  remarks: SourceRemark[]
}

/**
 * Which variants a product's variations make.
 *
 * - Options are the attributes used for variations. Where the product says of none that it is, those
 *   the variations name; where they name none, the variations' own names.
 * - A variation's attribute is known by its id, its name, its slug, and at last because it is the only
 *   one left and has one of the values. The product's own spelling of a value is the one that counts.
 * - An attribute the variation does not name is "any": it is expanded to the values no other variation
 *   has taken.
 * - A variation that fits nowhere, or whose combinations others have taken, is told.
 *
 * Takes time in proportion to variations plus values.
 * @throws RecordError TOO_MANY_VARIANTS when "any" attributes multiply beyond Shopify's limit,
 *   TOO_MANY_OPTIONS when there are so many attributes that nobody can work it out
 */
export function chooseVariants(wire: WireProduct, variations: readonly WireVariation[]): Variants {
  const sorted = variations.toSorted((a, b) => a.menu_order - b.menu_order || a.id - b.id)
  const axes = axesOf(wire, sorted)
  if (axes.length === 0) return withoutAttributes(sorted)
  if (axes.length > MOST_OPTIONS) throw tooManyOptions(String(wire.id), axes.length)
  const placing = placesOf(axes)
  const placed = sorted.map((variation) => ({ variation, ...place(variation, axes, placing) }))
  const fitting = placed.filter((each) => !isMisfit(each))
  for (const { values } of fitting) {
    values.forEach((value, i) => value !== null && axes[i]?.use(value))
  }
  const taken = new Set(
    fitting
      .filter(({ values }) => !values.includes(null))
      .map(({ values }) => combinationKey(values)),
  )
  const expanded = new Set<string>()
  let tried = 0
  const misfits: number[] = []
  const stale: number[] = []
  const chosen: ChosenVariant[] = []
  for (const each of placed) {
    const { variation, values, left } = each
    if (isMisfit(each)) {
      misfits.push(variation.id)
      continue
    }
    if (left.length > 0) stale.push(variation.id)
    let combinations: string[][]
    if (!values.includes(null)) {
      combinations = [values.map((value) => value ?? '')]
    } else {
      const pattern = combinationKey(values)
      const all = expanded.has(pattern) ? [] : expand(values, axes, String(wire.id))
      expanded.add(pattern)
      tried += all.length
      if (tried > MOST_WAYS * (MOST_VARIANTS + variations.length)) {
        throw tooManyOptions(String(wire.id), axes.length)
      }
      combinations = all.filter((combination) => !taken.has(combinationKey(combination)))
    }
    if (combinations.length === 0) misfits.push(variation.id)
    combinations.forEach((combination, index) => {
      taken.add(combinationKey(combination))
      const id = String(variation.id)
      chosen.push({
        variation,
        sourceId: index === 0 ? id : `${id}:${combination.join('/').toLowerCase()}`,
        options: axes.map(({ name }, i) => ({ name, value: combination[i] ?? '' })),
      })
    })
    // Fixed variations that are too many are for Shopify's side to refuse, with their number.
    if (chosen.length > Math.max(MOST_VARIANTS, variations.length)) {
      throw tooManyVariants(String(wire.id))
    }
  }
  const options = axes.map(({ name, values }, i) => {
    const used = new Set(chosen.map((variant) => variant.options[i]?.value ?? ''))
    const known = values().filter((value) => used.has(value))
    return { name, values: [...new Set([...known, ...used])] }
  })
  return { options, chosen, remarks: [...misfitRemarks(misfits), ...staleRemarks(stale)] }
}

/* ------------------------------------------------------------------ attributes ------------ */

/** One attribute that makes variants. */
type Axis = {
  id: number
  name: string
  slugs: string[]
  /** Its values: the product's own, then those only variations have. */
  values(): string[]
  /** A value of a variation that the product does not list. */
  use(value: string): void
  /** The product's spelling of a value; null when it lists nothing like it. */
  find(value: string): string | null
}

function axesOf(wire: WireProduct, variations: readonly WireVariation[]): Axis[] {
  const own = wire.attributes
    .filter((attribute) => attribute.variation)
    .toSorted((a, b) => a.position - b.position)
  if (own.length > 0) return own.map(toAxis)
  const named = new Map<string, { id: number; name: string; slug: string; options: string[] }>()
  const listed = wire.attributes.toReversed()
  const byId = new Map(listed.map((attribute) => [attribute.id, attribute]))
  const byName = new Map(listed.map((attribute) => [slugged(attribute.name), attribute]))
  for (const { attributes } of variations) {
    for (const { id, name, slug, option } of attributes) {
      if (option === '') continue
      const key = slugged(name) || slugged(slug)
      if (named.has(key)) continue
      const known = (id > 0 ? byId.get(id) : undefined) ?? byName.get(key)
      const pretty = nameText(name).replace(/^(?:attribute_)?pa_/, '')
      named.set(key, known ?? { id, name: pretty, slug, options: [] })
    }
  }
  return [...named.values()].map(toAxis)
}

function toAxis(attribute: { id: number; name: string; slug: string; options: string[] }): Axis {
  const listed = unique(attribute.options.map(nameText))
  const extra = new Set<string>()
  // The first spelling counts, as everywhere in Shopify.
  const bySpelling = new Map(listed.toReversed().map((value) => [value.toLowerCase(), value]))
  const bySlug = onlyOnes(listed, slugged)
  const bySound = onlyOnes(listed, (value) => soundOf(slugged(value)))
  return {
    id: attribute.id,
    name: nameText(attribute.name),
    slugs: unique([slugged(attribute.name), slugged(attribute.slug)]),
    values: () => [...listed, ...extra],
    use: (value) => {
      if (!bySpelling.has(value.toLowerCase())) extra.add(value)
    },
    find: (value) =>
      bySpelling.get(value.toLowerCase()) ??
      bySlug.get(slugged(value)) ??
      (isSlug(value) ? bySound.get(soundOf(value)) : undefined) ??
      null,
  }
}

/** A text that WordPress may have made of a name. */
const isSlug = (text: string) => /^[a-z0-9-]+$/.test(text)

/** By a key that several may share: only those that do not. */
function onlyOnes<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item> {
  const found = new Map<string, Item>()
  const shared = new Set<string>([''])
  for (const item of items) {
    const key = keyOf(item)
    if (found.has(key)) shared.add(key)
    found.set(key, item)
  }
  for (const key of shared) found.delete(key)
  return found
}

/** How an axis is found by what a variation calls it, the surest way first. */
type Places = { byId: Map<number, number>; ways: ((name: string) => number | undefined)[] }

function placesOf(axes: readonly Axis[]): Places {
  const all = axes.flatMap((axis, at) => axis.slugs.map((slug) => ({ slug, at })))
  const sounds = axes.flatMap(({ slugs }, at) =>
    unique(slugs.map(soundOf)).map((key) => ({ key, at })),
  )
  const bySpelling = onlyOnes(
    axes.map((axis, at) => ({ axis, at })),
    ({ axis }) => axis.name.toLowerCase(),
  )
  const bySlug = onlyOnes(all, ({ slug }) => slug)
  const bySound = onlyOnes(sounds, ({ key }) => key)
  return {
    byId: new Map(axes.flatMap(({ id }, at): [number, number][] => (id > 0 ? [[id, at]] : []))),
    ways: [
      (name) => bySpelling.get(nameText(name).toLowerCase())?.at,
      (name) => bySlug.get(slugged(name))?.at,
      (name) => bySound.get(soundOf(slugged(name)))?.at,
    ],
  }
}

/* ------------------------------------------------------------------ variations ------------ */

type Choice = WireVariation['attributes'][number]
type Placed = {
  /** Per axis the chosen value, null for "any". */
  values: (string | null)[]
  /** What the variation names and the product does not. */
  left: Choice[]
}

function place(variation: WireVariation, axes: readonly Axis[], places: Places): Placed {
  const values = axes.map((): string | null => null)
  const isNamed = axes.map(() => false)
  const left: Choice[] = []
  for (const choice of variation.attributes) {
    const at = placeOf(choice, axes, places)
    const axis = at === null ? undefined : axes[at]
    if (at === null || !axis || isNamed[at]) {
      if (choice.option !== '') left.push(choice)
      continue
    }
    isNamed[at] = true
    const value = nameText(choice.option)
    values[at] = value === '' ? null : (axis.find(value) ?? value)
  }
  const [only] = left
  const open = isNamed.indexOf(false)
  if (only && left.length === 1 && open >= 0 && open === isNamed.lastIndexOf(false)) {
    const axis = axes[open]
    const value = axis?.find(nameText(only.option)) ?? null
    if (value !== null) {
      values[open] = value
      return { values, left: [] }
    }
  }
  return { values, left }
}

function placeOf(choice: Choice, axes: readonly Axis[], { byId, ways }: Places): number | null {
  const known = choice.id > 0 ? byId.get(choice.id) : undefined
  if (known !== undefined) return known
  for (const way of ways) {
    for (const name of [choice.name, choice.slug]) {
      const at = name === '' ? undefined : way(name)
      // Two attributes of the whole store with different ids are two, whatever their names.
      if (at !== undefined && !(choice.id > 0 && (axes[at]?.id ?? 0) > 0)) return at
    }
  }
  return null
}

/** What it does not name cannot be "any" while it names something else instead. */
function isMisfit({ values, left }: Placed): boolean {
  return left.length > 0 && values.includes(null)
}

/** All combinations of the values that are open; the ones that are chosen stay. */
function expand(
  values: readonly (string | null)[],
  axes: readonly Axis[],
  sourceId: string,
): string[][] {
  let combinations: string[][] = [[]]
  values.forEach((value, i) => {
    const open = value === null ? (axes[i]?.values() ?? []) : [value]
    combinations = combinations.flatMap((head) => open.map((choice) => [...head, choice]))
    if (combinations.length > MOST_VARIANTS) throw tooManyVariants(sourceId)
  })
  return combinations
}

/** Variations that name no attribute are told apart by their names. */
function withoutAttributes(variations: readonly WireVariation[]): Variants {
  const [only] = variations
  if (only && variations.length === 1) {
    return {
      options: [],
      chosen: [{ variation: only, sourceId: String(only.id), options: [] }],
      remarks: [],
    }
  }
  const taken = new Set<string>()
  const chosen = variations.map((variation) => {
    const wish = nameText(variation.name) || variation.sku || String(variation.id)
    const value = taken.has(wish.toLowerCase()) ? `${wish} (${variation.id})` : wish
    taken.add(value.toLowerCase())
    return {
      variation,
      sourceId: String(variation.id),
      options: [{ name: 'Variation', value }],
    }
  })
  const values = chosen.flatMap(({ options }) => options.map(({ value }) => value))
  return {
    options: [{ name: 'Variation', values }],
    chosen,
    remarks: [
      {
        code: 'VARIATION_NOT_MATCHED',
        field: 'options',
        message: wooSays('variationsUnnamed'),
      },
    ],
  }
}

function misfitRemarks(ids: readonly number[]): SourceRemark[] {
  if (ids.length === 0) return []
  return [
    {
      code: 'VARIATION_NOT_MATCHED',
      field: 'variants',
      message: wooSays('variationsNotMatched', { ids: someOf(ids.map(String)) }),
    },
  ]
}

function staleRemarks(ids: readonly number[]): SourceRemark[] {
  if (ids.length === 0) return []
  return [
    {
      code: 'VARIATION_NOT_MATCHED',
      field: 'options',
      message: wooSays('variationsNameMore', { ids: someOf(ids.map(String)) }),
    },
  ]
}

function tooManyVariants(sourceId: string): RecordError {
  return new RecordError(
    'TOO_MANY_VARIANTS',
    sourceId,
    wooSays('tooManyVariants', { most: MOST_VARIANTS }),
  )
}

function tooManyOptions(sourceId: string, count: number): RecordError {
  return new RecordError(
    'TOO_MANY_OPTIONS',
    sourceId,
    wooSays('tooManyOptions', { count, most: OPTIONS_IN_SHOPIFY }),
  )
}

function combinationKey(values: readonly (string | null)[]): string {
  return JSON.stringify(values.map((value) => value?.toLowerCase() ?? null))
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))]
}
