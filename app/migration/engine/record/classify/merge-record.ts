import { asCalledNow } from './as-called-now.ts'
import { fieldsToTryAgain } from './classify.ts'
import {
  ABSENT,
  mayBeWritten,
  mergeFields,
  type FieldHashes,
  type MergeResult,
} from './three-way-merge.ts'
import { shownHashes, type PassContext } from '#app/migration/engine/run/pass-context.ts'
import type { Gid, TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import type { IdentityHashes, SourceRecord } from '#app/migration/engine/ports/source.ts'
import type {
  Mapping,
  OpenIssue,
  Settlement,
  WriteAttempt,
} from '#app/migration/engine/ports/settlement.ts'
import { KIND } from '#app/migration/kinds/kind.ts'
import { outcomeOf } from '../settle/outcome.ts'
import { conflictIssue, overwrittenIssue } from '../settle/issues.ts'
import { mappingAfterMerge } from '../settle/mappings.ts'

/** What is known of a record before the target is looked at. */
export type Known = {
  source: SourceRecord
  identity: IdentityHashes | null
  /** Of the source's cart. */
  mappingVersion: number
  wanted: FieldHashes
  fingerprint: string
  rejectionFingerprint: string
  /** The owner it names is known to be in the target; false: unknown, or it names none. */
  hasOwnOwner: boolean
  issues: readonly OpenIssue[]
  /** Earlier tries whose result is unknown. */
  attempts: readonly WriteAttempt[]
}

/** A record's merge against one state of the target. */
export type Merged = {
  merge: MergeResult
  current: TargetSnapshot
  shown: FieldHashes
  /** Fields whose conflict is over, or in which nothing is missing any more. */
  settledConflicts: string[]
}

/** The merge of one record, ready for whatever the target shows. */
export type RecordMerge = {
  mapping: Mapping
  /** Fields that are sent for one state of the target or another. */
  changed: readonly string[]
  /** Pure. */
  against: (current: TargetSnapshot) => Merged
}

export function mergeOf(ctx: PassContext, known: Known, mapping: Mapping): RecordMerge {
  const conflicts = known.issues.filter(({ severity }) => severity === 'conflict')
  const fieldsOf = (wish: (issue: OpenIssue) => boolean) =>
    new Set(conflicts.filter((issue) => issue.field !== null && wish(issue)).map(fieldOf))
  const input = {
    base: mapping,
    attempts: known.attempts,
    source: known.wanted,
    open: fieldsOf(({ resolution }) => resolution === null),
    takeSource: fieldsOf(({ resolution }) => resolution === 'take_source'),
    again: fieldsToTryAgain(known.issues, ctx.askedFor),
    baseOfOtherVersion: mapping.mappingVersion !== known.mappingVersion,
  }
  return {
    mapping,
    changed: mayBeWritten(input),
    against: (current) => {
      const shown = shownHashes(ctx, current)
      const asNow = asCalledNow(ctx.fingerprintKey, current)
      const { sourceFields, targetFields } = mapping
      const merge = mergeFields({
        ...input,
        base: { sourceFields, targetFields: asNow(targetFields) },
        attempts: attemptsAsNow(known.attempts, asNow),
        target: shown,
        policy: ctx.options.conflicts,
      })
      return { merge, current, shown, settledConflicts: settledFields(conflicts, merge) }
    },
  }
}

/** What earlier tries were about to send, as the target calls it now. */
export function attemptsAsNow(
  attempts: readonly WriteAttempt[],
  asNow: (fields: FieldHashes) => FieldHashes,
): WriteAttempt[] {
  return attempts.map((attempt) => ({ ...attempt, fields: { ...asNow(attempt.fields) } }))
}

/**
 * Which parts of the target's record are ours. A part without an id of its own may have been made
 * anew under another id, by a write of ours that Shopify carried out after it was repeated: while the
 * target shows exactly what we remember, it is the part in the same place. Where it shows exactly what
 * a write was about to bring that was never recorded, all of them are ours.
 */
export function partsOf(
  { children, targetFields }: Pick<Mapping, 'children' | 'targetFields'>,
  { current, shown }: Pick<Merged, 'current' | 'shown'>,
  attempts: readonly WriteAttempt[],
): Record<string, Gid> {
  const { withoutId } = current
  const ours = { ...children, ...current.children }
  if (!withoutId) return ours
  const now = shown[withoutId.field]
  if (targetFields[withoutId.field] !== now) {
    const isTried =
      now !== undefined && attempts.some(({ fields }) => fields[withoutId.field] === now)
    return isTried ? { ...ours, ...withoutId.children } : ours
  }
  const there = new Set(Object.values(withoutId.children))
  const known = new Set(Object.values(children))
  const anew = Object.entries(withoutId.children).filter(([place, gid]) => {
    const before = children[place]
    return before !== undefined && !there.has(before) && !known.has(gid)
  })
  return { ...ours, ...Object.fromEntries(anew) }
}

/** Nothing of the record is to be sent: what both sides show is remembered, conflicts are told. */
export function unsentSettlement(
  known: Pick<
    Known,
    'source' | 'identity' | 'mappingVersion' | 'wanted' | 'fingerprint' | 'attempts' | 'hasOwnOwner'
  >,
  mapping: Mapping,
  { merge, current, shown, settledConflicts }: Merged,
): Settlement {
  const { source, identity, mappingVersion, wanted, fingerprint, attempts } = known
  const { record } = source
  const { owner } = KIND[record.kind]
  const arrived = arrivedBefore(attempts, mapping, shown)
  return {
    outcome: outcomeOf(
      record,
      'changed',
      arrived.length > 0 ? 'updated' : merge.conflicts.length > 0 ? 'conflict' : 'unchanged',
      mapping.gid,
    ),
    mapping: mappingAfterMerge(
      {
        source,
        identity,
        mappingVersion,
        fingerprint,
        wanted,
        snapshot: current,
        shown,
        shownBefore: shown,
        children: partsOf(mapping, { current, shown }, attempts),
      },
      merge,
    ),
    issues: [
      ...merge.conflicts.map((field) => conflictIssue(record, field)),
      ...merge.overwritten.map((field) => overwrittenIssue(record, field)),
    ],
    writtenFields: arrived,
    settledConflicts,
    hasOwnOwner:
      owner !== undefined && known.hasOwnOwner && shown[owner.field] === wanted[owner.field],
  }
}

/** Fields an interrupted write of ours did change in the target: updated, if not just now. */
function arrivedBefore(
  attempts: readonly WriteAttempt[],
  mapping: Mapping,
  shown: FieldHashes,
): string[] {
  const arrived = attempts.flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([name, value]) =>
      (shown[name] ?? ABSENT) === value && (mapping.targetFields[name] ?? ABSENT) !== value
        ? [name]
        : [],
    ),
  )
  return [...new Set(arrived)]
}

export const fieldOf = (issue: OpenIssue): string => issue.field ?? ABSENT

/** Conflicts over a record as a whole, which are over once it is merged again. */
const OF_THE_RECORD: ReadonlySet<string> = new Set(['TARGET_RECORD_GONE', 'ANOTHER_RECORD'])

/** What the merge found settled, what the merchant left as it is, and a record that is back. */
function settledFields(conflicts: readonly OpenIssue[], merge: MergeResult): string[] {
  const kept = conflicts
    .filter((issue) => issue.resolution === 'keep_target' || OF_THE_RECORD.has(issue.code))
    .map(fieldOf)
  const still = new Set(merge.conflicts)
  return [...new Set([...merge.settled, ...kept])].filter((field) => !still.has(field))
}
