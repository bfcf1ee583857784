import type { FileSetInput, OptionSetInput, ProductSetInput } from '#app/types/admin-operations.ts'
import { decimal } from '#app/migration/kinds/values/money.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { Gid, WriteNote, TargetOptions } from '#app/migration/engine/ports/target.ts'
import {
  blankToNull,
  normalizeHandle,
  normalizeTags,
  normalizeText,
  shorten,
} from '../values/normalize.ts'
import { acceptedCustomData } from '../custom-data/custom-data.ts'
import { optionNotes, usedOptions, variantOptions } from './variants/options.ts'
import {
  barcodeNotes,
  DEFAULT_OPTION,
  newVariant,
  priceText,
  stockNotes,
} from './variants/variant-input.ts'
import { shortenedTags, shortenedTexts, type LimitedText } from '../text-notes.ts'
import { idMetafield, sourceReference } from '../identity/source-reference.ts'
import { acceptedVariantData, hasVariantData } from './variants/variant-custom-data.ts'
import {
  acceptedImages,
  isWebAddress,
  MAX_ALT,
  MAX_IMAGES,
  rememberedPictures,
  type PictureField,
} from './pictures/product-pictures.ts'
import { type Managed, managedMetafield } from '../managed.ts'
import { productsSay } from '#app/migration/messages/products.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** Limits of the Admin API 2026-07. */
const MAX_OPTIONS = 3
export const MAX_VARIANTS = 2048

/** @throws RecordError when Shopify cannot hold the product at all */
function checkProduct(product: CanonicalProduct): void {
  const refuse = (code: RecordError['code'], told: Message): never => {
    throw new RecordError(code, product.sourceId, told)
  }
  if (product.title.trim() === '') {
    refuse('TITLE_MISSING', productsSay('noTitle'))
  }
  if (product.options.length > MAX_OPTIONS) {
    refuse(
      'TOO_MANY_OPTIONS',
      productsSay('tooManyOptions', { options: product.options.length, most: MAX_OPTIONS }),
    )
  }
  if (product.variants.length > MAX_VARIANTS) {
    refuse(
      'TOO_MANY_VARIANTS',
      productsSay('tooManyVariants', { variants: product.variants.length, most: MAX_VARIANTS }),
    )
  }
  const combinations = new Set<string>()
  for (const variant of product.variants) {
    const key = variantOptions(product, variant)
      .map(({ value }) => value.toLowerCase())
      .join('\n')
    if (combinations.has(key)) {
      refuse(
        'DUPLICATE_OPTION_VALUES',
        productsSay('sameOptionValues', { values: key === '' ? [] : key.split('\n') }),
      )
    }
    combinations.add(key)
  }
}

export function productNotes(product: CanonicalProduct, options: TargetOptions): WriteNote[] {
  const notes: WriteNote[] = []
  const usable = product.images.filter((image) => isWebAddress(image.url))
  if (usable.length < product.images.length) {
    notes.push(imageNote(product.images.length - usable.length, false))
  }
  if (new Set(usable.map((image) => image.url)).size > MAX_IMAGES) {
    notes.push({
      code: 'TOO_MANY_IMAGES',
      field: 'images',
      message: productsSay('tooManyImages', { images: product.images.length, most: MAX_IMAGES }),
    })
  }
  notes.push(
    ...shortenedTexts('product', [
      { field: 'title', text: product.title, what: 'title' },
      { field: 'vendor', text: product.vendor, what: 'vendor' },
      { field: 'productType', text: product.productType, what: 'type' },
      { field: 'handle', text: product.handle, what: 'webAddress' },
      ...product.options
        .flatMap((option) => [option.name, ...option.values])
        .map((text): LimitedText => ({ field: 'options', text })),
      ...product.collections.map(({ name: text }): LimitedText => ({
        field: 'collections',
        text,
        what: 'category',
      })),
      ...product.images.map(({ alt }) => ({ field: 'images', text: alt, max: MAX_ALT })),
      ...product.variants.map(({ sourceId, sku }): LimitedText => ({
        field: `variant:${sourceId}.sku`,
        text: sku,
        what: 'sku',
      })),
    ]),
    ...shortenedTags('product', product.tags),
    ...optionNotes(product),
    ...barcodeNotes(product),
    ...stockNotes(product, options),
    ...acceptedCustomData(product.metafields, 'product').notes,
    ...product.variants.flatMap((variant) => acceptedVariantData(variant).notes),
    ...statusNotes(product, options),
  )
  return notes
}

/**
 * @param isTransient whether Shopify is asked to fetch them once more
 * @param field which of the two fields about pictures another try is to write
 */
export function imageNote(
  count: number,
  isTransient: boolean,
  field: PictureField = 'images',
): WriteNote {
  return {
    code: 'IMAGE_FAILED',
    field,
    isTransient,
    message: productsSay('imagesFailed', { images: count, again: isTransient }),
  }
}

/** The status it gets: never for sale when a price of it becomes nothing in Shopify's currency. */
export function statusInput(
  product: CanonicalProduct,
  options: TargetOptions,
): 'ACTIVE' | 'DRAFT' | 'ARCHIVED' {
  const statuses = { active: 'ACTIVE', draft: 'DRAFT', archived: 'ARCHIVED' } as const
  return product.status === 'active' && isGivenAway(product, options)
    ? 'DRAFT'
    : statuses[product.status]
}

function isGivenAway(product: CanonicalProduct, options: TargetOptions): boolean {
  return product.variants.some(
    ({ price }) => !decimal(price).eq(0) && decimal(priceText(price, options)).eq(0),
  )
}

function statusNotes(product: CanonicalProduct, options: TargetOptions): WriteNote[] {
  if (product.status !== 'active' || !isGivenAway(product, options)) return []
  return [
    {
      code: 'CHANGE_NOT_POSSIBLE',
      field: 'status',
      message: productsSay('priceTooSmall', { currency: options.currency }),
    },
  ]
}

export function isPublished(product: CanonicalProduct, options: TargetOptions): boolean {
  return product.published && statusInput(product, options) === 'ACTIVE'
}

/**
 * A product as `productSet` creates it. Only for creation: every list in it replaces what is there.
 * @throws RecordError when Shopify cannot hold the product at all
 */
export function productInput(
  product: CanonicalProduct,
  collections: readonly Gid[],
  options: TargetOptions,
): ProductSetInput {
  checkProduct(product)
  const images = acceptedImages(product)
  const fileOf = new Map<string, FileSetInput>(
    images.map((image): [string, FileSetInput] => [
      image.sourceId,
      { originalSource: image.url, alt: shorten(image.alt, MAX_ALT), contentType: 'IMAGE' },
    ]),
  )
  const used = usedOptions(product)
  const productOptions: OptionSetInput[] =
    used.length > 0
      ? used.map(({ name, values }, index) => ({
          name,
          position: index + 1,
          values: values.map((value) => ({ name: value })),
        }))
      : [{ name: DEFAULT_OPTION.name, position: 1, values: [{ name: DEFAULT_OPTION.value }] }]
  const input: ProductSetInput = {
    title: shorten(product.title),
    descriptionHtml: normalizeText(product.descriptionHtml) ?? '',
    status: statusInput(product, options),
    tags: normalizeTags(product.tags),
    seo: seoInput(product),
    metafields: [
      idMetafield(sourceReference(options.projectId, 'product', product.sourceId)),
      managedMetafield(productManaged(product)),
    ],
  }
  const handle = normalizeHandle(product.handle)
  if (handle !== null) input.handle = handle
  const vendor = blankToNull(shorten(product.vendor ?? ''))
  if (vendor) input.vendor = vendor
  const productType = blankToNull(shorten(product.productType ?? ''))
  if (productType) input.productType = productType
  if (collections.length > 0) input.collections = [...collections]
  if (fileOf.size > 0) input.files = [...fileOf.values()]
  if (product.variants.length > 0) {
    input.productOptions = productOptions
    input.variants = product.variants.map((variant) =>
      newVariant(product, variant, fileOf, options),
    )
  }
  return input
}

export function seoInput(product: CanonicalProduct) {
  return {
    title: blankToNull(product.seo.title) ?? '',
    description: blankToNull(product.seo.description) ?? '',
  }
}

/** @param kept what is remembered otherwise than the record says */
export function productManaged(
  product: CanonicalProduct,
  kept: Partial<Pick<Managed, 'variantData' | 'pictures' | 'changing'>> = {},
): Partial<Managed> {
  return {
    tags: normalizeTags(product.tags),
    name: normalizeHandle(product.handle),
    vendor: blankToNull(shorten(product.vendor ?? '')),
    variantData: hasVariantData(product),
    pictures: rememberedPictures(product),
    ...kept,
  }
}
