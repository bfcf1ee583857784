import { z } from 'zod'
import type { SourceWindow } from '#app/migration/engine/ports/source.ts'
import { firstPage, listsNothing } from './first-page.ts'
import { behindPage, lackingRows } from './hidden-rows.ts'
import { isInside, tickOf, type ListAnswer, type Listing, type Question, type Row } from './list.ts'
import { listAll } from './list-all.ts'
import { listNewest } from './list-newest.ts'

/**
 * Where a walk goes on. `undated`: rows without a change date, by id, past `afterId`; then the walk.
 * `walk`: rows later than tick `after`, minus the rows of the border tick that were handed out
 * already. `second`: one tick that fills a page, by id; then the walk goes on behind it. `newest`:
 * what was made after the window before was opened and lies outside of the walk, by id. `all`: all
 * ids, past `afterId`.
 */
export type Cursor =
  | { at: 'undated'; afterId: number }
  | { at: 'walk'; after: number; seen: number[] }
  | { at: 'second'; second: number; afterId: number }
  | { at: 'newest'; afterId: number }
  | { at: 'all'; afterId: number }

const cursorShape: z.ZodType<Cursor> = z.discriminatedUnion('at', [
  z.object({ at: z.literal('undated'), afterId: z.number() }),
  z.object({ at: z.literal('walk'), after: z.number(), seen: z.array(z.number()) }),
  z.object({ at: z.literal('second'), second: z.number(), afterId: z.number() }),
  z.object({ at: z.literal('newest'), afterId: z.number() }),
  z.object({ at: z.literal('all'), afterId: z.number() }),
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
export type Batch<R extends Row> = {
  rows: R[]
  /** Whether `Row.raw` is the whole record, or only its summary. */
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
 * that is being edited: each request asks for the first page behind the last tick seen. The last tick
 * itself is asked for again and its rows are dropped by id, because more may have come into it. A tick
 * that fills a page is listed by id until it rests.
 *
 * No request names an upper bound: the clock behind `window.to` may be a proxy's and behind the one
 * that stamps changes, and goods that are scheduled carry the date they will be published at.
 *
 * From the beginning, rows without a change date come first: they lie outside of every bound. Else
 * what was made since the window before comes last, whatever its date: a record that is inserted with
 * a past date may be stamped with it.
 *
 * When the store will not order by change time, or ignores the filter, all ids are listed and
 * picked by hand. @throws SourceRequestError
 */
export async function* walkChanged<R extends Row>(
  listing: Listing<R>,
  window: SourceWindow,
  start: Cursor | null,
): AsyncGenerator<Batch<R>> {
  const { ticks } = listing
  const from = window.from === null ? BEGINNING : ticks.of(window.from)
  const to = ticks.of(window.to)
  let cursor: Cursor =
    start ??
    (!listing.filtersByChange
      ? { at: 'all', afterId: 0 }
      : window.from === null
        ? { at: 'undated', afterId: 0 }
        : { at: 'walk', after: from, seen: [] })
  let later = 0
  for (;;) {
    switch (cursor.at) {
      case 'all':
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
        yield* wholeTick(listing, second, afterId, behind)
        cursor = behind
        continue
      }
      case 'walk': {
        const page = await firstPage(listing, cursor.after)
        if (page === 'not by change time') {
          cursor = { at: 'all', afterId: 0 }
          continue
        }
        const { rows, behind, whole, unreadable } = page
        const isDone = behind === 'ends' || (behind === 'hides' && rows.length === 0)
        if (behind !== 'ends' && rows.length === 0 && (!isDone || cursor.after === from)) {
          throw listsNothing(listing)
        }
        const seen = new Set(cursor.seen)
        const fresh = rows.filter(
          ({ summary }) => !seen.has(summary.id) && listing.isRecord(summary),
        )
        const last = tickOf(ticks, rows.at(-1)) ?? cursor.after
        if ((tickOf(ticks, rows[0]) ?? 0) > to) later += 1
        if (isDone || later > MOST_PAGES_LATER) {
          const next: Cursor = { at: 'newest', afterId: 0 }
          yield { rows: fresh, whole, unreadable, next }
          cursor = next
          continue
        }
        if (last === tickOf(ticks, rows[0])) {
          cursor = { at: 'second', second: last, afterId: 0 }
          continue
        }
        const border = rows
          .filter((row) => tickOf(ticks, row) === last)
          .map(({ summary }) => summary.id)
        const next: Cursor = { at: 'walk', after: last - 1, seen: border }
        yield { rows: fresh, whole, unreadable, next }
        cursor = next
      }
    }
  }
}

/**
 * All rows without a change date: a date of zeros lies before every lower bound, and none at all lies
 * outside of every bound and in front of a list that has none. Two small requests where every row has
 * a date.
 */
async function undatedRows<R extends Row>(listing: Listing<R>): Promise<R[]> {
  let front: R[]
  try {
    front = (await listing.ask({ show: 'summary', order: 'change', most: listing.pageSize })).rows
  } catch (error) {
    // The walk that follows finds out the same, and lists everything.
    if (listing.refusesOrder(error)) return []
    throw error
  }
  const fills = front.length >= listing.pageSize && front.every(({ changedAt }) => !changedAt)
  const lists = [
    fills ? (await listAll(listing, { show: 'summary' })).rows : front,
    (await listAll(listing, { show: 'summary', upTo: BEGINNING })).rows,
  ]
  const undated = lists.flat().filter(({ changedAt }) => changedAt === null)
  return [...new Map(undated.map((row) => [row.summary.id, row])).values()].toSorted(byId)
}

/** All rows of one tick, by id. */
async function* wholeTick<R extends Row>(
  listing: Listing<R>,
  second: number,
  afterId: number,
  behind: Cursor,
): AsyncGenerator<Batch<R>> {
  const { rows } = await wholeList(listing, { after: second - 1, upTo: second })
  const wanted = rows.filter(({ summary }) => summary.id > afterId && listing.isRecord(summary))
  yield* batches(listing, wanted, (last) => ({ at: 'second', second, afterId: last }), behind)
}

/**
 * A whole list by id. What it counts and does not show is told; what stands behind its end all the same
 * is listed once more, because rows may just have come and gone.
 * @throws SourceRequestError where it stands there again: who knows what else is left out
 */
async function wholeList<R extends Row>(
  listing: Listing<R>,
  bounds: Pick<Question, 'after' | 'upTo'>,
): Promise<ListAnswer<R>> {
  for (let reading = 1; reading <= 2; reading += 1) {
    const all = await listAll(listing, { show: 'summary', ...bounds })
    if (!(await goesOn(listing, bounds, all))) return all
  }
  throw listsNothing(listing)
}

/** Whether rows stand behind the end of a whole list; what is hidden in it is told. */
async function goesOn<R extends Row>(
  listing: Listing<R>,
  bounds: Pick<Question, 'after' | 'upTo'>,
  { rows, unreadable, total }: ListAnswer<R>,
): Promise<boolean> {
  const { pageSize } = listing
  const size = rows.length + unreadable
  const lacking = lackingRows({ size, offset: 0, pageSize: Number.POSITIVE_INFINITY }, total)
  if (lacking === 0) return false
  const ids = { show: 'ids', order: 'id', ...bounds } as const
  const behind = await behindPage({
    ask: (part) => listing.ask({ ...ids, ...part }),
    askLast: () => listing.ask({ ...ids, newestFirst: true, most: 1 }),
    rows,
    end: size,
    lacking: Math.min(lacking, pageSize),
    isBehind: ({ summary }) => summary.id > (rows.at(-1)?.summary.id ?? 0),
  })
  if (behind === 'hides') listing.tellShort({ counted: size + lacking, listed: size })
  return behind === 'goes on'
}

async function* newest<R extends Row>(
  listing: Listing<R>,
  window: SourceWindow,
  afterId: number,
): AsyncGenerator<Batch<R>> {
  const { from, knownUpTo } = window
  if (from === null || !/^\d{1,15}$/.test(knownUpTo ?? '')) return
  const rows = await listNewest(listing, Number(knownUpTo))
  // The others were in the walk.
  const outside = rows.filter(
    (row) => (tickOf(listing.ticks, row) ?? BEGINNING) <= listing.ticks.of(from),
  )
  yield* byIds(listing, outside, afterId, 'newest', null)
}

async function* pickFromAll<R extends Row>(
  listing: Listing<R>,
  window: SourceWindow,
  afterId: number,
): AsyncGenerator<Batch<R>> {
  yield* byIds(listing, await allInside(listing, window), afterId, 'all', null)
}

/**
 * All records that belong to the window. A listing made when the window was already closed stays
 * good: what changes later belongs to a later window.
 */
export async function allInside<R extends Row>(
  listing: Listing<R>,
  window: SourceWindow,
): Promise<R[]> {
  const key = JSON.stringify([listing.name, window])
  const known = listing.wholeListings.get(key)
  if (known) return known
  const { rows, dateMs } = await wholeList(listing, {})
  const picked = rows.filter((row) => listing.isRecord(row.summary) && isInside(row, window))
  if (dateMs !== null && dateMs >= Date.parse(window.to)) {
    listing.wholeListings.clear()
    listing.wholeListings.set(key, picked)
  }
  return picked
}

const byId = (a: Row, b: Row) => a.summary.id - b.summary.id

function byIds<R extends Row>(
  listing: Listing<R>,
  rows: readonly R[],
  afterId: number,
  at: 'undated' | 'newest' | 'all',
  behind: Cursor | null,
): Generator<Batch<R>> {
  const wanted = rows.filter(({ summary }) => summary.id > afterId && listing.isRecord(summary))
  return batches(listing, wanted, (last) => ({ at, afterId: last }), behind)
}

function* batches<R extends Row>(
  listing: Listing<R>,
  rows: readonly R[],
  resumeAt: (lastId: number) => Cursor,
  behind: Cursor | null,
): Generator<Batch<R>> {
  for (let i = 0; i < rows.length; i += listing.pageSize) {
    const batch = rows.slice(i, i + listing.pageSize)
    const isLast = i + listing.pageSize >= rows.length
    const next = isLast && behind ? behind : resumeAt(batch.at(-1)?.summary.id ?? 0)
    yield { rows: batch, whole: false, unreadable: 0, next }
  }
}
