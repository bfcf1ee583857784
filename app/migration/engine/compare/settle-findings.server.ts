import { inHalves } from '../run/in-halves.ts'
import { migrateRecords } from '../record/migrate-records.server.ts'
import { settle, type PassContext } from '../run/pass-context.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { KIND } from '#app/migration/kinds/kind.ts'
import type { OrderTotal, SourceRecord } from '../ports/source.ts'
import type { TargetSnapshot } from '../ports/target.ts'
import { readListed } from '../run/whole-list.server.ts'
import { deletedInSource } from '../record/settle/nothing-written.ts'

/** Ids asked for at once; every cart takes as many. */
const LOOKUP_SIZE = 50

/** Reads what the listing found by id and brings it the way every record goes. */
export async function settleFindings(ctx: PassContext): Promise<void> {
  const { ledger, kind } = ctx
  for (;;) {
    const found = await ledger.findings(kind, LOOKUP_SIZE)
    if (found.length === 0) return
    const sourceIds = found.map(({ sourceId }) => sourceId)
    const deleted = await lookUp(
      ctx,
      found.map(({ sourceId, why, rowHash }) => ({
        sourceId,
        rowHash: why === 'changed' ? rowHash : null,
      })),
    )
    await ledger.recordLookedUp(kind, deleted, deleted)
    await ledger.settleFindings(kind, sourceIds)
    ctx.signal.throwIfAborted()
  }
}

/**
 * Looks up the records we brought once and the source does not list any more. What it still gives
 * by id is only not listed (an account that became one of the staff) and goes the usual way.
 */
export async function lookUpUnseen(ctx: PassContext): Promise<void> {
  const { ledger, kind } = ctx
  let after: string | null = null
  do {
    const { sourceIds, next } = await ledger.unseen(kind, after, LOOKUP_SIZE)
    if (sourceIds.length > 0) {
      const listed = sourceIds.map((sourceId) => ({ sourceId, rowHash: null }))
      const deleted = await lookUp(ctx, listed)
      await ledger.recordLookedUp(kind, sourceIds, deleted)
    }
    ctx.signal.throwIfAborted()
    after = next
  } while (after !== null)
}

/**
 * @param listed `rowHash`: of those whose row in the list was not the one we remembered
 * @returns those that are gone in the source and now told to the merchant
 */
async function lookUp(
  ctx: PassContext,
  listed: readonly { sourceId: string; rowHash: string | null }[],
): Promise<string[]> {
  const { ledger, kind } = ctx
  const changed = listed.flatMap(({ sourceId, rowHash }) => (rowHash === null ? [] : [sourceId]))
  const answer = await readListed(ctx, listed, await ledger.mappings(kind, changed))
  await migrateRecords(ctx, kind, answer)
  await ledger.recordTotals(totalsOf(answer.records))
  const answered = new Set([...answer.records, ...answer.rejected].map(({ sourceId }) => sourceId))
  return await tellDeleted(
    ctx,
    listed.flatMap(({ sourceId }) => (answered.has(sourceId) ? [] : [sourceId])),
  )
}

/** A record may have changed since its row was listed. */
function totalsOf(records: readonly SourceRecord[]): Map<string, OrderTotal> {
  return new Map(
    records.flatMap(({ sourceId, record }) => {
      const total = KIND[record.kind].total?.(record)
      return total ? [[sourceId, total] as const] : []
    }),
  )
}

/**
 * Told only where there is something left to decide: not when the merchant decided already, and not
 * when the record is gone in Shopify as well. The target is never touched.
 */
async function tellDeleted(ctx: PassContext, gone: readonly string[]): Promise<string[]> {
  if (gone.length === 0) return []
  const { ledger, target, kind } = ctx
  const [mappings, told] = await Promise.all([
    ledger.mappings(kind, gone),
    ledger.toldDeleted(kind, gone),
  ])
  const open = gone.flatMap((id) => (told.get(id) === 'decided' ? [] : (mappings.get(id) ?? [])))
  const gids = [...new Set(open.map(({ gid }) => gid))]
  // One that the target fails to show is there as far as anybody knows.
  const unread = new Set<string>()
  const snapshots = await inHalves(
    gids,
    (some) => withBackoff(ctx, 'target', () => target.readCurrent(kind, some)),
    (gid) => (unread.add(gid), []),
  )
  const byGid = new Map(snapshots.map((snapshot) => [snapshot.gid, snapshot]))
  const settled = open.flatMap(({ sourceId, gid }) => {
    const snapshot = byGid.get(gid)
    if (!snapshot && !unread.has(gid)) return []
    const reference = snapshot ? referenceOf(sourceId, snapshot) : sourceId
    return [deletedInSource(kind, sourceId, { reference, gid })]
  })
  await settle(ctx, settled)
  return settled.map(({ outcome }) => outcome.sourceId)
}

/** What the merchant knows the record by; a person's name is not kept. */
function referenceOf(sourceId: string, { kind, label }: TargetSnapshot): string {
  return KIND[kind].isLabelPersonal || label === '' ? sourceId : label
}
