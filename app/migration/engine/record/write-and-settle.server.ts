import { asCalledNow } from './classify/as-called-now.ts'
import { ABSENT } from './classify/three-way-merge.ts'
import { HeldByAnother, TargetFails, type RecordError } from '../ports/errors.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { otherOwner } from './find-again.server.ts'
import {
  attemptsAsNow,
  partsOf,
  unsentSettlement,
  type Known,
  type Merged,
  type RecordMerge,
} from './classify/merge-record.ts'
import type { FoundReferences } from './parents.server.ts'
import { shownHashes, type PassContext } from '../run/pass-context.ts'
import type { Classification, Mapping, Settlement, WriteAttempt } from '../ports/settlement.ts'
import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid, WriteIntent, WriteResult } from '../ports/target.ts'
import type { SourceRecord } from '../ports/source.ts'
import { outcomeOf, referenceOf } from './settle/outcome.ts'
import { conflictIssue, failureIssue, noteIssue, overwrittenIssue } from './settle/issues.ts'
import {
  mappingAfterAdoption,
  mappingAfterCreate,
  mappingAfterMerge,
  mappingAfterRefusal,
} from './settle/mappings.ts'

export type PlannedWrite =
  | (Known & { op: 'create'; classification: Classification; mayExist: boolean })
  | (Known & {
      op: 'update'
      merge: RecordMerge
      /** Against what the target showed when the page was compared. */
      preview: Merged
    })

/** What an update came to: the merge against the writer's last read, and all it sent. */
type Decided = { merged: Merged; sent: Set<string>; overwritten: Set<string> }

/** Settles results; records named in `again` stay on the list and are planned once more. */
export type SettleResults = (
  done: readonly Settlement[],
  again: ReadonlySet<string>,
) => Promise<void>

export type Results = {
  settleResults: SettleResults
  /**
   * The record waits for what another one of ours still has. It is not settled and its intent stays
   * open; absent: that is a failure like any other.
   */
  wait?: (source: SourceRecord, holder: Gid) => void
  /** The target failed on the record: it is not settled and its intent stays open. */
  fails: (source: SourceRecord, error: TargetFails) => void
}

/** Results are not held back longer than this, so that a slow target still shows progress. */
const MAX_HELD_MS = 1000

/**
 * Saves the intents, writes, and settles the results in small groups as they come. Whatever ends
 * the writing early, the results that did come are settled first.
 */
export async function writeAndSettle(
  ctx: PassContext,
  kind: EntityKind,
  writes: readonly PlannedWrite[],
  referencesOf: (sourceId: string) => FoundReferences,
  { settleResults, wait, fails }: Results,
): Promise<void> {
  if (writes.length === 0) return
  ctx.signal.throwIfAborted()
  const planned = new Map(writes.map((write) => [write.source.sourceId, write]))
  await ctx.ledger.saveIntents(
    kind,
    writes.map((write) => ({ sourceId: write.source.sourceId, attempt: attemptOf(write) })),
  )
  let held: Settlement[] = []
  let again = new Set<string>()
  let heldSince = ctx.clock.now()
  const flush = async () => {
    const [done, unfinished] = [held, again]
    held = []
    again = new Set()
    heldSince = ctx.clock.now()
    await settleResults(done, unfinished)
  }
  const decisions = new Map<string, Decided>()
  const intents = writes.map((write) =>
    intentOf(ctx, write, referencesOf(write.source.sourceId), decisions),
  )
  try {
    for await (const result of ctx.target.write(intents, ctx.signal)) {
      const { sourceId } = result.intent.record
      const write = planned.get(sourceId)
      if (!write) continue
      planned.delete(sourceId)
      const said = saidOf(result)
      if (said instanceof TargetFails) {
        fails(write.source, said)
        continue
      }
      if (wait && !said.ok && said.error instanceof HeldByAnother) {
        wait(write.source, said.error.holder)
        continue
      }
      const others = await otherMappings(ctx, write, said)
      const settlement =
        write.op === 'update'
          ? updateSettlement(ctx, write, said, referencesOf(sourceId), decisions.get(sourceId))
          : createSettlement(ctx, write, said, referencesOf(sourceId), others)
      held.push(settlement)
      if (result.ok && settlement.mapping?.fingerprint === ABSENT) again.add(sourceId)
      const waited = ctx.clock.now() - heldSince
      if (held.length >= ctx.options.settleSize || waited >= MAX_HELD_MS) await flush()
    }
  } finally {
    await flush()
  }
}

/** What the target said of a write. */
type Said = Extract<WriteResult, { ok: true }> | { ok: false; error: RecordError }

function saidOf(result: WriteResult): Said | TargetFails {
  if (result.ok) return result
  const { error } = result
  return error instanceof TargetFails ? error : { ok: false, error }
}

/** What may be sent: every field of a new record, those a merge can send of a known one. */
function attemptOf(write: PlannedWrite): WriteAttempt {
  if (write.op === 'create') return { fingerprint: write.fingerprint, fields: { ...write.wanted } }
  const { overwritten } = write.preview.merge
  return {
    fingerprint: write.fingerprint,
    fields: Object.fromEntries(
      write.merge.changed.map((name) => [name, write.wanted[name] ?? ABSENT]),
    ),
    ...(overwritten.length > 0 && { replaced: overwritten }),
  }
}

function intentOf(
  ctx: PassContext,
  write: PlannedWrite,
  { references }: FoundReferences,
  decisions: Map<string, Decided>,
): WriteIntent {
  const { record, sourceId } = write.source
  const ownerOf = (gid: Gid) => otherOwner(ctx, record, gid)
  if (write.op === 'create') {
    return { op: 'create', record, references, ownerOf, mayExist: write.mayExist }
  }
  const { mapping, changed, against } = write.merge
  return {
    op: 'update',
    record,
    references,
    ownerOf,
    gid: mapping.gid,
    children: partsOf(mapping, write.preview, write.attempts),
    changed,
    merge: (current) => {
      const merged = against(current)
      const before = decisions.get(sourceId)
      decisions.set(sourceId, {
        merged,
        sent: new Set([...(before?.sent ?? []), ...merged.merge.write]),
        overwritten: new Set([...(before?.overwritten ?? []), ...merged.merge.overwritten]),
      })
      return merged.merge.write
    },
  }
}

function failureSettlement(
  write: PlannedWrite,
  error: RecordError,
  classification: Classification,
  mapping: Mapping | null,
): Settlement {
  const { source, rejectionFingerprint } = write
  const { record, sourceId, kind } = source
  const issue = failureIssue(kind, error, {
    sourceId,
    reference: referenceOf(record),
    fingerprint: rejectionFingerprint,
  })
  return {
    outcome: outcomeOf(record, classification, 'failed', mapping?.gid ?? null),
    mapping,
    issues: [issue],
  }
}

function createSettlement(
  ctx: PassContext,
  write: Extract<PlannedWrite, { op: 'create' }>,
  result: Said,
  { notes }: FoundReferences,
  others: readonly Mapping[],
): Settlement {
  const { source, identity, mappingVersion, fingerprint, wanted } = write
  const { record } = source
  if (!result.ok) return failureSettlement(write, result.error, write.classification, null)
  const { snapshot, children } = result
  const shown = shownHashes(ctx, snapshot)
  const written = {
    source,
    identity,
    mappingVersion,
    fingerprint,
    wanted,
    snapshot,
    shown,
    children,
  }
  return {
    outcome: outcomeOf(record, write.classification, 'created', result.gid),
    mapping:
      result.outcome === 'created'
        ? mappingAfterCreate(written)
        : mappingAfterAdoption(
            written,
            attemptsAsNow(write.attempts, asCalledNow(ctx.fingerprintKey, snapshot)),
            others,
          ),
    issues: [...result.notes, ...notes].map((note) => noteIssue(record, note)),
    settledConflicts: [ABSENT],
  }
}

function updateSettlement(
  ctx: PassContext,
  write: Extract<PlannedWrite, { op: 'update' }>,
  result: Said,
  { notes }: FoundReferences,
  decided: Decided | undefined,
): Settlement {
  const { source, identity, mappingVersion, fingerprint, wanted } = write
  const { record } = source
  const { mapping } = write.merge
  const { merged, sent, overwritten } = decided ?? {
    merged: write.preview,
    sent: new Set<string>(),
    overwritten: new Set<string>(),
  }
  const conflicts = merged.merge.conflicts.map((field) => conflictIssue(record, field))
  if (!result.ok) {
    const refused = mappingAfterRefusal(mapping, sent, {
      wanted,
      shown: merged.shown,
    })
    const failure = failureSettlement(write, result.error, 'changed', refused)
    return { ...failure, issues: [...failure.issues, ...conflicts] }
  }
  // The target has caught up, or was edited, since the page was compared.
  if (sent.size === 0) {
    const standsIn = notes.some(({ field }) => field === KIND[record.kind].owner?.field)
    const known = { ...write, hasOwnOwner: write.hasOwnOwner && !standsIn }
    return unsentSettlement(known, mapping, merged)
  }
  const { snapshot, children } = result
  const shown = shownHashes(ctx, snapshot)
  const written = { source, identity, mappingVersion, fingerprint, wanted, snapshot, shown }
  // One more try to bring what is missing of a record that is as it was, and it did not come.
  const isAsBefore =
    mapping.fingerprint === fingerprint &&
    [...sent].every((field) => shown[field] === merged.shown[field])
  return {
    outcome: isAsBefore
      ? outcomeOf(record, 'unchanged', 'unchanged', result.gid)
      : outcomeOf(record, 'changed', 'updated', result.gid),
    mapping: mappingAfterMerge({ ...written, shownBefore: merged.shown, children }, merged.merge),
    issues: [
      ...conflicts,
      ...[...result.notes, ...notes].map((note) => noteIssue(record, note)),
      ...[...overwritten].map((field) => overwrittenIssue(record, field)),
    ],
    writtenFields: [...sent],
    settledConflicts: merged.settledConflicts,
  }
}

/**
 * Other source ids of ours that lead to an adopted record: somebody who ordered as a guest and has
 * an account now. The account's data takes the place of the guest's; never the other way round.
 */
async function otherMappings(
  ctx: PassContext,
  write: PlannedWrite,
  result: Said,
): Promise<Mapping[]> {
  const { record, sourceId } = write.source
  if (!result.ok || write.op !== 'create' || result.outcome !== 'adopted') return []
  if (isGuestId(sourceId)) return []
  const mappings = await ctx.ledger.mappingsTo(record.kind, [result.gid])
  return mappings.filter((mapping) => mapping.sourceId !== sourceId)
}
