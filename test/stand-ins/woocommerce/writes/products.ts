import { big, asPrice } from '../money.ts'
import { badRequest, invalidId, RestError } from '../errors.ts'
import type { Dimensions, Image, Product, Sellable, Term, Variation } from '../records.ts'
import { onSaleNow } from '../shapes/product.ts'
import { encodeName, slugify, touchProduct, touchVariation, type WooState } from '../state.ts'
import { parseRestDate } from '../time.ts'
import { productInput, variationInput, type ProductInput, type VariationInput } from './inputs.ts'
import type { z } from 'zod'

function blankSellable(state: WooState): Omit<Sellable, 'id'> {
  return {
    createdAt: state.now(),
    modifiedAt: state.now(),
    status: 'publish',
    description: '',
    sku: '',
    globalUniqueId: '',
    price: '',
    regularPrice: '',
    salePrice: '',
    saleFrom: null,
    saleTo: null,
    virtual: false,
    downloadable: false,
    downloads: [],
    downloadLimit: -1,
    downloadExpiry: -1,
    taxStatus: 'taxable',
    taxClass: '',
    manageStock: false,
    stockQuantity: null,
    stockStatus: 'instock',
    backorders: 'no',
    lowStockAmount: null,
    weight: '',
    dimensions: { length: '', width: '', height: '' },
    menuOrder: 0,
    meta: [],
    totalSales: 0,
  }
}

/** A managed item's status follows its quantity. */
export function settleStock(item: Sellable) {
  if (!item.manageStock) {
    item.stockQuantity = null
    return
  }
  item.stockQuantity ??= 0
  if (item.stockQuantity > 0) item.stockStatus = 'instock'
  else item.stockStatus = item.backorders === 'no' ? 'outofstock' : 'onbackorder'
}

function checkSku(state: WooState, sku: string, ownId: number) {
  if (sku === '') return
  const items: Sellable[] = [...state.products.values(), ...state.variations.values()]
  const other = items.find(
    (item) => item.sku === sku && item.id !== ownId && item.status !== 'trash',
  )
  if (other) {
    throw badRequest('product_invalid_sku', 'Invalid or duplicated SKU.', {
      resource_id: other.id,
      unique_sku: `${sku}-1`,
    })
  }
}

function saleDate(
  state: WooState,
  local: string | null | undefined,
  gmt: string | null | undefined,
) {
  if (gmt) return parseRestDate(gmt)?.asWritten ?? null
  const parsed = local ? parseRestDate(local) : null
  return parsed ? (parsed.instant ?? state.time.fromWall(parsed.asWritten)) : null
}

function setSellable(state: WooState, item: Sellable, input: z.output<typeof variationInput>) {
  if (input.sku !== undefined) checkSku(state, input.sku, item.id)
  const set = <K extends keyof Sellable>(key: K, value: Sellable[K] | undefined) => {
    if (value !== undefined) item[key] = value
  }
  set('status', input.status)
  set('description', input.description)
  set('sku', input.sku)
  set('globalUniqueId', input.global_unique_id)
  if (input.regular_price !== undefined) item.regularPrice = asPrice(input.regular_price)
  if (input.sale_price !== undefined) item.salePrice = asPrice(input.sale_price)
  if (input.date_on_sale_from !== undefined || input.date_on_sale_from_gmt !== undefined) {
    item.saleFrom = saleDate(state, input.date_on_sale_from, input.date_on_sale_from_gmt)
  }
  if (input.date_on_sale_to !== undefined || input.date_on_sale_to_gmt !== undefined) {
    item.saleTo = saleDate(state, input.date_on_sale_to, input.date_on_sale_to_gmt)
  }
  set('virtual', input.virtual)
  set('downloadable', input.downloadable)
  if (input.downloads) {
    item.downloads = input.downloads.map((file) => ({
      id:
        file.id ??
        `${state.random.hex(8)}-${state.random.hex(4)}-4${state.random.hex(3)}-8${state.random.hex(3)}-${state.random.hex(12)}`,
      name: file.name,
      file: file.file,
    }))
  }
  set('downloadLimit', input.download_limit)
  set('downloadExpiry', input.download_expiry)
  set('taxStatus', input.tax_status)
  if (input.tax_class !== undefined)
    item.taxClass = ['standard', 'parent'].includes(input.tax_class) ? '' : input.tax_class
  set('manageStock', input.manage_stock)
  set('stockQuantity', input.stock_quantity)
  set('stockStatus', input.stock_status)
  set('backorders', input.backorders)
  set('lowStockAmount', input.low_stock_amount)
  set('weight', input.weight)
  if (input.dimensions) {
    const { length, width, height } = input.dimensions
    const before: Dimensions = item.dimensions
    item.dimensions = {
      length: length ?? before.length,
      width: width ?? before.width,
      height: height ?? before.height,
    }
  }
  set('menuOrder', input.menu_order)
  for (const { key, value } of input.meta_data ?? []) {
    const existing = item.meta.find((meta) => meta.key === key)
    if (existing) existing.value = value
    else item.meta.push(...state.meta([{ key, value }]))
  }
  settleStock(item)
  item.price = onSaleNow(state, item) ? item.salePrice : item.regularPrice
  item.modifiedAt = state.now()
}

function makeImage(
  state: WooState,
  input: {
    id?: number | undefined
    src?: string | undefined
    name?: string | undefined
    alt?: string | undefined
  },
  known: readonly Image[],
): Image {
  const existing = known.find((image) => image.id === input.id)
  if (existing)
    return { ...existing, name: input.name ?? existing.name, alt: input.alt ?? existing.alt }
  const id = state.id('post')
  const src = input.src ?? ''
  const file = src.split('/').pop() ?? `image-${id}.png`
  const month = state.time.local(state.now()).slice(0, 7).replace('-', '/')
  return {
    id,
    at: state.now(),
    // Uploads are copied into the store's own media library; a broken address stays what it was.
    src:
      /^https?:/.test(src) && !src.startsWith(state.homeUrl)
        ? src
        : src.startsWith('/')
          ? src
          : `/wp-content/uploads/${month}/${file}`,
    name: input.name ?? file,
    alt: input.alt ?? '',
  }
}

function uniqueSlug(state: WooState, wanted: string, ownId: number): string {
  const taken = new Set(
    [...state.products.values()].filter((p) => p.id !== ownId).map((p) => p.slug),
  )
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted}-${number}`)) number++
  return `${wanted}-${number}`
}

/** The term of a global attribute, made when it is new. */
export function attributeTerm(state: WooState, attributeId: number, name: string): Term {
  const existing = [...state.terms.values()].find(
    (term) =>
      term.attributeId === attributeId && (term.name === encodeName(name) || term.slug === name),
  )
  return existing ?? addTerm(state, { taxonomy: 'attribute', attributeId, name })
}

export function addTerm(
  state: WooState,
  input: {
    taxonomy: Term['taxonomy']
    attributeId?: number
    name: string
    slug?: string
    parent?: number
    description?: string
    menuOrder?: number
  },
): Term {
  const slug = input.slug ?? slugify(input.name)
  const clash = [...state.terms.values()].find(
    (t) =>
      t.taxonomy === input.taxonomy &&
      t.attributeId === (input.attributeId ?? 0) &&
      t.slug === slug &&
      t.parent === (input.parent ?? 0),
  )
  if (clash) {
    throw badRequest(
      'term_exists',
      'A term with the name provided already exists with this parent.',
      { resource_id: clash.id },
    )
  }
  const term: Term = {
    id: state.id('term'),
    taxonomy: input.taxonomy,
    attributeId: input.attributeId ?? 0,
    name: encodeName(input.name),
    slug,
    parent: input.parent ?? 0,
    description: (input.description ?? '').replace(/<[^>]*>/g, ''),
    menuOrder: input.menuOrder ?? 0,
  }
  state.terms.set(term.id, term)
  return term
}

function setProduct(state: WooState, product: Product, input: z.output<typeof productInput>) {
  const { attributes: _attributes, ...shared } = input
  setSellable(state, product, shared)
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
  if (product.categoryIds.length === 0) product.categoryIds = [15]
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
