import type { Json, Wire } from '../../../carts/store/dialect.ts'
import { pageOf, unsettled } from '../../../carts/store/lists.ts'
import type { Faults, Stamped } from '../../../carts/store/shop.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { criteriaOf, echoOf, placeOf, type Criteria } from './criteria.ts'
import { internalError, unknownAttribute } from './errors.ts'
import { matches, order } from './filters.ts'

export type ListedRow = Stamped & {
  row: Wire
  /** The store cannot build it, and fails on the whole page it stands on. */
  isBroken?: boolean
}

export type ListOf = {
  kind: EntityKind | null
  rows: readonly ListedRow[]
  /** Names it may be filtered and ordered by beside the keys of its rows. */
  fields: readonly string[]
  /**
   * What an unknown name does. Attributes are looked up: an unknown one is refused as a filter and
   * ignored as an order; a table's columns are not, and the database fails.
   */
  names: 'attributes' | 'columns'
}

/** A list as Magento 2.4.6 answers one: items, what was asked, and how many there are. */
export function listBody(faults: Faults, url: URL, spec: ListOf): Json {
  const criteria = criteriaOf(url.searchParams)
  checkNames(criteria, spec)
  const { offset, limit } = placeOf(criteria)
  const { rows, total } = pageOf(faults, spec.kind, spec.rows, {
    where: ({ row }) => matches(criteria, row),
    order: (a, b) => {
      const difference = order(criteria, a.row, b.row)
      if (difference !== 0) return difference
      // Without an order the table's own is shown; among equals of one that was asked for, none.
      return criteria.sorts.length === 0
        ? a.id - b.id
        : unsettled(a.id, offset) - unsettled(b.id, offset)
    },
    offset,
    limit,
    sameList: JSON.stringify([
      url.pathname,
      criteria.groups.filter((group) => !group.every(isPlace)),
      criteria.sorts,
      url.searchParams.get('fields'),
    ]),
  })
  if (rows.some(({ isBroken }) => isBroken)) throw internalError()
  return {
    items: rows.map(({ row }) => row),
    search_criteria: echoOf(criteria),
    total_count: total,
  }
}

/** Lower bounds say where in a list one is, and not which list. */
const isPlace = ({ field, condition }: Criteria['groups'][number][number]) =>
  /^(entity_id|updated_at|created_at)$/.test(field) && /^(gt|gteq|from)$/.test(condition)

function checkNames(criteria: Criteria, { rows, fields, names }: ListOf): void {
  const [first] = rows
  const isKnown = (name: string) => {
    if (['entity_id', 'updated_at', 'created_at', ...fields].includes(name)) return true
    return first !== undefined && name in first.row
  }
  for (const { field } of criteria.groups.flat()) {
    if (isKnown(field)) continue
    throw names === 'attributes' ? unknownAttribute(field) : internalError()
  }
  if (names === 'columns' && !criteria.sorts.every(({ field }) => isKnown(field)))
    throw internalError()
}
