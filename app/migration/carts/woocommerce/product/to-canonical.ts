import type { WireMeta } from '../wire/meta.ts'
import { orNull, plainText } from '../../kit/text/text.ts'
import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { isCollection } from './categories.ts'
import { absolute, readDescription, type Page } from '../../kit/text/description.ts'
import { nameText, safeDecode } from '../names.ts'
import {
  barcodeOf,
  costOf,
  customDataRemarks,
  productMetafields,
  SEO_KEYS,
  variantMetafields,
} from './custom-data.ts'
import {
  priceRemarks,
  readingRemarks,
  shortcodeRemarks,
  statusRemarks,
  typeRemarks,
} from './remarks.ts'
import { chooseVariants } from './variants.ts'
import {
  currentPrice,
  priceBeforeSale,
  readWeight,
  SOLD_OUT,
  toInventory,
  vanishes,
} from './sellable.ts'
import type { WireImage, WireProduct, WireVariation } from '../wire/product.ts'

/** What the product's own answer does not say. */
export type ProductFacts = {
  /** The store's setting; null when the key may not read it: weights then stay behind. */
  weightUnit: 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS' | null
  /** As the store writes it ("cm"); null when the key may not read it. */
  dimensionUnit: string | null
  /** ISO 4217; null when the key may not read it: prices then count in hundredths. */
  currency: string | null
  /** The store's own address. */
  storeUrl: string
  /** What the collection of a category is called, by the category's id. */
  categoryNames: ReadonlyMap<number, string>
}

/** What Shopify sells as WooCommerce does. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(['', 'simple', 'variable'])

/**
 * What an importer or the editor has begun and nobody has finished is no product yet; what is in the
 * bin is none any more.
 */
export function isRealProduct(status: string | undefined): boolean {
  return status !== 'trash' && status !== 'importing' && status !== 'auto-draft'
}

/** Variations are read whatever the type calls itself: plugins have types of their own. */
export function hasVariations(wire: WireProduct): boolean {
  return wire.variations.length > 0 || wire.type.toLowerCase().startsWith('variable')
}

export function toProduct(
  wire: WireProduct,
  variations: readonly WireVariation[],
  facts: ProductFacts,
): CanonicalProduct {
  return readProduct(wire, variations, facts).record
}

/**
 * How a WooCommerce product becomes a canonical one.
 *
 * - Status: `publish` is active; published unless hidden from the catalogue or behind a password.
 *   `private` is active and unpublished. `draft`, `pending` and `future` are drafts.
 * - A draft as well, because Shopify would sell it for nothing or as what it is not: products without
 *   a price, products whose price the currency counts as nothing, and all types but plain and variable
 *   ones (bundles, bookings, subscriptions, gift cards, grouped and external products).
 * - Variations that are switched off or have no price stay, with a tracked stock of zero.
 * - Variants: see `chooseVariants`.
 * - The short description stands before the long one.
 * - What Shopify has no field for becomes a metafield: see `product-custom-data.ts`.
 *
 * @throws RecordError TOO_MANY_VARIANTS when "any" attributes multiply beyond Shopify's limit
 */
export function readProduct(
  wire: WireProduct,
  variations: readonly WireVariation[],
  facts: ProductFacts,
): { record: CanonicalProduct; remarks: SourceRemark[] } {
  const sourceId = String(wire.id)
  const page = pageOf(wire, facts)
  const images = collectImages(wire, variations, page)
  const pictureIds = new Set(images.map((image) => image.sourceId))
  const { options, chosen, remarks } =
    variations.length > 0
      ? chooseVariants(wire, variations)
      : { options: [], chosen: [], remarks: [] }
  const sharedCost = costOf(wire)
  const variants =
    variations.length > 0
      ? chosen.map((choice) => ({
          ...toVariant(choice.sourceId, choice.variation, wire, facts),
          cost: costOf(choice.variation) ?? sharedCost,
          options: choice.options,
          metafields: variantMetafields(choice.variation, wire, facts.dimensionUnit),
          imageSourceId: ownPicture(choice.variation, pictureIds, page),
        }))
      : [toVariant(sourceId, wire, null, facts)]
  const items = variations.length > 0 ? variations : [wire]
  const isForSale =
    PLAIN_TYPES.has(wire.type.toLowerCase()) &&
    variants.length > 0 &&
    items.some((item) => currentPrice(item) !== null) &&
    !items.some((item) => vanishes(item, facts.currency))
  const description = readDescription(joinDescriptions(wire), page)
  return {
    record: {
      kind: 'product',
      sourceId,
      title: nameText(wire.name),
      handle: safeDecode(wire.slug),
      descriptionHtml: description.html,
      descriptionPictures: description.pictures,
      vendor: orNull(nameText(wire.brands[0]?.name ?? '')),
      productType: null,
      status: isForSale && /^(publish|private)$/.test(wire.status) ? 'active' : 'draft',
      published:
        wire.status === 'publish' &&
        wire.catalog_visibility !== 'hidden' &&
        wire.post_password === '',
      tags: unique(wire.tags.map((tag) => nameText(tag.name))),
      seo: toSeo(wire.meta_data),
      collections: wire.categories.filter(isCollection).map((category) => ({
        sourceId: String(category.id),
        name: facts.categoryNames.get(category.id) ?? nameText(category.name),
      })),
      metafields: productMetafields(
        wire,
        facts.dimensionUnit,
        new Set(options.map(({ name }) => name)),
        variations.length > 0,
      ),
      options,
      variants: variants.length > 0 ? variants : [toVariant(sourceId, wire, null, facts, false)],
      images,
    },
    remarks: [
      ...(PLAIN_TYPES.has(wire.type.toLowerCase()) ? [] : typeRemarks(wire, variations)),
      ...statusRemarks(wire.status),
      ...shortcodeRemarks(`${wire.short_description}\n${wire.description}`),
      ...priceRemarks(wire, items, facts.currency),
      ...readingRemarks(wire, variations, facts.weightUnit),
      ...remarks,
      ...description.remarks,
      ...customDataRemarks(wire, variations),
    ],
  }
}

/** @param forSale false: sold out, whatever the stock says */
function toVariant(
  sourceId: string,
  item: WireProduct | WireVariation,
  parent: WireProduct | null,
  facts: ProductFacts,
  forSale = item.status !== 'private' && item.status !== 'draft',
): CanonicalVariant {
  const price = currentPrice(item)
  const weight = readWeight(item.weight || (parent?.weight ?? ''), facts.weightUnit)
  const isBuyable = price !== null && (parent === null || forSale)
  return {
    sourceId,
    sku: orNull(item.sku),
    barcode: barcodeOf(item),
    price: price ?? '0',
    compareAtPrice: priceBeforeSale(item),
    options: [],
    taxable: item.tax_status === 'taxable' || item.tax_status === '',
    requiresShipping: !item.virtual,
    weight: weight === 'unknown' ? null : weight,
    cost: parent ? null : costOf(item),
    inventory: isBuyable ? toInventory(item, parent) : SOLD_OUT,
    imageSourceId: null,
    metafields: [],
  }
}

/* ------------------------------------------------------------------ pieces ---------------- */

/** Addresses without a host are looked for where the product's page is. */
function pageOf(wire: WireProduct, facts: ProductFacts): Page {
  const urls = [wire.permalink, facts.storeUrl].filter((url) => URL.canParse(url))
  return {
    url: urls[0] ?? '',
    hosts: urls.map((url) => new URL(url).hostname),
    uploads: '/wp-content/uploads/',
    files: '/wp-content/',
  }
}

function collectImages(
  wire: WireProduct,
  variations: readonly WireVariation[],
  page: Page,
): CanonicalProduct['images'] {
  const all = [...wire.images, ...variations.flatMap(({ image }) => (image ? [image] : []))]
  const known = new Map<string, CanonicalProduct['images'][number]>()
  for (const image of all) {
    const sourceId = imageId(image, page)
    if (image.src === '' || known.has(sourceId)) continue
    known.set(sourceId, {
      sourceId,
      url: absolute(image.src, page) ?? image.src,
      alt: plainText(image.alt),
    })
  }
  return [...known.values()]
}

/** Images that lie outside the media library have the id 0. */
function imageId(image: WireImage, page: Page): string {
  return image.id > 0 ? String(image.id) : (absolute(image.src, page) ?? image.src)
}

function ownPicture(
  { image }: WireVariation,
  known: ReadonlySet<string>,
  page: Page,
): string | null {
  const id = image ? imageId(image, page) : null
  return id !== null && known.has(id) ? id : null
}

function joinDescriptions(wire: WireProduct): string {
  const short = wire.short_description.trim()
  const long = wire.description.trim()
  return short === '' || long.includes(short) ? long : long === '' ? short : `${short}\n${long}`
}

/** Templates of SEO plugins ("%%title%%") are theirs to fill, not ours. */
function toSeo(meta: readonly WireMeta[]): CanonicalProduct['seo'] {
  const first = new Map(meta.toReversed().map(({ key, value }) => [key, value]))
  const read = (keys: readonly string[]) => {
    for (const key of keys) {
      const text = first.get(key)
      if (
        typeof text === 'string' &&
        text.trim() !== '' &&
        !/%%?\w+%|(?:^|\s)#[a-z]+_[a-z_]+/.test(text)
      ) {
        return plainText(text)
      }
    }
    return null
  }
  return { title: read(SEO_KEYS.title), description: read(SEO_KEYS.description) }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.filter((text) => text !== ''))]
}
