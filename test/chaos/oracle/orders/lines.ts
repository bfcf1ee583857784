import Big, { type BigSource } from 'big.js'
import type { LineItem, Order as TargetOrder } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Json, Meta, Order, ProductLine } from '#test/stand-ins/woocommerce/records.ts'
import { slugify, type WooState } from '#test/stand-ins/woocommerce/state.ts'
import { decimalsOf } from '../currency.ts'
import { sayUnlessSame, UNLINKED, type Check, type Say } from '../findings.ts'
import { add, taxName, type ExpectedItem, type ExpectedMoney, type TaxShares } from './money.ts'
import { customIdSeen, skusOf, titlesSeen } from '../seen.ts'
import type { TargetIndex } from '../target-index.ts'
import { readable } from '../text.ts'

/**
 * Each line of the old store by itself: its pieces in Shopify (two lines where its amount does not
 * divide) have its title, its variant and everything else of it, and add up to it.
 */
export function compareLines(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  want: ExpectedMoney,
  say: Say,
): void {
  const { found, left } = shareOut(check, index, order, target, want.items)
  for (const item of want.items) {
    const lines = found.get(item) ?? []
    if (lines.length === 0) {
      say('lines', `${item.quantity} × “${item.title}” for ${item.amount.toFixed()}`, null)
      continue
    }
    compareAmounts(order, item, lines, say)
    compareTaxes(order, item, lines, say)
    for (const { line } of lines) compareLine(check, index, target, item, line, say)
  }
  for (const { line } of left) {
    // Where the currency has no cents, what rounding left open may be a line.
    if (line.title === 'Rounding' && decimalsOf(order.currency) < 2) continue
    say('lines', null, `${line.quantity} × “${line.title}” for ${line.unitPrice.shop} each`)
  }
}

type Piece = { line: LineItem; quantity: number }

/** What was sold of a line, whatever was given back or cancelled since; an edit takes pieces off. */
function piecesOf(target: TargetOrder): Piece[] {
  const isEdited = target.edits.length > 0 && target.cancelledAt === null
  return target.lines
    .map((line) => ({
      line,
      quantity: isEdited ? line.quantity - line.removed + line.refunded : line.quantity,
    }))
    .filter(({ quantity }) => quantity > 0)
}

/** Which line of the old store each line is of: the one it is most like, with room for its pieces. */
export function shareOut(
  check: Check,
  index: TargetIndex,
  order: Order,
  target: TargetOrder,
  items: readonly ExpectedItem[],
): { found: Map<ExpectedItem, Piece[]>; left: Piece[] } {
  const found = new Map<ExpectedItem, Piece[]>()
  const open = new Map(items.map((item) => [item, item.quantity]))
  const step = new Big(10).pow(-decimalsOf(order.currency))
  const likeness = (item: ExpectedItem, { line, quantity }: Piece, at: number) => {
    if (!isTitle(item.title, line)) return 0
    const each = item.amount.div(item.quantity)
    const isNear = new Big(line.unitPrice.shop).minus(each).abs().lte(step)
    return (
      1 +
      (quantity <= (open.get(item) ?? 0) ? 8 : 0) +
      (isNear ? 4 : 0) +
      (isLinked(check, index, item, line) ? 2 : 0) +
      (JSON.stringify(line.customAttributes) === JSON.stringify(propertiesOf(check.woo, item, line))
        ? 2
        : 0) +
      (items.indexOf(item) === at ? 1 : 0)
    )
  }
  const left: Piece[] = []
  for (const [at, piece] of piecesOf(target).entries()) {
    const [best] = items
      .map((item) => ({ item, like: likeness(item, piece, at) }))
      .toSorted((a, b) => b.like - a.like)
    if (!best || best.like === 0) {
      left.push(piece)
      continue
    }
    open.set(best.item, (open.get(best.item) ?? 0) - piece.quantity)
    found.set(best.item, [...(found.get(best.item) ?? []), piece])
  }
  return { found, left }
}

/** The old store's name of a line holds the variant's; Shopify keeps the two apart. */
function isTitle(name: string, { title, variantTitle }: LineItem): boolean {
  return title === name || `${title} - ${variantTitle ?? ''}` === name
}

function compareAmounts(
  { currency }: Order,
  { title, quantity, amount }: ExpectedItem,
  pieces: readonly Piece[],
  say: Say,
): void {
  const total = add(pieces.map(({ line, quantity: n }) => new Big(line.unitPrice.shop).times(n)))
  const count = pieces.reduce((sum, piece) => sum + piece.quantity, 0)
  const slack = decimalsOf(currency) < 2 ? 1 : 0
  if (count !== quantity || total.minus(amount).abs().gt(slack)) {
    say(
      'lines',
      `${quantity} × “${title}” for ${amount.toFixed()}`,
      `${count} for ${total.toFixed()}`,
    )
  }
  const prices = pieces.map(({ line }) => Number(line.unitPrice.shop))
  const spread = new Big(Math.max(...prices)).minus(Math.min(...prices))
  if (spread.gt(new Big(10).pow(-decimalsOf(currency)))) {
    say('lines', 'pieces a unit apart', prices, `prices of “${title}”`)
  }
}

function compareTaxes(
  { currency }: Order,
  { title, taxes }: ExpectedItem,
  pieces: readonly Piece[],
  say: Say,
): void {
  // What an edit took off keeps its taxes on the line, and is not owed any more.
  const owed = pieces.flatMap(({ line, quantity }) =>
    line.taxLines.map((tax) => ({
      ...tax,
      price: { ...tax.price, shop: new Big(tax.price.shop).times(quantity).div(line.quantity) },
    })),
  )
  sayTaxes(currency, taxes, owed, `taxes of “${title}”`, say)
}

/** Each tax of a line or of its shipping, by title and rate. */
export function sayTaxes(
  currency: string,
  want: TaxShares,
  lines: readonly (Omit<LineItem['taxLines'][number], 'price'> & { price: { shop: BigSource } })[],
  what: string,
  say: Say,
): void {
  const found = new Map<string, Big>()
  for (const { title, rate, price, channelLiable } of lines) {
    const name = taxName(title, rate)
    found.set(name, (found.get(name) ?? new Big(0)).plus(price.shop))
    if (channelLiable) say('taxes', 'the merchant’s own', 'the channel’s', `${name} of ${what}`)
  }
  for (const [name, { amount, slack }] of want) {
    const there = found.get(name) ?? new Big(0)
    const unit = decimalsOf(currency) < 2 ? slack.plus(1) : slack
    if (there.minus(amount).abs().gt(unit)) {
      say('taxes', amount.toFixed(), there.toFixed(), `${name} of ${what}`)
    }
  }
  for (const name of found.keys()) {
    if (!want.has(name)) say('taxes', null, name, what)
  }
}

function compareLine(
  check: Check,
  index: TargetIndex,
  target: TargetOrder,
  item: ExpectedItem,
  line: LineItem,
  say: Say,
): void {
  const about = (part: string) => `${part} of the line “${item.title}”`
  const wasAdded = target.edits.length > 0
  sayUnlessSame(say, 'lines', !item.isFee, line.requiresShipping, about('being shipped'))
  if (!wasAdded) {
    sayUnlessSame(say, 'lines', line.taxLines.length > 0, line.taxable, about('taxing'))
  }
  sayUnlessSame(say, 'lines', false, line.isGiftCard, about('being a gift card'))
  sayUnlessSame(say, 'discount', [], line.editDiscounts, about('discounts'))
  compareTitle(check, item, line, say)
  compareCounts(target, item, line, say)
  // What was added later is an item of its own words: Shopify links none.
  if (wasAdded && line.variantId === null) return
  sayUnlessSame(
    say,
    'lines',
    propertiesOf(check.woo, item, line),
    line.customAttributes,
    about('properties'),
  )
  compareIdentity(check, index, target, item, line, say)
}

/** A variant's title behind the line's own is either in the line's name or that of the variant itself. */
function compareTitle({ shop }: Check, item: ExpectedItem, line: LineItem, say: Say): void {
  const { title, variantTitle, variantId } = line
  if (variantTitle === null || `${title} - ${variantTitle}` === item.title) return
  const titles = variantId === null ? new Set<string>() : titlesSeen(shop, variantId)
  if (!titles.has(variantTitle)) {
    say('lines', [...titles].at(-1) ?? null, variantTitle, `variant’s title of “${item.title}”`)
  }
}

/** What Shopify counts as given back and taken off follows from refunds, edits and cancellation. */
function compareCounts(target: TargetOrder, item: ExpectedItem, line: LineItem, say: Say): void {
  const back = target.refunds
    .flatMap(({ lines }) => lines.filter(({ lineItemId }) => lineItemId === line.id))
    .reduce((sum, { quantity }) => sum + quantity, 0)
  sayUnlessSame(say, 'refunds', back, line.refunded, `pieces given back of “${item.title}”`)
  if (target.edits.length > 0) return
  const gone = target.cancelledAt === null ? back : line.quantity
  sayUnlessSame(say, 'lines', gone, line.removed, `pieces taken off “${item.title}”`)
}

/** The variation's own, or the product's where it has none; several where it changed meanwhile. */
function compareIdentity(
  check: Check,
  index: TargetIndex,
  target: TargetOrder,
  item: ExpectedItem,
  line: LineItem,
  say: Say,
): void {
  const source = productLine(item)
  const name = `of the line “${item.title}”`
  if (!source) {
    sayUnlessSame(say, 'lines', null, line.variantId, `variant ${name}`)
    sayUnlessSame(say, 'lines', '', line.sku ?? '', `SKU ${name}`)
    return
  }
  const isTold =
    line.variantId === null && check.isExplained('order', String(target.sourceIdentifier), UNLINKED)
  if (!isTold && !isLinked(check, index, item, line)) {
    const customId =
      line.variantId === null ? null : (index.customIds.get(line.variantId) ?? line.variantId)
    say('lines', `variant:${idOf(source)}`, customId, `variant ${name}`)
  }
  const owner = ownerOf(check.shop, line.variantId)
  // A variant that is gone takes its product's name along; Shopify tells no more of it.
  if (line.variantId === null || owner !== null) {
    sayUnlessSame(say, 'lines', owner, line.productId, `product ${name}`)
  }
  const former = formerVariation(check.woo, check.shop, source, line.variantId)
  const skus = skusOf(check.woo, source.productId, source.variationId || former)
  if (skus.size > 0 && !skus.has(line.sku ?? '')) {
    say('lines', [...skus].at(-1), line.sku, `SKU ${name}`)
  }
}

const idOf = ({ variationId, productId }: ProductLine) => variationId || productId

const productLine = ({ line }: ExpectedItem): ProductLine | null =>
  line !== null && 'productId' in line ? line : null

/** Whether the line leads to the variant that was sold, where there is one to lead to. */
function isLinked(
  { woo, shop }: Check,
  index: TargetIndex,
  item: ExpectedItem,
  { variantId }: LineItem,
): boolean {
  const source = productLine(item)
  if (!source) return variantId === null
  const reference = `variant:${idOf(source)}`
  // The old store forgets which product a line was of when that is deleted for good.
  if (source.productId === 0) return variantId === null || customIdSeen(shop, variantId) !== null
  if (variantId !== null) {
    return (
      customIdSeen(shop, variantId) === reference ||
      formerVariation(woo, shop, source, variantId) > 0
    )
  }
  const product = woo.products.get(source.productId)
  const isThere = product !== undefined && product.status !== 'trash'
  const isKept = source.variationId === 0 || woo.variations.has(source.variationId)
  // What was not in Shopify when the order came cannot be linked any more.
  return (
    !isThere ||
    !isKept ||
    !(index.owners.get(reference) ?? []).some((gid) => ownerOf(shop, gid) !== null)
  )
}

/** The variation a line was of that the old store has deleted, and with it what the line says; else 0. */
function formerVariation(
  woo: WooState,
  shop: Check['shop'],
  { productId, variationId }: ProductLine,
  variantId: string | null,
): number {
  const customId = variantId === null ? null : customIdSeen(shop, variantId)
  const id = Number(/^variant:(\d+)/.exec(customId ?? '')?.[1] ?? 0)
  const isFormer = variationId === 0 && !woo.variations.has(id)
  return isFormer && skusOf(woo, productId, id).size > 0 && id !== productId ? id : 0
}

const ownerOf = (shop: Check['shop'], variantId: string | null): string | null =>
  [...shop.products.values()].find(({ variants }) => variants.some(({ id }) => id === variantId))
    ?.id ?? null

/**
 * What the customer chose: public entries of the line that do not stand in its name already. Whether
 * a shared value that was renamed since is what its name says nobody can tell: it may stand beside.
 */
function propertiesOf(
  woo: WooState,
  item: ExpectedItem,
  { customAttributes }: LineItem,
): { key: string; value: string }[] {
  const source = productLine(item)
  if (!source) return []
  const entries = source.meta
    .filter(({ key }) => !key.startsWith('_'))
    .map((meta) => shown(woo, source, meta))
  const upTo = (isSaid: typeof isNamed) =>
    [...entries.keys()].findLastIndex((last) =>
      isEnding(item.title, entries.slice(0, last + 1), isSaid),
    )
  const own = upTo(isNamed)
  const renamed = own < 0 ? upTo((entry, text) => entry.isShared || isNamed(entry, text)) : own
  const beside = entries.slice(0, renamed + 1).flatMap(({ key, isShared }) => {
    const found = customAttributes.find((attribute) => attribute.key === key)
    return own < 0 && isShared && found ? [found] : []
  })
  return [...beside, ...entries.slice(renamed + 1)].map(({ key, value }) => ({ key, value }))
}

type Entry = { value: string; slug: string; isShared: boolean }

/** The values as they were called when they were bought: a shared one keeps its slug for ever. */
const isNamed = ({ value, slug }: Entry, text: string): boolean =>
  value === text || slug === slugify(text)

function isEnding(name: string, entries: readonly Entry[], isSaid: typeof isNamed): boolean {
  const texts = entries.map(({ value }) => value)
  if (name.endsWith(` - ${texts.join(', ')}`)) return true
  const bought = name.slice(name.lastIndexOf(' - ') + 3).split(', ')
  return (
    name.includes(' - ') &&
    bought.length === entries.length &&
    entries.every((entry, at) => isSaid(entry, bought[at] ?? ''))
  )
}

/** With the words a customer reads: names of attributes and of their terms. */
function shown(woo: WooState, line: ProductLine, { key, value }: Meta): { key: string } & Entry {
  const global = [...woo.attributes.values()].find(({ slug }) => slug === key)
  const local = woo.products
    .get(line.productId)
    ?.attributes.find(({ id, name }) => id === 0 && name.toLowerCase().replace(/\s+/g, '-') === key)
  const term = [...woo.terms.values()].find(
    ({ attributeId, slug }) => global !== undefined && attributeId === global.id && slug === value,
  )
  return {
    key: readable(global?.name ?? local?.name ?? key),
    value: readable(term?.name ?? textOf(value)),
    slug: textOf(value),
    isShared: global !== undefined,
  }
}

export const textOf = (value: Json): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
