import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { Gid, OrderParents } from '../ports/target.ts'
import type { Mapping } from '../ports/settlement.ts'

/**
 * Whose an order is, by what the ledger knows before anything is asked or brought. A customer who is
 * not in the target is nobody for an order that was compared so before, and not known for others:
 * the order's customer is then left out of the comparison, until its write has brought them.
 */
export function parentsOf(
  record: CanonicalRecord,
  customers: ReadonlyMap<string, { gid: Gid }>,
  base: Pick<Mapping, 'sourceFields'> | null | undefined,
): OrderParents {
  if (record.kind !== 'order') return {}
  if (record.customerSourceId === null) return { customer: null }
  const known = customerOf(record, customers)
  if (known) return { customer: known.gid }
  return base && 'customer' in base.sourceFields ? { customer: null } : {}
}

/** The order's account; without one that is known, the guest the order describes. */
export function customerOf<Known>(
  order: CanonicalOrder,
  customers: ReadonlyMap<string, Known>,
): Known | null {
  const [id] = buyersOf(order).filter((each) => customers.has(each))
  return (id === undefined ? undefined : customers.get(id)) ?? null
}

/** Under which source ids an order's customer may be known, the right one first. */
function buyersOf({ customerSourceId, guest }: CanonicalOrder): string[] {
  if (customerSourceId === null) return []
  return [...new Set([customerSourceId, ...(guest ? [guest.sourceId] : [])])]
}

/** The source ids of the orders' customers. */
export function customerIds(records: readonly CanonicalRecord[]): string[] {
  const ids = records.flatMap((record) => (record.kind === 'order' ? buyersOf(record) : []))
  return [...new Set(ids)]
}
