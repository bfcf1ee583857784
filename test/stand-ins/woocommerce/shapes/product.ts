import Big from 'big.js'
import { big } from '../totals/money.ts'
import type { Product, Sellable, Variation } from '../records.ts'
import { createRandom } from '../prng.ts'
import { slugify, type WooState } from '../state.ts'
import {
  dates,
  image,
  links,
  metaData,
  paragraphs,
  priceSpan,
  type Context,
  type Wire,
} from './parts.ts'

/** A sale that is set and not outside its dates. The stored price may say otherwise (measured: d34). */
export function onSaleNow(state: WooState, item: Sellable): boolean {
  if (item.salePrice === '' || item.regularPrice === '') return false
  if (!big(item.salePrice).lt(big(item.regularPrice))) return false
  const now = state.now()
  return (item.saleFrom ?? 0) <= now && (item.saleTo ?? Number.POSITIVE_INFINITY) >= now
}

const childrenOf = (state: WooState, product: Product): Variation[] =>
  product.variationIds.flatMap((id) => state.variations.get(id) ?? [])

function priced(state: WooState, product: Product): Sellable[] {
  if (product.type === 'variable') return childrenOf(state, product).filter((v) => v.price !== '')
  if (product.type === 'grouped')
    return product.groupedIds.flatMap((id) => state.products.get(id) ?? [])
  return [product]
}

/** What a shop visitor pays at least. */
export function lowestPrice(state: WooState, product: Product): string {
  if (product.type === 'simple' || product.type === 'external') return product.price
  const prices = priced(state, product).map((item) => item.price)
  return prices.filter((price) => price !== '').sort((a, b) => big(a).cmp(big(b)))[0] ?? ''
}

function onSale(state: WooState, product: Product): boolean {
  return priced(state, product).some((item) => onSaleNow(state, item))
}

function priceHtml(state: WooState, product: Product): string {
  const items = priced(state, product).filter((item) => item.price !== '')
  if (items.length === 0) return ''
  if (product.type === 'variable' || product.type === 'grouped') {
    const sorted = items.map((item) => item.price).sort((a, b) => big(a).cmp(big(b)))
    const [low, high] = [sorted[0] ?? '', sorted[sorted.length - 1] ?? '']
    const from = priceSpan(state, low)
    return big(low).eq(big(high)) ? from : `${from} &ndash; ${priceSpan(state, high)}`
  }
  return itemPriceHtml(state, product)
}

function itemPriceHtml(state: WooState, item: Sellable): string {
  if (item.price === '') return ''
  if (!onSaleNow(state, item)) return priceSpan(state, item.price)
  const plain = (price: string) => `&#036;${new Big(price).toFixed(2)}.`
  return `<del aria-hidden="true">${priceSpan(state, item.regularPrice)}</del> <span class="screen-reader-text">Original price was: ${plain(item.regularPrice)}</span><ins aria-hidden="true">${priceSpan(state, item.salePrice)}</ins><span class="screen-reader-text">Current price is: ${plain(item.salePrice)}</span>`
}

function terms(state: WooState, termIds: readonly number[]): Wire[] {
  return termIds
    .flatMap((id) => state.terms.get(id) ?? [])
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, slug }) => ({ id, name, slug }))
}

/** Up to five neighbours, in another order on every read (measured: leave them out of fingerprints). */
function relatedIds(state: WooState, product: Product): number[] {
  const related: number[] = []
  for (const other of state.products.values()) {
    if (other.id === product.id || other.status !== 'publish') continue
    if (other.categoryIds.some((id) => product.categoryIds.includes(id))) related.push(other.id)
    if (related.length >= 20) break
  }
  const random = createRandom(state.random.int(0, 2 ** 31))
  return random.shuffle(related).slice(0, 5)
}

function attributes(state: WooState, product: Product): Wire[] {
  return product.attributes.map((attribute) => {
    const global = state.attributes.get(attribute.id)
    const options = global
      ? attribute.options
          .flatMap((termId) => state.terms.get(Number(termId)) ?? [])
          .sort((a, b) => a.menuOrder - b.menuOrder || a.name.localeCompare(b.name))
          .map((term) => term.name)
      : attribute.options
    return {
      id: global ? attribute.id : 0,
      name: global?.name ?? attribute.name,
      slug: global?.slug ?? attribute.name,
      position: attribute.position,
      visible: attribute.visible,
      variation: attribute.variation,
      options: [...options],
    }
  })
}

function stockStatus(state: WooState, product: Product): string {
  if (product.type !== 'variable') return product.stockStatus
  const children = childrenOf(state, product).map((child) => child.stockStatus)
  if (children.includes('instock')) return 'instock'
  return children.includes('onbackorder') ? 'onbackorder' : 'outofstock'
}

/** The fields products and variations share, in the product's order. */
function sellable(state: WooState, item: Sellable): Record<'sale' | 'stock' | 'files', Wire> {
  return {
    sale: {
      ...dates(state, 'date_on_sale_from', item.saleFrom),
      ...dates(state, 'date_on_sale_to', item.saleTo),
    },
    files: {
      virtual: item.virtual,
      downloadable: item.downloadable,
      downloads: item.downloads.map((file) => ({ ...file })),
      download_limit: item.downloadLimit,
      download_expiry: item.downloadExpiry,
    },
    stock: {
      backorders: item.backorders,
      backorders_allowed: item.backorders !== 'no',
      backordered: item.stockStatus === 'onbackorder',
      low_stock_amount: item.lowStockAmount,
    },
  }
}

function permalink(state: WooState, product: Product): string {
  return product.slug === '' || product.status === 'trash' || product.status === 'draft'
    ? `${state.homeUrl}/?post_type=product&p=${product.id}`
    : `${state.homeUrl}/product/${product.slug}/`
}

export function productShape(state: WooState, product: Product, context: Context): Wire {
  const edit = context === 'edit'
  const common = sellable(state, product)
  const price = lowestPrice(state, product)
  const rating =
    product.ratings.length === 0
      ? 0
      : product.ratings.reduce((total, one) => total + one, 0) / product.ratings.length
  const prose = (text: string) => (edit ? text : paragraphs(text))
  return {
    id: product.id,
    name: product.name,
    slug: product.slug,
    permalink: permalink(state, product),
    ...dates(state, 'date_created', product.createdAt),
    ...dates(state, 'date_modified', product.modifiedAt),
    type: product.type,
    status: product.status,
    featured: product.featured,
    catalog_visibility: product.catalogVisibility,
    description: prose(product.description),
    short_description: prose(product.shortDescription),
    sku: product.sku,
    price,
    regular_price: product.regularPrice,
    sale_price: product.salePrice,
    ...common.sale,
    on_sale: onSale(state, product),
    purchasable: (product.type === 'simple' || product.type === 'variable') && price !== '',
    total_sales: product.totalSales,
    ...common.files,
    external_url: product.externalUrl,
    button_text: product.buttonText,
    tax_status: product.taxStatus,
    tax_class: product.taxClass,
    manage_stock: product.manageStock,
    stock_quantity: product.stockQuantity,
    ...common.stock,
    sold_individually: product.soldIndividually,
    weight: product.weight,
    dimensions: { ...product.dimensions },
    shipping_required: !product.virtual,
    shipping_taxable: !product.virtual && product.taxStatus !== 'none',
    shipping_class: '',
    shipping_class_id: 0,
    reviews_allowed: product.reviewsAllowed,
    average_rating: edit && rating === 0 ? '0' : rating.toFixed(2),
    rating_count: product.ratings.length,
    upsell_ids: [...product.upsellIds],
    cross_sell_ids: [...product.crossSellIds],
    parent_id: 0,
    purchase_note:
      product.purchaseNote === ''
        ? ''
        : edit
          ? product.purchaseNote
          : paragraphs(product.purchaseNote),
    categories: terms(state, product.categoryIds),
    brands: terms(state, product.brandIds),
    tags: terms(state, product.tagIds),
    images: product.images.map((one) => image(state, one)),
    attributes: attributes(state, product),
    default_attributes: product.defaultAttributes.map((one) => ({ ...one })),
    variations: [...product.variationIds],
    grouped_products: [...product.groupedIds],
    menu_order: product.menuOrder,
    price_html: priceHtml(state, product),
    related_ids: relatedIds(state, product),
    meta_data: metaData(product.meta),
    stock_status: stockStatus(state, product),
    has_options: product.type === 'variable',
    post_password: '',
    global_unique_id: product.globalUniqueId,
    ...(edit
      ? {
          permalink_template: `${state.homeUrl}/product/%pagename%/`,
          generated_slug: decodeURIComponent(slugify(product.name)),
        }
      : {}),
    _links: links(state, `/products/${product.id}`),
  }
}

/** "M, Slate": term names of global attributes, texts of local ones. */
export function variationOptions(state: WooState, variation: Variation) {
  return variation.attributes.map((attribute) => {
    const global = state.attributes.get(attribute.id)
    const term = global ? state.terms.get(Number(attribute.option)) : undefined
    return {
      id: global ? attribute.id : 0,
      name: global?.name ?? attribute.name,
      slug: global?.slug ?? attribute.name.toLowerCase().replace(/\s+/g, '-'),
      option: term?.name ?? attribute.option,
      value: term?.slug ?? attribute.option,
    }
  })
}

/** Titles of variations name their options unless there are three or more. */
export function variationTitle(state: WooState, variation: Variation): string {
  const parent = state.products.get(variation.parentId)
  const options = variationOptions(state, variation)
  const attributeCount = parent?.attributes.filter((a) => a.variation).length ?? 0
  if (options.length === 0 || attributeCount > 2) return parent?.name ?? ''
  return `${parent?.name ?? ''} - ${options.map((o) => o.option).join(', ')}`
}

function variationLink(state: WooState, variation: Variation): string {
  const parent = state.products.get(variation.parentId)
  const query = variationOptions(state, variation)
    .map(({ slug, value }) => `attribute_${slug}=${encodeURIComponent(value)}`)
    .join('&')
  const base = parent ? permalink(state, parent) : state.homeUrl
  return query === '' ? base : `${base}${base.includes('?') ? '&' : '?'}${query}`
}

const managedBy = (state: WooState, variation: Variation): boolean | 'parent' =>
  variation.manageStock ||
  (state.products.get(variation.parentId)?.manageStock === true ? 'parent' : false)

export function variationShape(state: WooState, variation: Variation, context: Context): Wire {
  const common = sellable(state, variation)
  const parent = state.products.get(variation.parentId)
  const managed = managedBy(state, variation)
  const options = variationOptions(state, variation)
  const taxClass = context === 'edit' ? 'parent' : (parent?.taxClass ?? '')
  return {
    id: variation.id,
    type: 'variation',
    ...dates(state, 'date_created', variation.createdAt),
    ...dates(state, 'date_modified', variation.modifiedAt),
    description: context === 'edit' ? variation.description : paragraphs(variation.description),
    permalink: variationLink(state, variation),
    sku: variation.sku || (parent?.sku ?? ''),
    global_unique_id: variation.globalUniqueId,
    price: variation.price,
    regular_price: variation.regularPrice,
    sale_price: variation.salePrice,
    ...common.sale,
    on_sale: onSaleNow(state, variation),
    status: variation.status,
    purchasable: variation.price !== '',
    ...common.files,
    tax_status: variation.taxStatus,
    tax_class: variation.taxClass === '' ? taxClass : variation.taxClass,
    manage_stock: managed,
    stock_quantity:
      managed === 'parent' ? (parent?.stockQuantity ?? null) : variation.stockQuantity,
    stock_status: variation.stockStatus,
    ...common.stock,
    weight: variation.weight || (parent?.weight ?? ''),
    dimensions: { ...variation.dimensions },
    shipping_class: '',
    shipping_class_id: 0,
    image: variation.image ? image(state, variation.image) : null,
    attributes: options.map(({ id, name, slug, option }) => ({ id, name, slug, option })),
    menu_order: variation.menuOrder,
    meta_data: metaData(variation.meta),
    name: options.map((option) => option.option).join(', '),
    parent_id: variation.parentId,
    _links: links(state, `/products/${variation.parentId}/variations/${variation.id}`, {
      up: `/products/${variation.parentId}`,
    }),
  }
}

/** A variation asked for at /products/{id} or by its SKU answers in a product's clothes (measured). */
export function variationAsProduct(state: WooState, variation: Variation): Wire {
  const shape = variationShape(state, variation, 'view')
  const options = variationOptions(state, variation)
  const parent = state.products.get(variation.parentId)
  const title = variationTitle(state, variation)
  const slug = [
    parent?.slug ?? '',
    ...options.map((o) => o.option.toLowerCase().replace(/\s+/g, '-')),
  ].join('-')
  const { image: own, _links, name: _name, permalink: link, ...rest } = shape
  return {
    ...rest,
    name: title,
    slug,
    permalink: link ?? '',
    featured: false,
    catalog_visibility: 'visible',
    short_description: '',
    total_sales: String(variation.totalSales),
    external_url: '',
    button_text: '',
    sold_individually: false,
    shipping_required: !variation.virtual,
    shipping_taxable: !variation.virtual && variation.taxStatus !== 'none',
    reviews_allowed: false,
    average_rating: '0.00',
    rating_count: 0,
    upsell_ids: [],
    cross_sell_ids: [],
    purchase_note: '',
    categories: [],
    brands: [],
    tags: [],
    images: own ? [own] : [],
    default_attributes: [],
    variations: [],
    grouped_products: [],
    price_html: itemPriceHtml(state, variation),
    related_ids: [],
    has_options: false,
    post_password: '',
    _links: links(state, `/products/${variation.id}`, { up: `/products/${variation.parentId}` }),
  }
}
