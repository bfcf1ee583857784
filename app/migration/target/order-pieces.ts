import { equalAmounts } from '../canonical/money.ts'
import type { CanonicalOrder } from '../canonical/order.ts'
import type { Gid } from '../ports.ts'
import { soldQuantity } from './order-content.ts'
import { planMoney } from './order-money.ts'
import type { ReadOrder } from './order-snapshot.ts'
import { lineTitle } from './planned-lines.ts'

type Pieces = { lineItemId: Gid; quantity: number }

/**
 * The lines of the Shopify order that a source line became, by source line id, in their order. By
 * their places while the order is as it was created; after an edit by title and price. Null when a
 * source line is not found again: somebody else has edited the order.
 */
export function piecesByLine(
  order: CanonicalOrder,
  present: ReadOrder,
): Map<string, Pieces[]> | null {
  const planned = planMoney(order).lines
  const shown = present.allLines.map((line) => ({ line, left: soldQuantity(present, line) }))
  const fits =
    planned.length === shown.length &&
    planned.every(({ quantity }, index) => quantity === shown[index]?.left)
  const result = new Map<string, Pieces[]>()
  for (const [index, plan] of planned.entries()) {
    if (plan.sourceId === null) continue
    const candidates = fits
      ? shown.slice(index, index + 1)
      : shown.filter(
          ({ line }) =>
            line.title === lineTitle(plan) &&
            equalAmounts(line.originalUnitPriceSet.shopMoney.amount, plan.unitPrice),
        )
    const pieces = result.get(plan.sourceId) ?? []
    let left = plan.quantity
    for (const candidate of candidates) {
      const quantity = Math.min(left, candidate.left)
      if (quantity === 0) continue
      candidate.left -= quantity
      left -= quantity
      pieces.push({ lineItemId: candidate.line.id, quantity })
    }
    if (left > 0) return null
    result.set(plan.sourceId, pieces)
  }
  return result
}

/** The first so many of the pieces. */
export function firstPieces(pieces: readonly Pieces[], count: number): Pieces[] {
  let left = Math.floor(count)
  return pieces.flatMap(({ lineItemId, quantity }) => {
    const taken = Math.min(left, quantity)
    left -= taken
    return taken > 0 ? [{ lineItemId, quantity: taken }] : []
  })
}
