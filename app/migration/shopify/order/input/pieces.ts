import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { likeness } from '../changes.ts'
import { soldQuantities } from './content.ts'
import { planMoney } from './money.ts'
import type { ReadOrder } from '../read-order.ts'
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
  const sold = soldQuantities(present)
  const shown = present.allLines.map((line) => ({ line, left: sold(line) }))
  const fits =
    planned.length === shown.length &&
    planned.every(({ quantity }, index) => quantity === shown[index]?.left)
  const alike = Map.groupBy(fits ? [] : shown.toReversed(), ({ line }) =>
    likeness(line.title, line.originalUnitPriceSet.shopMoney.amount),
  )
  const result = new Map<string, Pieces[]>()
  for (const [index, plan] of planned.entries()) {
    if (plan.sourceId === null) continue
    const candidates = fits
      ? shown.slice(index, index + 1)
      : (alike.get(likeness(lineTitle(plan), plan.unitPrice)) ?? [])
    const pieces = result.get(plan.sourceId) ?? []
    let left = plan.quantity
    for (let one = candidates.at(-1); one && left > 0; one = candidates.at(-1)) {
      const quantity = Math.min(left, one.left)
      one.left -= quantity
      left -= quantity
      if (quantity > 0) pieces.push({ lineItemId: one.line.id, quantity })
      if (one.left === 0) candidates.pop()
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
