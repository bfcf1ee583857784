import { moneyText } from '#app/migration/kinds/values/money.ts'
import {
  ABSENT,
  UNSETTLED,
  type FieldHashes,
  type MergeResult,
} from '../classify/three-way-merge.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import { KIND, type CanonicalRecord, type EntityKind } from '#app/migration/kinds/kind.ts'
import type {
  Classification,
  IssueInput,
  Mapping,
  OpenIssue,
  Outcome,
  OutcomeKind,
  Settlement,
  WriteAttempt,
} from '#app/migration/engine/ports/settlement.ts'
import type { IdentityHashes, SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { TargetSnapshot, WriteNote } from '#app/migration/engine/ports/target.ts'

/** Order number, SKU or source id: what the merchant knows the record by, without personal data. */
export function referenceOf(record: CanonicalRecord): string {
  return KIND[record.kind].reference(record)
}

/** "12.30 EUR", with at least the currency's own places. Null for what has no amount. */
function amountOf(record: CanonicalRecord): string | null {
  const total = KIND[record.kind].total?.(record)
  return total ? moneyText(total.amount, total.currency) : null
}

export function outcomeOf(
  record: CanonicalRecord,
  classification: Classification,
  outcome: OutcomeKind,
  gid: string | null,
): Outcome {
  return {
    kind: record.kind,
    sourceId: record.sourceId,
    classification,
    outcome,
    gid,
    reference: referenceOf(record),
    amount: amountOf(record),
  }
}

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

/** The record it was to be linked to is another one's: nothing is remembered of it. */
export function linkRefused({ outcome }: Settlement): Settlement {
  const { kind, sourceId, reference } = outcome
  return {
    outcome: { ...outcome, outcome: 'failed', gid: null },
    mapping: null,
    issues: [
      {
        kind,
        sourceId,
        code: 'HELD_BY_ANOTHER',
        message: `The ${kind} in Shopify that this one would have been linked to belongs to another ${kind} of the old store, so the two were not mixed. Compare both in Shopify; it is tried again in the next run.`,
        field: null,
        fingerprint: null,
        severity: 'failed',
        mayHeal: true,
        reference,
      },
    ],
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

/** A record the source did not give by id any more. */
export function sourceGone(
  kind: EntityKind,
  sourceId: string,
  details: { reference: string; gid: string | null; classification: Classification },
): Settlement {
  const { reference, gid, classification } = details
  const issue: IssueInput = {
    kind,
    sourceId,
    code: 'SOURCE_RECORD_GONE',
    message:
      'This record is not in the old store any more, so there is nothing left to migrate. What is in Shopify stays as it is.',
    field: null,
    fingerprint: null,
    severity: 'note',
    mayHeal: false,
    reference,
  }
  return {
    outcome: { kind, sourceId, classification, outcome: 'skipped', gid, reference, amount: null },
    mapping: null,
    issues: [issue],
  }
}

/** A record that the source side leaves out on purpose; what is in the target stays as it is. */
export function leftOut(
  kind: EntityKind,
  error: RecordError,
  mapping: Mapping | undefined,
): Settlement {
  const { sourceId } = error
  const issue = failureIssue(kind, error, { sourceId, reference: sourceId, fingerprint: null })
  const isThere =
    ' It is in Shopify from an earlier run, and stays there: delete it in Shopify if it should not count.'
  return {
    outcome: {
      kind,
      sourceId,
      classification: mapping ? 'changed' : 'new',
      outcome: 'skipped',
      gid: mapping?.gid ?? null,
      reference: sourceId,
      amount: null,
    },
    mapping: null,
    issues: [
      { ...issue, severity: 'note', message: mapping ? error.message + isThere : error.message },
    ],
  }
}

/**
 * A migrated record that is not in the source any more. It is told once and stays told until the
 * merchant decides or the record is back; the target is not touched.
 */
export function deletedInSource(
  kind: EntityKind,
  sourceId: string,
  details: { reference: string; gid: string },
): Settlement {
  const gone = sourceGone(kind, sourceId, { ...details, classification: 'changed' })
  return {
    ...gone,
    issues: gone.issues.map((issue) => ({
      ...issue,
      code: 'SOURCE_RECORD_DELETED',
      message: `This ${kind} was deleted in the old store, or moved to its bin, after it had been migrated. Nothing was changed in Shopify: decide under “To do” what becomes of it.`,
    })),
  }
}

/**
 * A failure that stands is told again, word for word.
 * @param tried the record was asked for once more, though nothing could be sent
 */
export function reportedAgain(
  issue: OpenIssue,
  mapping: Mapping | undefined,
  { tried = false, message = issue.message }: { tried?: boolean; message?: string } = {},
): Settlement {
  return {
    outcome: {
      kind: issue.kind,
      sourceId: issue.sourceId,
      classification: mapping ? 'changed' : 'new',
      outcome: 'failed',
      gid: mapping?.gid ?? null,
      reference: issue.reference,
      amount: null,
    },
    mapping: null,
    issues: [
      {
        kind: issue.kind,
        sourceId: issue.sourceId,
        code: issue.code,
        message,
        field: issue.field,
        fingerprint: issue.fingerprint,
        severity: issue.severity,
        mayHeal: issue.mayHeal,
        reference: issue.reference,
        ...(tried ? {} : { tried: false as const }),
      },
    ],
    // Its attempts are all we know of what was done of it.
    ...(issue.code === 'FAILED_IN_SHOPIFY' && { unfinished: true }),
  }
}

type Written = {
  source: SourceRecord
  identity: IdentityHashes | null
  /** Of the source's cart. */
  mappingVersion: number
  fingerprint: string
  wanted: FieldHashes
  snapshot: TargetSnapshot
  shown: FieldHashes
  children: Record<string, string>
}

function mappingOf(
  { source, identity, mappingVersion, fingerprint, wanted, snapshot, children }: Written,
  base: { sourceFields: FieldHashes; targetFields: FieldHashes },
): Mapping {
  const settled = fingerprintOrUnsettled(fingerprint, wanted, base.sourceFields)
  return {
    kind: source.kind,
    sourceId: source.sourceId,
    gid: snapshot.gid,
    fingerprint: settled,
    sourceFields: { ...base.sourceFields },
    targetFields: { ...base.targetFields },
    children,
    sourceChangedAt: source.changedAt,
    // A base with work left must not pass for compared.
    sourceMark: settled === ABSENT ? null : source.mark,
    identity,
    mappingVersion,
  }
}

/** A base that differs from what is wanted now has work left: never "unchanged". */
function fingerprintOrUnsettled(
  fingerprint: string,
  wanted: FieldHashes,
  sourceFields: FieldHashes,
): string {
  const names = Object.keys({ ...wanted, ...sourceFields })
  const settled = names.every((name) => (wanted[name] ?? ABSENT) === (sourceFields[name] ?? ABSENT))
  return settled ? fingerprint : ABSENT
}

/** After our own create: what the target shows now is what we wrote. */
export function mappingAfterCreate(written: Written): Mapping {
  const { wanted, shown } = written
  return mappingOf(written, {
    sourceFields: wanted,
    targetFields: Object.fromEntries(
      Object.keys(wanted).map((name) => [name, shown[name] ?? ABSENT]),
    ),
  })
}

/**
 * After finding the record in the target, or when it may have been found. Fields that agree are as
 * good as written. Of the others, a value that an earlier try was about to send, or that another
 * source record of ours left there (a guest who has an account now), is our own and out of date;
 * anything else is the merchant's and stays until the source changes that field.
 *
 * @param others mappings of other source ids that lead to the same record
 */
export function mappingAfterAdoption(
  written: Written,
  attempts: readonly WriteAttempt[],
  others: readonly Mapping[],
): Mapping {
  const { wanted, shown } = written
  const sourceFields: Record<string, string> = {}
  const targetFields: Record<string, string> = {}
  for (const name of new Set([...Object.keys(wanted), ...broughtBefore(written, attempts)])) {
    const want = wanted[name] ?? ABSENT
    const show = shown[name] ?? ABSENT
    const tried = attempts.map((attempt) => attempt.fields[name] ?? ABSENT)
    const agrees = show === want
    const ours =
      tried.includes(show) || others.some((other) => (other.targetFields[name] ?? ABSENT) === show)
    const changedMeanwhile = tried.some((value) => value !== want)
    sourceFields[name] = agrees || !(ours || changedMeanwhile) ? want : UNSETTLED
    targetFields[name] = agrees || ours ? show : ABSENT
  }
  return mappingOf(written, { sourceFields, targetFields })
}

/**
 * Fields that an earlier try was about to bring, that the source has no more and the target shows.
 * That the customer of an order is not known just now is no wish to take them away.
 */
function broughtBefore(
  { source, wanted, shown }: Pick<Written, 'source' | 'wanted' | 'shown'>,
  attempts: readonly WriteAttempt[],
): string[] {
  if (source.kind === 'order') return []
  return attempts.flatMap(({ fields }) =>
    Object.keys(fields).filter((name) => !(name in wanted) && name in shown),
  )
}

/**
 * The record of a guest of ours that an account has now: each field that is as we left it there, or
 * that the guest never had, is to be compared anew.
 */
export function mappingOverGuest(
  mapping: Mapping,
  shown: FieldHashes,
  guests: readonly Mapping[],
): Mapping {
  if (guests.length === 0) return mapping
  const fields = [shown, mapping.sourceFields, mapping.targetFields]
  const left = [...new Set(fields.flatMap((each) => Object.keys(each)))].filter((name) =>
    guests.some(({ targetFields }) => (targetFields[name] ?? ABSENT) === (shown[name] ?? ABSENT)),
  )
  const sides = (value: (name: string) => string) =>
    Object.fromEntries(left.map((name) => [name, value(name)]))
  return {
    ...mapping,
    fingerprint: ABSENT,
    sourceMark: null,
    sourceFields: { ...mapping.sourceFields, ...sides(() => UNSETTLED) },
    targetFields: { ...mapping.targetFields, ...sides((name) => shown[name] ?? ABSENT) },
  }
}

/**
 * After an update. Fields that were not sent keep their base, so that the merchant's edits stay
 * recognisable; a conflict keeps the target's base but remembers the source, so that it is raised
 * once and not in every run.
 */
export function mappingAfterMerge(
  written: Written & { shownBefore: FieldHashes },
  merge: Pick<MergeResult, 'write' | 'targetFields'>,
): Mapping {
  const { wanted, shown, shownBefore } = written
  const targetFields: Record<string, string> = {}
  for (const [name, value] of Object.entries(merge.targetFields)) {
    if (!(name in wanted)) continue
    // What our write brought along (a cancelled order becomes voided) is ours where it agrees.
    const broughtAlong = shown[name] !== shownBefore[name] && shown[name] === wanted[name]
    targetFields[name] = broughtAlong ? (shown[name] ?? ABSENT) : value
  }
  for (const name of merge.write) {
    if (name in wanted) targetFields[name] = shown[name] ?? ABSENT
  }
  return mappingOf(written, { sourceFields: wanted, targetFields })
}

/**
 * After a refused update, of which steps may have been taken: the fields it was to write have no
 * known base any more, so that the next try compares them with what the target really shows. What
 * the target showed as wanted before that (an earlier try had come so far) is as good as written.
 */
export function mappingAfterRefusal(
  mapping: Mapping,
  refused: ReadonlySet<string>,
  { wanted, shown }: { wanted: FieldHashes; shown: FieldHashes },
): Mapping {
  const arrived = Object.fromEntries(
    Object.entries(wanted).filter(([name, want]) => !refused.has(name) && shown[name] === want),
  )
  return {
    ...mapping,
    fingerprint: ABSENT,
    sourceMark: null,
    sourceFields: {
      ...mapping.sourceFields,
      ...arrived,
      ...Object.fromEntries([...refused].map((name) => [name, UNSETTLED])),
    },
    targetFields: { ...mapping.targetFields, ...arrived },
  }
}

/** The record was deleted in Shopify: remembered as seen, so that it is told once. */
export function mappingOfGone(
  mapping: Mapping,
  now: Pick<Written, 'fingerprint' | 'wanted' | 'source' | 'identity' | 'mappingVersion'>,
): Mapping {
  return {
    ...mapping,
    fingerprint: now.fingerprint,
    sourceFields: { ...now.wanted },
    sourceChangedAt: now.source.changedAt,
    sourceMark: now.source.mark,
    identity: now.identity,
    mappingVersion: now.mappingVersion,
  }
}

/** The mapping of a record that was created and then deleted in the source before we recorded it. */
export function mappingFromAttempt(
  kind: EntityKind,
  sourceId: string,
  attempt: WriteAttempt,
  { snapshot, shown, mappingVersion }: Pick<Written, 'snapshot' | 'shown' | 'mappingVersion'>,
): Mapping {
  return {
    kind,
    sourceId,
    gid: snapshot.gid,
    fingerprint: attempt.fingerprint,
    sourceFields: attempt.fields,
    targetFields: Object.fromEntries(
      Object.entries(attempt.fields).map(([name, value]) => [
        name,
        shown[name] === value ? value : ABSENT,
      ]),
    ),
    children: snapshot.children,
    sourceChangedAt: null,
    sourceMark: null,
    identity: null,
    mappingVersion,
  }
}
