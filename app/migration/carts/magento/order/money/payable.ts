import Big from 'big.js'
import { currencyDecimals, decimal, type DecimalString } from '#app/migration/kinds/values/money.ts'
import type { WireOrder } from '../../wire/order.ts'

/**
 * Whether somebody could pay it: Magento keeps four places, and what its own sums miss by less than
 * a coin was neither paid nor given back, nor is it owed.
 */
export function isPayable(
  amount: DecimalString,
  { order_currency_code }: Pick<WireOrder, 'order_currency_code'>,
): boolean {
  const places = currencyDecimals(order_currency_code.trim().toUpperCase())
  return decimal(amount).round(places, Big.roundHalfUp).gt(0)
}
