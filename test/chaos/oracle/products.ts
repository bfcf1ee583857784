import Big from 'big.js'
import type {
  Product as TargetProduct,
  Variant as TargetVariant,
} from '#test/stand-ins/shopify-admin/state.ts'
import type { Product, Sellable, Variation } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { addedBy, isEdited } from '../life/merchant-edits.ts'
import { decimalsOf } from './currency.ts'
import { sayer, type Check, type Say } from './findings.ts'
import { claimedId, type TargetIndex } from './target-index.ts'
import { blank, prose, readable } from './text.ts'

/** Products the old store shows or prepares; what is in the bin need not come along any more. */
const isAlive = (product: Product) => product.status !== 'trash'

export function checkProducts(check: Check, index: TargetIndex): void {
  const { woo, shop, edits } = check
  const unclaimed = [...shop.products.values()].filter(
    ({ id }) => claimedId(index, id, 'product') === null && !edits.made.has(id),
  )
  for (const product of woo.products.values()) {
    const own = (index.owners.get(`product:${product.id}`) ?? []).filter((gid) =>
      shop.products.has(gid),
    )
    const copies = unclaimed.filter((candidate) => isCopyOf(candidate, product, woo))
    for (const copy of copies) unclaimed.splice(unclaimed.indexOf(copy), 1)
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
  for (const { id, title } of unclaimed) {
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
  const { woo, edits } = check
  const id = String(product.id)
  const say = sayer(check, 'product', id, target.id)
  const children = product.type === 'variable' ? childrenOf(woo, product) : []
  const variable = children.length > 0

  const title = readable(product.name)
  if (!isEdited(edits, target.id, 'product.title') && target.title !== title.slice(0, 255)) {
    say('title', title, target.title)
  }
  const text = descriptionOf(product)
  if (
    !isEdited(edits, target.id, 'product.description') &&
    squeezed(target.descriptionHtml) !== squeezed(text)
  ) {
    say('description', text, target.descriptionHtml)
  }
  const priced = (variable ? children : [product]).some((item) => priceOf(woo, item) !== null)
  const sells =
    priced &&
    product.type !== 'grouped' &&
    product.type !== 'external' &&
    (product.status === 'publish' || product.status === 'private')
  if (target.status !== (sells ? 'ACTIVE' : 'DRAFT')) {
    say('status', sells ? 'ACTIVE' : 'DRAFT', target.status)
  }
  const shown = sells && product.status === 'publish' && product.catalogVisibility !== 'hidden'
  const online = [...check.shop.publications.values()].find(({ name }) => name === 'Online Store')
  const published = online !== undefined && online.id in target.publications
  if (
    target.status === 'ACTIVE' &&
    published !== shown &&
    !check.isExplained('product', id, 'published')
  ) {
    say('being in the online store', shown, published)
  }
  compareSet(
    'tags',
    product.tagIds.flatMap((tagId) => readable(woo.terms.get(tagId)?.name ?? '').split(',')),
    target.tags,
    addedBy(edits, target.id, 'product.tag'),
    say,
  )
  compareSet('collections', collectionsOf(woo, product), inCollections(check, target.id), [], say)
  const vendor = readable(woo.terms.get(product.brandIds[0] ?? 0)?.name ?? '')
  if (vendor !== '' && target.vendor !== vendor) say('vendor', vendor, target.vendor)
  const pictures = new Set(
    [...product.images, ...children.flatMap(({ image }) => (image ? [image] : []))].map(
      (image) => image.id,
    ),
  )
  if (target.media.length !== pictures.size && !check.isExplained('product', id, 'images')) {
    say('number of pictures', pictures.size, target.media.length)
  }
  if (!variable) {
    const only = target.variants.length === 1 ? target.variants[0] : undefined
    if (only) compareVariant(check, product, only, `product ${id}`, say)
    else say('number of variants', 1, target.variants.length)
    return
  }
  compareVariants(check, index, product, children, target, say)
}

/** Without case and order; what the merchant added may be there and must be. */
function compareSet(
  what: string,
  expected: readonly string[],
  found: readonly string[],
  added: readonly string[],
  say: Say,
): void {
  const lower = (values: readonly string[]) =>
    [...new Set(values.map((value) => value.trim().toLowerCase()))].filter(Boolean).sort()
  const extra = lower(added)
  const want = lower(expected)
  const have = lower(found).filter((value) => !extra.includes(value) || want.includes(value))
  if (JSON.stringify(want) !== JSON.stringify(have)) say(what, want, have)
}

function collectionsOf(woo: WooState, product: Product): string[] {
  const categories = [...woo.terms.values()].filter(({ taxonomy }) => taxonomy === 'category')
  return product.categoryIds.flatMap((categoryId) => {
    const category = woo.terms.get(categoryId)
    if (!category || category.slug === 'uncategorized') return []
    const name = readable(category.name)
    const shared = categories.filter((other) => readable(other.name) === name).length > 1
    const parent = woo.terms.get(category.parent)
    return [shared && parent ? `${readable(parent.name)} > ${name}` : name]
  })
}

function inCollections({ shop }: Check, gid: string): string[] {
  return [...shop.collections.values()]
    .filter(({ productIds }) => productIds.includes(gid))
    .map(({ title }) => title)
}

/** The teaser stands before the text, unless the text repeats it. */
function descriptionOf(product: Product): string {
  const [teaser, text] = [product.shortDescription.trim(), product.description.trim()]
  return text.includes(teaser) ? text : `${teaser} ${text}`
}

/** Words alone: WordPress wraps paragraphs on the way out. */
const squeezed = (html: string) => prose(html).replace(/\s/g, '')

/** What a visitor pays; null for what nobody can buy. */
function priceOf(woo: WooState, item: Sellable): string | null {
  return saleOf(woo, item) ?? blank(item.regularPrice) ?? blank(item.price)
}

function saleOf(woo: WooState, item: Sellable): string | null {
  if (item.salePrice === '' || item.regularPrice === '') return null
  if (!new Big(item.salePrice).lt(item.regularPrice)) return null
  const now = woo.now()
  if ((item.saleFrom ?? 0) > now || (item.saleTo !== null && item.saleTo < now)) return null
  return item.salePrice
}

function compareVariants(
  check: Check,
  index: TargetIndex,
  product: Product,
  children: readonly Variation[],
  target: TargetProduct,
  say: Say,
): void {
  const { woo, shop } = check
  const expected = combinations(woo, product, children)
  for (const { values, variation } of expected) {
    const matching = target.variants.filter(
      (variant) => variant.values.join('\n').toLowerCase() === values.join('\n').toLowerCase(),
    )
    const name = `variant ${variation.id} (${values.join(' / ')})`
    const [one] = matching
    if (!one) say(name, 'there', null)
    else compareVariant(check, variation, one, name, say)
  }
  for (const { id } of children) {
    const owners = index.owners.get(`variant:${id}`) ?? []
    if (owners.length > 1) {
      check.count(
        'duplicated',
        `variant ${id} of product ${product.id} is there as ${owners.join(', ')}`,
      )
    }
  }
  const wanted = new Set(expected.map(({ values }) => values.join('\n').toLowerCase()))
  for (const variant of target.variants) {
    if (wanted.has(variant.values.join('\n').toLowerCase())) continue
    const claim = Number(claimedId(index, variant.id, 'variant')?.split(':')[0] ?? Number.NaN)
    // A variation the old store dropped stays in Shopify, with its stock.
    if (claim < woo.nextId.post && !woo.variations.has(claim)) continue
    check.count(
      'extra',
      `variant ${variant.id} (${variant.values.join(' / ')}) of product ${product.id} in ${shop.domain} stems from nothing in the old store`,
    )
  }
}

/** Every choice a customer has; "any" stands for all values no other variation takes. */
function combinations(woo: WooState, product: Product, children: readonly Variation[]) {
  const attributes = product.attributes
    .filter(({ variation }) => variation)
    .toSorted((a, b) => a.position - b.position)
    .map((attribute) => {
      const terms = attribute.options.flatMap((option) => woo.terms.get(Number(option)) ?? [])
      const isGlobal = woo.attributes.has(attribute.id)
      return {
        ...attribute,
        values: (isGlobal ? terms.map(({ name }) => name) : attribute.options).map(readable),
      }
    })
  const taken = new Map<string, { values: string[]; variation: Variation }>()
  const chosen = children
    .toSorted((a, b) => a.menuOrder - b.menuOrder || a.id - b.id)
    .map((variation) => ({
      variation,
      values: attributes.map((attribute) => {
        const own = variation.attributes.find((one) =>
          attribute.id > 0 ? one.id === attribute.id : one.name === attribute.name,
        )
        if (!own) return null
        const term = attribute.id > 0 ? woo.terms.get(Number(own.option)) : undefined
        return readable(term?.name ?? own.option)
      }),
    }))
  const isFixed = (values: (string | null)[]): values is string[] => !values.includes(null)
  for (const { values, variation } of chosen) {
    if (isFixed(values)) taken.set(values.join('\n').toLowerCase(), { values, variation })
  }
  for (const { values, variation } of chosen) {
    if (isFixed(values)) continue
    let open: string[][] = [[]]
    for (const [at, value] of values.entries()) {
      const choices = value === null ? (attributes[at]?.values ?? []) : [value]
      open = open.flatMap((head) => choices.map((choice) => [...head, choice]))
    }
    for (const combination of open) {
      const key = combination.join('\n').toLowerCase()
      if (!taken.has(key)) taken.set(key, { values: combination, variation })
    }
  }
  return [...taken.values()]
}

function compareVariant(
  check: Check,
  item: Sellable,
  variant: TargetVariant,
  name: string,
  say: Say,
): void {
  const { woo, edits, shop } = check
  const money = (amount: string) =>
    new Big(amount).round(decimalsOf(shop.currency), Big.roundHalfUp).toFixed()
  const price = money(priceOf(woo, item) ?? '0')
  if (!isEdited(edits, variant.id, 'variant.price') && !new Big(variant.price).eq(price)) {
    say(`price of ${name}`, price, variant.price)
  }
  const sale = saleOf(woo, item)
  const before = sale === null ? null : money(item.regularPrice)
  const shown = variant.compareAtPrice === null ? null : new Big(variant.compareAtPrice).toFixed()
  if (shown !== before) say(`price before the sale of ${name}`, before, shown)
  if ((variant.sku ?? '') !== item.sku.trim()) say(`SKU of ${name}`, item.sku, variant.sku)
  if ((blank(variant.barcode) ?? '') !== item.globalUniqueId.trim()) {
    say(`barcode of ${name}`, item.globalUniqueId, variant.barcode)
  }
  const taxable = item.taxStatus === 'taxable' || item.taxStatus === ''
  if (variant.taxable !== taxable) say(`taxing of ${name}`, taxable, variant.taxable)
  const weight = blank(item.weight) ?? blank(parentOf(woo, item)?.weight)
  if (woo.settings.weightUnit === 'kg' && weight !== null) {
    const { value, unit } = variant.item.weight
    if (unit !== 'KILOGRAMS' || !new Big(weight).eq(new Big(value))) {
      say(`weight of ${name}`, `${weight} KILOGRAMS`, `${value} ${unit}`)
    }
  }
}

function parentOf(woo: WooState, item: Sellable): Product | undefined {
  return [...woo.products.values()].find(({ variationIds }) => variationIds.includes(item.id))
}
