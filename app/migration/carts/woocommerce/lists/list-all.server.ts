import { sourceProblem } from '../../kit/http/recovery.ts'
import type { Query, WooClient } from '../client/client.server.ts'
import { type Row, readRows } from './rows.ts'

/** No editing goes on through this many complete readings. */
const MAX_READINGS = 12
/** Pages asked for together; the client bounds how many are really under way. */
const AT_ONCE = 20
/** So many times in a row without a row not seen before: no list any more. */
const MOST_FRUITLESS = 3

type Target = {
  client: WooClient
  path: string
  /** Null: whole records. */
  markFields: string | null
  pageSize: number
}

/**
 * Every row of a listing, by id, complete although rows leave it meanwhile. Pages overlap by one row:
 * as long as each page begins with the row the one before ended with, no row can have slipped
 * between them. Otherwise all is read again and what was found is added up; rows that were found
 * once stay, because what left the listing may still be wanted by its id.
 *
 * `dateMs` is the store's clock at the first answer of the reading that came to rest.
 */
export async function listAll(
  target: Target,
  query: Query,
): Promise<{ rows: Row[]; dateMs: number | null; unreadable: number; total: number | null }> {
  const { client, path, markFields } = target
  // Pages of one row could not overlap.
  const pageSize = Math.max(2, target.pageSize)
  const step = pageSize - 1
  const found = new Map<number, Row>()
  let lastReading = ''
  const ask = (offset: number) =>
    client.get(path, {
      ...query,
      ...(markFields === null ? {} : { _fields: markFields }),
      orderby: 'id',
      order: 'asc',
      per_page: String(pageSize),
      ...(offset === 0 ? {} : { offset: String(offset) }),
    })
  for (let n = 1; n <= MAX_READINGS; n++) {
    const first = await ask(0)
    const pages = [readRows(first.body)]
    const sizeOf = (page: (typeof pages)[number] | undefined) =>
      page ? page.rows.length + page.unreadable : 0
    const isFull = (page: (typeof pages)[number] | undefined) => sizeOf(page) >= pageSize
    const isEmpty = (page: (typeof pages)[number] | undefined) => sizeOf(page) === 0
    const seen = new Set<number>()
    const add = (page: (typeof pages)[number] | undefined) => {
      const before = seen.size
      for (const row of page?.rows ?? []) {
        seen.add(row.mark.id)
        found.set(row.mark.id, row)
      }
      return seen.size > before
    }
    add(pages[0])
    // A total is a hint: it may be missing, stale or beyond all reason.
    let told = first.total === null ? 1 : Math.ceil((first.total - 1) / step)
    // Behind it go the rows that joined at the end meanwhile.
    let fruitless = 0
    while ((pages.length < told || isFull(pages.at(-1))) && fruitless < MOST_FRUITLESS) {
      const from = pages.length
      const count = Math.min(AT_ONCE, Math.max(1, told - from))
      const bodies = await Promise.all(
        Array.from({ length: count }, (_, i) => ask((from + i) * step)),
      )
      const more = bodies.map(({ body }) => readRows(body))
      pages.push(...more)
      if (isEmpty(more.at(-1))) told = 0
      const fresh = more.map(add).some(Boolean)
      // A store that gives the same page whatever is asked would be asked for ever.
      fruitless = fresh ? 0 : fruitless + 1
    }
    // A total that was too high: behind a page that was not full there is nothing to miss.
    while (pages.length > 1 && isEmpty(pages.at(-1)) && !isFull(pages.at(-2))) pages.pop()
    const joined = pages.every(({ rows }, i) => {
      const before = pages[i - 1]
      return i === 0 || rows[0]?.mark.id === before?.rows.at(-1)?.mark.id
    })
    const ids = pages.map(({ rows }) => rows.map(({ mark }) => mark.id))
    const reading = JSON.stringify(ids)
    // Twice the same: no row moves, one that is counted and not shown stands at a border.
    const isStill = reading === lastReading && isAscending(ids.flat())
    lastReading = reading
    if (joined || isStill) {
      return {
        rows: [...found.values()].toSorted((a, b) => a.mark.id - b.mark.id),
        dateMs: first.dateMs,
        unreadable: pages.reduce((count, page) => count + page.unreadable, 0),
        total: first.total,
      }
    }
  }
  throw sourceProblem(
    'BROKEN_ANSWER',
    'The list of records of the old store never came to rest while it was read. Nothing is lost; try again when fewer records change.',
  )
}

const isAscending = (ids: readonly number[]) => ids.every((id, i) => id >= (ids[i - 1] ?? 0))
