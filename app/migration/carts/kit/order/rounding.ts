import Big from 'big.js'
import { decimal, subtract, sum, type DecimalString } from '#app/migration/kinds/values/money.ts'
import { isZero } from './amounts.ts'

/**
 * A store that rounds taxes per order rather than per line shows line taxes that add up to a cent
 * more or less than the order's tax. Where gross amounts are made from them the difference has to go
 * somewhere: to the item with the most tax, before and after discounts alike. Anything larger than
 * rounding stays visible as a difference of the total.
 *
 * @param items get the difference, in place
 * @param others taxes that belong to the sum and stay as they are
 */
export function absorbRounding(
  totalTax: DecimalString,
  items: readonly { tax: DecimalString; subtotalTax: DecimalString }[],
  others: readonly DecimalString[],
): void {
  const shown = sum([...items.map((item) => item.tax), ...others])
  const difference = subtract(totalTax, shown)
  const tolerance = new Big(items.length + others.length).times('0.01')
  if (isZero(difference) || decimal(difference).abs().gt(tolerance)) return
  const target = items.toSorted((a, b) => decimal(b.tax).cmp(decimal(a.tax)))[0]
  if (!target) return
  target.tax = sum([target.tax, difference])
  target.subtotalTax = sum([target.subtotalTax, difference])
}

/** No store counts smaller units. */
const MOST_PLACES = 6

/**
 * What rounding may amount to at most: a unit, as the store shows it, for everything added up.
 * @param amounts as they are shown
 */
export function mostRounding(amounts: readonly string[], addedUp: number): Big {
  const places = amounts.reduce((most, text) => Math.max(most, text.split('.')[1]?.length ?? 0), 0)
  const unit = new Big(10).pow(-Math.min(places, MOST_PLACES))
  return unit.times(addedUp)
}
