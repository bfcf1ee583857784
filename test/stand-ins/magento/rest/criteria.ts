import type { Json, Wire } from '../../../carts/store/dialect.ts'
import { required } from './errors.ts'

type Filter = { field: string; value: string; condition: string }

/** What `searchCriteria` asks: every group must hold, and of a group one filter. */
export type Criteria = {
  groups: Filter[][]
  sorts: { field: string; isDescending: boolean }[]
  pageSize: number | null
  currentPage: number | null
}

const NAMES: Readonly<Record<string, string>> = {
  filterGroups: 'filter_groups',
  conditionType: 'condition_type',
  sortOrders: 'sort_orders',
  pageSize: 'page_size',
  currentPage: 'current_page',
}

/** "searchCriteria[filter_groups][0][filters][0][field]" → its parts, in either spelling of Magento's. */
function pathOf(name: string): string[] {
  const parts = [...name.matchAll(/\[([^\]]*)\]/g)].map(([, part = '']) => part)
  return parts.map((part) => NAMES[part] ?? part)
}

/** @throws MagentoError without any (an empty `searchCriteria` is enough) */
export function criteriaOf(params: URLSearchParams): Criteria {
  const asked = [...params].filter(([name]) => /^search_?criteria(\[|$)/i.test(name))
  if (asked.length === 0) throw required('searchCriteria')
  const groups = new Map<string, Map<string, Filter>>()
  const sorts = new Map<string, { field: string; isDescending: boolean }>()
  const criteria: Criteria = { groups: [], sorts: [], pageSize: null, currentPage: null }
  for (const [name, value] of asked) {
    const [what, at = '', , filterAt = '', key] = pathOf(name)
    if (what === 'page_size') criteria.pageSize = Number(value)
    else if (what === 'current_page') criteria.currentPage = Number(value)
    else if (what === 'sort_orders') {
      const sort = sorts.get(at) ?? { field: '', isDescending: false }
      const [, , part] = pathOf(name)
      if (part === 'field') sort.field = value
      else sort.isDescending = value.toUpperCase() === 'DESC'
      sorts.set(at, sort)
    } else if (what === 'filter_groups') {
      const group = groups.get(at) ?? new Map<string, Filter>()
      const filter = group.get(filterAt) ?? { field: '', value: '', condition: 'eq' }
      if (key === 'field') filter.field = value
      else if (key === 'value') filter.value = value
      else if (key === 'condition_type') filter.condition = value
      group.set(filterAt, filter)
      groups.set(at, group)
    }
  }
  criteria.groups = [...groups.values()].map((group) => [...group.values()])
  criteria.sorts = [...sorts.values()]
  return criteria
}

/** How an answer repeats what it was asked. */
export function echoOf({ groups, sorts, pageSize, currentPage }: Criteria): Wire {
  const filterGroups: Json[] = groups.map((group) => ({
    filters: group.map(({ field, value, condition }) => ({
      field,
      value,
      condition_type: condition,
    })),
  }))
  const sortOrders: Json[] = sorts.map(({ field, isDescending }) => ({
    field,
    direction: isDescending ? 'DESC' : 'ASC',
  }))
  return {
    filter_groups: filterGroups,
    ...(sortOrders.length > 0 ? { sort_orders: sortOrders } : {}),
    ...(pageSize === null ? {} : { page_size: pageSize }),
    ...(currentPage === null ? {} : { current_page: currentPage }),
  }
}

/** A page size that is missing or 0 is everything, one below it a single row (measured: 130, 131). */
export function placeOf({ pageSize, currentPage }: Criteria): { offset: number; limit: number } {
  if (!pageSize) return { offset: 0, limit: Number.MAX_SAFE_INTEGER }
  const limit = pageSize < 0 ? 1 : pageSize
  return { offset: Math.max(0, (currentPage ?? 1) - 1) * limit, limit }
}
