import { ABSENT, type FieldHashes, type MergeResult } from './classify/three-way-merge.ts'
import type { OrderReferences } from './parents.server.ts'
import { shownHashes, type PassContext } from './pass-context.ts'
import type {
  Classification,
  EntityKind,
  Mapping,
  Settlement,
  SourceRecord,
  TargetSnapshot,
  WriteAttempt,
  WriteIntent,
  WriteResult,
} from './ports.ts'
import * as settlements from './settlements.ts'

type Planned = {
  source: SourceRecord
  wanted: FieldHashes
  fingerprint: string
  rejectionFingerprint: string
  /** Earlier tries whose result is unknown. */
  attempts: readonly WriteAttempt[]
}

export type PlannedWrite =
  | (Planned & { op: 'create'; classification: Classification; mayExist: boolean })
  | (Planned & {
      op: 'update'
      mapping: Mapping
      current: TargetSnapshot
      merge: MergeResult
      settledConflicts: readonly string[]
    })

/** Settles results; records named in `again` stay on the list and are planned once more. */
export type SettleResults = (
  done: readonly Settlement[],
  again: ReadonlySet<string>,
) => Promise<void>

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
  referencesOf: (sourceId: string) => OrderReferences,
  settleResults: SettleResults,
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
  const intents = writes.map((write) => intentOf(write, referencesOf(write.source.sourceId)))
  try {
    for await (const result of ctx.target.write(intents, ctx.signal)) {
      const { sourceId } = result.intent.record
      const write = planned.get(sourceId)
      if (!write) continue
      planned.delete(sourceId)
      const others = await otherMappings(ctx, write, result)
      const settlement = settlementOf(ctx, write, result, referencesOf(sourceId), others)
      held.push(settlement)
      if (result.ok && settlement.mapping?.fingerprint === ABSENT) again.add(sourceId)
      const waited = ctx.clock.now() - heldSince
      if (held.length >= ctx.options.settleSize || waited >= MAX_HELD_MS) await flush()
    }
  } finally {
    await flush()
  }
}

/** What is about to be sent: every field of a new record, the merged ones of a known record. */
function attemptOf(write: PlannedWrite): WriteAttempt {
  if (write.op === 'create') return { fingerprint: write.fingerprint, fields: { ...write.wanted } }
  return {
    fingerprint: write.fingerprint,
    fields: Object.fromEntries(
      write.merge.write.map((name) => [name, write.wanted[name] ?? ABSENT]),
    ),
    ...(write.merge.overwritten.length > 0 && { replaced: write.merge.overwritten }),
  }
}

function intentOf(write: PlannedWrite, { references }: OrderReferences): WriteIntent {
  const { record } = write.source
  if (write.op === 'create') {
    return { op: 'create', record, references, mayExist: write.mayExist }
  }
  return {
    op: 'update',
    record,
    references,
    gid: write.mapping.gid,
    children: { ...write.mapping.children, ...write.current.children },
    changed: write.merge.write,
    current: write.current,
  }
}

function settlementOf(
  ctx: PassContext,
  write: PlannedWrite,
  result: WriteResult,
  { notes }: OrderReferences,
  others: readonly Mapping[],
): Settlement {
  const { source, fingerprint, wanted } = write
  const { record } = source
  const conflicts =
    write.op === 'update'
      ? write.merge.conflicts.map((field) => settlements.conflictIssue(record, field))
      : []
  if (!result.ok) {
    const mapping =
      write.op === 'update'
        ? settlements.mappingAfterRefusal(write.mapping, write.merge.write)
        : null
    const issue = settlements.failureIssue(source.kind, result.error, {
      sourceId: source.sourceId,
      reference: settlements.referenceOf(record),
      fingerprint: write.rejectionFingerprint,
    })
    return {
      outcome: settlements.outcomeOf(
        record,
        classificationOf(write),
        'failed',
        mapping?.gid ?? null,
      ),
      mapping,
      issues: [issue, ...conflicts],
    }
  }
  const shown = shownHashes(ctx, result.snapshot)
  const { snapshot, children } = result
  const written = { source, fingerprint, wanted, snapshot, shown, children }
  const remarks = [...result.notes, ...notes].map((note) => settlements.noteIssue(record, note))
  if (write.op === 'create') {
    return {
      outcome: settlements.outcomeOf(record, write.classification, 'created', result.gid),
      mapping:
        result.outcome === 'created' && !write.mayExist
          ? settlements.mappingAfterCreate(written)
          : settlements.mappingAfterAdoption(written, write.attempts, others),
      issues: remarks,
      settledConflicts: [ABSENT],
    }
  }
  return {
    outcome: settlements.outcomeOf(record, 'changed', 'updated', result.gid),
    mapping: settlements.mappingAfterMerge(
      {
        ...written,
        shownBefore: shownHashes(ctx, write.current),
        children: { ...write.mapping.children, ...children },
      },
      write.merge,
    ),
    issues: [
      ...conflicts,
      ...remarks,
      ...write.merge.overwritten.map((field) => settlements.overwrittenIssue(record, field)),
    ],
    writtenFields: write.merge.write,
    settledConflicts: write.settledConflicts,
  }
}

/**
 * Other source ids of ours that lead to an adopted record: somebody who ordered as a guest and has
 * an account now. The account's data takes the place of the guest's; never the other way round.
 */
async function otherMappings(
  ctx: PassContext,
  write: PlannedWrite,
  result: WriteResult,
): Promise<Mapping[]> {
  const { record, sourceId } = write.source
  if (!result.ok || write.op !== 'create' || result.outcome !== 'adopted') return []
  if (record.kind === 'customer' && record.guest) return []
  const mappings = await ctx.ledger.mappingsTo(record.kind, result.gid)
  return mappings.filter((mapping) => mapping.sourceId !== sourceId)
}

function classificationOf(write: PlannedWrite): Classification {
  return write.op === 'create' ? write.classification : 'changed'
}
