import Big from 'big.js'
import {
  decimal,
  subtract,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import { value } from '../../../kit/order/amounts.ts'
import type { WireItem, WireOrder } from '../../wire/order.ts'
import { ofFamily, type Family } from '../lines/families.ts'

/** What a row came to without tax, before discounts, for its whole quantity. */
type RowReader = (item: WireItem) => DecimalString

const byPrice: RowReader = ({ price, qty_ordered }) =>
  toDecimalString(new Big(value(price)).times(new Big(value(qty_ordered || '1'))))

/**
 * Three ways to tell, the likeliest first. 2.4.6 gives `row_total` after discounts (measured),
 * earlier versions before them, and a price times the quantity is off by what rounding took.
 */
const READERS: readonly RowReader[] = [
  (item) =>
    item.row_total === ''
      ? byPrice(item)
      : sum([item.row_total, value(item.discount_amount)].map(value)),
  (item) => (item.row_total === '' ? byPrice(item) : value(item.row_total)),
  byPrice,
]

/** The rows by the way that makes the order's own subtotal; where none does, by the nearest. */
export function rowTotals(wire: WireOrder, families: readonly Family[]): DecimalString[] {
  const [first = [], ...others] = READERS.map((read) =>
    families.map((family) => ofFamily(family, read)),
  )
  if (wire.subtotal === '') return families.map((family) => ofFamily(family, byPrice))
  const off = (rows: readonly DecimalString[]) => difference(wire, families, sum(rows))
  return others.reduce((best, rows) => (off(rows).lt(off(best)) ? rows : best), first)
}

/** A fixed tax of the goods is in the subtotal where the store says so. */
function difference(wire: WireOrder, families: readonly Family[], rows: DecimalString): Big {
  const fixed = sum(
    families.map((family) => ofFamily(family, (item) => item.weee_tax_applied_row_amount)),
  )
  const alone = decimal(subtract(rows, wire.subtotal)).abs()
  const within = decimal(subtract(sum([rows, fixed]), wire.subtotal)).abs()
  return within.lt(alone) ? within : alone
}
