import { KIND, KINDS, type CanonicalRecord, type EntityKind } from './kind.ts'

/** The kind that records of this kind belong to; null: they belong to nobody. */
export function ownerKindOf(kind: EntityKind): EntityKind | null {
  return KIND[kind].owner?.kind ?? null
}

/** Records of another kind belong to this one, and may name a guest. */
export function hasGuests(kind: EntityKind): boolean {
  return KINDS.some((each) => ownerKindOf(each) === kind)
}

/** Under which source ids records' owners may be known. */
export function ownerIdsOf(records: readonly CanonicalRecord[]): string[] {
  return [...new Set(records.flatMap(candidates))]
}

/** The owner the record names; without one that is known, the guest it describes. */
export function knownOwnerOf<Known>(
  record: CanonicalRecord,
  known: ReadonlyMap<string, Known>,
): Known | null {
  const id = candidates(record).find((each) => known.has(each))
  return (id === undefined ? undefined : known.get(id)) ?? null
}

/**
 * Whose a record is in the target, by what the ledger knows before anything is asked or brought. An
 * owner who is not in the target is nobody for a record that was compared so before, and not known
 * for others: the owner is then left out of the comparison, until the record's write has brought them.
 *
 * @param owners by source id
 */
export function expectedOwner(
  record: CanonicalRecord,
  owners: ReadonlyMap<string, { gid: string }>,
  base: { sourceFields: Readonly<Record<string, string>> } | null | undefined,
): { owner?: string | null } {
  const { owner } = KIND[record.kind]
  if (!owner) return {}
  if (owner.sourceId(record) === null) return { owner: null }
  const known = knownOwnerOf(record, owners)
  if (known) return { owner: known.gid }
  return base && owner.field in base.sourceFields ? { owner: null } : {}
}

/** Whether the owner the record names is known: not a guest who stands in for them. */
export function hasOwnOwner(
  record: CanonicalRecord,
  known: { has(sourceId: string): boolean },
): boolean {
  const id = KIND[record.kind].owner?.sourceId(record) ?? null
  return id !== null && known.has(id)
}

/** The right one first. */
function candidates(record: CanonicalRecord): string[] {
  const { owner } = KIND[record.kind]
  const id = owner?.sourceId(record) ?? null
  if (!owner || id === null) return []
  const guest = owner.guest(record)
  return [...new Set([id, ...(guest ? [guest.sourceId] : [])])]
}
