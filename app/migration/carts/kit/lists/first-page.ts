import { isTooMuch, sourceProblem, type SourceRequestError } from '../http/recovery.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { type BehindPage, behindPage, lackingRows, withHidden } from './hidden-rows.ts'
import { tickOf, type ListAnswer, type Listing, type Row } from './list.ts'

type FirstPage<R extends Row> = {
  rows: R[]
  behind: BehindPage
  whole: boolean
  unreadable: number
}

/** The first page behind tick `after`. @throws SourceRequestError */
export async function firstPage<R extends Row>(
  listing: Listing<R>,
  after: number,
): Promise<FirstPage<R> | 'not by change time'> {
  const ask = (isWhole: boolean) =>
    listing.ask({
      show: isWhole ? 'whole' : 'summary',
      order: 'change',
      after,
      most: listing.pageSize,
    })
  let whole = listing.wantWhole
  let answer: ListAnswer<R>
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
    if (listing.refusesOrder(error)) return 'not by change time'
    throw error
  }
  const page = toPage(listing, answer, whole)
  if (!isByChange(listing, page.rows, after)) return 'not by change time'
  // A total may be wrong (caches, plugins): it can announce more, but a full page is never the end.
  if (page.size >= listing.pageSize) return { ...page, behind: 'goes on' }
  if (page.lacking === 0) return { ...page, behind: 'ends' }
  return shortPage(listing, after, page)
}

type Page<R extends Row> = Omit<FirstPage<R>, 'behind'> & {
  /** Rows that were shown, and those that were not although they are counted. */
  size: number
  lacking: number
}

function toPage<R extends Row>(
  { pageSize }: Listing<R>,
  { rows, unreadable, total }: ListAnswer<R>,
  whole: boolean,
): Page<R> {
  const size = rows.length + unreadable
  return {
    rows,
    unreadable,
    whole,
    size,
    lacking: lackingRows({ size, offset: 0, pageSize }, total),
  }
}

function isByChange({ ticks }: Listing, rows: readonly Row[], after: number): boolean {
  const times = rows.map((row) => tickOf(ticks, row))
  const ordered = times.every((tick, i) => i === 0 || (tick ?? 0) >= (times[i - 1] ?? 0))
  // Filters that a store does not understand are ignored with a 200 and everything.
  const inside = times.every((tick) => tick !== null && tick > after)
  return ordered && inside
}

/**
 * A page that shows fewer rows than it counts: asked once more, because a cache may have answered or
 * a record may just have left. What is hidden then too is told, and the walk goes on without it.
 */
async function shortPage<R extends Row>(
  listing: Listing<R>,
  after: number,
  first: Page<R>,
): Promise<FirstPage<R>> {
  const { ticks, pageSize } = listing
  const summaries = { show: 'summary', order: 'change' } as const
  const again = toPage(listing, await listing.ask({ ...summaries, after, most: pageSize }), false)
  const isUsable = isByChange(listing, again.rows, after) && again.size >= first.size
  const known = new Set(first.rows.map(({ summary }) => summary.id))
  const isNew = isUsable && again.rows.some(({ summary }) => !known.has(summary.id))
  const byTick = (a: R, b: R) => (tickOf(ticks, a) ?? 0) - (tickOf(ticks, b) ?? 0)
  const page = isNew ? { ...again, rows: withHidden(first.rows, again.rows, byTick) } : first
  const lacking = isUsable ? again.lacking : first.lacking
  if (lacking === 0) return { ...page, behind: 'goes on' }
  const last = tickOf(ticks, page.rows.at(-1)) ?? after
  const behind = await behindPage({
    ask: (part) => listing.ask({ ...summaries, after, ...part }),
    // An empty page says nothing of where it ends; then the newest record of all does.
    askLast: () =>
      listing.ask({
        ...summaries,
        ...(page.rows.length > 0 ? { after } : {}),
        newestFirst: true,
        most: 1,
      }),
    rows: page.rows,
    end: page.size,
    lacking,
    isBehind: (row) => (tickOf(ticks, row) ?? 0) > last,
  })
  if (behind === 'hides') listing.tellShort({ counted: page.size + lacking, listed: page.size })
  return { ...page, behind }
}

export function listsNothing({ advice }: Pick<Listing, 'advice'>): SourceRequestError {
  return sourceProblem('BROKEN_ANSWER', kitSays('listsNothing', { advice }))
}
