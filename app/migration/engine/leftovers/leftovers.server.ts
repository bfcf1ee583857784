import { findAgain } from '../record/find-again.server.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { inHalves } from '../run/in-halves.ts'
import { migrateRecords } from '../record/migrate-records.server.ts'
import { settle, shownHashes, type PassContext } from '../run/pass-context.ts'
import type { Mapping, OpenIssue, Settlement, WriteAttempt } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'
import type { TargetSnapshot } from '../ports/target.ts'
import { withRetries } from '../run/backoff.server.ts'
import * as settlements from '../record/settle/settlements.ts'
import { readWaiting } from '../run/whole-list.server.ts'

/** Ids asked for at once; every cart takes as many. */
const LOOKUP_SIZE = 50

/**
 * What earlier runs left unfinished, before the window is read: failures that stand are reported
 * again; writes that were begun, failures that may heal and conflicts the merchant has settled are
 * read by id and go the same way as every record. So do records that change by themselves at a time
 * that has come.
 *
 * @param clock the source's clock; null: what falls due is seen otherwise
 */
export async function healRecords(ctx: PassContext, clock: string | null): Promise<void> {
  const { ledger, kind } = ctx
  const standing = await ledger.standing(kind)
  for (const issues of chunks(standing, LOOKUP_SIZE)) {
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
  const again = [
    ...(await ledger.healable(kind)),
    ...(await ledger.skipped(kind)),
    ...(clock === null ? [] : await ledger.due(kind, clock)),
  ]
  const over = new Set(standing.map(({ sourceId }) => sourceId))
  const tried = [...new Set(again)].filter((id) => !over.has(id))
  for (const ids of chunks(tried, LOOKUP_SIZE)) {
    ctx.signal.throwIfAborted()
    await bringByIds(ctx, ids)
  }
}

/** Reads records of the pass's kind by id and settles every one of them, also those that are gone. */
export async function bringByIds(ctx: PassContext, ids: readonly string[]): Promise<void> {
  const { kind } = ctx
  const answer = await readWaiting(ctx, ids)
  const guests = ctx.askedFor && kind === 'customer' ? await guestsAmong(ctx, ids) : []
  await migrateRecords(ctx, kind, { ...answer, records: [...answer.records, ...guests] })
  const answered = new Set(
    [...answer.records, ...guests, ...answer.rejected].map(({ sourceId }) => sourceId),
  )
  const gone = ids.filter((id) => !answered.has(id))
  await settleGone(ctx, gone)
  await ctx.ledger.setDue(
    kind,
    gone.map((sourceId) => ({ sourceId, at: null })),
  )
}

/** Guests exist on orders only: they are read from those that arrived without their customer. */
async function guestsAmong(ctx: PassContext, ids: readonly string[]): Promise<SourceRecord[]> {
  const wanted = new Set(ids.filter(isGuestId))
  if (wanted.size === 0) return []
  const found = new Map<string, SourceRecord>()
  for (const orders of chunks(await ctx.ledger.ordersWithoutCustomer(), LOOKUP_SIZE)) {
    if (found.size === wanted.size) break
    ctx.signal.throwIfAborted()
    const { records } = await withRetries(ctx, 'source', () =>
      ctx.source.readByIds('order', orders),
    )
    for (const { record } of records) {
      const guest = record.kind === 'order' ? record.guest : null
      if (!guest || !wanted.has(guest.sourceId)) continue
      const { sourceId } = guest
      found.set(sourceId, {
        kind: 'customer',
        sourceId,
        changedAt: null,
        mark: null,
        identity: null,
        remarks: [],
        record: guest,
      })
    }
  }
  return [...found.values()]
}

/** Records the source does not give by id: deleted there, or guests, who exist on orders only. */
async function settleGone(ctx: PassContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { ledger, kind } = ctx
  const [mappings, issues, intents] = await Promise.all([
    ledger.mappings(kind, ids),
    ledger.openIssues(kind, ids),
    ledger.openIntents(kind, ids),
  ])
  const begun = ids.filter((id) => intents.has(id) && !mappings.has(id))
  // What the target fails on stays begun, for the next run to look at.
  const unknown = new Set<string>()
  const found = new Map(
    await inHalves(
      begun,
      (some) => withRetries(ctx, 'target', () => findAgain(ctx, kind, some)),
      (sourceId) => (unknown.add(sourceId), []),
    ),
  )
  const known = ids.filter((sourceId) => !unknown.has(sourceId))
  await settle(
    ctx,
    known.map((sourceId) =>
      goneSettlement(ctx, sourceId, {
        mapping: mappings.get(sourceId),
        issues: issues.get(sourceId) ?? [],
        attempt: intents.get(sourceId)?.at(-1),
        snapshot: found.get(sourceId),
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
  const guest = ctx.kind === 'customer' && isGuestId(sourceId)
  const reference = issues[0]?.reference ?? sourceId
  const failed = issues.find(({ severity }) => severity === 'failed')
  // A guest comes back with the next order that shows it.
  if (guest && failed) {
    return settlements.reportedAgain(failed, mapping, {
      tried: true,
      message: withSentence(failed.message, GUEST_LATER),
    })
  }
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
    mapping: settlements.mappingFromAttempt(ctx.kind, sourceId, attempt, {
      snapshot,
      shown: shownHashes(ctx, snapshot),
      mappingVersion: ctx.mappingVersion,
    }),
  }
}

const GUEST_LATER =
  'This is a guest, who has no account in the old store: the guest is tried again with the next order they place. Their orders are in Shopify, with all contact details.'

function withSentence(message: string, sentence: string): string {
  return message.includes(sentence) ? message : `${message} ${sentence}`
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
