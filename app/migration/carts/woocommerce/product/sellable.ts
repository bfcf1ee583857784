import { decode } from 'html-entities'
import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import { subtract } from '#app/migration/kinds/values/money.ts'
import type { CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { isNegative, value } from '../../kit/order/amounts.ts'
import * as steps from '../../kit/product/price-steps.ts'
import { decimalText } from '../../kit/text/decimal-text.ts'
import type { WireProduct, WireVariation } from '../wire/product.ts'

/** What products and their variations have in common: a price, a stock, a weight. */
export type Sellable = Pick<
  WireVariation,
  | 'price'
  | 'regular_price'
  | 'sale_price'
  | 'on_sale'
  | 'weight'
  | 'manage_stock'
  | 'stock_quantity'
  | 'stock_status'
  | 'backorders_allowed'
>

/** After a sale ended by time, `price` still holds the sale price (measured on 9.9): not trusted. */
export function currentPrice(item: Sellable): string | null {
  const now = item.on_sale
    ? item.sale_price || item.price || item.regular_price
    : item.regular_price || item.price
  return now === '' ? null : value(now)
}

/** The price before the sale, while there is one. */
export function priceBeforeSale(item: Sellable): string | null {
  const price = currentPrice(item)
  const isOnSale =
    item.on_sale &&
    item.regular_price !== '' &&
    isNegative(subtract(price ?? '0', value(item.regular_price)))
  return isOnSale ? value(item.regular_price) : null
}

/** The price is there, and the currency counts it as nothing. */
export function vanishes(item: Sellable, currency: string | null): boolean {
  const price = currentPrice(item)
  return price !== null && steps.vanishes(price, currency)
}

export const SOLD_OUT: CanonicalVariant['inventory'] = {
  tracked: true,
  quantity: 0,
  continueSelling: false,
}

export function toInventory(
  item: Sellable,
  parent: WireProduct | null,
): CanonicalVariant['inventory'] {
  const keeper = stockKeeper(item, parent)
  if (keeper.manage_stock !== false && keeper.manage_stock !== 'no') {
    return {
      tracked: true,
      quantity: Math.floor(keeper.stock_quantity ?? 0),
      continueSelling: keeper.backorders_allowed,
    }
  }
  // Not tracked in Shopify means always for sale.
  return item.stock_status === 'outofstock'
    ? SOLD_OUT
    : { tracked: false, quantity: null, continueSelling: false }
}

/** "parent": the variations share the product's stock, which Shopify cannot; each shows all of it. */
function stockKeeper(item: Sellable, parent: WireProduct | null): Sellable {
  return item.manage_stock === 'parent' && parent ? parent : item
}

/** Pieces of a whole ("2.75"), which Shopify does not count. */
export function hasPartsInStock(item: Sellable, parent: WireProduct | null): boolean {
  const { manage_stock, stock_quantity } = stockKeeper(item, parent)
  return manage_stock !== false && manage_stock !== 'no' && !Number.isInteger(stock_quantity ?? 0)
}

type Unit = NonNullable<CanonicalVariant['weight']>['unit']

const UNITS: Record<string, Unit> = {
  g: 'GRAMS',
  gr: 'GRAMS',
  gram: 'GRAMS',
  grams: 'GRAMS',
  kg: 'KILOGRAMS',
  kgs: 'KILOGRAMS',
  kilo: 'KILOGRAMS',
  kilos: 'KILOGRAMS',
  kilogram: 'KILOGRAMS',
  kilograms: 'KILOGRAMS',
  gramm: 'GRAMS',
  oz: 'OUNCES',
  ounce: 'OUNCES',
  ounces: 'OUNCES',
  lb: 'POUNDS',
  lbs: 'POUNDS',
  pound: 'POUNDS',
  pounds: 'POUNDS',
}

export function weightUnit(word: string): Unit | null {
  return ownEntry(UNITS, word.toLowerCase()) ?? null
}

/**
 * A weight as people and importers type it: "1.5", "1,5", "1.5 kg", "2.". A comma is the decimal
 * sign unless it could as well part the thousands ("1,500"): then nobody knows.
 *
 * @param unit the store's own unit, which a weight that names another does not have
 * @returns null for no weight, `unknown` for one that cannot be read
 */
export function readWeight(
  text: string,
  unit: Unit | null,
): CanonicalVariant['weight'] | 'unknown' {
  const clean = decode(text).trim()
  if (clean === '') return null
  const match = /^([\d.,]{1,24})\s{0,4}([a-z]{0,10})\.?$/i.exec(clean)
  const amount = match?.[1] === undefined ? null : decimalText(match[1])
  const own = match?.[2] ? weightUnit(match[2]) : unit
  // Without a unit of the store the weight stays behind as a whole: the setting could not be read.
  if (amount !== null && !match?.[2] && unit === null) return null
  if (amount === null || own === null) return 'unknown'
  return { value: value(amount), unit: own }
}
