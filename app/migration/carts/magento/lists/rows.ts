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

type Page = { items: unknown[]; total: number | null }

/**
 * The entries of a list answer. A page behind the last one has none: `[]`, and null where fields were
 * chosen (measured on 2.4.6). @throws SourceRequestError when it is no list
 */
export function readPage(body: unknown): Page {
  const page = wirePage.safeParse(body)
  const isPage = page.success && typeof body === 'object' && body !== null && 'items' in body
  const items = isPage ? (isNothing(page.data.items) ? [] : listOf(page.data.items)) : null
  if (!page.success || items === null) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('noList', { advice: kitSays('mendApi') }))
  }
  return { items, total: page.data.total_count }
}

/** Rows, and how many of the entries had no number. */
export function rowsOf(items: readonly unknown[]): { rows: Row[]; unreadable: number } {
  const rows = items.flatMap((raw) => rowOf(raw) ?? [])
  return { rows, unreadable: items.length - rows.length }
}

/** Null for what has no number. */
export function rowOf(raw: unknown): Row | null {
  const summary = wireSummary.safeParse(raw)
  if (!summary.success) return null
  return { summary: summary.data, changedAt: fromGmt(summary.data.updated_at), raw }
}
