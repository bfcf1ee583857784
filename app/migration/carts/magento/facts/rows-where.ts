import { z } from 'zod'
import { kitSays } from '#app/migration/messages/kit.ts'
import { sourceProblem } from '../../kit/http/recovery.ts'
import { rowsOf, type Ask } from './ask.ts'

const PAGE_SIZE = 100

const wirePage = z.object({ items: z.unknown(), total_count: z.coerce.number().catch(0) })
const wireKey = z.object({ entity_id: z.coerce.number() })

/**
 * All rows of a sales list whose field has one of the values. Ends with a page that is not full, where
 * the list counts no more, and where a page brings nothing new: behind the end, some versions give the
 * last one again. A full page ends nothing, because a count may be too low or missing.
 * @throws SourceRequestError
 */
export async function rowsWhere(
  ask: Ask,
  path: string,
  field: string,
  values: readonly (number | string)[],
  fields?: string,
): Promise<unknown[]> {
  const found = new Map<number, unknown>()
  for (let page = 1; ; page += 1) {
    const body = wirePage.safeParse(
      await ask(path, {
        'searchCriteria[filter_groups][0][filters][0][field]': field,
        'searchCriteria[filter_groups][0][filters][0][value]': values.join(','),
        'searchCriteria[filter_groups][0][filters][0][condition_type]': 'in',
        'searchCriteria[sortOrders][0][field]': 'entity_id',
        'searchCriteria[sortOrders][0][direction]': 'ASC',
        'searchCriteria[pageSize]': String(PAGE_SIZE),
        'searchCriteria[currentPage]': String(page),
        ...(fields === undefined ? {} : { fields }),
      }),
    )
    const rows = body.success ? rowsOf(body.data.items) : null
    if (!body.success || rows === null) {
      throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
    }
    const before = found.size
    for (const row of rows) {
      const key = wireKey.safeParse(row)
      if (key.success) found.set(key.data.entity_id, row)
    }
    const isLast = rows.length < PAGE_SIZE && found.size >= body.data.total_count
    if (isLast || found.size === before) return [...found.values()]
  }
}
