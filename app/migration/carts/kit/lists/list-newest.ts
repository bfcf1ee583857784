import { kitSays } from '#app/migration/messages/kit.ts'
import { sourceProblem } from '../http/recovery.ts'
import type { AskedList, Row } from './list.ts'
import { listAll } from './list-all.ts'

/** No store makes records faster than this many readings. */
const MAX_READINGS = 12

/**
 * Rows of every record whose id is above `known`, by id, whatever their dates. Newest first, so that
 * only the new ones are listed. Pages overlap by one row: when one does not begin with the row the
 * one before ended with, rows have gone or come meanwhile, and it is read again; what was found once
 * stays. A store that does not follow the order is listed whole.
 * @throws SourceRequestError
 */
export async function listNewest<R extends Row>(
  target: Pick<AskedList<R>, 'ask' | 'pageSize'>,
  known: number,
): Promise<R[]> {
  const pageSize = Math.max(2, target.pageSize)
  const found = new Map<number, R>()
  const ask = (offset: number) =>
    target.ask({
      show: 'summary',
      order: 'id',
      newestFirst: true,
      most: pageSize,
      ...(offset === 0 ? {} : { offset }),
    })
  const all = () => [...found.values()].toSorted((a, b) => a.summary.id - b.summary.id)

  for (let reading = 1; reading <= MAX_READINGS; reading++) {
    let border: number | undefined
    let size = pageSize
    // A page that hides rows is shorter than its places.
    for (let offset = 0; ; offset += Math.max(1, size - 1)) {
      const { rows, unreadable, total } = await ask(offset)
      const wasFull = size >= pageSize
      size = rows.length + unreadable
      const ids = rows.map(({ summary }) => summary.id)
      if (ids.some((id, i) => i > 0 && id >= (ids[i - 1] ?? 0))) {
        const { rows: listed } = await listAll(target, { show: 'summary' })
        return listed.filter(({ summary }) => summary.id > known)
      }
      for (const row of rows) if (row.summary.id > known) found.set(row.summary.id, row)
      // A total that is too high: behind a page that was not full there may be nothing.
      if (offset > 0 && size === 0 && !wasFull) return all()
      const isJoined = offset === 0 || (border !== undefined && ids.includes(border))
      if (!isJoined) break
      border = ids.at(-1)
      const isCounted = total !== null && total > offset + pageSize
      if ((size < pageSize && !isCounted) || (border ?? 0) <= known) return all()
    }
  }
  throw sourceProblem('BROKEN_ANSWER', kitSays('keptChanging'))
}
