import { z } from 'zod'
import type { SourceWindow } from '#app/migration/ports.ts'
import type { WooAnswer } from './answer.ts'
import type { Query, WooClient } from './client.server.ts'
import { listAll } from './list-all.server.ts'
import { SourceRequestError, sourceProblem } from './recovery.ts'
import type { Row } from './rows.ts'
import { isInside, readRows, secondOf, windowQuery } from './rows.ts'
import { toSecond } from './time.ts'
import type { WireMark } from './wire/listing.ts'

/**
 * Where a walk goes on. `walk`: rows later than second `after` (null: from the beginning), minus the
 * rows of the border second that were handed out already. `second`: one second that fills a page,
 * by id, past `afterId`; then the walk goes on behind it. `sweep`: all ids, past `afterId`.
 */
export type Cursor =
  | { at: 'walk'; after: number | null; seen: number[] }
  | { at: 'second'; second: number | null; afterId: number }
  | { at: 'sweep'; afterId: number }

const cursorShape: z.ZodType<Cursor> = z.discriminatedUnion('at', [
  z.object({ at: z.literal('walk'), after: z.number().nullable(), seen: z.array(z.number()) }),
  z.object({ at: z.literal('second'), second: z.number().nullable(), afterId: z.number() }),
  z.object({ at: z.literal('sweep'), afterId: z.number() }),
])

/** Null, the beginning of the window, for what an older version may have written: repeats do no harm. */
export function readCursor(resume: string): Cursor | null {
  try {
    return cursorShape.parse(JSON.parse(resume))
  } catch {
    return null
  }
}

export type Listing = {
  client: WooClient
  /** "products", "orders", "customers". */
  path: string
  /** Sent with every request of the listing. */
  filter: Query
  /** What a row must hold at least to be listed: sent as `_fields` where whole records are not needed. */
  markFields: string
  /** Hand out whole records where that costs no further request. */
  wantWhole: boolean
  /** False when the platform cannot filter by change time: everything is listed and picked by hand. */
  filtersByChange: boolean
  /** Rows that are no records of this kind: drafts of a checkout, staff. */
  isRecord(mark: WireMark): boolean
  pageSize: number
  /** Complete listings made after a window's end; they stay valid for that window. */
  sweeps: Map<string, Row[]>
}

/** Rows to hand out and where to go on when they are settled. */
export type Batch = {
  rows: Row[]
  /** Whether `Row.raw` is the whole record, or only its mark. */
  whole: boolean
  /** Rows of the answer that do not even have an id. */
  unreadable: number
  next: Cursor
}

/**
 * Walks everything changed in the window, oldest change first, without ever turning a page of a set
 * that is being edited: each request asks for the first page behind the last second seen. Bounds of
 * WooCommerce are strict and one second wide (measured on 9.9), so the last second is asked for
 * again and its rows are dropped by id. A second that fills a page is listed by id until it rests.
 *
 * When the store will not order by change time, or ignores the filter, all ids are listed and
 * picked by hand. @throws SourceRequestError
 */
export async function* walkChanged(
  listing: Listing,
  window: SourceWindow,
  start: Cursor | null,
): AsyncGenerator<Batch> {
  const to = toSecond(window.to)
  let cursor: Cursor =
    start ??
    (listing.filtersByChange
      ? { at: 'walk', after: window.from === null ? null : toSecond(window.from), seen: [] }
      : { at: 'sweep', afterId: 0 })
  for (;;) {
    if (cursor.at === 'sweep') {
      yield* pickFromAll(listing, window, cursor.afterId)
      return
    }
    if (cursor.at === 'second') {
      const { second, afterId } = cursor
      const behind: Cursor = { at: 'walk', after: second ?? 0, seen: [] }
      yield* wholeSecond(listing, second, afterId, behind)
      cursor = behind
      continue
    }
    const page = await firstPage(listing, cursor.after, to)
    if (page === 'not by change time') {
      cursor = { at: 'sweep', afterId: 0 }
      continue
    }
    const { rows, more, whole, unreadable } = page
    const seen = new Set(cursor.seen)
    const fresh = rows.filter(({ mark }) => !seen.has(mark.id) && listing.isRecord(mark))
    const last = rows.length === 0 ? cursor.after : secondOf(rows.at(-1))
    if (!more) {
      const next: Cursor = { at: 'walk', after: last ?? 0, seen: [] }
      yield { rows: fresh, whole, unreadable, next }
      return
    }
    if (last === secondOf(rows[0])) {
      cursor = { at: 'second', second: last, afterId: 0 }
      continue
    }
    const border = rows.filter((row) => secondOf(row) === last).map(({ mark }) => mark.id)
    const next: Cursor = { at: 'walk', after: (last ?? 1) - 1, seen: border }
    yield { rows: fresh, whole, unreadable, next }
    cursor = next
  }
}

type FirstPage = { rows: Row[]; more: boolean; whole: boolean; unreadable: number }

async function firstPage(
  listing: Listing,
  after: number | null,
  to: number,
): Promise<FirstPage | 'not by change time'> {
  const ask = (whole: boolean) =>
    listing.client.get(listing.path, {
      ...listing.filter,
      ...windowQuery(after, to),
      ...(whole ? {} : { _fields: listing.markFields }),
      orderby: 'modified',
      order: 'asc',
      per_page: String(listing.pageSize),
    })
  let whole = listing.wantWhole
  let answer: WooAnswer
  try {
    try {
      answer = await ask(whole)
    } catch (error) {
      // One broken record, or many heavy ones, can sink a page: list it, then read it in parts.
      if (!whole || !isTooMuch(error)) throw error
      whole = false
      answer = await ask(whole)
    }
  } catch (error) {
    if (error instanceof SourceRequestError && error.wireCode === 'rest_invalid_param') {
      return 'not by change time'
    }
    throw error
  }
  const { rows, unreadable } = readRows(answer.body)
  const seconds = rows.map(secondOf)
  const ordered = seconds.every((second, i) => i === 0 || (second ?? 0) >= (seconds[i - 1] ?? 0))
  // Filters that a store does not understand are ignored with a 200 and everything.
  const inside = seconds.every((second) =>
    second === null ? after === null : second > (after ?? -Infinity) && second <= to,
  )
  if (!ordered || !inside) return 'not by change time'
  const size = rows.length + unreadable
  // A total may be wrong (caches, plugins): it can announce more, but a full page is never the end.
  const more = size >= listing.pageSize || (answer.total !== null && answer.total > size)
  if (more && rows.length === 0) {
    throw sourceProblem(
      'BROKEN_ANSWER',
      'The old store says that it has records and then does not list them. A plugin may change its REST API; switch off what filters or caches /wp-json/ and try again.',
    )
  }
  return { rows, more, whole, unreadable }
}

/** An answer that failed in a way that asking for less may heal. */
export function isTooMuch(error: unknown): boolean {
  return (
    error instanceof SourceRequestError &&
    (error.status === 500 || error.problem === 'TIMEOUT' || error.problem === 'BROKEN_ANSWER') &&
    error.recovery.then !== 'refused'
  )
}

/** All rows of one second, by id; or all rows without any date (second null). */
async function* wholeSecond(
  listing: Listing,
  second: number | null,
  afterId: number,
  behind: Cursor,
): AsyncGenerator<Batch> {
  // WordPress keeps a missing date as 0000-00-00, which lies before every bound.
  const bounds = second === null ? windowQuery(null, 0) : windowQuery(second - 1, second)
  const { rows } = await listAll(listing, { ...listing.filter, ...bounds })
  const wanted = rows.filter(({ mark }) => mark.id > afterId && listing.isRecord(mark))
  yield* batches(listing, wanted, (last) => ({ at: 'second', second, afterId: last }), behind)
}

async function* pickFromAll(
  listing: Listing,
  window: SourceWindow,
  afterId: number,
): AsyncGenerator<Batch> {
  const rows = await sweep(listing, window)
  const wanted = rows.filter(({ mark }) => mark.id > afterId)
  yield* batches(listing, wanted, (last) => ({ at: 'sweep', afterId: last }), null)
}

/**
 * All records whose date lies in the window, and those without a date. A listing made when the
 * window was already closed stays good: what changes later belongs to a later window.
 */
export async function sweep(listing: Listing, window: SourceWindow): Promise<Row[]> {
  const key = JSON.stringify([listing.path, window.from, window.to])
  const known = listing.sweeps.get(key)
  if (known) return known
  const { rows, dateMs } = await listAll(listing, listing.filter)
  const picked = rows.filter(
    ({ mark, changedAt }) => listing.isRecord(mark) && isInside(changedAt, window),
  )
  if (dateMs !== null && dateMs >= Date.parse(window.to)) {
    listing.sweeps.clear()
    listing.sweeps.set(key, picked)
  }
  return picked
}

function* batches(
  listing: Listing,
  rows: Row[],
  resumeAt: (lastId: number) => Cursor,
  behind: Cursor | null,
): Generator<Batch> {
  for (let i = 0; i < rows.length; i += listing.pageSize) {
    const batch = rows.slice(i, i + listing.pageSize)
    const isLast = i + listing.pageSize >= rows.length
    const next = isLast && behind ? behind : resumeAt(batch.at(-1)?.mark.id ?? 0)
    yield { rows: batch, whole: false, unreadable: 0, next }
  }
}
