import { invalidParams, type InvalidParam } from './errors.ts'
import { flag, ids, isBoolean, list, sentenceList, text, type Query } from './query.ts'
import { parseRestDate, type SiteTime } from '../time.ts'

/** How one collection filters, orders and pages; the differences between them are measured. */
export type ListSpec<R> = {
  all: () => R[]
  id: (record: R) => number
  /** Collections without it (customers, terms, taxes) ignore the date filters silently. */
  created?: (record: R) => number
  /** Null: no date. Posts keep it as 0000-00-00, before every bound; tables as one outside of all. */
  modified?: (record: R) => number | null
  /** Further orders beyond id and include. */
  orders: Record<string, (a: R, b: R) => number>
  orderNames: readonly string[]
  defaultOrderBy: string
  defaultOrder: 'asc' | 'desc'
  /** Allowed values of further parameters; `list` ones are checked item by item. */
  enums?: Record<string, { values: readonly string[]; list?: boolean }>
  filter: (record: R) => boolean
  /**
   * `posts`: WordPress tables compare site-local columns, keep fractions of a second, and have no
   * tie-break, so that equal times change places from page to page. `orders`: the order tables
   * compare UTC, round fractions, and keep the order of ids among equal times; past the last page
   * they count nothing.
   */
  storage: 'posts' | 'orders' | 'plain'
  /** Parameters of the query that are lists: their numbers show in the Link header. */
  listParams?: readonly string[]
}

export type ListPage<R> = {
  records: R[]
  total: number
  totalPages: number
  page: number
  perPage: number
}

const DATE_PARAMS = ['after', 'before', 'modified_after', 'modified_before'] as const

function checkNumber(query: Query, name: string, max: number | null, problems: InvalidParam[]) {
  const value = text(query, name)
  if (value === undefined) return
  if (!/^-?\d+$/.test(value)) {
    problems.push({ name, message: `${name} is not of type integer.`, code: 'rest_invalid_type' })
  } else if (max !== null && (Number(value) < 1 || Number(value) > max)) {
    const message = `${name} must be between 1 (inclusive) and ${max} (inclusive)`
    problems.push({ name, message, code: 'rest_out_of_bounds' })
  } else if (max === null && Number(value) < 1) {
    const message = `${name} must be greater than or equal to 1`
    problems.push({ name, message, code: 'rest_out_of_bounds' })
  }
}

function checkEnum(query: Query, name: string, values: readonly string[], asList: boolean) {
  const given = asList
    ? list(query, name)
    : text(query, name) === undefined
      ? undefined
      : [text(query, name) ?? '']
  const index = given?.findIndex((value) => !values.includes(value)) ?? -1
  if (index < 0) return []
  const subject = asList ? `${name}[${index}]` : name
  const message = `${subject} is not one of ${sentenceList(values)}.`
  return [{ name, message, code: 'rest_not_in_enum' }]
}

function validate<R>(query: Query, spec: ListSpec<R>) {
  const problems: InvalidParam[] = []
  checkNumber(query, 'page', null, problems)
  checkNumber(query, 'per_page', 100, problems)
  if (spec.modified) {
    for (const name of DATE_PARAMS) {
      const value = text(query, name)
      if (value !== undefined && !parseRestDate(value)) {
        problems.push({ name, message: 'Invalid date.', code: 'rest_invalid_date' })
      }
    }
    const gmt = text(query, 'dates_are_gmt')
    if (gmt !== undefined && !isBoolean(gmt)) {
      const message = 'dates_are_gmt is not of type boolean.'
      problems.push({ name: 'dates_are_gmt', message, code: 'rest_invalid_type' })
    }
  }
  problems.push(...checkEnum(query, 'order', ['asc', 'desc'], false))
  problems.push(...checkEnum(query, 'orderby', spec.orderNames, false))
  problems.push(...checkEnum(query, 'context', ['view', 'edit'], false))
  for (const [name, { values, list: asList }] of Object.entries(spec.enums ?? {})) {
    problems.push(...checkEnum(query, name, values, asList ?? false))
  }
  if (problems.length > 0) throw invalidParams(problems)
}

/**
 * The filter as WooCommerce 9.9 really applies it (measured, `since-*`): without a zone and without
 * `dates_are_gmt` the value is site-local; a zone makes it an instant; a zone together with
 * `dates_are_gmt=true` is first turned into site-local time and then compared with UTC, which moves
 * the window by the site's offset.
 */
function dateBound(
  value: string,
  gmt: boolean,
  time: SiteTime,
  storage: 'posts' | 'orders' | 'plain',
) {
  const parsed = parseRestDate(value)
  if (!parsed) throw new Error('validated before')
  const wall = parsed.instant === null ? parsed.asWritten : time.wall(parsed.instant)
  const round = (ms: number) => (storage === 'orders' ? Math.round(ms / 1000) * 1000 : ms)
  if (gmt) {
    const bound = round(wall)
    return (ms: number) => ms - bound
  }
  if (storage === 'posts') {
    // Compares wall clocks: in the hour that happens twice, both look the same.
    return (ms: number) => time.wall(ms) - wall
  }
  const bound = round(parsed.instant ?? time.fromWall(parsed.asWritten))
  return (ms: number) => ms - bound
}

function dateFilter<R>(query: Query, spec: ListSpec<R>, time: SiteTime) {
  const gmt = flag(query, 'dates_are_gmt') ?? false
  const tests: ((record: R) => boolean)[] = []
  for (const name of DATE_PARAMS) {
    const value = text(query, name)
    const read = name.startsWith('modified') ? spec.modified : spec.created
    if (value === undefined || !read || !spec.modified) continue
    const compare = dateBound(value, gmt, time, spec.storage)
    const wanted = name.endsWith('after') ? 1 : -1
    tests.push((record) => {
      const at = read(record)
      if (at === null) return spec.storage === 'posts' && wanted < 0
      return Math.sign(compare(at)) === wanted
    })
  }
  return (record: R) => tests.every((test) => test(record))
}

/** A number that looks random but is the same for the same page: ties have no order of their own. */
function unstable(id: number, page: number) {
  let hash = Math.imul(id ^ (page * 0x9e3779b1), 0x85ebca6b)
  hash ^= hash >>> 13
  return Math.imul(hash, 0xc2b2ae35) >>> 0
}

export function listPage<R>(query: Query, spec: ListSpec<R>, time: SiteTime): ListPage<R> {
  validate(query, spec)
  const perPage = Number(text(query, 'per_page') ?? 10)
  const page = Number(text(query, 'page') ?? 1)
  const include = ids(query, 'include')
  const exclude = ids(query, 'exclude')
  const inDates = dateFilter(query, spec, time)
  const matches = spec.all().filter((record) => {
    const id = spec.id(record)
    if (include !== undefined && include.length > 0 && !include.includes(id)) return false
    if (exclude?.includes(id)) return false
    return spec.filter(record) && inDates(record)
  })

  const orderBy = text(query, 'orderby') ?? spec.defaultOrderBy
  const direction = (text(query, 'order') ?? spec.defaultOrder) === 'asc' ? 1 : -1
  const byOrder = spec.orders[orderBy]
  const offset = Number(text(query, 'offset') ?? (page - 1) * perPage)
  const unsettled = spec.storage === 'posts' && matches.length > perPage
  matches.sort((a, b) => {
    const [idA, idB] = [spec.id(a), spec.id(b)]
    if (orderBy === 'include') return (include ?? []).indexOf(idA) - (include ?? []).indexOf(idB)
    if (orderBy === 'id' || !byOrder) return direction * (idA - idB)
    const difference = direction * byOrder(a, b)
    if (difference !== 0) return difference
    if (unsettled) return unstable(idA, offset) - unstable(idB, offset)
    return (spec.storage === 'plain' ? 1 : direction) * (idA - idB)
  })

  const records = matches.slice(offset, offset + perPage)
  const pastEnd = spec.storage === 'orders' && records.length === 0
  const total = pastEnd ? 0 : matches.length
  return { records, total, totalPages: Math.ceil(total / perPage), page, perPage }
}

/**
 * The Link header's address repeats the query as WordPress understood it: lists with numbers,
 * `dates_are_gmt` as 1, defaults the route added at the end.
 */
export function pageAddress(
  base: string,
  query: Query,
  page: number,
  options: { listParams: readonly string[]; added: readonly (readonly [string, string])[] },
): string {
  const pairs: [string, string][] = []
  for (const [key, value] of query) {
    if (key === 'rest_route') continue
    const values = options.listParams.includes(key) ? list(query, key) : undefined
    if (values) values.forEach((item, index) => pairs.push([`${key}[${index}]`, item]))
    else if (Array.isArray(value)) value.forEach((item, i) => pairs.push([`${key}[${i}]`, item]))
    else if (key === 'page') pairs.push(['page', String(page)])
    else if (key === 'dates_are_gmt')
      pairs.push([key, value === 'true' || value === '1' ? '1' : '0'])
    else pairs.push([key, value])
  }
  for (const [key, value] of options.added) {
    if (!query.has(key.replace(/\[.*$/, ''))) pairs.push([key, value])
  }
  if (!query.has('page')) pairs.push(['page', String(page)])
  const search = pairs
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&')
  return `${base}${base.includes('?') ? '&' : '?'}${search}`
}

export function linkHeader<R>(page: ListPage<R>, address: (page: number) => string): string | null {
  const links: string[] = []
  if (page.page > 1)
    links.push(`<${address(Math.min(page.page - 1, page.totalPages))}>; rel="prev"`)
  if (page.page < page.totalPages) links.push(`<${address(page.page + 1)}>; rel="next"`)
  return links.length > 0 ? links.join(', ') : null
}
