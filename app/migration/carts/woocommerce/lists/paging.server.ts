import { z } from 'zod'
import type { SourceWindow } from '#app/migration/engine/ports/source.ts'
import type { Query } from '../client/client.server.ts'
import { askByChange, firstPage, knowsNoSuchOrder, listsNothing } from './first-page.server.ts'
import { behindPage, lackingRows } from './hidden-rows.ts'
import { listAll } from './list-all.server.ts'
import { listNewest } from './list-newest.server.ts'
import type { Listing } from './listing.ts'
import type { Row } from './rows.ts'
import { changedQuery, isInside, readRows, secondOf } from './rows.ts'
import { toSecond } from '../time.ts'

/**
 * Where a walk goes on. `undated`: rows without a change date, by id, past `afterId`; then the walk.
 * `walk`: rows later than second `after`, minus the rows of the border second that were handed out
 * already. `second`: one second that fills a page, by id; then the walk goes on behind it. `newest`:
 * what was made after the window before was opened and lies outside of the walk, by id. `sweep`: all
 * ids, past `afterId`.
 */
export type Cursor =
  | { at: 'undated'; afterId: number }
  | { at: 'walk'; after: number; seen: number[] }
  | { at: 'second'; second: number; afterId: number }
  | { at: 'newest'; afterId: number }
  | { at: 'sweep'; afterId: number }

const cursorShape: z.ZodType<Cursor> = z.discriminatedUnion('at', [
  z.object({ at: z.literal('undated'), afterId: z.number() }),
  z.object({ at: z.literal('walk'), after: z.number(), seen: z.array(z.number()) }),
  z.object({ at: z.literal('second'), second: z.number(), afterId: z.number() }),
  z.object({ at: z.literal('newest'), afterId: z.number() }),
  z.object({ at: z.literal('sweep'), afterId: z.number() }),
])

/** A place in one of the lists of a kind. */
const placeShape = z.object({
  list: z.number().int().nonnegative().default(0),
  cursor: cursorShape,
})
export type ListPlace = z.infer<typeof placeShape>

/** Null, the beginning of the window, for what an older version may have written: repeats do no harm. */
export function readCursor(resume: string): ListPlace | null {
  try {
    return placeShape.parse(JSON.parse(resume))
  } catch {
    return null
  }
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

/** No dates lie before it, and what is not a date does. */
const BEGINNING = 0
/**
 * Pages read behind the moment the window was opened. What was changed meanwhile would make a walk
 * through a busy store endless, and belongs to the next window; what was dated later before comes
 * with the first of them.
 */
const MOST_PAGES_LATER = 20

/**
 * Walks everything changed in the window, oldest change first, without ever turning a page of a set
 * that is being edited: each request asks for the first page behind the last second seen. Bounds of
 * WooCommerce are strict and one second wide (measured on 9.9), so the last second is asked for
 * again and its rows are dropped by id. A second that fills a page is listed by id until it rests.
 *
 * No request names an upper bound: the clock behind `window.to` may be a proxy's and behind the one
 * that stamps changes, and goods that are scheduled carry the date they will be published at.
 *
 * From the beginning, rows without a change date come first: they lie outside of every bound. Else
 * what was made since the window before comes last, whatever its date: a product or an order that is
 * inserted with a past date is stamped with it (measured on 10.5).
 *
 * When the store will not order by change time, or ignores the filter, all ids are listed and
 * picked by hand. @throws SourceRequestError
 */
export async function* walkChanged(
  listing: Listing,
  window: SourceWindow,
  start: Cursor | null,
): AsyncGenerator<Batch> {
  const from = window.from === null ? BEGINNING : toSecond(window.from)
  const to = toSecond(window.to)
  let cursor: Cursor =
    start ??
    (!listing.filtersByChange
      ? { at: 'sweep', afterId: 0 }
      : window.from === null
        ? { at: 'undated', afterId: 0 }
        : { at: 'walk', after: from, seen: [] })
  let later = 0
  for (;;) {
    switch (cursor.at) {
      case 'sweep':
        yield* pickFromAll(listing, window, cursor.afterId)
        return
      case 'newest':
        yield* newest(listing, window, cursor.afterId)
        return
      case 'undated': {
        const behind: Cursor = { at: 'walk', after: from, seen: [] }
        yield* byIds(listing, await undatedRows(listing), cursor.afterId, 'undated', behind)
        cursor = behind
        continue
      }
      case 'second': {
        const { second, afterId } = cursor
        const behind: Cursor = { at: 'walk', after: second, seen: [] }
        yield* wholeSecond(listing, second, afterId, behind)
        cursor = behind
        continue
      }
      case 'walk': {
        const page = await firstPage(listing, cursor.after)
        if (page === 'not by change time') {
          cursor = { at: 'sweep', afterId: 0 }
          continue
        }
        const { rows, behind, whole, unreadable } = page
        const isDone = behind === 'ends' || (behind === 'hides' && rows.length === 0)
        if (behind !== 'ends' && rows.length === 0 && (!isDone || cursor.after === from)) {
          throw listsNothing()
        }
        const seen = new Set(cursor.seen)
        const fresh = rows.filter(({ mark }) => !seen.has(mark.id) && listing.isRecord(mark))
        const last = secondOf(rows.at(-1)) ?? cursor.after
        if ((secondOf(rows[0]) ?? 0) > to) later += 1
        if (isDone || later > MOST_PAGES_LATER) {
          const next: Cursor = { at: 'newest', afterId: 0 }
          yield { rows: fresh, whole, unreadable, next }
          cursor = next
          continue
        }
        if (last === secondOf(rows[0])) {
          cursor = { at: 'second', second: last, afterId: 0 }
          continue
        }
        const border = rows.filter((row) => secondOf(row) === last).map(({ mark }) => mark.id)
        const next: Cursor = { at: 'walk', after: last - 1, seen: border }
        yield { rows: fresh, whole, unreadable, next }
        cursor = next
      }
    }
  }
}

/**
 * All rows without a change date. Posts keep a missing one as 0000-00-00, which lies before every
 * lower bound; order tables keep none, which lies outside of every bound and in front of a list
 * that has none (measured on 10.5). Two small requests where every row has a date.
 */
async function undatedRows(listing: Listing): Promise<Row[]> {
  let front: Row[]
  try {
    front = readRows((await askByChange(listing, {}, false)).body).rows
  } catch (error) {
    // The walk that follows finds out the same, and lists everything.
    if (knowsNoSuchOrder(error)) return []
    throw error
  }
  const fills = front.length >= listing.pageSize && front.every(({ changedAt }) => !changedAt)
  const lists = [
    fills ? (await listAll(listing, listing.filter)).rows : front,
    (await listAll(listing, { ...listing.filter, ...changedQuery(null, BEGINNING) })).rows,
  ]
  const undated = lists.flat().filter(({ changedAt }) => changedAt === null)
  return [...new Map(undated.map((row) => [row.mark.id, row])).values()].toSorted(byId)
}

/** All rows of one second, by id. */
async function* wholeSecond(
  listing: Listing,
  second: number,
  afterId: number,
  behind: Cursor,
): AsyncGenerator<Batch> {
  const bounds = changedQuery(second - 1, second)
  const query = { ...listing.filter, ...bounds }
  const { rows, unreadable, total } = await listAll(listing, query)
  await tellHiddenById(listing, query, rows, rows.length + unreadable, total)
  const wanted = rows.filter(({ mark }) => mark.id > afterId && listing.isRecord(mark))
  yield* batches(listing, wanted, (last) => ({ at: 'second', second, afterId: last }), behind)
}

/** Of a whole list by id. */
async function tellHiddenById(
  listing: Listing,
  query: Query,
  rows: readonly Row[],
  size: number,
  total: number | null,
): Promise<void> {
  const { client, path, pageSize } = listing
  const lacking = lackingRows({ size, offset: 0, pageSize: Number.POSITIVE_INFINITY }, total)
  if (lacking === 0) return
  const ask = (part: Query) =>
    client.get(path, { ...query, _fields: 'id', orderby: 'id', order: 'asc', ...part })
  const behind = await behindPage({
    ask,
    askLast: () => ask({ order: 'desc', per_page: '1' }),
    rows,
    end: size,
    lacking: Math.min(lacking, pageSize),
    isBehind: ({ mark }) => mark.id > (rows.at(-1)?.mark.id ?? 0),
  })
  if (behind === 'hides') listing.tellShort({ counted: size + lacking, listed: size })
}

async function* newest(
  listing: Listing,
  window: SourceWindow,
  afterId: number,
): AsyncGenerator<Batch> {
  const { from, knownUpTo } = window
  if (from === null || !/^\d{1,15}$/.test(knownUpTo ?? '')) return
  const rows = await listNewest(listing, Number(knownUpTo))
  // The others were in the walk.
  const outside = rows.filter((row) => (secondOf(row) ?? BEGINNING) <= toSecond(from))
  yield* byIds(listing, outside, afterId, 'newest', null)
}

async function* pickFromAll(
  listing: Listing,
  window: SourceWindow,
  afterId: number,
): AsyncGenerator<Batch> {
  yield* byIds(listing, await sweep(listing, window), afterId, 'sweep', null)
}

/**
 * All records that belong to the window. A listing made when the window was already closed stays
 * good: what changes later belongs to a later window.
 */
export async function sweep(listing: Listing, window: SourceWindow): Promise<Row[]> {
  const key = JSON.stringify([listing.path, listing.filter, window])
  const known = listing.sweeps.get(key)
  if (known) return known
  const { rows, dateMs, unreadable, total } = await listAll(listing, listing.filter)
  await tellHiddenById(listing, listing.filter, rows, rows.length + unreadable, total)
  const picked = rows.filter((row) => listing.isRecord(row.mark) && isInside(row, window))
  if (dateMs !== null && dateMs >= Date.parse(window.to)) {
    listing.sweeps.clear()
    listing.sweeps.set(key, picked)
  }
  return picked
}

const byId = (a: Row, b: Row) => a.mark.id - b.mark.id

function byIds(
  listing: Listing,
  rows: readonly Row[],
  afterId: number,
  at: 'undated' | 'newest' | 'sweep',
  behind: Cursor | null,
): Generator<Batch> {
  const wanted = rows.filter(({ mark }) => mark.id > afterId && listing.isRecord(mark))
  return batches(listing, wanted, (last) => ({ at, afterId: last }), behind)
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
