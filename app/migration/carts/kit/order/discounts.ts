import {
  ZERO,
  allocate,
  equalAmounts,
  sum,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { decimalsOf, isZero } from './amounts.ts'

/**
 * What was taken off, split over the codes that did it; exact in sum.
 * @param codes with what each is said to have taken off, which need not add up
 */
export function sharedDiscounts(
  codes: CanonicalOrder['discounts'],
  off: DecimalString,
): CanonicalOrder['discounts'] {
  if (isZero(off)) return []
  if (codes.length === 0) return [{ code: 'Discount', amount: off }]
  const weights = codes.map(({ amount }) => amount)
  if (equalAmounts(sum(weights), off)) return codes
  const parts = allocate(off, weights, decimalsOf(off))
  return codes.map(({ code }, i) => ({ code, amount: parts[i] ?? ZERO }))
}
