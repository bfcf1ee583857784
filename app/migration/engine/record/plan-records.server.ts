import { anotherRecord, identityConflictsOver, ofAnotherRecord } from './another-record.server.ts'
import { asCalledNow } from './classify/as-called-now.ts'
import { classifyRecord, recordFingerprint, rejectionFingerprint } from './classify/classify.ts'
import { identityHashes, isSameIdentity } from './classify/identity.ts'
import { ABSENT, type FieldHashes } from './classify/three-way-merge.ts'
import { RecordError } from '../ports/errors.ts'
import { findAgain, linkedAgain, mappingOfMoved, movedTo } from './find-again.server.ts'
import { leftBehind, leftBehindNoMore } from '../leftovers/left-behind.ts'
import { fieldOf, mergeOf, unsentSettlement, type Known } from './classify/merge-record.ts'
import { wantedHashes, type PassContext } from '../run/pass-context.ts'
import type { Classification, Mapping, OpenIssue, Settlement } from '../ports/settlement.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { expectedOwner, hasOwnOwner, ownerIdsOf, ownerKindOf } from '#app/migration/kinds/owner.ts'
import { partedGuests } from './parted-guests.server.ts'
import type { Gid, ExpectedOwner, TargetSnapshot } from '../ports/target.ts'
import type { SourceRecord } from '../ports/source.ts'
import type { PlannedWrite } from './write-and-settle.server.ts'
import { turn } from '#app/platform/turn.ts'
import { outcomeOf, referenceOf } from './settle/outcome.ts'
import { failureIssue, goneIssue } from './settle/issues.ts'
import { reportedAgain } from './settle/nothing-written.ts'
import { mappingOfGone } from './settle/mappings.ts'

type Plan = {
  settlements: Settlement[]
  writes: PlannedWrite[]
  /** Settled, with work left: to be planned once more. */
  again: Set<string>
}

/** Says for each record what is to be done; reads the target only for what may have changed. */
export async function planRecords(
  ctx: PassContext,
  kind: EntityKind,
  records: readonly SourceRecord[],
): Promise<Plan> {
  const ids = records.map(({ sourceId }) => sourceId)
  const ownerKind = ownerKindOf(kind)
  const ownerIds = ownerIdsOf(records.map(({ record }) => record))
  const [mappings, issues, intents, owners] = await Promise.all([
    ctx.ledger.mappings(kind, ids),
    ctx.ledger.openIssues(kind, ids),
    ctx.ledger.openIntents(kind, ids),
    ownerKind && ownerIds.length > 0
      ? ctx.ledger.mappings(ownerKind, ownerIds)
      : new Map<string, Mapping>(),
  ])
  const parted = await partedGuests(ctx, kind, [...mappings.values()], recordsById(records))
  const plan: Plan = { settlements: [], writes: [], again: new Set() }
  const unknown: Known[] = []
  const toCompare: { known: Known; mapping: Mapping }[] = []
  for (const source of records) {
    await turn()
    const mapping = mappings.get(source.sourceId)
    const refusal = rejectionFingerprint(ctx.fingerprintKey, source.record)
    const owner = expectedOwner(source.record, owners, mapping)
    const wanted = expected(ctx, source, refusal, { mapping, owner })
    const other =
      mapping &&
      ofAnotherRecord(ctx, mapping, source, {
        wanted: 'fields' in wanted ? wanted.fields : {},
        issues: issues.get(source.sourceId) ?? [],
      })
    if (mapping && other === 'told') {
      plan.settlements.push(anotherRecord(source, mapping))
      continue
    }
    const left = issues.get(source.sourceId)?.find(({ leftBehind }) => leftBehind)
    const fields = 'fields' in wanted ? wanted.fields : null
    if (
      left &&
      !(fields && mapping?.fingerprint === recordFingerprint(ctx.fingerprintKey, fields))
    ) {
      const couldArrive = fields !== null && left.fingerprint !== refusal
      plan.settlements.push(
        couldArrive
          ? leftBehindNoMore(left, mapping, refusal)
          : leftBehind(left, mapping, source.record),
      )
      continue
    }
    if ('outcome' in wanted) {
      plan.settlements.push(wanted)
      continue
    }
    const known: Known = {
      source,
      identity: identityHashes(ctx.fingerprintKey, source.identity),
      mappingVersion: ctx.mappingVersion,
      wanted: wanted.fields,
      fingerprint: recordFingerprint(ctx.fingerprintKey, wanted.fields),
      rejectionFingerprint: refusal,
      hasOwnOwner: hasOwnOwner(source.record, owners),
      issues: issues.get(source.sourceId) ?? [],
      attempts: intents.get(source.sourceId) ?? [],
    }
    if (mapping && other === 'separate') {
      plan.writes.push(await apartFrom(ctx, known, mapping.gid, 'new'))
      continue
    }
    if (mapping && parted.has(source.sourceId)) {
      plan.writes.push(await apartFrom(ctx, known, mapping.gid, 'changed'))
      continue
    }
    const state = classifyRecord(
      known,
      { mapping, issues: known.issues, attempts: known.attempts },
      ctx.askedFor,
    )
    switch (state.state) {
      case 'unchanged':
        plan.settlements.push(untouched(known, state.mapping))
        break
      case 'rejected':
        plan.settlements.push(reportedAgain(state.issue, mapping))
        break
      case 'new':
        // With tries of unknown result the writer looks the record up and completes it.
        if (known.attempts.length > 0) plan.writes.push(creation(known, 'new', true))
        else unknown.push(known)
        break
      case 'changed':
        toCompare.push({ known, mapping: state.mapping })
        break
    }
  }
  await planUnknown(ctx, kind, plan, unknown)
  if (toCompare.length === 0) return plan
  const gids = [...new Set(toCompare.map(({ mapping }) => mapping.gid))]
  const snapshots = await ctx.target.readCurrent(kind, gids)
  const byGid = new Map(snapshots.map((snapshot) => [snapshot.gid, snapshot]))
  const gone = toCompare.filter(({ mapping }) => !byGid.has(mapping.gid))
  const again = await movedTo(
    ctx,
    kind,
    gone.map(({ known }) => known.source),
  )
  for (const { known, mapping } of toCompare) {
    const moved = again.get(mapping.sourceId)
    const now = moved ? await mappingOfMoved(ctx, mapping, moved) : mapping
    await compare(ctx, plan, known, now, byGid.get(mapping.gid) ?? moved)
  }
  return plan
}

/**
 * Records we have no memory of. They are looked up before they are created: if the memory was lost,
 * the record is there, and may hold what the merchant edited since.
 */
async function planUnknown(
  ctx: PassContext,
  kind: EntityKind,
  plan: Plan,
  unknown: readonly Known[],
): Promise<void> {
  const found = await findAgain(
    ctx,
    kind,
    unknown.map(({ source }) => source.sourceId),
  )
  const parted = await partedGuests(
    ctx,
    kind,
    unknown.flatMap(({ source: { sourceId }, wanted }) => {
      const gid = found.get(sourceId)?.gid
      return gid === undefined ? [] : [{ sourceId, gid, sourceFields: { ...wanted } }]
    }),
    recordsById(unknown.map(({ source }) => source)),
  )
  for (const known of unknown) {
    const snapshot = found.get(known.source.sourceId)
    if (!snapshot) {
      plan.writes.push(creation(known, 'new', false))
      continue
    }
    if (parted.has(known.source.sourceId)) {
      plan.writes.push(await apartFrom(ctx, known, snapshot.gid, 'new'))
      continue
    }
    const settlement = await linkedAgain(ctx, known, snapshot)
    if (settlement.mapping?.fingerprint === ABSENT) plan.again.add(known.source.sourceId)
    plan.settlements.push(settlement)
  }
}

/** The fields the target should show, or the settlement of a record that cannot have any. */
function expected(
  ctx: PassContext,
  source: SourceRecord,
  refusal: string,
  { mapping, owner }: { mapping: Mapping | undefined; owner: ExpectedOwner },
): { fields: FieldHashes } | Settlement {
  try {
    return { fields: wantedHashes(ctx, source.record, owner, mapping ?? null) }
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    return refused(source, refusal, mapping, error)
  }
}

/** The settlement of a record that was refused before anything of it was sent. */
function refused(
  { kind, sourceId, record }: SourceRecord,
  fingerprint: string,
  mapping: Mapping | undefined,
  error: RecordError,
): Settlement {
  const reference = referenceOf(record)
  return {
    outcome: outcomeOf(record, mapping ? 'changed' : 'new', 'failed', mapping?.gid ?? null),
    mapping: null,
    issues: [failureIssue(kind, error, { sourceId, reference, fingerprint })],
  }
}

function untouched(known: Known, mapping: Mapping): Settlement {
  const { source, identity, issues } = known
  return {
    outcome: outcomeOf(source.record, 'unchanged', 'unchanged', mapping.gid),
    mapping: null,
    issues: [],
    ...(source.changedAt !== mapping.sourceChangedAt && { sourceChangedAt: source.changedAt }),
    ...(source.rowHash !== null &&
      source.rowHash !== mapping.sourceRowHash && { sourceRowHash: source.rowHash }),
    ...(identity !== null && !isSameIdentity(identity, mapping.identity) && { identity }),
    settledConflicts: identityConflictsOver(issues),
    hasOwnOwner: known.hasOwnOwner,
  }
}

function creation(known: Known, classification: Classification, mayExist: boolean): PlannedWrite {
  return { ...known, op: 'create', classification, mayExist }
}

/**
 * The creation of a record whose custom id is on one of the target that is another's: it is taken off
 * first, so that whoever looks the record up, now or after a crash, finds what was created.
 */
async function apartFrom(
  ctx: PassContext,
  known: Known,
  gid: Gid,
  classification: Classification,
): Promise<PlannedWrite> {
  const { kind, sourceId } = known.source
  await ctx.target.unbind(kind, gid, sourceId)
  return creation(known, classification, true)
}

function recordsById(records: readonly SourceRecord[]): Map<string, SourceRecord> {
  return new Map(records.map((record) => [record.sourceId, record]))
}

/**
 * Base, source and a recent picture of the target are known now: enough to see whether anything may
 * have to be sent. What is sent is decided by the writer's own read, one round trip before the write.
 */
async function compare(
  ctx: PassContext,
  plan: Plan,
  known: Known,
  mapping: Mapping,
  current: TargetSnapshot | undefined,
): Promise<void> {
  const conflicts = known.issues.filter(({ severity }) => severity === 'conflict')
  if (!current) {
    const recreate = conflicts.some(
      (issue) => issue.code === 'TARGET_RECORD_GONE' && issue.resolution === 'take_source',
    )
    if (recreate) plan.writes.push(creation(known, 'changed', true))
    else plan.settlements.push(goneInTarget(known, mapping, conflicts))
    return
  }
  let merge = mergeOf(ctx, known, mapping)
  let preview = merge.against(current)
  if (preview.merge.conflicts.length + preview.merge.overwritten.length > 0) {
    // A new name that we brought is no change of the record in the source either.
    merge = mergeOf(ctx, known, await wishesAsCalledNow(ctx, known, mapping))
    preview = merge.against(current)
  }
  // A write that was interrupted is for the writer to finish: not every step of it shows in a field.
  if (preview.merge.write.length > 0 || known.attempts.length > 0) {
    plan.writes.push({ ...known, op: 'update', merge, preview })
  } else {
    plan.settlements.push(unsentSettlement(known, mapping, preview))
  }
}

/** What the source wanted at the last write, as it calls that now. */
async function wishesAsCalledNow(
  ctx: PassContext,
  { source: { record } }: Known,
  mapping: Mapping,
): Promise<Mapping> {
  const formerly = await ctx.target.expectedFormerly(record)
  if (Object.keys(formerly).length === 0) return mapping
  const asNow = asCalledNow(ctx.fingerprintKey, {
    fields: ctx.target.expectedFields(record),
    formerly,
  })
  return { ...mapping, sourceFields: { ...asNow(mapping.sourceFields) } }
}

function goneInTarget(known: Known, mapping: Mapping, conflicts: readonly OpenIssue[]): Settlement {
  const { source } = known
  const keep = conflicts.some(
    (issue) => issue.code === 'TARGET_RECORD_GONE' && issue.resolution === 'keep_target',
  )
  const changedSince = mapping.fingerprint !== known.fingerprint
  return {
    outcome: outcomeOf(
      source.record,
      'changed',
      keep && !changedSince ? 'skipped' : 'conflict',
      mapping.gid,
    ),
    mapping: mappingOfGone(mapping, known),
    issues: keep && !changedSince ? [] : [goneIssue(source.record)],
    // Conflicts over single fields of a record that is not there have no meaning any more.
    settledConflicts: [
      ...conflicts.filter(({ field }) => field !== null).map(fieldOf),
      ...(keep && !changedSince ? [ABSENT] : []),
    ],
  }
}
