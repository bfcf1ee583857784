import { isTooMuch, SourceRequestError, sourceProblem } from '../../kit/http/recovery.ts'
import type { WooAnswer } from '../client/answer.ts'
import type { Query } from '../client/client.server.ts'
import { type BehindPage, behindPage, lackingRows, withHidden } from './hidden-rows.ts'
import type { Listing } from './listing.ts'
import { type Row, changedQuery, readRows, secondOf } from './rows.ts'

const bySecond = (a: Row, b: Row) => (secondOf(a) ?? 0) - (secondOf(b) ?? 0)

type FirstPage = { rows: Row[]; behind: BehindPage; whole: boolean; unreadable: number }

/** The first page behind second `after`. @throws SourceRequestError */
export async function firstPage(
  listing: Listing,
  after: number,
): Promise<FirstPage | 'not by change time'> {
  const ask = (whole: boolean) => askByChange(listing, changedQuery(after), whole)
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
    if (knowsNoSuchOrder(error)) return 'not by change time'
    throw error
  }
  const page = toPage(listing, answer, whole)
  if (!isByChange(page.rows, after)) return 'not by change time'
  // A total may be wrong (caches, plugins): it can announce more, but a full page is never the end.
  if (page.size >= listing.pageSize) return { ...page, behind: 'goes on' }
  if (page.lacking === 0) return { ...page, behind: 'ends' }
  return shortPage(listing, after, page)
}

type Page = Omit<FirstPage, 'behind'> & {
  /** Rows that were shown, and those that were not although they are counted. */
  size: number
  lacking: number
}

function toPage({ pageSize }: Listing, { body, total }: WooAnswer, whole: boolean): Page {
  const { rows, unreadable } = readRows(body)
  const size = rows.length + unreadable
  return {
    rows,
    unreadable,
    whole,
    size,
    lacking: lackingRows({ size, offset: 0, pageSize }, total),
  }
}

function isByChange(rows: readonly Row[], after: number): boolean {
  const seconds = rows.map(secondOf)
  const ordered = seconds.every((second, i) => i === 0 || (second ?? 0) >= (seconds[i - 1] ?? 0))
  // Filters that a store does not understand are ignored with a 200 and everything.
  const inside = seconds.every((second) => second !== null && second > after)
  return ordered && inside
}

/**
 * A page that shows fewer rows than it counts: asked once more, because a cache may have answered or
 * a record may just have left. What is hidden then too is told, and the walk goes on without it.
 */
async function shortPage(listing: Listing, after: number, first: Page): Promise<FirstPage> {
  const bounds = changedQuery(after)
  const again = toPage(listing, await askByChange(listing, bounds, false), false)
  const isUsable = isByChange(again.rows, after) && again.size >= first.size
  const known = new Set(first.rows.map(({ mark }) => mark.id))
  const isNew = isUsable && again.rows.some(({ mark }) => !known.has(mark.id))
  const page = isNew ? { ...again, rows: withHidden(first.rows, again.rows, bySecond) } : first
  const lacking = isUsable ? again.lacking : first.lacking
  if (lacking === 0) return { ...page, behind: 'goes on' }
  const last = secondOf(page.rows.at(-1)) ?? after
  const behind = await behindPage({
    ask: (part) => askByChange(listing, { ...bounds, ...part }, false),
    // An empty page says nothing of where it ends; then the newest record of all does.
    askLast: () =>
      askByChange(
        listing,
        { ...(page.rows.length > 0 ? bounds : {}), order: 'desc', per_page: '1' },
        false,
      ),
    rows: page.rows,
    end: page.size,
    lacking,
    isBehind: (row) => (secondOf(row) ?? 0) > last,
  })
  if (behind === 'hides') listing.tellShort({ counted: page.size + lacking, listed: page.size })
  return { ...page, behind }
}

export function listsNothing(): SourceRequestError {
  return sourceProblem(
    'BROKEN_ANSWER',
    'The old store says that it has records and then does not list them. A plugin may change its REST API; switch off what filters or caches /wp-json/ and try again.',
  )
}

export function askByChange(
  { client, path, filter, markFields, pageSize }: Listing,
  bounds: Query,
  whole: boolean,
): Promise<WooAnswer> {
  return client.get(path, {
    ...filter,
    ...(whole ? {} : { _fields: markFields }),
    orderby: 'modified',
    order: 'asc',
    per_page: String(pageSize),
    ...bounds,
  })
}

export function knowsNoSuchOrder(error: unknown): boolean {
  return error instanceof SourceRequestError && error.wireCode === 'rest_invalid_param'
}
