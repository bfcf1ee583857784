import Big from 'big.js'
import {
  decimal,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import { value } from '../../../kit/order/amounts.ts'
import { isWhole, piecesOf, quantityOf, wholeCount, type Family } from './families.ts'

/** A row of a shipment or a credit memo: how many of which row of the order. */
type Part = { order_item_id: number; qty: string }

/** Which family a row of the order belongs to. */
export function familyByItem(families: readonly Family[]): ReadonlyMap<number, Family> {
  return new Map(
    families.flatMap((family) =>
      [family.root, ...family.children].map(({ item_id }): [number, Family] => [item_id, family]),
    ),
  )
}

/**
 * Counts rows of documents as pieces of the order's lines. Documents name a configurable product, its
 * child or both, and of a bundle sent in parts the parts alone: its line is sent when they all are,
 * with the document that makes it whole.
 */
export function piecesCounter(families: readonly Family[]) {
  const byItem = familyByItem(families)
  const soFar = new Map<number, DecimalString>()
  const given = new Map<Family, number>()

  return {
    /** @returns pieces per family; `isPartial`: something of it makes no whole piece yet */
    add(parts: readonly Part[]): { pieces: Map<Family, number>; isPartial: boolean } {
      const touched = new Set<Family>()
      for (const { order_item_id, qty } of parts) {
        const family = byItem.get(order_item_id)
        if (!family) continue
        touched.add(family)
        soFar.set(order_item_id, sum([soFar.get(order_item_id) ?? '0', value(qty)]))
      }
      const pieces = new Map<Family, number>()
      let isPartial = false
      for (const family of touched) {
        const whole = asPieces(
          family,
          wholeCount(sentRows(family), ({ item_id }) => soFar.get(item_id) ?? '0'),
        )
        const before = given.get(family) ?? 0
        if (whole > before) pieces.set(family, whole - before)
        else isPartial ||= family.children.length > 1
        given.set(family, Math.max(whole, before))
      }
      return { pieces, isPartial }
    },
  }
}

/** What is never sent keeps a bundle's parcel waiting for nothing. */
function sentRows({ root, children }: Family): Family {
  const sent = children.filter(({ is_virtual }) => !is_virtual)
  return { root, children: sent.length > 0 ? sent : children }
}

/** At most what was ordered; goods sold by weight are one piece, and sent when all of it is. */
function asPieces(family: Family, quantity: DecimalString): number {
  const ordered = quantityOf(family)
  const all = piecesOf(family)
  if (!isWhole(ordered)) return decimal(quantity).gte(decimal(ordered)) ? all : 0
  return Math.min(Number(toDecimalString(new Big(quantity).round(0, 0))), all)
}
