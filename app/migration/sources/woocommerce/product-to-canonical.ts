import type { CanonicalProduct, CanonicalVariant } from '#app/migration/canonical/product.ts'
import { RecordError } from '#app/migration/errors.ts'
import { subtract } from '#app/migration/canonical/money.ts'
import { isNegative, value } from './amounts.ts'
import { orNull, plainText } from './to-canonical.ts'
import type { WireImage, WireProduct, WireVariation } from './wire/product.ts'
import type { WireMeta } from './wire/shapes.ts'

/** What the product's own answer does not say. */
export type ProductFacts = {
  /** The store's setting; null when the key may not read it: weights then stay behind. */
  weightUnit: 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS' | null
  /** Collection name per category id, for names that two categories share. */
  categoryNames: ReadonlyMap<number, string>
}

/** Shopify takes 2 048 variants; there is no use in working out more. */
const MOST_VARIANTS = 2_048

/**
 * How a WooCommerce product becomes a canonical one.
 *
 * - Status: `publish` is active; published unless hidden from the catalogue or behind a password.
 *   `private` is active and unpublished. `draft`, `pending` and `future` are drafts.
 * - What nobody can buy there (grouped and external products, products without a price) is a draft:
 *   Shopify would sell it for nothing.
 * - Variations that are switched off or have no price stay, with a tracked stock of zero.
 * - Options are the attributes used for variations. "Any" attributes are expanded to the values no
 *   other variation has taken; the first value keeps the variation's id.
 * - The short description stands before the long one.
 *
 * @throws RecordError TOO_MANY_VARIANTS when "any" attributes multiply beyond Shopify's limit
 */
export function toProduct(
  wire: WireProduct,
  variations: readonly WireVariation[],
  facts: ProductFacts,
): CanonicalProduct {
  const sourceId = String(wire.id)
  const variable = wire.type.startsWith('variable') && variations.length > 0
  const images = collectImages(wire, variations)
  const { options, variants } = variable
    ? toVariants(wire, variations, facts, images)
    : { options: [], variants: [toVariant(sourceId, wire, null, facts)] }
  const sellable =
    wire.type !== 'grouped' &&
    wire.type !== 'external' &&
    (variable ? variations : [wire]).some((item) => currentPrice(item) !== null)
  return {
    kind: 'product',
    sourceId,
    title: plainText(wire.name),
    handle: safeDecode(wire.slug),
    descriptionHtml: joinDescriptions(wire),
    vendor: orNull(plainText(wire.brands[0]?.name ?? '')),
    productType: null,
    status: sellable && /^(publish|private)$/.test(wire.status) ? 'active' : 'draft',
    published:
      wire.status === 'publish' &&
      wire.catalog_visibility !== 'hidden' &&
      wire.post_password === '',
    tags: unique(wire.tags.map((tag) => plainText(tag.name))),
    seo: toSeo(wire.meta_data),
    collections: wire.categories
      .filter((category) => category.slug !== 'uncategorized' && plainText(category.name) !== '')
      .map((category) => ({
        sourceId: String(category.id),
        name: facts.categoryNames.get(category.id) ?? plainText(category.name),
      })),
    metafields: [],
    options,
    variants,
    images,
  }
}

/**
 * Collection names: the category's own name, or "Parent > Child" for categories that share theirs
 * with another one, so that two different categories never melt into one collection.
 */
export function nameCategories(
  categories: readonly { id: number; name: string; parent: number }[],
): Map<number, string> {
  const byId = new Map(categories.map((category) => [category.id, category]))
  const count = new Map<string, number>()
  for (const { name } of categories)
    count.set(plainText(name), (count.get(plainText(name)) ?? 0) + 1)
  return new Map(
    categories.map((category) => {
      const name = plainText(category.name)
      const parent = byId.get(category.parent)
      const shared = (count.get(name) ?? 0) > 1
      return [category.id, shared && parent ? `${plainText(parent.name)} > ${name}` : name]
    }),
  )
}

type Priced = Pick<
  WireVariation,
  | 'price'
  | 'regular_price'
  | 'sale_price'
  | 'on_sale'
  | 'tax_status'
  | 'virtual'
  | 'weight'
  | 'sku'
  | 'global_unique_id'
  | 'manage_stock'
  | 'stock_quantity'
  | 'stock_status'
  | 'backorders_allowed'
>

/** After a sale ended by time, `price` still holds the sale price (measured on 9.9): not trusted. */
function currentPrice(item: Priced): string | null {
  const now = item.on_sale
    ? item.sale_price || item.price || item.regular_price
    : item.regular_price || item.price
  return now === '' ? null : value(now)
}

function toVariant(
  sourceId: string,
  item: Priced,
  parent: WireProduct | null,
  facts: ProductFacts,
  rest: Partial<Pick<CanonicalVariant, 'options' | 'imageSourceId'>> = {},
  forSale = true,
): CanonicalVariant {
  const price = currentPrice(item)
  const onSale =
    item.on_sale &&
    item.regular_price !== '' &&
    isNegative(subtract(price ?? '0', value(item.regular_price)))
  const weight = item.weight || (parent?.weight ?? '')
  return {
    sourceId,
    sku: orNull(item.sku),
    barcode: orNull(item.global_unique_id),
    price: price ?? '0',
    compareAtPrice: onSale ? value(item.regular_price) : null,
    options: rest.options ?? [],
    taxable: item.tax_status === 'taxable' || item.tax_status === '',
    requiresShipping: !item.virtual,
    weight:
      facts.weightUnit !== null && /^\d{0,12}\.?\d{1,12}$/.test(weight)
        ? { value: value(weight), unit: facts.weightUnit }
        : null,
    inventory: forSale && price !== null ? toInventory(item, parent) : SOLD_OUT,
    imageSourceId: rest.imageSourceId ?? null,
  }
}

const SOLD_OUT: CanonicalVariant['inventory'] = {
  tracked: true,
  quantity: 0,
  continueSelling: false,
}

function toInventory(item: Priced, parent: WireProduct | null): CanonicalVariant['inventory'] {
  // "parent": the variations share the product's stock, which Shopify cannot; each shows all of it.
  const keeper = item.manage_stock === 'parent' && parent ? parent : item
  if (keeper.manage_stock !== false && keeper.manage_stock !== 'no') {
    return {
      tracked: true,
      quantity: Math.floor(keeper.stock_quantity ?? 0),
      continueSelling: keeper.backorders_allowed,
    }
  }
  // Not tracked in Shopify means always for sale.
  return item.stock_status === 'outofstock'
    ? SOLD_OUT
    : { tracked: false, quantity: null, continueSelling: false }
}

/* ------------------------------------------------------------------ variants -------------- */

type Option = { name: string; values: string[] }

function toVariants(
  wire: WireProduct,
  variations: readonly WireVariation[],
  facts: ProductFacts,
  images: CanonicalProduct['images'],
): { options: Option[]; variants: CanonicalVariant[] } {
  const attributes = wire.attributes
    .filter((attribute) => attribute.variation)
    .toSorted((a, b) => a.position - b.position)
  const choices = variations
    .toSorted((a, b) => a.menu_order - b.menu_order || a.id - b.id)
    .map((variation) => ({
      variation,
      /** Per attribute the chosen value, null for "any". */
      values: attributes.map((attribute) => {
        const choice = variation.attributes.find((other) =>
          attribute.id > 0 && other.id > 0
            ? other.id === attribute.id
            : same(other.name, attribute.name),
        )
        const value = plainText(choice?.option ?? '')
        if (value === '') return null
        // The attribute's own spelling, where they differ only by case.
        return attribute.options.map(plainText).find((option) => same(option, value)) ?? value
      }),
    }))
  const taken = new Set(
    choices.filter(({ values }) => !values.includes(null)).map(({ values }) => keyOf(values)),
  )
  const variants: CanonicalVariant[] = []
  for (const { variation, values } of choices) {
    const combinations = values.includes(null)
      ? expand(
          values,
          attributes.map((attribute) => attribute.options.map(plainText)),
          String(wire.id),
        ).filter((combination) => !taken.has(keyOf(combination)))
      : [values.map((value) => value ?? '')]
    combinations.forEach((combination, index) => {
      taken.add(keyOf(combination))
      const id = String(variation.id)
      const sourceId = index === 0 ? id : `${id}:${combination.join('/').toLowerCase()}`
      const image = variation.image ? imageId(variation.image) : null
      variants.push(
        toVariant(
          sourceId,
          variation,
          wire,
          facts,
          {
            options: attributes.map((attribute, i) => ({
              name: plainText(attribute.name),
              value: combination[i] ?? '',
            })),
            imageSourceId: images.some((known) => known.sourceId === image) ? image : null,
          },
          variation.status !== 'private' && variation.status !== 'draft',
        ),
      )
    })
    // Fixed variations that are too many are for Shopify's side to refuse, with their number.
    if (variants.length > Math.max(MOST_VARIANTS, variations.length)) {
      throw tooManyVariants(String(wire.id))
    }
  }
  const options = attributes.map((attribute, i) => {
    const used = variants.map((variant) => variant.options[i]?.value ?? '')
    const known = attribute.options.map(plainText).filter((value) => used.includes(value))
    return { name: plainText(attribute.name), values: unique([...known, ...used]) }
  })
  return { options, variants }
}

/** All combinations of the values that are open; the ones that are chosen stay. */
function expand(
  values: readonly (string | null)[],
  choices: readonly string[][],
  sourceId: string,
): string[][] {
  let combinations: string[][] = [[]]
  values.forEach((value, i) => {
    const open = value === null ? (choices[i] ?? []) : [value]
    combinations = combinations.flatMap((head) => open.map((choice) => [...head, choice]))
    if (combinations.length > MOST_VARIANTS) throw tooManyVariants(sourceId)
  })
  return combinations
}

function tooManyVariants(sourceId: string): RecordError {
  return new RecordError(
    'TOO_MANY_VARIANTS',
    sourceId,
    'This product has variations for "any" value of its attributes, which make more than 2,048 variants, the most Shopify can hold. Give its variations fixed values, or fewer of them, in the old store; it is then read again.',
  )
}

function keyOf(values: readonly (string | null)[]): string {
  return JSON.stringify(values.map((value) => (value ?? '').toLowerCase()))
}

/* ------------------------------------------------------------------ pieces ---------------- */

function collectImages(
  wire: WireProduct,
  variations: readonly WireVariation[],
): CanonicalProduct['images'] {
  const all = [...wire.images, ...variations.flatMap(({ image }) => (image ? [image] : []))]
  const known = new Map<string, CanonicalProduct['images'][number]>()
  for (const image of all) {
    if (image.src === '' || known.has(imageId(image))) continue
    known.set(imageId(image), {
      sourceId: imageId(image),
      url: image.src,
      alt: plainText(image.alt),
    })
  }
  return [...known.values()]
}

/** Images that lie outside the media library have the id 0. */
function imageId(image: WireImage): string {
  return image.id > 0 ? String(image.id) : image.src
}

function joinDescriptions(wire: WireProduct): string {
  const short = wire.short_description.trim()
  const long = wire.description.trim()
  return short === '' || long.includes(short) ? long : long === '' ? short : `${short}\n${long}`
}

/** Texts of the two common SEO plugins; templates ("%%title%%") are theirs to fill, not ours. */
function toSeo(meta: readonly WireMeta[]): CanonicalProduct['seo'] {
  const read = (...keys: string[]) => {
    for (const key of keys) {
      const value = meta.find((entry) => entry.key === key)?.value
      if (typeof value === 'string' && value.trim() !== '' && !/%%?\w+%/.test(value)) {
        return plainText(value)
      }
    }
    return null
  }
  return {
    title: read('_yoast_wpseo_title', 'rank_math_title'),
    description: read('_yoast_wpseo_metadesc', 'rank_math_description'),
  }
}

/** Slugs with letters beyond ASCII come percent-encoded. */
function safeDecode(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}

function same(a: string, b: string): boolean {
  return plainText(a).toLowerCase() === plainText(b).toLowerCase()
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))]
}
