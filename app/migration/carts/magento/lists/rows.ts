import { kitSays } from '#app/migration/messages/kit.ts'
import { z } from 'zod'
import { sourceProblem } from '../../kit/http/recovery.ts'
import type { Row as ListRow } from '../../kit/lists/list.ts'
import { ticksOf } from '../../kit/lists/ticks.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { isNothing, listOf } from '../../kit/wire/shapes.ts'
import { SECOND } from '../time.ts'
import { wireSummary, type WireSummary } from '../wire/listing.ts'

export type Row = ListRow<WireSummary>

export const TICKS = ticksOf(SECOND)

const wirePage = z.object({
  items: z.unknown(),
  total_count: z.number().int().nonnegative().nullable().catch(null),
})

export type RowsOfPage = { rows: Row[]; unreadable: number; total: number | null }

/**
 * Rows of a list answer, and how many had no number. A page behind the last one has no rows: `[]`, and
 * null where fields were chosen (measured on 2.4.6). @throws SourceRequestError when it is no list
 */
export function readPage(body: unknown): RowsOfPage {
  const page = wirePage.safeParse(body)
  const isPage = page.success && typeof body === 'object' && body !== null && 'items' in body
  const list = isPage ? (isNothing(page.data.items) ? [] : listOf(page.data.items)) : null
  if (!page.success || list === null) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
  }
  const rows = list.flatMap((raw) => rowOf(raw) ?? [])
  return { rows, unreadable: list.length - rows.length, total: page.data.total_count }
}

/** Null for what has no number. */
export function rowOf(raw: unknown): Row | null {
  const summary = wireSummary.safeParse(raw)
  if (!summary.success) return null
  return { summary: summary.data, changedAt: fromGmt(summary.data.updated_at), raw }
}
