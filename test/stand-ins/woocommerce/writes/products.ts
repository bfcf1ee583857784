import type { z } from 'zod'
import { invalidId, RestError } from '../rest/errors.ts'
import { big } from '../totals/money.ts'
import type { Product, Variation } from '../records.ts'
import { encodeName, slugify, touchProduct, touchVariation, type WooState } from '../state.ts'
import { productInput, variationInput, type ProductInput, type VariationInput } from './inputs.ts'
import { blankSellable, checkSku, makeImage, setSellable, settleStock } from './sellable.ts'
import { parseRestDate } from '../time.ts'
import { attributeTerm, DEFAULT_CATEGORY } from './terms.ts'

function uniqueSlug(state: WooState, wanted: string, ownId: number): string {
  const taken = new Set(
    [...state.products.values()].filter((p) => p.id !== ownId).map((p) => p.slug),
  )
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted}-${number}`)) number++
  return `${wanted}-${number}`
}

function setProduct(state: WooState, product: Product, input: z.output<typeof productInput>) {
  const { attributes: _attributes, ...shared } = input
  setSellable(state, product, shared)
  const date = parseRestDate(input.date_created_gmt ?? '')
  if (date) product.createdAt = date.instant ?? date.asWritten
  // What is published in the future is scheduled.
  if (product.status === 'publish' && product.createdAt > state.now()) product.status = 'future'
  const set = <K extends keyof Product>(key: K, value: Product[K] | undefined) => {
    if (value !== undefined) product[key] = value
  }
  if (input.name !== undefined) product.name = encodeName(input.name)
  set('type', input.type)
  set('featured', input.featured)
  set('catalogVisibility', input.catalog_visibility)
  set('shortDescription', input.short_description)
  set('externalUrl', input.external_url)
  set('buttonText', input.button_text)
  set('soldIndividually', input.sold_individually)
  set('reviewsAllowed', input.reviews_allowed)
  set('purchaseNote', input.purchase_note)
  set('upsellIds', input.upsell_ids)
  set('crossSellIds', input.cross_sell_ids)
  set('groupedIds', input.grouped_products)
  set(
    'categoryIds',
    input.categories?.map((c) => c.id),
  )
  set(
    'brandIds',
    input.brands?.map((c) => c.id),
  )
  set(
    'tagIds',
    input.tags?.map((c) => c.id),
  )
  if (product.categoryIds.length === 0) product.categoryIds = [DEFAULT_CATEGORY]
  if (input.images) product.images = input.images.map((i) => makeImage(state, i, product.images))
  if (input.attributes) {
    product.attributes = input.attributes.map((attribute) => {
      const global = state.attributes.get(attribute.id ?? 0)
      const options = attribute.options ?? []
      return {
        id: global?.id ?? 0,
        name: global?.name ?? attribute.name ?? '',
        // All 0 unless the client counts for itself (measured: 029).
        position: attribute.position ?? 0,
        visible: attribute.visible ?? false,
        variation: attribute.variation ?? false,
        options: global
          ? options.map((name) => String(attributeTerm(state, global.id, name).id))
          : options,
      }
    })
  }
  if (input.default_attributes) {
    product.defaultAttributes = input.default_attributes.map((one) => {
      const global = state.attributes.get(one.id ?? 0)
      return {
        id: global?.id ?? 0,
        name: global?.name ?? one.name ?? '',
        option: global ? attributeTerm(state, global.id, one.option).slug : one.option,
      }
    })
  }
  if (product.type === 'variable') product.price = ''
  if (input.slug !== undefined) product.slug = uniqueSlug(state, slugify(input.slug), product.id)
  else if (product.slug.endsWith('__trashed')) product.slug = product.slug.replace(/__trashed$/, '')
  else if (product.slug === '' && product.status !== 'draft') {
    product.slug = uniqueSlug(state, slugify(product.name), product.id)
  }
  product.meta = product.meta.filter(
    (meta) => product.status === 'trash' || meta.key !== '_wp_desired_post_slug',
  )
}

export function createProduct(state: WooState, raw: ProductInput): Product {
  const input = productInput.parse(raw)
  checkSku(state, input.sku ?? '', 0)
  // Images are stored before the product is, except that WooCommerce takes the product's id first.
  const product: Product = {
    ...blankSellable(state),
    id: 0,
    kind: 'product',
    name: '',
    slug: '',
    type: 'simple',
    featured: false,
    catalogVisibility: 'visible',
    shortDescription: '',
    externalUrl: '',
    buttonText: '',
    soldIndividually: false,
    reviewsAllowed: true,
    ratings: [],
    upsellIds: [],
    crossSellIds: [],
    purchaseNote: '',
    categoryIds: [],
    brandIds: [],
    tagIds: [],
    images: [],
    attributes: [],
    defaultAttributes: [],
    variationIds: [],
    groupedIds: [],
  }
  setProduct(state, product, input)
  // Made in one save, a post's change date is its date, past or future (measured on 10.5).
  if (input.date_created_gmt !== undefined) product.modifiedAt = product.createdAt
  product.id = state.id('post')
  state.products.set(product.id, product)
  return product
}

export function updateProduct(state: WooState, id: number, raw: ProductInput): Product {
  const product = state.products.get(id)
  if (!product) throw invalidId('product')
  setProduct(state, product, productInput.parse(raw))
  return product
}

/** To the trash: dated, renamed, still readable by id (measured: d20). */
export function trashProduct(state: WooState, id: number) {
  const product = state.products.get(id)
  if (!product) throw invalidId('product')
  if (product.status === 'trash') {
    throw new RestError(
      410,
      'woocommerce_rest_already_trashed',
      'The product has already been deleted.',
    )
  }
  product.meta.push(
    ...state.meta([
      { key: '_wp_trash_meta_status', value: product.status },
      { key: '_wp_trash_meta_time', value: String(Math.floor(state.now() / 1000)) },
      { key: '_wp_desired_post_slug', value: product.slug },
    ]),
  )
  product.status = 'trash'
  if (product.slug !== '') product.slug = `${product.slug}__trashed`
  product.modifiedAt = state.now()
}

/** For good: no trace in any list, and old orders lose the product silently (measured: d22). */
export function deleteProduct(state: WooState, id: number) {
  const product = state.products.get(id)
  if (!product) throw invalidId('product')
  for (const variationId of product.variationIds) state.variations.delete(variationId)
  state.products.delete(id)
  for (const record of [...state.orders.values(), ...state.refunds.values()]) {
    for (const line of record.lines) {
      if (line.productId === id) Object.assign(line, { productId: 0, variationId: 0 })
    }
  }
}

function setVariation(
  state: WooState,
  variation: Variation,
  input: z.output<typeof variationInput>,
) {
  const parent = state.products.get(variation.parentId)
  setSellable(state, variation, input)
  if (input.image !== undefined) {
    variation.image = input.image
      ? makeImage(state, input.image, [
          ...(parent?.images ?? []),
          ...(variation.image ? [variation.image] : []),
        ])
      : null
  }
  if (input.attributes) {
    variation.attributes = input.attributes.map((attribute) => {
      const global = state.attributes.get(attribute.id ?? 0)
      return {
        id: global?.id ?? 0,
        name: global?.name ?? attribute.name ?? '',
        option: global
          ? String(attributeTerm(state, global.id, attribute.option).id)
          : attribute.option,
      }
    })
  }
  touchVariation(state, variation)
}

export function createVariation(state: WooState, parentId: number, raw: VariationInput): Variation {
  const parent = state.products.get(parentId)
  if (!parent)
    throw new RestError(
      404,
      'woocommerce_rest_product_variation_invalid_parent',
      'Cannot set attributes due to invalid parent product.',
    )
  const input = variationInput.parse(raw)
  checkSku(state, input.sku ?? '', 0)
  const variation: Variation = {
    ...blankSellable(state),
    id: state.id('post'),
    kind: 'variation',
    parentId,
    image: null,
    attributes: [],
  }
  setVariation(state, variation, input)
  state.variations.set(variation.id, variation)
  parent.variationIds.push(variation.id)
  return variation
}

export function updateVariation(state: WooState, id: number, raw: VariationInput): Variation {
  const variation = state.variations.get(id)
  if (!variation) throw invalidId('variation')
  setVariation(state, variation, variationInput.parse(raw))
  return variation
}

/** The parent moves; old orders keep the product and lose the variation (measured: d25). */
export function deleteVariation(state: WooState, id: number) {
  const variation = state.variations.get(id)
  if (!variation) throw invalidId('variation')
  state.variations.delete(id)
  const parent = state.products.get(variation.parentId)
  if (parent) parent.variationIds = parent.variationIds.filter((other) => other !== id)
  touchProduct(state, variation.parentId)
  for (const record of [...state.orders.values(), ...state.refunds.values()]) {
    for (const line of record.lines) if (line.variationId === id) line.variationId = 0
  }
}

/** Sold or taken back: moves the item's date, and its parent's, when it manages stock (measured). */
export function moveStock(
  state: WooState,
  productId: number,
  variationId: number,
  by: number,
): boolean {
  const variation = state.variations.get(variationId)
  const product = state.products.get(productId)
  const item = variation?.manageStock ? variation : product
  if (!item?.manageStock) return false
  item.stockQuantity = Number(big(item.stockQuantity ?? 0).plus(by))
  settleStock(item)
  if (item === variation) touchVariation(state, variation)
  else touchProduct(state, productId)
  return true
}
