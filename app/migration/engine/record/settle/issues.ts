import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { IssueInput } from '#app/migration/engine/ports/settlement.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { referenceOf } from './outcome.ts'

export function noteIssue(record: CanonicalRecord, note: WriteNote): IssueInput {
  return {
    kind: record.kind,
    sourceId: record.sourceId,
    code: note.code,
    message: note.message,
    field: note.field ?? null,
    fingerprint: null,
    severity: 'note',
    mayHeal: note.mayHeal ?? false,
    reference: referenceOf(record),
  }
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
    message: error.message,
    field: null,
    fingerprint: details.fingerprint,
    severity: 'failed',
    mayHeal: error.mayHeal,
    reference: details.reference,
  }
}

export function conflictIssue(record: CanonicalRecord, field: string): IssueInput {
  return {
    ...noteIssue(record, {
      code: 'CONFLICT',
      field,
      message: `“${field}” was changed in the old store and in Shopify. Shopify’s value was kept: choose which one is right.`,
    }),
    severity: 'conflict',
  }
}

/** The project's options let the old store win where both sides changed a field. */
export function overwrittenIssue(record: CanonicalRecord, field: string): IssueInput {
  return noteIssue(record, {
    code: 'OVERWRITTEN_BY_SOURCE',
    field,
    message: `“${field}” was changed in the old store and in Shopify. Shopify’s value was replaced by the old store’s, as the project’s settings say.`,
  })
}

/** Deleted in Shopify, changed in the source: a conflict over the record as a whole. */
export function goneIssue(record: CanonicalRecord): IssueInput {
  return {
    ...noteIssue(record, {
      code: 'TARGET_RECORD_GONE',
      message:
        'This record was changed in the old store, but in Shopify it was deleted, or merged into another one, after it had been migrated. It was not created again: decide under Verify whether it is, or stays out of Shopify.',
    }),
    severity: 'conflict',
  }
}

/** The id belongs to another record now: a conflict over the record as a whole. */
export function anotherRecordIssue(record: CanonicalRecord): IssueInput {
  const { kind } = record
  return {
    ...noteIssue(record, {
      code: 'ANOTHER_RECORD',
      message: `The old store has given the id of this ${kind} to another ${kind}: it was created at another time and is known by other data. That happens when a store is restored from a backup. Nothing was written: the ${kind} in Shopify stays as it was. Decide under Verify: if it is the same ${kind} after all, it is updated as usual. If it is another one, what is in Shopify is left alone from then on, and the old store’s arrives beside it as a new ${kind}.`,
    }),
    severity: 'conflict',
  }
}

/** Found again without a base: the merchant decides over what differs. */
export function unknownSideIssue(record: CanonicalRecord, field: string): IssueInput {
  return {
    ...conflictIssue(record, field),
    message: `“${field}” differs between the old store and Shopify. The record was found again in Shopify and linked anew, so it is not known any more which side changed it. Shopify’s value was kept: choose which one is right.`,
  }
}

/** The same where a conflict would be decided without the merchant. */
export function relinkedNote(record: CanonicalRecord, fields: readonly string[]): IssueInput {
  const names = fields.map((field) => `“${field}”`).join(', ')
  return noteIssue(record, {
    code: 'RELINKED',
    message: `This record was found again in Shopify and linked anew. It differs from the old store in ${names}, and it is not known any more which side changed that. Nothing was overwritten: correct it in Shopify, or change it in the old store and run again.`,
  })
}

/** Linked because the merchant said that the two are one. */
export function confirmedNote(record: CanonicalRecord): IssueInput {
  return noteIssue(record, {
    code: 'RELINKED',
    message:
      'This record was in Shopify already and was linked because you confirmed it. What Shopify has was kept; from now on, what changes in the old store is brought here.',
  })
}
