import { parseRestDate, type SiteTime } from '../stand-ins/woocommerce/time.ts'
import type { Json } from './case-file.ts'

/** WooCommerce tells each date twice: by the store's own clock, and in UTC. */

type Row = Record<string, Json>
export type Moment = {
  /** UTC, without a zone; absent: the first state of the source. */
  when: string | undefined
  /** The store's zone. */
  time: SiteTime
}

const DATES = [
  'date_created',
  'date_modified',
  'date_completed',
  'date_paid',
  'date_on_sale_from',
  'date_on_sale_to',
]

const read = (value: Json | undefined): number | null => {
  const parsed = typeof value === 'string' ? parseRestDate(value) : null
  return parsed && parsed.instant === null ? parsed.asWritten : null
}

/** What cannot be read is the same in both forms. */
function toLocal(gmt: Json, time: SiteTime): Json {
  const at = read(gmt)
  return at === null ? gmt : time.local(at)
}

function toGmt(local: Json, time: SiteTime): Json {
  const at = read(local)
  return at === null ? local : time.gmt(time.fromWall(at))
}

export const changedAt = ({ when, time }: Moment): Row =>
  when === undefined ? {} : bothForms('date_modified', when, time)

const bothForms = (name: string, gmt: Json, time: SiteTime): Row => ({
  [name]: toLocal(gmt, time),
  [`${name}_gmt`]: gmt,
})

export function createdAt(isDatedTwice: boolean, { when, time }: Moment): Row {
  if (when === undefined) return {}
  return {
    ...bothForms('date_created', when, time),
    ...(isDatedTwice && changedAt({ when, time })),
  }
}

/** Of a date that a file gives in one form, or not at all, the other form follows. */
export function completeDates(row: Row, over: Row, time: SiteTime): void {
  for (const name of DATES) {
    const gmt = `${name}_gmt`
    if (name in over && !(gmt in over)) row[gmt] = toGmt(over[name] ?? null, time)
    else if (!(name in over) && gmt in row) row[name] = toLocal(row[gmt] ?? null, time)
  }
}

/** A date the file does not give is there when the order's status says so. */
export function datesOfStatus(row: Row, over: Row, time: SiteTime): void {
  const status = typeof row['status'] === 'string' ? row['status'] : ''
  const paid = !['pending', 'on-hold', 'failed', 'cancelled'].includes(status)
  const completed = status === 'completed' || status === 'refunded'
  const created = row['date_created_gmt'] ?? toGmt(row['date_created'] ?? null, time)
  for (const [name, is] of [
    ['date_paid', paid],
    ['date_completed', completed],
  ] as const) {
    if (name in over || `${name}_gmt` in over) continue
    Object.assign(row, bothForms(name, is ? created : null, time))
  }
}
