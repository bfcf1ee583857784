import { z } from 'zod'
import type { SourceWindow } from '#app/migration/ports.ts'
import type { Query } from './client.server.ts'
import { sourceProblem } from './recovery.ts'
import { fromGmt, toFilter, toSecond } from './time.ts'
import type { WireMark } from './wire/listing.ts'
import { wireMark } from './wire/listing.ts'

/** A listed row: what paging needs of it, and the row itself for whoever asked for whole records. */
export type Row = { mark: WireMark; changedAt: string | null; raw: unknown }

/** Rows of a list answer, and how many had no id. @throws SourceRequestError when it is no list */
export function readRows(body: unknown): { rows: Row[]; unreadable: number } {
  const list = z.array(z.unknown()).safeParse(body)
  if (!list.success) {
    throw sourceProblem(
      'BROKEN_ANSWER',
      'The old store answered with something else than a list of records. A plugin may have changed its REST API.',
    )
  }
  const rows = list.data.flatMap((raw) => {
    const mark = wireMark.safeParse(raw)
    return mark.success
      ? [{ mark: mark.data, changedAt: fromGmt(mark.data.date_modified_gmt), raw }]
      : []
  })
  return { rows, unreadable: list.data.length - rows.length }
}

/** Epoch second of the row's change; null without a date. */
export function secondOf(row: Row | undefined): number | null {
  return row === undefined || row.changedAt === null ? null : toSecond(row.changedAt)
}

export function isInside(changedAt: string | null, window: SourceWindow): boolean {
  // Without a date nobody can say that it did not change.
  if (changedAt === null) return true
  const time = Date.parse(changedAt)
  return (window.from === null || time > Date.parse(window.from)) && time <= Date.parse(window.to)
}

/** Later than second `after`, up to and including second `to`: both bounds of the API are strict. */
export function windowQuery(after: number | null, to: number): Query {
  return {
    ...(after === null ? {} : { modified_after: toFilter(after) }),
    modified_before: toFilter(to + 1),
    dates_are_gmt: 'true',
  }
}
