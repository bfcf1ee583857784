import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { ListAnswer, Row, ShortPage } from './list.ts'

/**
 * How many rows a page lacks by its own total: a store counts what the query finds, and may then leave
 * out what it cannot build, what the key may not see and what a plugin takes away. Pure.
 */
export function lackingRows(
  page: { size: number; offset: number; pageSize: number },
  total: number | null,
): number {
  if (total === null) return 0
  return Math.max(0, Math.min(page.pageSize, total - page.offset) - page.size)
}

type Shown<R extends Row> = {
  /** The list again, in the same order and bounds. */
  ask: (part: { offset: number; most: number }) => Promise<ListAnswer<R>>
  /** Its last record, in the other order. */
  askLast: () => Promise<ListAnswer<R>>
  rows: readonly R[]
  /** Where behind the rows the list should have nothing left. */
  end: number
  lacking: number
  /** Whether a record stands behind the last one that was shown. */
  isBehind: (row: R) => boolean
}

/** `ends`: the total is too high. `goes on`: the store gives smaller pages than it is asked for. */
export type BehindPage = 'ends' | 'goes on' | 'hides'

/**
 * Why a page shows fewer rows than it counts: rows are hidden, or its total is too high (caches,
 * plugins). Hidden ones keep their places: so behind as many places as rows were shown stand rows
 * that were shown already, or the list ends with a place that shows nothing.
 */
export async function behindPage<R extends Row>(shown: Shown<R>): Promise<BehindPage> {
  const { ask, askLast, rows, end, lacking, isBehind } = shown
  const ids = new Set(rows.map(({ summary }) => summary.id))
  if (end > 0) {
    const behind = (await ask({ offset: end, most: lacking })).rows
    if (behind.some(({ summary }) => ids.has(summary.id))) return 'hides'
    if (behind.length > 0) return 'goes on'
  }
  const [last] = (await askLast()).rows
  const isLast = last !== undefined && (ids.has(last.summary.id) || !isBehind(last))
  return isLast ? 'ends' : 'hides'
}

/** The rows of both answers as far as the later one reaches; the later one's where both have one. */
export function withHidden<R extends Row>(
  before: readonly R[],
  again: readonly R[],
  order: (a: R, b: R) => number,
): R[] {
  const last = again.at(-1)
  if (last === undefined) return [...again]
  const ids = new Set(again.map(({ summary }) => summary.id))
  const kept = before.filter((row) => !ids.has(row.summary.id) && order(row, last) <= 0)
  return [...again, ...kept].toSorted(order)
}

/** What the merchant is told of it. */
export function shortPageNotice(kind: EntityKind, { counted, listed }: ShortPage): Message {
  return kitSays('countsMore', { kind, counted, listed })
}
