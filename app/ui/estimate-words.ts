import type { Estimate, EstimatedKind } from '#app/runs/run-types.ts'
import type { Format } from './format.ts'
import { listOf } from './format.ts'
import { SHOWN_KINDS } from './words.ts'

/** A number of an estimate: what was counted, and whether that is all. */
export function countedText(
  counted: EstimatedKind | null,
  which: 'new' | 'changed',
  format: Format,
): string {
  if (!counted) return 'Not counted'
  return leastText(counted[which], counted.exact, format)
}

export function leastText(count: number, isExact: boolean, format: Format): string {
  if (isExact) return format.number(count)
  return count === 0 ? '0 so far' : `At least ${format.number(count)}`
}

/** Every kind was counted to its end. */
export function isExact({ kinds }: Pick<Estimate, 'kinds'>): boolean {
  return SHOWN_KINDS.every((kind) => kinds[kind]?.exact === true)
}

/** An exact count of each kind gave nothing, and nothing is tried again. */
export function isNothing(estimate: Pick<Estimate, 'kinds' | 'retrying'>): boolean {
  const { kinds, retrying } = estimate
  const sum = SHOWN_KINDS.reduce(
    (total, kind) => total + (kinds[kind]?.new ?? 0) + (kinds[kind]?.changed ?? 0),
    0,
  )
  return isExact(estimate) && sum === 0 && retrying === 0
}

/** "at least 26 orders and 6 products", for what was known once; null where that was nothing sure. */
export function waitingText(estimate: Pick<Estimate, 'kinds'>, format: Format): string | null {
  const parts = SHOWN_KINDS.flatMap((kind) => {
    const counted = estimate.kinds[kind]
    const count = counted ? counted.new + counted.changed : 0
    return count > 0 ? [format.count(kind, count)] : []
  })
  if (parts.length === 0) return isExact(estimate) ? 'nothing new or changed' : null
  return `${isExact(estimate) ? '' : 'at least '}${listOf(parts)}`
}
