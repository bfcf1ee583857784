import { findAgain } from '../record/find-again.server.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { ownerKindOf } from '#app/migration/kinds/owner.ts'
import { guestShownBy } from '../record/guests.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { inHalves } from '../run/in-halves.ts'
import { migrateRecords } from '../record/migrate-records.server.ts'
import {
  passContext,
  settle,
  shownHashes,
  type PassContext,
  type PassDeps,
} from '../run/pass-context.ts'
import type { Mapping, OpenIssue, Settlement, WriteAttempt } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'
import type { TargetSnapshot } from '../ports/target.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { readWaiting } from '../run/whole-list.server.ts'
import { reportedAgain, sourceGone } from '../record/settle/nothing-written.ts'
import { mappingFromAttempt } from '../record/settle/mappings.ts'
import { asMessage, engineSays } from '#app/migration/messages/engine.ts'
import type { Message, Told } from '#app/migration/messages/message.ts'

/** Ids asked for at once; every cart takes as many. */
const LOOKUP_SIZE = 50

/**
 * What earlier runs left unfinished, before the window is read: failures that stand are reported
 * again; writes that were begun, transient failures and conflicts the merchant has settled are
 * read by id and go the same way as every record. So do records that change by themselves at a time
 * that has come.
 *
 * @param clock the source's clock; null: what falls due is seen otherwise
 */
export async function settleLeftovers(ctx: PassContext, clock: string | null): Promise<void> {
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
      issues.map((issue) => reportedAgain(issue, mappings.get(issue.sourceId))),
    )
  }
  const again = [
    ...(await ledger.leftovers(kind)),
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

/**
 * Records whose owner arrived only after they were written without them, in this run or in one that was
 * interrupted: each goes to its owner now. To be called when a run has brought all it brings.
 */
export async function followOwners(deps: PassDeps): Promise<void> {
  for (const kind of KINDS.filter((each) => ownerKindOf(each) !== null)) {
    for (const ids of chunks(await deps.ledger.ownersArrived(kind), LOOKUP_SIZE)) {
      deps.signal.throwIfAborted()
      await bringByIds(passContext(deps, kind), ids)
    }
  }
}

/** Reads records of the pass's kind by id and settles every one of them, also those that are gone. */
export async function bringByIds(ctx: PassContext, ids: readonly string[]): Promise<void> {
  const { kind } = ctx
  const answer = await readWaiting(ctx, ids)
  const guests = ctx.askedFor && ids.some(isGuestId) ? await guestsAmong(ctx, ids) : []
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

/** Guests exist on others' records only: they are read from those that arrived without their owner. */
async function guestsAmong(ctx: PassContext, ids: readonly string[]): Promise<SourceRecord[]> {
  const wanted = new Set(ids.filter(isGuestId))
  const found = new Map<string, SourceRecord>()
  for (const kind of KINDS.filter((each) => ownerKindOf(each) === ctx.kind)) {
    for (const owned of chunks(await ctx.ledger.withoutOwner(kind), LOOKUP_SIZE)) {
      if (found.size === wanted.size) break
      ctx.signal.throwIfAborted()
      const { records } = await withBackoff(ctx, 'source', () => ctx.source.readByIds(kind, owned))
      for (const { record } of records) {
        const guest = guestShownBy(record)
        if (guest && wanted.has(guest.sourceId)) found.set(guest.sourceId, guest)
      }
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
      (some) => withBackoff(ctx, 'target', () => findAgain(ctx, kind, some)),
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
  const guest = isGuestId(sourceId)
  const reference = issues[0]?.reference ?? sourceId
  const failed = issues.find(({ severity }) => severity === 'failed')
  // A guest comes back with the next order that shows it.
  if (guest && failed) {
    return reportedAgain(failed, mapping, {
      tried: true,
      message: triedWithNextOrder(failed.message),
    })
  }
  const gone = sourceGone(ctx.kind, sourceId, {
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
    mapping: mappingFromAttempt(ctx.kind, sourceId, attempt, {
      snapshot,
      shown: shownHashes(ctx, snapshot),
      mappingVersion: ctx.mappingVersion,
    }),
  }
}

/** Said once, however often the guest is tried. */
function triedWithNextOrder(told: Told): Message {
  const later = engineSays('guestLater', { why: asMessage(told) })
  return typeof told !== 'string' && told.key === later.key ? told : later
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
