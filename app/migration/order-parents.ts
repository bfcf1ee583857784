import type { CanonicalRecord, Gid, Mapping, OrderParents } from './ports.ts'

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
  const known = customers.get(record.customerSourceId)
  if (known) return { customer: known.gid }
  return base && 'customer' in base.sourceFields ? { customer: null } : {}
}

/** The source ids of the orders' customers. */
export function customerIds(records: readonly CanonicalRecord[]): string[] {
  const ids = records.flatMap((record) =>
    record.kind === 'order' ? (record.customerSourceId ?? []) : [],
  )
  return [...new Set(ids)]
}
