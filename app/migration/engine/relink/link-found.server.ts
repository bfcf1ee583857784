import { recordFingerprint } from '../record/classify/classify.ts'
import type { FieldHashes } from '../record/classify/three-way-merge.ts'
import { RecordError } from '../ports/errors.ts'
import { inHalves } from '../run/in-halves.ts'
import { linkedAgain, movedSettlement, movedTo } from '../record/find-again.server.ts'
import { settle, wantedHashes, type PassContext } from '../run/pass-context.ts'
import { expectedOwner, ownerIdsOf, ownerKindOf } from '#app/migration/kinds/owner.ts'
import type { Mapping, OpenIssue, Settlement } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'
import type { TargetSnapshot } from '../ports/target.ts'
import { withBackoff } from '../run/backoff.server.ts'
import type { RelinkCounts } from './relink-counts.ts'

/** A source record with the fields the target should show. */
export type Described = {
  source: SourceRecord
  wanted: FieldHashes
  fingerprint: string
  issues: readonly OpenIssue[]
}

/** Ids asked for at once; every cart takes as many. */
const LOOKUP_SIZE = 50

/**
 * Restores the mappings of a page's records where the custom id leads to them. One that the target
 * fails to show stays as it is.
 * @returns the ids that are still without a record in the target
 */
export async function linkFound(
  ctx: PassContext,
  ids: readonly string[],
  counts: RelinkCounts,
): Promise<string[]> {
  return await inHalves(
    ids,
    (some) => linkTogether(ctx, some, counts),
    () => [],
  )
}

async function linkTogether(
  ctx: PassContext,
  ids: readonly string[],
  counts: RelinkCounts,
): Promise<string[]> {
  const { ledger, target, kind } = ctx
  const [mappings, intents] = await Promise.all([
    ledger.mappings(kind, ids),
    ledger.openIntents(kind, ids),
  ])
  const gids = [...new Set([...mappings.values()].map(({ gid }) => gid))]
  const there =
    gids.length > 0 ? await withBackoff(ctx, 'target', () => target.existing(gids)) : new Set()
  // A write of unknown result is for the next run of its own to settle.
  const lost = ids.filter((id) => !there.has(mappings.get(id)?.gid) && !intents.has(id))
  if (lost.length === 0) return []

  const unmapped = lost.filter((id) => !mappings.has(id))
  const gone = lost.filter((id) => mappings.has(id))
  const found = await withBackoff(ctx, 'target', () => target.findByCustomId(kind, unmapped))
  const foundIds = unmapped.filter((id) => found.has(id))
  const records = await describeAll(ctx, [...foundIds, ...gone])
  const settlements: Settlement[] = []

  const snapshots = await snapshotsByGid(ctx, [...found.values()])
  for (const described of records.filter(({ source }) => found.has(source.sourceId))) {
    const snapshot = snapshots.get(found.get(described.source.sourceId) ?? '')
    if (snapshot) settlements.push(await linkedAgain(ctx, described, snapshot))
  }
  const goneIds = new Set(gone)
  const moved = await withBackoff(ctx, 'target', () =>
    movedTo(
      ctx,
      kind,
      records.map(({ source }) => source).filter(({ sourceId }) => goneIds.has(sourceId)),
    ),
  )
  const issues = await ledger.openIssues(kind, [...moved.keys()])
  for (const [id, snapshot] of moved) {
    const mapping = mappings.get(id)
    if (mapping) settlements.push(movedSettlement(mapping, snapshot, issues.get(id) ?? []))
  }
  await settle(ctx, settlements)
  const linked = new Set(settlements.map(({ outcome }) => outcome.sourceId))
  counts.linked += linked.size
  counts.gone += gone.filter((id) => !linked.has(id)).length
  return lost.filter((id) => !linked.has(id))
}

/** The records as the source has them now; what cannot be read is left out. */
export async function readAll(ctx: PassContext, ids: readonly string[]): Promise<SourceRecord[]> {
  const all: SourceRecord[] = []
  for (let start = 0; start < ids.length; start += LOOKUP_SIZE) {
    ctx.signal.throwIfAborted()
    const some = ids.slice(start, start + LOOKUP_SIZE)
    const { records } = await withBackoff(ctx, 'source', () => ctx.source.readByIds(ctx.kind, some))
    all.push(...records)
  }
  return all
}

/** The records with what the target should show; what cannot be expressed there is left out. */
export async function describeAll(ctx: PassContext, ids: readonly string[]): Promise<Described[]> {
  const [records, issues] = await Promise.all([
    readAll(ctx, ids),
    ctx.ledger.openIssues(ctx.kind, ids),
  ])
  const owners = await ownersOf(ctx, records)
  return records.flatMap(
    (source) => describe(ctx, source, issues.get(source.sourceId) ?? [], owners) ?? [],
  )
}

/** The records' owners as the ledger knows them: without them a record expects none. */
async function ownersOf(
  ctx: PassContext,
  records: readonly SourceRecord[],
): Promise<ReadonlyMap<string, Mapping>> {
  const kind = ownerKindOf(ctx.kind)
  const ids = ownerIdsOf(records.map(({ record }) => record))
  return kind === null ? new Map() : await ctx.ledger.mappings(kind, ids)
}

export function describe(
  ctx: PassContext,
  source: SourceRecord,
  issues: readonly OpenIssue[],
  owners: ReadonlyMap<string, Mapping>,
): Described | null {
  try {
    const owner = expectedOwner(source.record, owners, null)
    const wanted = wantedHashes(ctx, source.record, owner, null)
    return { source, wanted, fingerprint: recordFingerprint(ctx.fingerprintKey, wanted), issues }
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

export async function snapshotsByGid(
  ctx: PassContext,
  gids: readonly string[],
): Promise<Map<string, TargetSnapshot>> {
  if (gids.length === 0) return new Map()
  const snapshots = await withBackoff(ctx, 'target', () =>
    ctx.target.readCurrent(ctx.kind, [...new Set(gids)]),
  )
  return new Map(snapshots.map((snapshot) => [snapshot.gid, snapshot]))
}
