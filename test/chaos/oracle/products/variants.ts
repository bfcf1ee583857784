import Big from 'big.js'
import type {
  Product as TargetProduct,
  ShopState,
  Variant as TargetVariant,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Product, Sellable, Variation } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { isEdited } from '#test/chaos/life/merchant/merchant-edits.ts'
import { decimalsOf } from '../currency.ts'
import { compareCustomData, dataOf, datum, type Datum } from '../custom-data.ts'
import { isTheirs } from '../edited-values.ts'
import { sayUnlessSame, type Check, type Say } from '../findings.ts'
import { addressOf } from './pictures.ts'
import { keepingSeen, keepingText, stocksSeen } from '../seen.ts'
import { boundId, type TargetIndex } from '../target-index.ts'
import { blank, readable } from '../text.ts'

/** What a visitor pays; null for what nobody can buy. */
export function priceOf(woo: WooState, item: Sellable): string | null {
  return saleOf(woo, item) ?? blank(item.regularPrice) ?? blank(item.price)
}

function saleOf(woo: WooState, item: Sellable): string | null {
  if (item.salePrice === '' || item.regularPrice === '') return null
  if (!new Big(item.salePrice).lt(item.regularPrice)) return null
  const now = woo.now()
  if ((item.saleFrom ?? 0) > now || (item.saleTo !== null && item.saleTo < now)) return null
  return item.salePrice
}

/** The options by name and in order, and the variants of all combinations, each of its variation. */
export function compareVariants(
  check: Check,
  index: TargetIndex,
  product: Product,
  children: readonly Variation[],
  target: TargetProduct,
  say: Say,
): void {
  const { woo, shop } = check
  const attributes = attributesOf(woo, product)
  const expected = combinations(attributes, woo, children)
  compareOptions(attributes, expected, target, say)
  for (const { values, variation } of expected) {
    const matching = target.variants.filter((variant) => keyOf(variant.values) === keyOf(values))
    const name = `variant ${variation.id} (${values.join(' / ')})`
    const [one, ...more] = matching
    if (more.length > 0) {
      check.count('duplicated', `${name} is there as ${matching.map(({ id }) => id).join(', ')}`)
    }
    if (!one) {
      // The merchant edited a variant that would have to go, and was told what stays.
      if (check.isExplained('product', String(product.id), 'options')) continue
      say(`variant:${variation.id}.options`, 'there', null, name)
      continue
    }
    const customId = boundId(index, one.id, 'variant')
    if (customId?.split(':')[0] !== String(variation.id)) {
      say(
        `variant:${variation.id}.options`,
        `variant:${variation.id}`,
        customId,
        `source of ${name}`,
      )
    }
    compareVariant(check, variation, product, one, target, name, say)
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
  const wanted = new Set(expected.map(({ values }) => keyOf(values)))
  for (const variant of target.variants) {
    if (wanted.has(keyOf(variant.values))) continue
    const customId = Number(boundId(index, variant.id, 'variant')?.split(':')[0] ?? Number.NaN)
    // A variation the old store dropped stays in Shopify, with its stock.
    if (customId < woo.nextId.post && !woo.variations.has(customId)) continue
    check.count(
      'extra',
      `variant ${variant.id} (${variant.values.join(' / ')}) of product ${product.id} in ${shop.domain} stems from nothing in the old store`,
    )
  }
}

const keyOf = (values: readonly string[]) => values.join('\n').toLowerCase()

function compareOptions(
  attributes: readonly { name: string }[],
  expected: readonly { values: string[] }[],
  target: TargetProduct,
  say: Say,
): void {
  const names = target.options.map(({ name }) => name)
  sayUnlessSame(
    say,
    'options',
    attributes.map(({ name }) => readable(name)),
    names,
    'options',
  )
  for (const [at, { name, values }] of target.options.entries()) {
    const shown = values.map((value) => value.name)
    const wanted = new Set(expected.map((each) => each.values[at] ?? ''))
    const kept = new Set(target.variants.map((variant) => variant.values[at] ?? ''))
    const missing = [...wanted].filter((value) => !shown.includes(value))
    const strange = shown.filter((value) => !wanted.has(value) && !kept.has(value))
    if (missing.length > 0) say('options', missing, shown, `values of “${name}”`)
    if (strange.length > 0) say('options', [], strange, `values of “${name}” that nothing has`)
    if (new Set(shown).size !== shown.length)
      say('options', 'each once', shown, `values of “${name}”`)
  }
}

function attributesOf(woo: WooState, product: Product) {
  return product.attributes
    .filter(({ variation }) => variation)
    .toSorted((a, b) => a.position - b.position)
    .map((attribute) => {
      const terms = attribute.options.flatMap((option) => woo.terms.get(Number(option)) ?? [])
      const isGlobal = woo.attributes.has(attribute.id)
      return {
        ...attribute,
        name: woo.attributes.get(attribute.id)?.name ?? attribute.name,
        ownName: attribute.name,
        values: (isGlobal ? terms.map(({ name }) => name) : attribute.options).map(readable),
      }
    })
}

/** Every choice a customer has; "any" stands for all values no other variation takes. */
function combinations(
  attributes: ReturnType<typeof attributesOf>,
  woo: WooState,
  children: readonly Variation[],
) {
  const taken = new Map<string, { values: string[]; variation: Variation }>()
  const chosen = children
    .toSorted((a, b) => a.menuOrder - b.menuOrder || a.id - b.id)
    .map((variation) => ({
      variation,
      values: attributes.map((attribute) => {
        const own = variation.attributes.find((one) =>
          attribute.id > 0 ? one.id === attribute.id : one.name === attribute.ownName,
        )
        if (!own) return null
        const term = attribute.id > 0 ? woo.terms.get(Number(own.option)) : undefined
        return readable(term?.name ?? own.option)
      }),
    }))
  const isFixed = (values: (string | null)[]): values is string[] => !values.includes(null)
  for (const { values, variation } of chosen) {
    if (isFixed(values)) taken.set(keyOf(values), { values, variation })
  }
  for (const { values, variation } of chosen) {
    if (isFixed(values)) continue
    let open: string[][] = [[]]
    for (const [at, value] of values.entries()) {
      const choices = value === null ? (attributes[at]?.values ?? []) : [value]
      open = open.flatMap((head) => choices.map((choice) => [...head, choice]))
    }
    for (const combination of open) {
      const key = keyOf(combination)
      if (!taken.has(key)) taken.set(key, { values: combination, variation })
    }
  }
  return [...taken.values()]
}

export function compareVariant(
  check: Check,
  item: Product | Variation,
  parent: Product | null,
  variant: TargetVariant,
  target: TargetProduct,
  name: string,
  say: Say,
): void {
  const { woo, shop } = check
  const field = (part: string) => `variant:${item.id}.${part}`
  const money = (amount: string) =>
    new Big(amount).round(decimalsOf(shop.currency), Big.roundHalfUp).toFixed()
  const price = money(priceOf(woo, item) ?? '0')
  const id = String(parent?.id ?? item.id)
  const record = { kind: 'product', id, gid: variant.id } as const
  const isOurs = !isTheirs(check, record, 'variant.price', { name: field('price'), wanted: price })
  if (isOurs && !new Big(variant.price).eq(price)) {
    say(field('price'), price, variant.price, `price of ${name}`)
  }
  const before = saleOf(woo, item) === null ? null : money(item.regularPrice)
  const shown = variant.compareAtPrice === null ? null : new Big(variant.compareAtPrice).toFixed()
  sayUnlessSame(say, field('compareAtPrice'), before, shown, `price before the sale of ${name}`)
  const sku = (item.sku || parent?.sku || '').trim()
  sayUnlessSame(say, field('sku'), sku, variant.sku ?? '', `SKU of ${name}`)
  const barcode = item.globalUniqueId.trim()
  sayUnlessSame(say, field('barcode'), barcode, blank(variant.barcode) ?? '', `barcode of ${name}`)
  const taxable = item.taxStatus === 'taxable' || item.taxStatus === ''
  sayUnlessSame(say, field('taxable'), taxable, variant.taxable, `taxing of ${name}`)
  compareWeight(woo, item, parent, variant, field('weight'), name, say)
  comparePicture(woo, item, variant, target, name, say)
  compareKeeping(woo, item, variant, name, say)
  compareStock(check, item, parent, variant, name, say)
  const owner = { gid: variant.id, type: 'PRODUCTVARIANT', name }
  const sayData: Say = (at, ...rest) => say(`variant:${item.id}.${at}`, ...rest)
  compareCustomData(shop, owner, parent === null ? [] : variantData(item, parent), sayData)
}

const UNITS = { kg: 'KILOGRAMS', g: 'GRAMS', lbs: 'POUNDS', oz: 'OUNCES' } as const

function compareWeight(
  woo: WooState,
  item: Sellable,
  parent: Product | null,
  variant: TargetVariant,
  field: string,
  name: string,
  say: Say,
): void {
  const weight = new Big(blank(item.weight) ?? blank(parent?.weight) ?? 0)
  const { value, unit } = variant.item.weight
  const isUnit = weight.eq(0) || unit === UNITS[woo.settings.weightUnit]
  if (!weight.eq(value) || !isUnit) {
    say(
      field,
      `${weight.toFixed()} ${woo.settings.weightUnit}`,
      `${value} ${unit}`,
      `weight of ${name}`,
    )
  }
}

function comparePicture(
  woo: WooState,
  item: Product | Variation,
  { mediaIds }: TargetVariant,
  target: TargetProduct,
  name: string,
  say: Say,
): void {
  const own = item.kind === 'variation' && item.image ? [addressOf(woo, item.image.src)] : []
  const shown = mediaIds.map((id) => target.media.find((one) => one.id === id)?.originalSource)
  sayUnlessSame(say, 'images', own, shown, `picture of ${name}`)
}

/** A variant is kept as its variation was when it came: nobody changes that afterwards. */
function compareKeeping(
  woo: WooState,
  { id }: Sellable,
  { item, inventoryPolicy }: TargetVariant,
  name: string,
  say: Say,
): void {
  const { tracked, requiresShipping, cost } = item
  const shown = keepingText({ tracked, inventoryPolicy, requiresShipping, cost })
  const wanted = keepingSeen(woo, id)
  if (!wanted.has(shown)) {
    const what = `tracking, selling on, being shipped and cost of ${name}`
    say('keeping', [...wanted].at(-1), shown, what)
  }
  // The old store's words about customs arrive as data beside the product.
  const origin = [item.countryCodeOfOrigin, item.provinceCodeOfOrigin, item.harmonizedSystemCode]
  sayUnlessSame(say, 'keeping', [null, null, null], origin, `origin of ${name}`)
}

const levels = new WeakMap<ShopState['products'], Map<string, number>>()

/** New variants come with the old store's stock; from then on it is Shopify's alone. */
function compareStock(
  { woo, shop, edits }: Check,
  item: Sellable,
  parent: Product | null,
  variant: TargetVariant,
  name: string,
  say: Say,
): void {
  const keeper = !item.manageStock && parent?.manageStock ? parent : item
  const known = levels.get(shop.products) ?? new Map<string, number>()
  levels.set(shop.products, known)
  const [level, ...others] = Object.entries(variant.item.levels)
  if (others.length > 0) say('stock', 'one place', others.length + 1, `stock of ${name}`)
  if (!level) return
  const [place, { available, onHand }] = level
  if (!shop.locationList.has(place)) say('stock', 'a location', place, `place of ${name}`)
  sayUnlessSame(say, 'stock', available, onHand, `stock on hand of ${name}`)
  if (isEdited(edits, variant.id, 'variant.stock')) return
  const before = known.get(variant.id)
  if (before !== undefined)
    return sayUnlessSame(say, 'stock', before, available, `stock of ${name}`)
  known.set(variant.id, available)
  // Only where nothing happened since: each sale over there changes it.
  const ahead = shop.now() - woo.now()
  const changed = Math.max(item.modifiedAt ?? 0, parent?.modifiedAt ?? 0) + ahead
  if (!variant.item.tracked || changed > Date.parse(variant.createdAt) - 3000) return
  const isSold = priceOf(woo, item) !== null && keeper.manageStock
  // A clock that was set since does not say any more what was changed before and what after.
  if (isSold && stocksSeen(woo, item.id).has(String(available))) return
  sayUnlessSame(
    say,
    'stock',
    isSold ? (keeper.stockQuantity ?? 0) : 0,
    available,
    `stock of ${name}`,
  )
}

function variantData(item: Sellable, parent: Product): Datum[] {
  const other = item.taxClass === parent.taxClass || item.taxClass === '' ? '' : item.taxClass
  return [
    ...datum('description', 'Description', item.description),
    ...datum('tax_class', 'Tax class', other),
    ...dataOf(item.meta, /^_wp_/),
  ]
}
