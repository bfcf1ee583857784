import { z } from 'zod'
import type { SourceWindow } from '#app/migration/engine/ports/source.ts'
import { isTooMuch, sourceProblem, type SourceRequestError } from '../http/recovery.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { type BehindPage, behindPage, lackingRows } from './hidden-rows.ts'
import { isInside, type Listing, type Row } from './list.ts'
import { requireBehind } from './list-all.ts'

/** The last record handed out, and where in the list it stood. */
const placeShape = z.object({ offset: z.number().int().nonnegative(), afterId: z.number() })
type Place = z.infer<typeof placeShape>

/** In which of the kind's lists. */
const listPlaceShape = placeShape.extend({ list: z.number().int().nonnegative().default(0) })
export type ListPlace = z.infer<typeof listPlaceShape>

/** Null, the beginning, for what another version may have written: repeats do no harm. */
export function readPlace(resume: string): ListPlace | null {
  try {
    return listPlaceShape.parse(JSON.parse(resume))
  } catch {
    return null
  }
}

export type ListedRows<R extends Row> = {
  rows: R[]
  /** Whether `Row.raw` is the whole row, or only its id. */
  whole: boolean
  total: number | null
  next: Place
}

/** So many requests in a row may bring nothing new; each steps further back than the one before. */
const MOST_FRUITLESS = 40

/**
 * Every row of a list by id, one request at a time, complete although records are created and
 * deleted meanwhile. A list that is paged by places moves: a deletion takes everything behind it one
 * place forward. So each page begins with the row the one before ended with; when it begins with a
 * later one, rows in front of it have gone, and it is asked for again from further in front. What is
 * restored in front of us moves rows back, which only repeats some.
 *
 * A page may be short although more follows: rows that the key may not see leave gaps.
 * @throws SourceRequestError
 */
export async function* listRowsById<R extends Row>(
  listing: Asked<R>,
  start: Place | null,
): AsyncGenerator<ListedRows<R>> {
  if (listing.keyed === true) return yield* listRowsBehind(listing, start)
  const perPage = Math.max(2, listing.pageSize)
  let { offset, afterId } = start ?? { offset: 0, afterId: 0 }
  let back = 1
  let fruitless = 0
  let emptyFrom = Number.POSITIVE_INFINITY
  for (;;) {
    if (fruitless > MOST_FRUITLESS) throw outOfOrder(listing)
    const { rows, size, total, whole, behind } = await askForAll(listing, {
      offset,
      perPage,
      afterId,
    })
    if (size === 0) emptyFrom = Math.min(emptyFrom, offset)
    const first = rows[0]
    const joined = offset === 0 || (first !== undefined && first.summary.id <= afterId)
    if (!joined) {
      fruitless += 1
      offset = Math.max(0, offset - back)
      back = Math.min(back * 2, perPage - 1)
      continue
    }
    const fresh = rows.filter(({ summary }) => summary.id > afterId)
    const isLast =
      behind === 'ends' ||
      (behind !== 'goes on' && size < perPage && (total === null || offset + perPage >= total)) ||
      offset + perPage >= emptyFrom
    // Behind rows without an id the border is the last one that has one.
    const here = Math.max(offset, offset + size - 1 - (size - rows.length))
    const last = fresh.at(-1)
    if (last) {
      afterId = last.summary.id
      fruitless = 0
      back = 1
      yield { rows: fresh, whole, total, next: { offset: here, afterId } }
    } else fruitless += 1
    if (isLast) return
    offset = here > offset ? here : offset + perPage - 1
  }
}

/**
 * The same where pages begin behind an id. `offset` counts places behind `afterId`, and is above 0
 * only while what is counted there is not shown.
 */
async function* listRowsBehind<R extends Row>(
  listing: Asked<R>,
  start: Place | null,
): AsyncGenerator<ListedRows<R>> {
  const perPage = listing.pageSize
  let { offset, afterId } = start ?? { offset: 0, afterId: 0 }
  for (let fruitless = 0; fruitless <= MOST_FRUITLESS; fruitless += 1) {
    const { rows, size, total, whole, behind } = await askForAll(listing, {
      offset,
      perPage,
      afterId,
    })
    requireBehind(rows, afterId)
    const isLast =
      behind === 'ends' ||
      (behind !== 'goes on' && size < perPage && (total === null || offset + perPage >= total))
    const last = rows.at(-1)
    offset = last ? 0 : offset + perPage
    if (last) {
      const before = afterId
      afterId = last.summary.id
      fruitless = -1
      const counted = total === null ? null : before === 0 ? total : null
      yield { rows, whole, total: counted, next: { offset, afterId } }
    }
    if (isLast) return
  }
  throw outOfOrder(listing)
}

/**
 * What belongs to the window in a list that cannot be filtered by change time, page by page: nothing
 * of what was listed is held. @throws SourceRequestError
 */
export async function* listInside<R extends Row>(
  listing: Asked<R> & Pick<Listing<R>, 'isRecord'>,
  window: SourceWindow,
): AsyncGenerator<{ rows: R[] }> {
  for await (const { rows } of listRowsById(listing, null)) {
    yield { rows: rows.filter((row) => listing.isRecord(row.summary) && isInside(row, window)) }
  }
}

type Asked<R extends Row> = Pick<
  Listing<R>,
  'ask' | 'pageSize' | 'keyed' | 'wantWhole' | 'tellShort' | 'advice'
>
type Answer<R extends Row> = { rows: R[]; size: number; total: number | null; whole: boolean }

/**
 * A page that shows fewer rows than it counts is asked for once more, because a cache may have
 * answered or a record may just have left. What is hidden then too is told.
 */
async function askForAll<R extends Row>(
  listing: Asked<R>,
  { offset, perPage, afterId }: Place & { perPage: number },
): Promise<Answer<R> & { behind: BehindPage | null }> {
  const from = listing.keyed === true && afterId > 0 ? { afterId } : {}
  const first = await askFor(listing, { offset, perPage, ...from })
  const lackingIn = ({ size, total }: Answer<R>) =>
    lackingRows({ size, offset, pageSize: perPage }, total)
  if (lackingIn(first) === 0) return { ...first, behind: null }
  const again = await askFor({ ...listing, wantWhole: first.whole }, { offset, perPage, ...from })
  const page = again.size >= first.size ? again : first
  const lacking = lackingIn(page)
  if (lacking === 0) return { ...page, behind: null }
  const last = Math.max(afterId, page.rows.at(-1)?.summary.id ?? 0)
  const ids = { show: 'ids', order: 'id' } as const
  const behind = await behindPage({
    ask: (part) => listing.ask({ ...ids, ...from, ...part }),
    askLast: () => listing.ask({ ...ids, newestFirst: true, most: 1 }),
    rows: page.rows,
    end: page.size === 0 ? 0 : offset + page.size,
    lacking,
    isBehind: ({ summary }) => summary.id > last,
  })
  if (behind === 'hides') listing.tellShort({ counted: page.size + lacking, listed: page.size })
  return { ...page, behind }
}

async function askFor<R extends Row>(
  listing: Asked<R>,
  { offset, perPage, ...from }: Pick<Place, 'offset'> & { perPage: number; afterId?: number },
): Promise<Answer<R>> {
  const ask = (isWhole: boolean) =>
    listing.ask({
      show: isWhole ? 'whole' : 'summary',
      order: 'id',
      most: perPage,
      ...from,
      ...(offset === 0 ? {} : { offset }),
    })
  let whole = listing.wantWhole
  const { rows, unreadable, total } = await ask(whole).catch((error: unknown) => {
    // One broken record, or many heavy ones, can sink a page: its records are then read by id.
    if (!whole || !isTooMuch(error)) throw error
    whole = false
    return ask(whole)
  })
  const ids = rows.map(({ summary }) => summary.id)
  // A store that ignores the order would hide whatever is not in front of the highest id.
  if (ids.some((id, i) => id <= (ids[i - 1] ?? 0))) throw outOfOrder(listing)
  return { rows, size: rows.length + unreadable, total, whole }
}

function outOfOrder({ advice }: Pick<Listing, 'advice'>): SourceRequestError {
  return sourceProblem('BROKEN_ANSWER', kitSays('listOutOfOrder', { advice }))
}
