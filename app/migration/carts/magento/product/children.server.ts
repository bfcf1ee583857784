import { z } from 'zod'
import { kitSays } from '#app/migration/messages/kit.ts'
import { gathered } from '../../kit/lists/gathered.ts'
import { sourceProblem } from '../../kit/http/recovery.ts'
import { rowsOf, type Ask } from '../facts/ask.ts'

export type ReadChildren = (ids: readonly number[]) => Promise<ReadonlyMap<number, unknown>>

const wirePage = z.object({ items: z.unknown() })
const wireId = z.object({ id: z.number() })

/**
 * Rows of children by their ids, whatever the store shows of them by themselves: read as products,
 * because the list of a configurable product's children has neither their dates nor their pictures.
 * Those of several products of a page are asked for together.
 */
export function childrenReader(ask: Ask, most: number): ReadChildren {
  return gathered(async (ids: readonly number[]) => {
    const body = wirePage.safeParse(
      await ask('products', {
        'searchCriteria[filter_groups][0][filters][0][field]': 'entity_id',
        'searchCriteria[filter_groups][0][filters][0][value]': ids.join(','),
        'searchCriteria[filter_groups][0][filters][0][condition_type]': 'in',
        'searchCriteria[sortOrders][0][field]': 'entity_id',
        'searchCriteria[sortOrders][0][direction]': 'ASC',
        'searchCriteria[pageSize]': String(ids.length),
        'searchCriteria[currentPage]': '1',
      }),
    )
    const rows = body.success ? rowsOf(body.data.items) : null
    if (rows === null) {
      throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
    }
    const wanted = new Set(ids)
    return new Map(
      rows.flatMap((row): [number, unknown][] => {
        const own = wireId.safeParse(row)
        return own.success && wanted.has(own.data.id) ? [[own.data.id, row]] : []
      }),
    )
  }, most)
}
