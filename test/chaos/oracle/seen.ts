import type { Sellable } from '#test/stand-ins/woocommerce/records.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { addressBook, blank, dialled, lower } from './text.ts'

/*
 * What the old store said once and may say otherwise by now. Some of it arrives once and for all,
 * so it is enough that it was true at one of the looks.
 */

export type Person = {
  firstName: string
  lastName: string
  phone: string | null
  addresses: string[]
}

type Seen = {
  /** By product and variation. */
  skus: Map<string, Set<string>>
  /** By e-mail address, as JSON, so that each is there once. */
  guests: Map<string, Set<string>>
  /** By product or variation: how it is kept and what it costs. */
  keeping: Map<number, Set<string>>
  /** By product or variation: how many there were to sell. */
  stocks: Map<number, Set<string>>
  /** By refund: its amounts. Shopify changes none that is made. */
  refunds: Map<number, Set<string>>
}
const seen = new WeakMap<WooState, Seen>()

/** Looks at the old store as it is now. */
export function lookAt(woo: WooState): void {
  const memory = seen.get(woo) ?? newMemory()
  seen.set(woo, memory)
  for (const product of woo.products.values()) {
    add(memory.skus, `${product.id} 0`, product.sku.trim())
    add(memory.keeping, product.id, keepingOf(product, null))
    add(memory.stocks, product.id, String(product.stockQuantity ?? 0))
  }
  for (const variation of woo.variations.values()) {
    const { id, parentId, sku } = variation
    const parent = woo.products.get(parentId) ?? null
    add(memory.skus, `${parentId} ${id}`, (sku || (parent?.sku ?? '')).trim())
    add(memory.keeping, id, keepingOf(variation, parent))
    const keeper = !variation.manageStock && parent?.manageStock ? parent : variation
    add(memory.stocks, id, String(keeper.stockQuantity ?? 0))
  }
  for (const { id, amount } of woo.refunds.values()) add(memory.refunds, id, amount)
  for (const { billing, shipping } of woo.orders.values()) {
    const person: Person = {
      firstName: billing.first_name.trim(),
      lastName: billing.last_name.trim(),
      phone: dialled(
        blank(billing.phone) ?? blank(shipping.phone),
        billing.country || shipping.country,
      ),
      addresses: addressBook(billing, shipping),
    }
    add(memory.guests, lower(billing.email), JSON.stringify(person))
  }
}

type Variants = Map<string, { customId: string | null; titles: Set<string> }>
/** By the map of products: a copy of a shop is another shop. */
const variants = new WeakMap<ShopState['products'], Variants>()

/** Looks at the variants there are, because orders keep what they were sold as. */
export function lookAtVariants(shop: ShopState, customIds: ReadonlyMap<string, string>): void {
  const known: Variants = variants.get(shop.products) ?? new Map()
  variants.set(shop.products, known)
  for (const product of shop.products.values()) {
    for (const { id, values } of product.variants) {
      const titles = known.get(id)?.titles ?? new Set()
      known.set(id, { customId: customIds.get(id) ?? null, titles: titles.add(values.join(' / ')) })
    }
  }
}

/** Which variation a variant is or was of. */
export const customIdSeen = (shop: ShopState, variantId: string): string | null =>
  variants.get(shop.products)?.get(variantId)?.customId ?? null

/** Variants that were seen gone while the old store had nothing to sell under their ids. */
const gone = new WeakMap<ShopState['products'], Set<string>>()

export function rememberItemGone({ products }: ShopState, variantId: string): void {
  gone.set(products, (gone.get(products) ?? new Set()).add(variantId))
}

export const wasItemGone = ({ products }: ShopState, variantId: string): boolean =>
  gone.get(products)?.has(variantId) ?? false

export const titlesSeen = (shop: ShopState, variantId: string): ReadonlySet<string> =>
  variants.get(shop.products)?.get(variantId)?.titles ?? new Set()

function newMemory(): Seen {
  return {
    skus: new Map(),
    guests: new Map(),
    keeping: new Map(),
    stocks: new Map(),
    refunds: new Map(),
  }
}

function add<Key>(map: Map<Key, Set<string>>, key: Key, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value))
}

/** Under which SKUs an item was sold; a line whose product is gone shows none. */
export function skusOf(woo: WooState, productId: number, variationId: number): Set<string> {
  const skus = new Set(seen.get(woo)?.skus.get(`${productId} ${variationId}`))
  const isThere =
    woo.products.has(productId) && (variationId === 0 || woo.variations.has(variationId))
  return isThere || skus.size === 0 ? skus : skus.add('')
}

/** How many of an item there were to sell at one of the looks. */
export const stocksSeen = (woo: WooState, id: number): ReadonlySet<string> =>
  seen.get(woo)?.stocks.get(id) ?? new Set()

export const amountsSeen = (woo: WooState, refundId: number): readonly string[] => [
  ...(seen.get(woo)?.refunds.get(refundId) ?? []),
]

/** As whom orders described the person behind an e-mail address. */
export function guestsSeen(woo: WooState, email: string): Person[] {
  return [...(seen.get(woo)?.guests.get(email) ?? [])].map((text): Person => JSON.parse(text))
}

/** The address books of all orders, whoever's they are by now. */
export function booksSeen(woo: WooState): string[][] {
  const emails = [...(seen.get(woo)?.guests.keys() ?? [])]
  return emails.flatMap((email) => guestsSeen(woo, email).map(({ addresses }) => addresses))
}

/** What a variant is created with and what nobody changes afterwards. */
export type Keeping = {
  tracked: boolean
  inventoryPolicy: 'CONTINUE' | 'DENY'
  requiresShipping: boolean
  cost: string | null
}

/** As JSON, the ways in which an item was kept. */
export const keepingSeen = (woo: WooState, id: number): ReadonlySet<string> =>
  seen.get(woo)?.keeping.get(id) ?? new Set()

export const keepingText = ({ tracked, inventoryPolicy, requiresShipping, cost }: Keeping) =>
  JSON.stringify([tracked, inventoryPolicy, requiresShipping, costText(cost)])

/** "12.40" and "12.4" are one. */
const costText = (cost: string | null) =>
  cost === null || Number.isNaN(Number(cost)) ? cost : String(Number(cost))

function keepingOf(item: Sellable, parent: Sellable | null): string {
  const keeper = !item.manageStock && parent?.manageStock ? parent : item
  const costs = [item, ...(parent ? [parent] : [])].flatMap(({ meta }) =>
    meta.filter(({ key }) => key === '_wc_cog_cost').map(({ value }) => String(value)),
  )
  const price = [item.regularPrice, item.salePrice, item.price].find((text) => text !== '')
  const isBuyable =
    price !== undefined && (parent === null || !['private', 'draft'].includes(item.status))
  // What nobody can buy there is sold out here: untracked would be for sale.
  const isOut = !isBuyable || (!keeper.manageStock && item.stockStatus === 'outofstock')
  return keepingText({
    tracked: isOut || keeper.manageStock,
    inventoryPolicy:
      !isOut && keeper.manageStock && keeper.backorders !== 'no' ? 'CONTINUE' : 'DENY',
    requiresShipping: !item.virtual,
    cost: costs[0] ?? null,
  })
}
