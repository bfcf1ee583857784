import type { Shown } from '#app/words/shown.ts'
import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import type { Estimate, EstimatedKind } from '#app/runs/run-types.ts'
import type { Format } from '#app/words/format.ts'
import { KIND_NAMES, SHOWN_KINDS } from '#app/words/names.ts'

/** A number of an estimate: what was counted, and whether that is all. */
export function countedText(
  counted: EstimatedKind | null,
  which: 'new' | 'changed',
  format: Format,
): string {
  if (!counted) return 'Not counted'
  return leastText(counted[which], counted.exact, format)
}

/** A nothing that was not counted to its end is none. */
export function leastText(count: number, isExact: boolean, format: Format): string {
  if (isExact) return format.number(count)
  return count === 0 ? 'Not known' : `At least ${format.number(count)}`
}

/** Every kind was counted to its end. */
export function isExact({ kinds }: Pick<Shown<Estimate>, 'kinds'>): boolean {
  return SHOWN_KINDS.every((kind) => kinds[kind]?.exact === true)
}

function sumOf({ kinds }: Pick<Shown<Estimate>, 'kinds'>): number {
  return SHOWN_KINDS.reduce(
    (total, kind) => total + (kinds[kind]?.new ?? 0) + (kinds[kind]?.changed ?? 0),
    0,
  )
}

/** An exact count of each kind gave nothing, and nothing is tried again. */
export function isNothing(estimate: Pick<Shown<Estimate>, 'kinds' | 'retrying'>): boolean {
  return isExact(estimate) && sumOf(estimate) === 0 && estimate.retrying === 0
}

/** Nothing was found, and that says nothing: the count did not end, or its lists are doubted. */
export function isUnknown(estimate: Pick<Shown<Estimate>, 'kinds'>): boolean {
  return !isExact(estimate) && sumOf(estimate) === 0
}

/** What hinders nobody from starting is a doubt about the numbers. */
export function doubtOf({ canStart, problems }: Shown<Estimate>): string | null {
  return canStart ? (problems[0]?.message ?? null) : null
}

const LISTS_LESS = 'SOURCE_LISTS_LESS' satisfies PauseCode

/** Whether a run stops at this doubt and asks before it goes on. */
export function asksFirst({
  canStart,
  problems,
}: Pick<Shown<Estimate>, 'canStart' | 'problems'>): boolean {
  return canStart && problems.some(({ code }) => code === LISTS_LESS)
}

/** Why the numbers are not all there is. */
export function lackOf({ kinds }: Pick<Shown<Estimate>, 'kinds'>): string {
  const missing = SHOWN_KINDS.filter((kind) => kinds[kind] === null)
  return missing.length > 0
    ? `Your old store was too slow to count everything: there may be more ${missing
        .map((kind) => KIND_NAMES[kind].toLowerCase())
        .join(' and ')}.`
    : 'We’d have to read all of your old store for exact numbers, or it was too slow to count everything.'
}

/** "at least 26 orders and 6 products", for what was known once; null where that was nothing sure. */
export function waitingText(
  estimate: Pick<Shown<Estimate>, 'kinds'>,
  format: Format,
): string | null {
  const parts = SHOWN_KINDS.flatMap((kind) => {
    const counted = estimate.kinds[kind]
    const count = counted ? counted.new + counted.changed : 0
    return count > 0 ? [format.records(kind, count)] : []
  })
  if (parts.length === 0) return isExact(estimate) ? 'nothing new or changed' : null
  return `${isExact(estimate) ? '' : 'at least '}${format.list(parts)}`
}
