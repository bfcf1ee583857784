import type { ProductFieldsFragment, VariantFieldsFragment } from '#app/types/admin-operations.ts'
import type { Fields, Json } from '#app/migration/kinds/values/fingerprint.ts'
import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { TargetSnapshot, TargetOptions } from '#app/migration/engine/ports/target.ts'
import { acceptedCustomData, customDataFields } from '../custom-data/custom-data.ts'
import { expectedDescription, shownDescription } from './pictures/description-pictures.ts'
import {
  acceptableBarcode,
  blankToNull,
  byText,
  normalizeHandle,
  normalizeTags,
  numberText,
  ourTags,
  shorten,
} from '../values/normalize.ts'
import { isPublished, statusInput } from './input.ts'
import { DEFAULT_OPTION, priceText } from './variants/variant-input.ts'
import {
  unfinishedChange,
  picturesField,
  shownPictures,
  wantedPictures,
} from './pictures/product-pictures.ts'
import { usedOptions, variantOptions } from './variants/options.ts'
import { sourceIdOf } from '../identity/source-reference.ts'
import { acceptedVariantData, variantPart } from './variants/variant-custom-data.ts'
import { collectionsOf, formerLabels, type Label } from '../collection/labels.ts'
import { nameWithoutSuffix, parseManaged } from '../managed.ts'

/** The product's fields as Shopify will show them after `normalize.ts`'s documented changes. */
export function expectedProduct(product: CanonicalProduct, options: TargetOptions): Fields {
  const fields: Fields = {
    title: shorten(product.title),
    descriptionHtml: expectedDescription(product),
    handle: normalizeHandle(product.handle),
    vendor: blankToNull(shorten(product.vendor ?? '')),
    productType: blankToNull(shorten(product.productType ?? '')),
    status: statusInput(product, options),
    tags: normalizeTags(product.tags),
    seoTitle: blankToNull(product.seo.title),
    seoDescription: blankToNull(product.seo.description),
    // By name, as a person reads them; two of one name are two.
    collections: collectionsOf(product)
      .map(({ name }) => name)
      .sort(byText),
    options: usedOptions(product).map(optionJson),
    images: imagesJson(wantedPictures(product).map(({ alt }) => alt)),
    pictures: wantedPictures(product).map(({ name }) => name),
    published: isPublished(product, options),
    ...customDataFields(acceptedCustomData(product.metafields, 'product').data),
  }
  for (const variant of product.variants) {
    Object.assign(
      fields,
      variantFields(variant.sourceId, {
        price: priceText(variant.price, options),
        compareAtPrice:
          variant.compareAtPrice === null ? null : priceText(variant.compareAtPrice, options),
        sku: blankToNull(shorten(variant.sku ?? '')),
        barcode: acceptableBarcode(variant.barcode),
        weight: variant.weight
          ? weightText(Number(variant.weight.value), variant.weight.unit)
          : null,
        taxable: variant.taxable,
        options: variantOptions(product, variant).map(({ value }) => value),
      }),
      customDataFields(acceptedVariantData(variant).data, variantPart(variant.sourceId)),
    )
  }
  return fields
}

/** A product as read, with all its variants and its custom data. */
export type ReadProduct = Omit<ProductFieldsFragment, 'customData'> & {
  allVariants: ReadVariant[]
  customData: ShownData
}
/** Without custom data where no variant of the product has any, or it was not asked for. */
export type ReadVariant = VariantFieldsFragment & { customData?: ShownData }
type ShownData = readonly { key: string; value: string }[]

export function productSnapshot(
  product: ReadProduct,
  options: TargetOptions,
  knownChildren: Readonly<Record<string, string>> = {},
): TargetSnapshot {
  const managed = parseManaged(product.managed?.value)
  const sourceIds = new Map(Object.entries(knownChildren).map(([sourceId, gid]) => [gid, sourceId]))
  const children: Record<string, string> = {}
  const ours = product.allVariants.flatMap((variant) => {
    const sourceId =
      sourceIdOf(options.projectId, 'variant', variant.sourceId?.value) ?? sourceIds.get(variant.id)
    // A variant the merchant added is none of ours.
    return sourceId === undefined ? [] : [{ sourceId, variant }]
  })
  const onlyDefault = hasOnlyDefault(product)
  const labels = collectionLabels(product, options)
  const formerly = formerLabels(labels)
  const begun = unfinishedChange(product.media.nodes, managed)
  const pictures = begun ? begun.pictures : picturesField(product.media.nodes, managed)
  const fields: Fields = {
    title: product.title,
    descriptionHtml: shownDescription(product.descriptionHtml),
    // Without a wish the handle is Shopify's own and not compared.
    handle: managed.name === null ? null : nameWithoutSuffix(product.handle, managed.name),
    vendor: managed.vendor === null ? null : blankToNull(product.vendor),
    productType: blankToNull(product.productType),
    status: product.status,
    tags: ourTags(product.tags, managed.tags),
    seoTitle: blankToNull(product.seo.title),
    seoDescription: blankToNull(product.seo.description),
    collections: labels.map(({ name }) => name).sort(byText),
    options: onlyDefault ? [] : shownOptions(product, ours),
    images: begun
      ? begun.images
      : imagesJson(shownPictures(product.media.nodes).map(({ alt }) => alt ?? '')),
    ...(pictures === undefined ? {} : { pictures }),
    ...customDataFields(product.customData),
    // Absent when the store has no Online Store: there is nothing to compare then.
    ...(product.published === undefined
      ? {}
      : { published: product.published && product.status === 'ACTIVE' }),
  }
  for (const { sourceId, variant } of ours) {
    children[sourceId] = variant.id
    const { weight } = variant.inventoryItem.measurement
    Object.assign(
      fields,
      variantFields(sourceId, {
        price: normalizeDecimal(variant.price),
        compareAtPrice:
          variant.compareAtPrice === null ? null : normalizeDecimal(variant.compareAtPrice),
        sku: blankToNull(variant.sku),
        barcode: blankToNull(variant.barcode),
        weight: weight ? weightText(weight.value, weight.unit) : null,
        taxable: variant.taxable,
        options: onlyDefault ? [] : variant.selectedOptions.map(({ value }) => value),
      }),
      customDataFields(variant.customData ?? [], variantPart(sourceId)),
    )
  }
  return {
    kind: 'product',
    gid: product.id,
    label: product.title,
    fields,
    ...(formerly.length > 0 && { formerly: { collections: formerly } }),
    children,
  }
}

/** What the categories are called whose collections the product is in. */
function collectionLabels({ collections }: ReadProduct, { projectId }: TargetOptions): Label[] {
  return collections.nodes.flatMap(({ sourceId, managed }) => {
    const { name, former } = parseManaged(managed?.value)
    const isOurs = sourceIdOf(projectId, 'collection', sourceId?.value) !== null
    return isOurs && name !== null ? [{ name, former }] : []
  })
}

/** A product without options has one in Shopify all the same. */
export function hasOnlyDefault(product: ReadProduct): boolean {
  return (
    product.options.every(({ name }) => name === DEFAULT_OPTION.name) &&
    product.allVariants.every(({ selectedOptions }) =>
      selectedOptions.every(({ value }) => value === DEFAULT_OPTION.value),
    )
  )
}

/**
 * Options with the values that our variants have. Shopify keeps values that no variant has (recorded:
 * `hasVariants: false`), and the merchant's own variants may have others: neither is a difference.
 */
function shownOptions(
  product: ReadProduct,
  ours: readonly { variant: VariantFieldsFragment }[],
): Json {
  const variants = ours.length > 0 ? ours.map(({ variant }) => variant) : product.allVariants
  return product.options.map(({ name }, i) =>
    optionJson({
      name,
      values: [...new Set(variants.flatMap((variant) => variant.selectedOptions[i]?.value ?? []))],
    }),
  )
}

function variantFields(sourceId: string, values: Record<string, Json>): Fields {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${variantPart(sourceId)}${name}`, value]),
  )
}

function weightText(value: number, unit: string): string | null {
  return value === 0 ? null : `${numberText(value, 6)} ${unit}`
}

function optionJson(option: { name: string; values: string[] }): Json {
  return { name: option.name, values: [...option.values].sort(byText) }
}

function imagesJson(alts: readonly string[]): Json {
  return { count: alts.length, alts: alts.map((alt) => alt.trim()).sort(byText) }
}
