import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { vanishes } from '../../kit/product/price-steps.ts'
import { readDescription, type Page } from '../../kit/text/description.ts'
import { orNull } from '../../kit/text/text.ts'
import type { WireProduct } from '../wire/product.ts'
import { attributeText, attributeValue } from '../facts/attributes.ts'
import {
  barcodeOf,
  costOf,
  productData,
  seoOf,
  variantData,
  vendorOf,
  type CustomData,
} from './custom-data.ts'
import { resolveDirectives } from './directives.ts'
import type { ProductFacts } from '../facts/product-facts.ts'
import { ownPicture, pictureRemarks, picturesOf } from './pictures.ts'
import { pricesOf } from './prices.ts'
import {
  directiveRemarks,
  extraRemarks,
  missingChildren,
  namelessRemarks,
  noChildren,
  PLAIN_TYPES,
  priceRemarks,
  statusRemarks,
  stockRemarks,
  typeRemarks,
  visibleAlone,
} from './remarks.ts'
import { isShipped, SOLD_OUT, toInventory, weightOf, type Stock } from './sellable.ts'
import { childVariantId } from './variant-id.ts'
import { chooseVariants } from './variants.ts'

/** A product with what is known of its stock; null: nobody may read it. */
export type Item = { wire: WireProduct; stock: Stock | null }

/** Whether the chosen store view can show it; true where nobody says. */
function isOfWebsite({ extension_attributes }: WireProduct, websiteId: number | null): boolean {
  const { website_ids } = extension_attributes
  return website_ids === null || websiteId === null || website_ids.includes(websiteId)
}

export const isConfigurable = ({ type_id }: WireProduct): boolean => type_id === 'configurable'

/**
 * How a Magento product becomes a canonical one.
 *
 * - Enabled is active, everything else a draft; one that is not shown by itself is not published.
 * - A draft as well, because Shopify would sell it for nothing or as what it is not: products without
 *   a price, configurable ones without a child, and types that Shopify has nothing like (grouped,
 *   bundle, gift card, those of modules).
 * - A configurable product has no price of its own: each child is a variant and brings what it is sold
 *   by. Children that are switched off or belong to another website stay, sold out.
 * - The short description stands before the long one.
 * - What Shopify has no field for becomes a metafield: see `custom-data.ts`.
 *
 * @param children of a configurable product
 * @param now the store's clock, milliseconds: special prices begin and end by themselves
 */
export function readProduct(
  { wire, stock }: Item,
  children: readonly Item[],
  facts: ProductFacts,
  now: number,
): { record: CanonicalProduct; remarks: SourceRemark[] } {
  const { attributes } = facts
  const sourceId = String(wire.id)
  const { options, chosen, remarks } = isConfigurable(wire)
    ? chooseVariants(wire, children, attributes)
    : { options: [], chosen: [], remarks: [] }
  const axes = axisCodes(wire, facts)
  const sold = chosen.map(({ child }) => child.wire)
  const items = isConfigurable(wire) ? sold : [wire]
  const own = filledIn(productData(wire, attributes, axes), facts)
  const parts = chosen.map(({ child }) =>
    filledIn(variantData(child.wire, wire, attributes, axes), facts),
  )
  const variants = isConfigurable(wire)
    ? chosen.map(({ child, options: values }, at) => ({
        ...toVariant(
          childVariantId(wire.id, child.wire.id),
          child,
          facts,
          now,
          child.wire.status === '1' && isOfWebsite(child.wire, facts.onlyWebsite),
        ),
        options: values,
        imageSourceId: ownPicture(child.wire),
        metafields: parts[at]?.metafields ?? [],
      }))
    : [toVariant(sourceId, { wire, stock }, facts, now)]
  const description = describe(wire, facts)
  return {
    record: {
      kind: 'product',
      sourceId,
      title: wire.name.trim() || wire.sku,
      handle: attributeText(wire, 'url_key'),
      descriptionHtml: description.html,
      descriptionPictures: description.pictures,
      vendor: vendorOf(wire, attributes),
      productType: null,
      status: isForSale(wire, items, facts, now) ? 'active' : 'draft',
      published: wire.visibility !== '1',
      tags: [],
      seo: seoOf(wire),
      collections: categoryIds(wire).flatMap((id) => {
        const name = facts.categoryNames.get(id)
        return name === undefined ? [] : [{ sourceId: String(id), name }]
      }),
      metafields: own.metafields,
      options,
      variants: variants.length > 0 ? variants : [withoutChildren(wire, facts)],
      images: picturesOf([wire, ...sold], facts.mediaUrl),
    },
    remarks: [
      ...typeRemarks(wire),
      ...statusRemarks(wire),
      ...(isConfigurable(wire) && variants.length === 0 ? [noChildren()] : []),
      ...missingChildren(unread(wire, children)),
      ...remarks,
      ...visibleAlone(sold),
      ...priceRemarks(items, facts, now),
      ...stockRemarks(
        brokenStocks(isConfigurable(wire) ? chosen.map(({ child }) => child) : [{ wire, stock }]),
      ),
      ...extraRemarks(wire, [wire, ...sold]),
      ...namelessRemarks([own, ...parts].flatMap(({ nameless }) => nameless)),
      ...directiveRemarks(
        'metafields',
        [own, ...parts].flatMap(({ removed }) => removed),
      ),
      ...pictureRemarks([wire, ...sold]),
      ...description.remarks,
    ],
  }
}

/** Codes of the attributes a product is configured by. */
function axisCodes(wire: WireProduct, { attributes }: ProductFacts): ReadonlySet<string> {
  return new Set(
    wire.extension_attributes.configurable_product_options.flatMap(
      ({ attribute_id }) => attributes.byId.get(attribute_id)?.code ?? [],
    ),
  )
}

function isForSale(
  wire: WireProduct,
  items: readonly WireProduct[],
  facts: ProductFacts,
  now: number,
): boolean {
  const prices = items.map((item) => pricesOf(item, facts, now).now)
  return (
    wire.status === '1' &&
    PLAIN_TYPES.has(wire.type_id) &&
    wire.extension_attributes.website_ids?.length !== 0 &&
    prices.some((price) => price !== null) &&
    !prices.some((price) => price !== null && vanishes(price, facts.currency))
  )
}

/** @param isBuyable false: sold out, whatever the stock says */
function toVariant(
  sourceId: string,
  { wire, stock }: Item,
  facts: ProductFacts,
  now: number,
  isBuyable = true,
): CanonicalVariant {
  const price = pricesOf(wire, facts, now)
  return {
    sourceId,
    sku: orNull(wire.sku),
    barcode: barcodeOf(wire),
    price: price.now ?? '0',
    compareAtPrice: price.before,
    options: [],
    // 0 is the tax class "None".
    taxable: attributeText(wire, 'tax_class_id') !== '0',
    requiresShipping: isShipped(wire),
    weight: weightOf(wire, facts.weightUnit),
    cost: costOf(wire),
    inventory: isBuyable && price.now !== null ? toInventory(stock) : SOLD_OUT,
    imageSourceId: null,
    metafields: [],
  }
}

/** Shopify has no product without a variant. The draft keeps its place, sold out. */
function withoutChildren(wire: WireProduct, facts: ProductFacts): CanonicalVariant {
  return {
    ...toVariant(String(wire.id), { wire, stock: null }, facts, 0, false),
    price: '0',
    compareAtPrice: null,
  }
}

/** Both ways of Magento to name a product's categories, each once. */
function categoryIds(wire: WireProduct): number[] {
  const attribute = attributeValue(wire, 'category_ids')
  const named = Array.isArray(attribute) ? attribute.map(Number).filter(Number.isInteger) : []
  const linked = wire.extension_attributes.category_links.map(({ category_id }) => category_id)
  return [...new Set([...linked, ...named])]
}

function unread(wire: WireProduct, children: readonly Item[]): number[] {
  if (!isConfigurable(wire)) return []
  const read = new Set(children.map((child) => child.wire.id))
  return wire.extension_attributes.configurable_product_links.filter((id) => !read.has(id))
}

/** Pieces of a whole, which Shopify does not count. */
function brokenStocks(items: readonly Item[]): number[] {
  return items.flatMap(({ stock }) =>
    stock?.isManaged && !Number.isInteger(stock.quantity) ? [stock.quantity] : [],
  )
}

function describe(wire: WireProduct, facts: ProductFacts) {
  const short = attributeText(wire, 'short_description')
  const long = attributeText(wire, 'description')
  const both =
    short === '' || long.includes(short) ? long : long === '' ? short : `${short}\n${long}`
  const { html, removed } = resolveDirectives(both, facts)
  const description = readDescription(html, pageOf(facts))
  return {
    ...description,
    remarks: [...directiveRemarks('descriptionHtml', removed), ...description.remarks],
  }
}

/** Texts that a store added hold directives as well. */
function filledIn(data: CustomData, facts: ProductFacts): CustomData & { removed: string[] } {
  const removed: string[] = []
  const metafields = data.metafields.flatMap((metafield) => {
    if (!/\{\{|___directive/.test(metafield.value)) return [metafield]
    const text = resolveDirectives(metafield.value, facts)
    removed.push(...text.removed)
    const value = text.html.trim()
    return value === '' ? [] : [{ ...metafield, value }]
  })
  return { ...data, metafields, removed }
}

function pageOf({ storeUrl, mediaUrl }: ProductFacts): Page {
  const urls = [storeUrl, mediaUrl].filter((url) => URL.canParse(url))
  return {
    url: storeUrl,
    hosts: [...new Set(urls.map((url) => new URL(url).hostname))],
    uploads: '/media/wysiwyg/',
    files: '/media/',
  }
}
