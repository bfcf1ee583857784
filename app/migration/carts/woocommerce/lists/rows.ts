import { sourceProblem } from '../../kit/http/recovery.ts'
import type { SourceWindow } from '#app/migration/engine/ports/source.ts'
import type { Query } from '../client/client.server.ts'
import { fromGmt, toFilter, toSecond } from '../time.ts'
import { type WireMark, wireMark } from '../wire/listing.ts'
import { isNothing, listOf } from '../wire/shapes.ts'

/** A listed row: what paging needs of it, and the row itself for whoever asked for whole records. */
export type Row = { mark: WireMark; changedAt: string | null; raw: unknown }

/** Rows of a list answer, and how many had no id. @throws SourceRequestError when it is no list */
export function readRows(body: unknown): { rows: Row[]; unreadable: number } {
  // A numbered dictionary is a list that had gaps. "Nothing" in place of a list is no empty list.
  const list = Array.isArray(body) || !isNothing(body) ? listOf(body) : null
  if (list === null) {
    throw sourceProblem(
      'BROKEN_ANSWER',
      'The old store answered with something else than a list of records. A plugin may have changed its REST API.',
    )
  }
  const rows = list.flatMap((raw) => {
    const mark = wireMark.safeParse(raw)
    return mark.success
      ? [{ mark: mark.data, changedAt: fromGmt(mark.data.date_modified_gmt), raw }]
      : []
  })
  return { rows, unreadable: list.length - rows.length }
}

/** Epoch second of the row's change; null without a date. */
export function secondOf(row: Row | undefined): number | null {
  return row === undefined || row.changedAt === null ? null : toSecond(row.changedAt)
}

/** Changed behind the window's beginning, or nobody can say that it did not. */
export function isInside({ mark, changedAt }: Row, window: SourceWindow): boolean {
  if (changedAt === null || window.from === null) return true
  return Date.parse(changedAt) > Date.parse(window.from) || isNewer(mark.id, window)
}

/** Made after the window before was opened. */
function isNewer(id: number, { knownUpTo }: SourceWindow): boolean {
  const known = Number(knownUpTo ?? Number.NaN)
  return id > known
}

/** Later than second `after`, up to and including second `to`: both bounds of the API are strict. */
export function changedQuery(after: number | null, to: number | null = null): Query {
  if (after === null && to === null) return {}
  return {
    ...(after === null ? {} : { modified_after: toFilter(after) }),
    ...(to === null ? {} : { modified_before: toFilter(to + 1) }),
    dates_are_gmt: 'true',
  }
}
