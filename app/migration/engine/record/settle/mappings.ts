import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Mapping, WriteAttempt } from '#app/migration/engine/ports/settlement.ts'
import type { IdentityHashes, SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import {
  ABSENT,
  UNSETTLED,
  type FieldHashes,
  type MergeResult,
} from '../classify/three-way-merge.ts'

type AfterWrite = {
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
  { source, identity, mappingVersion, fingerprint, wanted, snapshot, children }: AfterWrite,
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
    sourceRowHash: settled === ABSENT ? null : source.rowHash,
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
export function mappingAfterCreate(written: AfterWrite): Mapping {
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
  written: AfterWrite,
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
 * That the owner of a record is not known just now is no wish to take them away.
 */
function broughtBefore(
  { source, wanted, shown }: Pick<AfterWrite, 'source' | 'wanted' | 'shown'>,
  attempts: readonly WriteAttempt[],
): string[] {
  if (KIND[source.kind].owner) return []
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
    sourceRowHash: null,
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
  written: AfterWrite & { shownBefore: FieldHashes },
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
    sourceRowHash: null,
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
  now: Pick<AfterWrite, 'fingerprint' | 'wanted' | 'source' | 'identity' | 'mappingVersion'>,
): Mapping {
  return {
    ...mapping,
    fingerprint: now.fingerprint,
    sourceFields: { ...now.wanted },
    sourceChangedAt: now.source.changedAt,
    sourceRowHash: now.source.rowHash,
    identity: now.identity,
    mappingVersion: now.mappingVersion,
  }
}

/** The mapping of a record that was created and then deleted in the source before we recorded it. */
export function mappingFromAttempt(
  kind: EntityKind,
  sourceId: string,
  attempt: WriteAttempt,
  { snapshot, shown, mappingVersion }: Pick<AfterWrite, 'snapshot' | 'shown' | 'mappingVersion'>,
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
    sourceRowHash: null,
    identity: null,
    mappingVersion,
  }
}
