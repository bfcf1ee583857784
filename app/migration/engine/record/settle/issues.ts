import { KIND, type CanonicalRecord, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { IssueInput } from '#app/migration/engine/ports/settlement.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { referenceOf } from './outcome.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

export function noteIssue(record: CanonicalRecord, note: WriteNote): IssueInput {
  return {
    kind: record.kind,
    sourceId: record.sourceId,
    code: note.code,
    message: note.message,
    field: note.field ?? null,
    fingerprint: null,
    severity: 'note',
    isTransient: note.isTransient ?? false,
    reference: referenceOf(record),
    ...waitsFor(record, note),
  }
}

/** Whoever the record was written without, whichever side found them missing. */
function waitsFor(record: CanonicalRecord, { code, field }: WriteNote): { waitsFor?: string } {
  const { owner } = KIND[record.kind]
  const id = owner?.sourceId(record) ?? null
  return code === 'PARENT_MISSING' && field === owner?.field && id !== null ? { waitsFor: id } : {}
}

export function failureIssue(
  kind: EntityKind,
  error: RecordError,
  details: { sourceId: string; reference: string; fingerprint: string | null },
): IssueInput {
  return {
    kind,
    sourceId: details.sourceId,
    code: error.code,
    message: error.told,
    field: null,
    fingerprint: details.fingerprint,
    severity: 'failed',
    isTransient: error.isTransient,
    reference: details.reference,
  }
}

export function conflictIssue(record: CanonicalRecord, field: string): IssueInput {
  return {
    ...noteIssue(record, {
      code: 'CONFLICT',
      field,
      message: engineSays('conflict', { field }),
    }),
    severity: 'conflict',
  }
}

/** The project's options let the old store win where both sides changed a field. */
export function overwrittenIssue(record: CanonicalRecord, field: string): IssueInput {
  return noteIssue(record, {
    code: 'OVERWRITTEN_BY_SOURCE',
    field,
    message: engineSays('overwritten', { field }),
  })
}

/** Deleted in Shopify, changed in the source: a conflict over the record as a whole. */
export function goneIssue(record: CanonicalRecord): IssueInput {
  return {
    ...noteIssue(record, {
      code: 'TARGET_RECORD_GONE',
      message: engineSays('goneInShopify', { kind: record.kind }),
    }),
    severity: 'conflict',
  }
}

/** The id belongs to another record now: a conflict over the record as a whole. */
export function anotherRecordIssue(record: CanonicalRecord): IssueInput {
  return {
    ...noteIssue(record, {
      code: 'ANOTHER_RECORD',
      message: engineSays('anotherRecord', { kind: record.kind }),
    }),
    severity: 'conflict',
  }
}

/** Found again without a base: the merchant decides over what differs. */
export function unknownSideIssue(record: CanonicalRecord, field: string): IssueInput {
  return {
    ...conflictIssue(record, field),
    message: engineSays('unknownSide', { field }),
  }
}

/** The same where a conflict would be decided without the merchant. */
export function relinkedNote(record: CanonicalRecord, fields: readonly string[]): IssueInput {
  return noteIssue(record, {
    code: 'RELINKED',
    message: engineSays('relinked', { fields }),
  })
}

/** Linked because the merchant said that the two are one. */
export function confirmedNote(record: CanonicalRecord): IssueInput {
  return noteIssue(record, {
    code: 'RELINKED',
    message: engineSays('confirmed'),
  })
}
