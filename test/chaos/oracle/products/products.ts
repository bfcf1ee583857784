import type { Product as TargetProduct } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Product, Sellable, Variation } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { addedBy } from '#test/chaos/life/merchant/merchant-edits.ts'
import { compareMembership } from './collections.ts'
import { compareCustomData, dataOf, datum, type Datum } from '../custom-data.ts'
import { isTheirs } from '../edited-values.ts'
import { sayer, sayUnlessSame, type Check, type Say } from '../findings.ts'
import { addressOf, comparePictures, originOf, shapeOf } from './pictures.ts'
import { boundId, type TargetIndex } from '../target-index.ts'
import { readable } from '../text.ts'
import { compareVariant, compareVariants, priceOf } from './variants.ts'

/** Products the old store shows or prepares; what is in the bin need not come along any more. */
const isAlive = (product: Product) => product.status !== 'trash'

export function checkProducts(check: Check, index: TargetIndex): void {
  const { woo, shop, edits } = check
  const unbound = [...shop.products.values()].filter(
    ({ id }) => boundId(index, id, 'product') === null && !edits.made.has(id),
  )
  for (const product of woo.products.values()) {
    const own = (index.owners.get(`product:${product.id}`) ?? []).filter((gid) =>
      shop.products.has(gid),
    )
    const copies = unbound.filter((candidate) => isCopyOf(candidate, product, woo))
    for (const copy of copies) unbound.splice(unbound.indexOf(copy), 1)
    const all = [...own, ...copies.map(({ id }) => id)]
    if (all.length > 1) {
      check.count(
        'duplicated',
        `product ${product.id} “${product.name}” is there as ${all.join(', ')}`,
      )
    }
    const target = shop.products.get(all[0] ?? '')
    if (!isAlive(product) || !check.isJudged('product', product.modifiedAt)) continue
    if (check.isAnnounced('product', String(product.id))) check.findings.announced += 1
    else if (!target) {
      check.missed('product', String(product.id), `“${product.name}” is not in Shopify`)
    } else if (own.length > 0) compareProduct(check, index, product, target)
  }
  for (const { id, title } of unbound) {
    check.count('extra', `product ${id} “${title}” stems from nothing in the old store`)
  }
}

function isCopyOf(candidate: TargetProduct, product: Product, woo: WooState): boolean {
  const skus = [product, ...childrenOf(woo, product)].map(({ sku }) => sku).filter(Boolean)
  return (
    candidate.variants.some(({ sku }) => sku !== null && skus.includes(sku)) ||
    candidate.title === readable(product.name) ||
    (product.slug !== '' &&
      candidate.handle.replace(/-\d+$/, '') === decodeURIComponent(product.slug))
  )
}

const childrenOf = (woo: WooState, product: Product): Variation[] =>
  product.variationIds.flatMap((id) => woo.variations.get(id) ?? [])

function compareProduct(
  check: Check,
  index: TargetIndex,
  product: Product,
  target: TargetProduct,
): void {
  const { woo, edits, shop } = check
  const id = String(product.id)
  const say = sayer(check, 'product', id, target.id)
  const children = product.type === 'variable' ? childrenOf(woo, product) : []

  const record = { kind: 'product', id, gid: target.id } as const
  const title = { name: 'title', wanted: readable(product.name).slice(0, 255) }
  if (!isTheirs(check, record, 'product.title', title)) {
    sayUnlessSame(say, 'title', title.wanted, target.title)
  }
  compareTexts(check, product, target, say)
  compareSelling(check, product, children, target, say)
  const added = addedBy(edits, target.id, 'product.tag')
  const wanted = product.tagIds.map((tagId) => readable(woo.terms.get(tagId)?.name ?? ''))
  const tags = wanted.flatMap((tag) => tag.split(',').map((part) => part.trim())).filter(Boolean)
  const shown = target.tags.filter((tag) => !added.includes(tag) || tags.includes(tag))
  sayUnlessSame(say, 'tags', [...new Set(tags)].sort(), shown.sort())
  const brands = brandsOf(woo, product)
  sayUnlessSame(say, 'vendor', brands[0] ?? shop.name, target.vendor)
  compareMembership(check, index, product, target.id, say)
  comparePictures(woo, product, children, target, say)
  const owner = { gid: target.id, type: 'PRODUCT', name: 'the product' }
  compareCustomData(shop, owner, productData(woo, product, children.length > 0), say)
  if (children.length > 0) return compareVariants(check, index, product, children, target, say)
  const only = target.variants.length === 1 ? target.variants[0] : undefined
  // The merchant edited a variant that would have to go, and was told what stays.
  if (!only && check.isExplained('product', id, 'options')) return
  if (!only) return say('variants', 1, target.variants.length, 'number of variants')
  const customId = boundId(index, only.id, 'variant')
  sayUnlessSame(say, 'variants', id, customId, 'source of the variant')
  const options = target.options.map(({ name, values }) => [name, ...values.map((one) => one.name)])
  sayUnlessSame(say, 'options', [['Title', 'Default Title']], options)
  sayUnlessSame(say, 'options', ['Default Title'], only.values, 'values of the variant')
  compareVariant(check, product, null, only, target, `product ${id}`, say)
}

const brandsOf = (woo: WooState, { brandIds }: Product) =>
  brandIds.flatMap((id) => readable(woo.terms.get(id)?.name ?? '') || []).sort()

function compareTexts(check: Check, product: Product, target: TargetProduct, say: Say): void {
  const { woo, shop } = check
  const wanted = shapeOf(descriptionOf(product), (src) => addressOf(woo, src))
  const record = { kind: 'product', id: String(product.id), gid: target.id } as const
  const text = { name: 'descriptionHtml', wanted }
  if (!isTheirs(check, record, 'product.description', text)) {
    const shown = shapeOf(target.descriptionHtml, (src) => originOf(shop, src))
    sayUnlessSame(say, 'descriptionHtml', wanted, shown)
  }
  const handle = decodeURIComponent(product.slug)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  // Without one of its own Shopify makes it; one that was taken gets a number.
  const isHandle = target.handle === handle || target.handle.replace(/-\d+$/, '') === handle
  if (handle !== '' && !isHandle) say('handle', handle, target.handle)
  const meta = (key: string) => {
    const value = product.meta.find((each) => each.key === key)?.value
    return typeof value === 'string' ? readable(value) : ''
  }
  sayUnlessSame(say, 'seoTitle', meta(SEO.title), target.seo.title ?? '')
  sayUnlessSame(say, 'seoDescription', meta(SEO.description), target.seo.description ?? '')
  // Nothing of the old store's says these.
  sayUnlessSame(say, 'productType', '', target.productType)
  sayUnlessSame(say, 'category', null, target.category)
  sayUnlessSame(say, 'template', null, target.templateSuffix)
  sayUnlessSame(say, 'giftCard', false, target.isGiftCard)
  sayUnlessSame(say, 'sellingPlan', false, target.requiresSellingPlan)
}

const SEO = { title: '_yoast_wpseo_title', description: '_yoast_wpseo_metadesc' }

/** The teaser stands before the text, unless the text repeats it. */
function descriptionOf(product: Product): string {
  const [teaser, text] = [product.shortDescription.trim(), product.description.trim()]
  return text.includes(teaser) ? text : `${teaser}<br>${text}`
}

/** For sale or not, and where it shows. */
function compareSelling(
  { woo, shop }: Check,
  product: Product,
  children: readonly Variation[],
  target: TargetProduct,
  say: Say,
): void {
  const items: readonly Sellable[] = children.length > 0 ? children : [product]
  const sells =
    items.some((item) => priceOf(woo, item) !== null) &&
    product.type !== 'grouped' &&
    product.type !== 'external' &&
    (product.status === 'publish' || product.status === 'private')
  sayUnlessSame(say, 'status', sells ? 'ACTIVE' : 'DRAFT', target.status)
  const shown = sells && product.status === 'publish' && product.catalogVisibility !== 'hidden'
  const online = [...shop.publications.values()].find(({ name }) => name === 'Online Store')
  const places = Object.keys(target.publications)
  // A draft shows nowhere, whatever it was published to before.
  if (target.status !== 'ACTIVE') return
  sayUnlessSame(say, 'published', online && shown ? [online.id] : [], places)
}

/** What of the product Shopify has no field for. */
function productData(woo: WooState, product: Product, isVariable: boolean): Datum[] {
  const { length, width, height } = product.dimensions
  const sizes = [length, width, height]
  const brands = brandsOf(woo, product)
  return [
    ...product.attributes
      .filter(({ variation }) => !(variation && isVariable))
      .flatMap(({ id, name, options }) => {
        const own = woo.attributes.get(id)
        const values = own
          ? options.flatMap((one) => woo.terms.get(Number(one))?.name ?? [])
          : options
        const label = readable(own?.name ?? name)
        return datum(label, label, values.map(readable).join(', '))
      }),
    ...datum(
      'dimensions',
      'Dimensions',
      sizes.some(Boolean) ? `${sizes.map((size) => size || '–').join(' × ')} cm` : '',
    ),
    ...datum('brands', 'Brands', brands.length > 1 ? brands.join(', ') : ''),
    ...datum('purchase_note', 'Purchase note', product.purchaseNote),
    ...datum('external_url', 'External address', product.externalUrl),
    ...datum('button_text', 'Button text', product.externalUrl === '' ? '' : product.buttonText),
    ...datum('tax_class', 'Tax class', product.taxClass),
    ...datum('global_unique_id', 'GTIN', isVariable ? product.globalUniqueId : ''),
    ...dataOf(product.meta, /^_(yoast_)?wp/),
  ]
}
