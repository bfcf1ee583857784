import { SECOND, toFilter } from '../time.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { wooSays } from '../messages/woocommerce.ts'
import { sourceProblem } from '../../kit/http/recovery.ts'
import type { Row as ListRow } from '../../kit/lists/list.ts'
import { lowerBound, ticksOf, upperBound } from '../../kit/lists/ticks.ts'
import type { Query } from '../client/client.server.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { wireSummary, type WireSummary } from '../wire/listing.ts'
import { isNothing, listOf } from '../../kit/wire/shapes.ts'

export type Row = ListRow<WireSummary>

/** Rows of a list answer, and how many had no id. @throws SourceRequestError when it is no list */
export function readRows(body: unknown): { rows: Row[]; unreadable: number } {
  // A numbered dictionary is a list that had gaps. "Nothing" in place of a list is no empty list.
  const list = Array.isArray(body) || !isNothing(body) ? listOf(body) : null
  if (list === null) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: wooSays('mendLists') }))
  }
  const rows = list.flatMap((raw) => {
    const summary = wireSummary.safeParse(raw)
    return summary.success
      ? [{ summary: summary.data, changedAt: fromGmt(summary.data.date_modified_gmt), raw }]
      : []
  })
  return { rows, unreadable: list.length - rows.length }
}

export const TICKS = ticksOf(SECOND)

/** Later than tick `after`, up to and including `upTo`: both bounds are strict (measured on 9.9). */
export function changedQuery(bounds: {
  after?: number | null | undefined
  upTo?: number | null | undefined
}): Query {
  const after = bounds.after ?? null
  const upTo = bounds.upTo ?? null
  if (after === null && upTo === null) return {}
  return {
    ...(after === null ? {} : { modified_after: toFilter(lowerBound(after, 'strict')) }),
    ...(upTo === null ? {} : { modified_before: toFilter(upperBound(upTo, 'strict')) }),
    dates_are_gmt: 'true',
  }
}
