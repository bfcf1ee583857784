import type { Query, WooClient } from './client.server.ts'
import { sourceProblem } from './recovery.ts'
import type { Row } from './rows.ts'
import { readRows } from './rows.ts'

/** No editing goes on through this many complete readings. */
const MAX_READINGS = 12

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
): Promise<{ rows: Row[]; dateMs: number | null; unreadable: number }> {
  const { client, path, markFields, pageSize } = target
  const found = new Map<number, Row>()
  const step = Math.max(1, pageSize - 1)
  const ask = (offset: number) =>
    client.get(path, {
      ...query,
      ...(markFields === null ? {} : { _fields: markFields }),
      orderby: 'id',
      order: 'asc',
      per_page: String(pageSize),
      ...(offset === 0 ? {} : { offset: String(offset) }),
    })
  for (let reading = 1; reading <= MAX_READINGS; reading++) {
    const first = await ask(0)
    const known = first.total === null ? 1 : Math.max(1, Math.ceil((first.total - 1) / step))
    const rest = await Promise.all(Array.from({ length: known - 1 }, (_, i) => ask((i + 1) * step)))
    const pages = [first, ...rest].map(({ body }) => readRows(body))
    const sizeOf = (page: (typeof pages)[number] | undefined) =>
      page ? page.rows.length + page.unreadable : 0
    const isFull = (page: (typeof pages)[number] | undefined) => sizeOf(page) >= pageSize
    const isEmpty = (page: (typeof pages)[number] | undefined) => sizeOf(page) === 0
    // A total that was too high: behind a page that was not full there is nothing to miss.
    while (pages.length > 1 && isEmpty(pages.at(-1)) && !isFull(pages.at(-2))) pages.pop()
    // Rows that joined at the end meanwhile, or a total that was too low or missing.
    while (isFull(pages.at(-1))) pages.push(readRows((await ask(pages.length * step)).body))
    for (const { rows } of pages) for (const row of rows) found.set(row.mark.id, row)
    const joined = pages.every(({ rows }, i) => {
      const before = pages[i - 1]
      return i === 0 || rows[0]?.mark.id === before?.rows.at(-1)?.mark.id
    })
    if (joined) {
      return {
        rows: [...found.values()].toSorted((a, b) => a.mark.id - b.mark.id),
        dateMs: first.dateMs,
        unreadable: pages.reduce((count, page) => count + page.unreadable, 0),
      }
    }
  }
  throw sourceProblem(
    'BROKEN_ANSWER',
    'The list of records of the old store never came to rest while it was read. Nothing is lost; try again when fewer records change.',
  )
}
