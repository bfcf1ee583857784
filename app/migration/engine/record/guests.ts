import { KIND, type CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { SourceRecord } from '../ports/source.ts'

/**
 * The guest whom a record describes, like a record of their own: guests are in no list of the source
 * and cannot be read by id. Null: it describes nobody.
 */
export function guestShownBy(record: CanonicalRecord): SourceRecord | null {
  const guest = KIND[record.kind].owner?.guest(record) ?? null
  if (guest === null) return null
  const { kind, sourceId } = guest
  return {
    kind,
    sourceId,
    changedAt: null,
    rowHash: null,
    identity: null,
    remarks: [],
    record: guest,
  }
}
