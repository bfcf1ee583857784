import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Faults, Stamped } from './shop.ts'

export type Page<R> = { rows: R[]; total: number }

/**
 * One page of a list, with what the shop does wrong in it. Every dialect's lists go through here, so
 * that a fault is the same in each.
 *
 * @param sameList what makes it another list, without the place in it
 */
export function pageOf<R extends Stamped>(
  faults: Faults,
  kind: EntityKind | null,
  records: readonly R[],
  asked: {
    where(record: R): boolean
    order(a: R, b: R): number
    offset: number
    limit: number
    sameList: string
  },
): Page<R> {
  const { offset, limit } = asked
  const all = records
    .filter((record) => !record.isHidden && asked.where(record))
    .toSorted(asked.order)
  const isWithheld = ({ id }: R) => kind !== null && faults.withheld.has(`${kind} ${id}`)
  const miscount = kind === null ? 0 : (faults.miscount.get(kind) ?? 0)
  const rows = all.slice(offset, offset + limit).filter((row) => !isWithheld(row))
  const page = { rows, total: Math.max(0, all.length + miscount) }
  if (kind === null || !faults.repeatPages.has(kind)) return page
  const ids = faults.firstPages.get(asked.sameList)
  if (ids === undefined) {
    faults.firstPages.set(asked.sameList, new Set(rows.map(({ id }) => id)))
    return page
  }
  return { ...page, rows: records.filter(({ id }) => ids.has(id)).toSorted(asked.order) }
}

/**
 * An order that looks random and is the same for the same place in a list: equal change times have no
 * order of their own in many databases, and change places from page to page.
 */
export function unsettled(id: number, offset: number): number {
  let hash = Math.imul(id ^ (offset * 0x9e3779b1), 0x85ebca6b)
  hash ^= hash >>> 13
  return Math.imul(hash, 0xc2b2ae35) >>> 0
}
