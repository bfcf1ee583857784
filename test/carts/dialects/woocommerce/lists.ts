import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { invalidParams } from '#test/stand-ins/woocommerce/rest/errors.ts'
import type { InvalidParam } from '#test/stand-ins/woocommerce/rest/errors.ts'
import {
  flag,
  ids,
  list,
  parseQuery,
  sentenceList,
  text,
} from '#test/stand-ins/woocommerce/rest/query.ts'
import type { Query } from '#test/stand-ins/woocommerce/rest/query.ts'
import { createSiteTime, parseRestDate } from '#test/stand-ins/woocommerce/time.ts'
import type { Answer, Asked, Json } from '../../store/dialect.ts'
import { pageOf, unsettled } from '../../store/lists.ts'
import type { Stamped } from '../../store/shop.ts'

/** The site's own zone; the captured store's. */
export const SITE_TIME = createSiteTime('America/Los_Angeles')

export type ListOf<R extends Stamped> = {
  kind: EntityKind | null
  records: readonly R[]
  where?: (record: R, query: Query) => boolean
  /** `date_modified` may be asked and ordered by; customers and categories ignore the filter. */
  isDated: boolean
  /** Values of `orderby` (measured: 133, 301). */
  orders: readonly string[]
  statuses?: readonly string[]
  /** Posts have no order among equal times, the order tables that of the query, users that of ids. */
  ties: 'none' | 'as asked' | 'by id'
  /** Past its last page the list counts nothing (145; products go on counting: 110). */
  forgetsPastEnd?: boolean
  shape(record: R): Json
}

/** A list as WooCommerce 9.9 answers one: `X-WP-Total`, `X-WP-TotalPages`, and the rows alone. */
export function listAnswer<R extends Stamped>({ shop, url }: Asked, spec: ListOf<R>): Answer {
  const query = parseQuery(url.searchParams)
  checkParams(query, spec)
  const limit = Number(text(query, 'per_page') ?? 10)
  const pageNumber = Number(text(query, 'page') ?? 1)
  const offset = Number(text(query, 'offset') ?? (pageNumber - 1) * limit)
  const wanted = ids(query, 'include')
  const inBounds = spec.isDated ? bounds(query) : () => true
  const direction = (text(query, 'order') ?? 'desc') === 'asc' ? 1 : -1
  const by = text(query, 'orderby') ?? (spec.isDated ? 'date' : 'id')
  const stampOf = (record: R) =>
    by === 'modified'
      ? (record.changedAt ?? 0)
      : by === 'date' || by === 'registered_date'
        ? record.createdAt
        : 0
  const { rows, total } = pageOf(shop.faults, spec.kind, spec.records, {
    where: (record) =>
      (wanted === undefined || wanted.length === 0 || wanted.includes(record.id)) &&
      inBounds(record) &&
      (spec.where?.(record, query) ?? true),
    order: (a, b) => {
      const difference = direction * (stampOf(a) - stampOf(b))
      if (difference !== 0) return difference
      if (by === 'include') return (wanted ?? []).indexOf(a.id) - (wanted ?? []).indexOf(b.id)
      if (by === 'id') return direction * (a.id - b.id)
      if (spec.ties === 'none') return unsettled(a.id, offset) - unsettled(b.id, offset)
      return (spec.ties === 'by id' ? 1 : direction) * (a.id - b.id)
    },
    offset,
    limit,
    sameList: JSON.stringify([url.pathname, ...place(query)]),
  })
  const isPastEnd = spec.forgetsPastEnd === true && offset > 0 && rows.length === 0
  const counted = isPastEnd ? 0 : total
  return {
    body: rows.map(spec.shape),
    headers: {
      'x-wp-total': String(counted),
      'x-wp-totalpages': String(Math.ceil(counted / limit)),
    },
  }
}

const PLACE = /^(page|offset|modified_after|modified_before|after|before|fresh|oauth_.*)$/
const place = (query: Query) => [...query].filter(([name]) => !PLACE.test(name)).toSorted()

function checkParams<R extends Stamped>(query: Query, spec: ListOf<R>): void {
  const problems: InvalidParam[] = []
  for (const [name, most] of [
    ['per_page', 100],
    ['page', Number.POSITIVE_INFINITY],
  ] as const) {
    const value = text(query, name)
    if (value === undefined || (Number(value) >= 1 && Number(value) <= most)) continue
    const bound =
      name === 'page' ? 'greater than or equal to 1' : 'between 1 (inclusive) and 100 (inclusive)'
    problems.push({ name, message: `${name} must be ${bound}`, code: 'rest_out_of_bounds' })
  }
  const order = text(query, 'orderby')
  if (order !== undefined && !spec.orders.includes(order))
    problems.push(notOneOf('orderby', 'orderby', spec.orders))
  const unknown = (list(query, 'status') ?? []).findIndex(
    (status) => spec.statuses !== undefined && !spec.statuses.includes(status),
  )
  if (unknown >= 0) problems.push(notOneOf('status', `status[${unknown}]`, spec.statuses ?? []))
  for (const name of spec.isDated ? ['modified_after', 'modified_before', 'after', 'before'] : []) {
    const value = text(query, name)
    if (value === undefined || parseRestDate(value)) continue
    problems.push({ name, message: 'Invalid date.', code: 'rest_invalid_date' })
  }
  if (problems.length > 0) throw invalidParams(problems)
}

function notOneOf(name: string, subject: string, values: readonly string[]): InvalidParam {
  const message = `${subject} is not one of ${sentenceList(values)}.`
  return { name, message, code: 'rest_not_in_enum' }
}

/**
 * Strict on both sides, to the second (measured: `since-*`). A date without a zone is the site's own
 * time unless `dates_are_gmt`; one with a zone, together with that flag, is first turned into the
 * site's time and then taken for UTC.
 */
function bounds(query: Query): (record: Stamped) => boolean {
  const isGmt = flag(query, 'dates_are_gmt') ?? false
  const instantOf = (name: string): number | null => {
    const date = parseRestDate(text(query, name) ?? '')
    if (date === null) return null
    if (isGmt) return date.instant === null ? date.asWritten : SITE_TIME.wall(date.instant)
    return date.instant ?? SITE_TIME.fromWall(date.asWritten)
  }
  const sides = [
    { bound: instantOf('modified_after'), side: 1, stamp: 'changedAt' },
    { bound: instantOf('modified_before'), side: -1, stamp: 'changedAt' },
    { bound: instantOf('after'), side: 1, stamp: 'createdAt' },
    { bound: instantOf('before'), side: -1, stamp: 'createdAt' },
  ] as const
  return (record) =>
    sides.every(({ bound, side, stamp }) => {
      const at = record[stamp]
      // A missing time lies outside of every bound in tables (measured on 10.5).
      return bound === null || (at !== null && Math.sign(at - bound) === side)
    })
}
