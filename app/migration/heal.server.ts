import { migrateRecords } from './migrate-records.server.ts'
import { settle, shownHashes, type PassContext } from './pass-context.ts'
import type { Mapping, OpenIssue, Settlement, TargetSnapshot, WriteAttempt } from './ports.ts'
import { withRetries } from './retry.server.ts'
import * as settlements from './settlements.ts'

/** Ids asked for at once; every cart takes as many. */
const LOOKUP_SIZE = 50

/**
 * What earlier runs left unfinished, before the window is read: failures that stand are reported
 * again; writes that were begun, failures that may heal and conflicts the merchant has settled are
 * read by id and go the same way as every record.
 */
export async function healRecords(ctx: PassContext): Promise<void> {
  const { ledger, kind } = ctx
  for (const issues of chunks(await ledger.standing(kind), LOOKUP_SIZE)) {
    ctx.signal.throwIfAborted()
    const mappings = await ledger.mappings(
      kind,
      issues.map(({ sourceId }) => sourceId),
    )
    await settle(
      ctx,
      issues.map((issue) => settlements.reportedAgain(issue, mappings.get(issue.sourceId))),
    )
  }
  for (const ids of chunks(await ledger.healable(kind), LOOKUP_SIZE)) {
    ctx.signal.throwIfAborted()
    const answer = await withRetries(ctx, 'source', () => ctx.source.readByIds(kind, ids))
    await migrateRecords(ctx, kind, answer)
    const answered = new Set(
      [...answer.records, ...answer.rejected].map(({ sourceId }) => sourceId),
    )
    await settleGone(
      ctx,
      ids.filter((id) => !answered.has(id)),
    )
  }
}

/** Records the source does not give by id: deleted there, or guests, who exist on orders only. */
async function settleGone(ctx: PassContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { ledger, target, kind } = ctx
  const [mappings, issues, intents] = await Promise.all([
    ledger.mappings(kind, ids),
    ledger.openIssues(kind, ids),
    ledger.openIntents(kind, ids),
  ])
  const begun = ids.filter((id) => intents.has(id) && !mappings.has(id))
  const found =
    begun.length > 0
      ? await withRetries(ctx, 'target', () => target.findBySourceRef(kind, begun))
      : new Map<string, string>()
  const snapshots =
    found.size > 0
      ? await withRetries(ctx, 'target', () => target.readCurrent(kind, [...found.values()]))
      : []
  const byGid = new Map(snapshots.map((snapshot) => [snapshot.gid, snapshot]))
  await settle(
    ctx,
    ids.map((sourceId) =>
      goneSettlement(ctx, sourceId, {
        mapping: mappings.get(sourceId),
        issues: issues.get(sourceId) ?? [],
        attempt: intents.get(sourceId)?.at(-1),
        snapshot: byGid.get(found.get(sourceId) ?? ''),
      }),
    ),
  )
}

function goneSettlement(
  ctx: PassContext,
  sourceId: string,
  known: {
    mapping: Mapping | undefined
    issues: readonly OpenIssue[]
    attempt: WriteAttempt | undefined
    snapshot: TargetSnapshot | undefined
  },
): Settlement {
  const { mapping, issues, attempt, snapshot } = known
  const guest = ctx.kind === 'customer' && sourceId.startsWith('guest:')
  const reference = issues[0]?.reference ?? sourceId
  const failed = issues.find(({ severity }) => severity === 'failed')
  // A guest comes back with the next order that shows it.
  if (guest && failed) return settlements.reportedAgain(failed, mapping)
  const gone = settlements.sourceGone(ctx.kind, sourceId, {
    reference,
    gid: mapping?.gid ?? snapshot?.gid ?? null,
    classification: mapping ? 'changed' : 'new',
  })
  const settled: Settlement = {
    ...gone,
    issues: guest ? [] : gone.issues,
    settledConflicts: issues
      .filter(({ severity }) => severity === 'conflict')
      .map(({ field }) => field ?? ''),
  }
  if (mapping || !attempt || !snapshot) return settled
  // Shopify had accepted it before the interruption, and the source deleted it meanwhile.
  return {
    ...settled,
    outcome: { ...settled.outcome, outcome: 'created' },
    mapping: settlements.mappingFromAttempt(
      ctx.kind,
      sourceId,
      attempt,
      snapshot,
      shownHashes(ctx, snapshot),
    ),
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
