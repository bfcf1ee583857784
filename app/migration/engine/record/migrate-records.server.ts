import { pauseWhenRestored } from './another-record.server.ts'
import { recordFingerprint } from './classify/classify.ts'
import { rememberDue } from '../run/due.server.ts'
import { RetriableError, TargetFails, type RecordError } from '../ports/errors.ts'
import { createFailingRecords } from './failing-records.ts'
import { resolveSwaps, type Bring, type Waiting } from './unique-swaps.server.ts'
import { halvesOf } from '../run/in-halves.ts'
import { leftBehind } from '../leftovers/left-behind.ts'
import { mergeOf } from './classify/merge-record.ts'
import { collectReferences, type FoundReferences } from './parents.server.ts'
import { settle, wantedHashes, type PassContext } from '../run/pass-context.ts'
import { planRecords } from './plan-records.server.ts'
import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid } from '../ports/target.ts'
import type { Settlement } from '../ports/settlement.ts'
import type { SourceBatch, SourceRecord } from '../ports/source.ts'
import { createBackoff, waitAgain } from '../run/backoff.server.ts'
import {
  countQuarantined,
  quarantine,
  quarantinedBefore,
  type Failing,
} from './quarantine.server.ts'
import { writeAndSettle, type PlannedWrite } from './write-and-settle.server.ts'
import { failureIssue } from './settle/issues.ts'
import { leftOut } from './settle/nothing-written.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/**
 * Brings records of one kind into the target and settles every one of them: compare with what we
 * remember → compare with the target where that is needed → save intents → write → record. When
 * the target does not answer, what is left is planned anew from the ledger, exactly as after a
 * crash: writes begun before are then looked up before anything is sent again. What it fails on
 * although it answers is found, in halves where records are looked at together, and quarantined.
 *
 * @throws PauseRun | FatalError | LeaseLost | the signal's reason; everything settled before stays
 */
export async function migrateRecords(
  ctx: PassContext,
  kind: EntityKind,
  batch: SourceBatch,
): Promise<void> {
  const records = latestOfEach(batch.records)
  await rememberDue(ctx, kind, batch.records, 'before')
  await settleRejected(
    ctx,
    kind,
    batch.rejected.filter(({ sourceId }) => !records.has(sourceId)),
  )
  const bring: Bring = (some, last) => bringRecords(ctx, kind, latestOfEach(some), last)
  const waiting = await bring([...records.values()], false)
  if (waiting.length > 0) await resolveSwaps(ctx, waiting, bring)
  await rememberDue(ctx, kind, batch.records, 'after')
}

/** @returns those that wait for what another record still has; none when this is the `last` try */
async function bringRecords(
  ctx: PassContext,
  kind: EntityKind,
  remaining: Map<string, SourceRecord>,
  last: boolean,
): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  const backoff = createBackoff(ctx, 'target')
  const before = new Set<string>()
  // Whoever comes up again, on a page or as a parent, has had its tries in this run.
  for (const id of remaining.keys()) if (ctx.quarantined.has(`${kind}:${id}`)) remaining.delete(id)
  const failing = new Map<string, Failing>()
  const rounds = createFailingRecords(ctx.options.backoff.attempts, (id) => before.has(id))
  while (remaining.size > 0) {
    ctx.signal.throwIfAborted()
    const ids = rounds.next([...remaining.keys()])
    const round = ids.flatMap((id) => remaining.get(id) ?? [])
    const failed: string[] = []
    let progress = 0
    let answered = 0
    const settleAndForget = async (done: readonly Settlement[], again: ReadonlySet<string>) => {
      await settle(
        ctx,
        done.map((settlement) => {
          const read = remaining.get(settlement.outcome.sourceId)
          return read ? { ...settlement, remarks: read.remarks } : settlement
        }),
      )
      for (const { outcome } of done) {
        failing.delete(outcome.sourceId)
        if (!again.has(outcome.sourceId)) remaining.delete(outcome.sourceId)
      }
      progress += done.length
    }
    const wait = (source: SourceRecord, holder: Gid) => {
      waiting.push({ source, holder })
      remaining.delete(source.sourceId)
      progress += 1
      answered += 1
    }
    const fails = (source: SourceRecord, error: TargetFails) => {
      failing.set(source.sourceId, { source, error })
      failed.push(source.sourceId)
    }
    let trouble: RetriableError | null = null
    try {
      const plan = await planRecords(ctx, kind, round)
      await settleAndForget(plan.settlements, plan.again)
      await pauseWhenRestored(ctx, plan.settlements)
      const references = await collectReferences(
        ctx,
        kind,
        plan.writes.map(({ source }) => source.record),
        migrateRecords,
      )
      const writes = plan.writes.map((write) => withParents(ctx, write, references))
      await writeAndSettle(ctx, kind, writes, references, {
        settleResults: async (done, again) => {
          answered += done.length
          await settleAndForget(done, again)
        },
        fails,
        ...(last ? {} : { wait }),
      })
    } catch (error) {
      if (!(error instanceof RetriableError)) throw error
      trouble = error
    }
    const left = round.filter(({ sourceId }) => remaining.has(sourceId))
    if (trouble instanceof TargetFails) {
      // Of what was looked at together, one record is enough to make it fail.
      const [one, ...others] = left
      if (one && others.length > 0) {
        for (const half of halvesOf(left)) {
          for (const { sourceId } of half) remaining.delete(sourceId)
          waiting.push(...(await bringRecords(ctx, kind, latestOfEach(half), last)))
        }
        continue
      }
      if (one) fails(one, trouble)
      trouble = null
    }
    if (answered > 0) ctx.failedInARow = 0
    if (progress > 0) backoff.progressed()
    if (failed.length > 0 || trouble === null) {
      for (const id of await quarantinedBefore(ctx, kind, failed)) before.add(id)
      const over = rounds
        .after({ failed, settled: answered })
        .flatMap((id) => failing.get(id) ?? [])
      await settleAndForget(await quarantine(ctx, kind, over), new Set())
      countQuarantined(
        ctx,
        over.filter(({ source }) => !before.has(source.sourceId)),
      )
    }
    if (remaining.size === 0) break
    ctx.signal.throwIfAborted()
    if (trouble) await backoff.wait(trouble)
    else if (failing.size > 0) await waitAgain(ctx, 'target', rounds.rounds)
    else if (progress === 0) {
      await backoff.wait(new RetriableError(engineSays('noResult')))
    }
  }
  return waiting
}

/** One record at a time per source id; of several versions the one read last. */
function latestOfEach(records: readonly SourceRecord[]): Map<string, SourceRecord> {
  return new Map(records.map((record) => [record.sourceId, record]))
}

/** Records the source sent in a form that cannot be read. */
async function settleRejected(
  ctx: PassContext,
  kind: EntityKind,
  rejected: readonly RecordError[],
): Promise<void> {
  if (rejected.length === 0) return
  const byId = new Map(rejected.map((error) => [error.sourceId, error]))
  const [mappings, issues] = await Promise.all([
    ctx.ledger.mappings(kind, [...byId.keys()]),
    ctx.ledger.openIssues(kind, [...byId.keys()]),
  ])
  await settle(
    ctx,
    [...byId].map(([sourceId, error]) => {
      const mapping = mappings.get(sourceId)
      if (error.isLeftOut) return leftOut(kind, error, mapping)
      const left = issues.get(sourceId)?.find(({ leftBehind }) => leftBehind)
      if (left) return leftBehind(left, mapping, null)
      const issue = failureIssue(kind, error, {
        sourceId,
        reference: sourceId,
        fingerprint: null,
      })
      return {
        outcome: {
          kind,
          sourceId,
          classification: mapping ? ('changed' as const) : ('new' as const),
          outcome: 'failed' as const,
          gid: mapping?.gid ?? null,
          reference: sourceId,
          amount: null,
        },
        mapping: null,
        issues: [issue],
      }
    }),
  )
}

/** The write again, now that whose the record is has been brought into the target. */
function withParents(
  ctx: PassContext,
  write: PlannedWrite,
  referencesOf: (sourceId: string) => FoundReferences,
): PlannedWrite {
  const { sourceId, record } = write.source
  const { owner } = KIND[record.kind]
  if (!owner) return write
  const { field } = owner
  const { owner: gid } = referencesOf(sourceId).references
  const isUnknown = gid === null && owner.sourceId(record) !== null
  // Nothing is remembered of the owner, and nothing is known now: no change of the source's.
  if (isUnknown && write.op === 'update' && !(field in write.wanted)) return write
  const base = write.op === 'update' ? write.merge.mapping : null
  const wanted = wantedHashes(ctx, record, { owner: gid }, base)
  if (wanted[field] === write.wanted[field]) return write
  const known = { ...write, wanted, fingerprint: recordFingerprint(ctx.fingerprintKey, wanted) }
  if (known.op === 'create') return known
  const merge = mergeOf(ctx, known, known.merge.mapping)
  return { ...known, merge, preview: merge.against(known.preview.current) }
}
