import Big from 'big.js'
import { KIND, KINDS, perKind, type EntityKind } from '#app/migration/kinds/kind.ts'

/** Entity Points of one new record. Changed and unchanged records, images, categories and variants are free. */
export const POINTS: Readonly<Record<EntityKind, string>> = perKind((kind) => KIND[kind].points)

export type RecordCounts = Readonly<Record<EntityKind, number>>

/** Exact, always with one decimal place ("37.5"). Counts are whole numbers of new records. */
export function pointsFor(counts: RecordCounts): string {
  return KINDS.reduce(
    (sum, kind) => sum.plus(new Big(POINTS[kind]).times(counts[kind])),
    new Big(0),
  ).toFixed(1)
}

/** By how much `points` exceeds `limit`, with one decimal place; null when it does not. */
export function pointsOver(points: string, limit: string): string | null {
  const over = new Big(points).minus(limit)
  return over.gt(0) ? over.toFixed(1) : null
}
