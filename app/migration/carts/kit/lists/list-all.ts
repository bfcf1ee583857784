import { kitSays } from '#app/migration/messages/kit.ts'
import { sourceProblem } from '../http/recovery.ts'
import type { AskedList, ListAnswer, Question, Row } from './list.ts'

/** No editing goes on through this many complete readings. */
const MAX_READINGS = 12
/** Pages asked for together; the client bounds how many are really under way. */
const AT_ONCE = 20
/** So many pages of a keyed list in a row may show nothing of what they count. */
const MOST_HIDDEN_PAGES = 20
/** So many times in a row without a row not seen before: no list any more. */
const MOST_FRUITLESS = 3

/**
 * Every row of a listing, by id, complete although rows leave it meanwhile. Pages overlap by one row:
 * as long as each page begins with the row the one before ended with, no row can have slipped
 * between them. Otherwise all is read again and what was found is added up; rows that were found
 * once stay, because what left the listing may still be wanted by its id.
 *
 * `dateMs` is the store's clock at the first answer of the reading that was stable.
 */
export async function listAll<R extends Row>(
  target: Pick<AskedList<R>, 'ask' | 'pageSize' | 'keyed'>,
  question: Pick<Question, 'show' | 'after' | 'upTo'>,
): Promise<ListAnswer<R>> {
  if (target.keyed === true) return listAllKeyed(target, question)
  // Pages of one row could not overlap.
  const pageSize = Math.max(2, target.pageSize)
  const step = pageSize - 1
  const found = new Map<number, R>()
  let lastReading = ''
  const ask = (offset: number) =>
    target.ask({
      ...question,
      order: 'id',
      most: pageSize,
      ...(offset === 0 ? {} : { offset }),
    })
  type Page = Pick<ListAnswer<R>, 'rows' | 'unreadable'>
  for (let n = 1; n <= MAX_READINGS; n++) {
    const first = await ask(0)
    const pages: Page[] = [first]
    const sizeOf = (page: Page | undefined) => (page ? page.rows.length + page.unreadable : 0)
    const isFull = (page: Page | undefined) => sizeOf(page) >= pageSize
    const isEmpty = (page: Page | undefined) => sizeOf(page) === 0
    const seen = new Set<number>()
    const add = (page: Page) => {
      const before = seen.size
      for (const row of page.rows) {
        seen.add(row.summary.id)
        found.set(row.summary.id, row)
      }
      return seen.size > before
    }
    add(first)
    // A total is a hint: it may be missing, stale or beyond all reason.
    let told = first.total === null ? 1 : Math.ceil((first.total - 1) / step)
    // Behind it go the rows that joined at the end meanwhile.
    let fruitless = 0
    while ((pages.length < told || isFull(pages.at(-1))) && fruitless < MOST_FRUITLESS) {
      const from = pages.length
      const count = Math.min(AT_ONCE, Math.max(1, told - from))
      const more = await Promise.all(
        Array.from({ length: count }, (_, i) => ask((from + i) * step)),
      )
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
      return i === 0 || rows[0]?.summary.id === before?.rows.at(-1)?.summary.id
    })
    const ids = pages.map(({ rows }) => rows.map(({ summary }) => summary.id))
    const reading = JSON.stringify(ids)
    // Twice the same: no row moves, one that is counted and not shown stands at a border.
    const isStill = reading === lastReading && isAscending(ids.flat())
    lastReading = reading
    if (joined || isStill) {
      return {
        rows: [...found.values()].toSorted((a, b) => a.summary.id - b.summary.id),
        dateMs: first.dateMs,
        unreadable: pages.reduce((count, page) => count + page.unreadable, 0),
        total: first.total,
      }
    }
  }
  throw sourceProblem('BROKEN_ANSWER', kitSays('keptChanging'))
}

/**
 * The same where pages begin behind an id: no row can slip between two of them. A row that is counted
 * and not shown is stepped over by its place, and stays counted in `total`.
 */
async function listAllKeyed<R extends Row>(
  { ask, pageSize }: Pick<AskedList<R>, 'ask' | 'pageSize'>,
  question: Pick<Question, 'show' | 'after' | 'upTo'>,
): Promise<ListAnswer<R>> {
  const rows: R[] = []
  let first: ListAnswer<R> | null = null
  let unreadable = 0
  let afterId = 0
  let hidden = 0
  let fruitless = 0
  for (;;) {
    const page = await ask({
      ...question,
      order: 'id',
      most: pageSize,
      ...(afterId === 0 ? {} : { afterId }),
      ...(hidden === 0 ? {} : { offset: hidden }),
    })
    first ??= page
    requireBehind(page.rows, afterId)
    rows.push(...page.rows)
    const size = page.rows.length + page.unreadable
    const last = page.rows.at(-1)
    unreadable += page.unreadable
    const offset = hidden
    hidden = last ? 0 : hidden + pageSize
    afterId = last?.summary.id ?? afterId
    const isCounted = page.total !== null && page.total > offset + pageSize
    fruitless = last ? 0 : fruitless + 1
    if (size < pageSize && (!isCounted || fruitless > MOST_HIDDEN_PAGES)) {
      return { rows, unreadable, total: first.total, dateMs: first.dateMs }
    }
  }
}

/**
 * A filter that a store does not understand is ignored with everything there is.
 * @throws SourceRequestError where rows are not in the order of their ids, or not behind that one
 */
export function requireBehind(rows: readonly Row[], afterId: number): void {
  const ids = [afterId, ...rows.map(({ summary }) => summary.id)]
  if (ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0))) return
  throw sourceProblem('BROKEN_ANSWER', kitSays('listNotAsAsked', { advice: kitSays('mendApi') }))
}

const isAscending = (ids: readonly number[]) => ids.every((id, i) => id >= (ids[i - 1] ?? 0))
