import type { CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { value } from '../../kit/order/amounts.ts'
import type { WireProduct } from '../wire/product.ts'

export type Unit = NonNullable<CanonicalVariant['weight']>['unit']

/** The store's setting has these two. */
export function weightUnit(word: string): Unit | null {
  if (/^lbs?$/i.test(word)) return 'POUNDS'
  return /^kgs?$/i.test(word) ? 'KILOGRAMS' : null
}

export function weightOf(wire: WireProduct, unit: Unit | null): CanonicalVariant['weight'] {
  if (wire.weight === '' || unit === null) return null
  const weight = value(wire.weight)
  return weight === '0' || weight.startsWith('-') ? null : { value: weight, unit }
}

/** What is told of one product's stock; null: nothing can be known of it. */
export type Stock = {
  /** Whether the old store counts it at all. */
  isManaged: boolean
  /** May be a part of a whole, or below zero. */
  quantity: number
  isInStock: boolean
  sellsWithout: boolean
}

export const SOLD_OUT: CanonicalVariant['inventory'] = {
  tracked: true,
  quantity: 0,
  continueSelling: false,
}

/** A stock that nobody may read is not known, which is not zero: no number is made up. */
export function toInventory(stock: Stock | null): CanonicalVariant['inventory'] {
  if (stock === null) return { tracked: true, quantity: null, continueSelling: false }
  if (stock.isManaged) {
    return {
      tracked: true,
      // Taken out of stock by hand, whatever is left on the shelf.
      quantity: stock.isInStock || stock.quantity < 0 ? Math.floor(stock.quantity) : 0,
      continueSelling: stock.sellsWithout,
    }
  }
  // Not tracked in Shopify means always for sale.
  return stock.isInStock ? { tracked: false, quantity: null, continueSelling: false } : SOLD_OUT
}

/** Virtual and downloadable goods are not sent. */
export function isShipped(wire: WireProduct): boolean {
  return wire.type_id !== 'virtual' && wire.type_id !== 'downloadable'
}
