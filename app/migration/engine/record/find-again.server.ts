import { identityHashes } from './classify/identity.ts'
import { ABSENT, type FieldHashes } from './classify/three-way-merge.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { inHalves } from '../run/in-halves.ts'
import { shownHashes, type PassContext } from '../run/pass-context.ts'
import { KIND, type CanonicalRecord, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid, LookedUp, TargetSnapshot } from '../ports/target.ts'
import type { Mapping, OpenIssue, Settlement } from '../ports/settlement.ts'
import type { SourceRecord } from '../ports/source.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { outcomeOf } from './settle/outcome.ts'
import { confirmedNote, relinkedNote, unknownSideIssue } from './settle/issues.ts'
import { reportedAgain } from './settle/nothing-written.ts'
import { mappingAfterAdoption, mappingOverGuest } from './settle/mappings.ts'

type Described = {
  source: SourceRecord
  wanted: FieldHashes
  fingerprint: string
  issues: readonly OpenIssue[]
}

/** Our records in the target, by custom id, as they stand there now. @throws RetriableError */
export async function findAgain(
  ctx: PassContext,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Map<string, TargetSnapshot>> {
  if (sourceIds.length === 0) return new Map()
  return await snapshotsOf(ctx, kind, await ctx.target.findByCustomId(kind, sourceIds))
}

/**
 * Where records went whose mapped record is gone. The custom id tells; a customer may have been
 * merged with another one, who then has what only one can have (the e-mail address), and only what is
 * exactly equal counts.
 */
export async function movedTo(
  ctx: PassContext,
  kind: EntityKind,
  records: readonly SourceRecord[],
): Promise<Map<string, TargetSnapshot>> {
  if (records.length === 0) return new Map()
  const gids = new Map(
    await ctx.target.findByCustomId(
      kind,
      records.map(({ sourceId }) => sourceId),
    ),
  )
  const { unique } = KIND[kind]
  const values = new Map(
    records.flatMap(({ sourceId, record }) => {
      const value = unique?.value(record)
      return value && !gids.has(sourceId) ? [[sourceId, value]] : []
    }),
  )
  if (unique && values.size > 0) {
    const holders = await ctx.target.lookUp(unique.key, [...new Set(values.values())])
    for (const { sourceId, record } of records) {
      const holder = holders.get(values.get(sourceId) ?? '')?.[0]
      if (holder && (await isFree(ctx, record, holder))) gids.set(sourceId, holder.gid)
    }
  }
  return await snapshotsOf(ctx, kind, gids)
}

/** A record of another person of the source is nobody's to move to; a guest and an account are one. */
async function isFree(
  ctx: PassContext,
  record: CanonicalRecord,
  { gid, sourceId }: LookedUp,
): Promise<boolean> {
  const carried = sourceId === record.sourceId ? null : sourceId
  const owner = carried ?? (await otherOwner(ctx, record, gid))
  return owner === null || isGuestId(owner) || isGuestId(record.sourceId)
}

/** The other source record that is mapped to a record of the target; an account before a guest. */
export async function otherOwner(
  { ledger }: Pick<PassContext, 'ledger'>,
  { kind, sourceId }: Pick<CanonicalRecord, 'kind' | 'sourceId'>,
  gid: Gid,
): Promise<string | null> {
  const owners = (await ledger.mappingsTo(kind, [gid]))
    .map((mapping) => mapping.sourceId)
    .filter((id) => id !== sourceId)
  return owners.find((id) => !isGuestId(id)) ?? owners[0] ?? null
}

async function snapshotsOf(
  ctx: PassContext,
  kind: EntityKind,
  gids: ReadonlyMap<string, Gid>,
): Promise<Map<string, TargetSnapshot>> {
  if (gids.size === 0) return new Map()
  const snapshots = await ctx.target.readCurrent(kind, [...new Set(gids.values())])
  const byGid = new Map(snapshots.map((snapshot) => [snapshot.gid, snapshot]))
  return new Map(
    [...gids].flatMap(([sourceId, gid]) => {
      const snapshot = byGid.get(gid)
      return snapshot ? [[sourceId, snapshot] as const] : []
    }),
  )
}

/**
 * The link to a record that is ours although we do not remember it. Nothing is written, now or
 * because of this: what differs is the merchant's until the source changes it, and is told.
 *
 * @param how `confirmed`: it never was ours, the merchant said so; everything in it is theirs
 */
export async function linkedAgain(
  ctx: PassContext,
  { source, wanted, fingerprint, issues }: Described,
  snapshot: TargetSnapshot,
  how: 'found' | 'confirmed' = 'found',
): Promise<Settlement> {
  const { record } = source
  const isGuest = isGuestId(record.sourceId)
  const others = isGuest ? [] : await ctx.ledger.mappingsTo(record.kind, [snapshot.gid])
  const shown = shownHashes(ctx, snapshot)
  const mapping = mappingAfterAdoption(
    {
      source,
      identity: identityHashes(ctx.fingerprintKey, source.identity),
      mappingVersion: ctx.mappingVersion,
      fingerprint,
      wanted,
      snapshot,
      shown,
      children: childrenOf(snapshot, wanted, shown),
    },
    [],
    others.filter(({ sourceId }) => sourceId !== source.sourceId),
  )
  // Each order describes its guest anew, so a guest has no differences.
  const differing =
    isGuest || how === 'confirmed'
      ? []
      : Object.keys(wanted).filter(
          (name) =>
            (shown[name] ?? ABSENT) !== wanted[name] && mapping.sourceFields[name] === wanted[name],
        )
  // Under "take source" an open conflict would be decided by the next change; nobody decided this.
  const asConflicts = ctx.options.conflicts === 'keep_target'
  return {
    outcome: outcomeOf(
      record,
      'changed',
      asConflicts && differing.length > 0 ? 'conflict' : 'unchanged',
      snapshot.gid,
    ),
    mapping,
    issues:
      how === 'confirmed'
        ? [confirmedNote(record)]
        : asConflicts
          ? differing.map((field) => unknownSideIssue(record, field))
          : differing.length > 0
            ? [relinkedNote(record, differing)]
            : [],
    settledConflicts: issues
      .filter(({ severity }) => severity === 'conflict')
      .map(({ field }) => field ?? ABSENT)
      .filter((field) => !asConflicts || !differing.includes(field)),
  }
}

function childrenOf(
  { children, withoutId }: TargetSnapshot,
  wanted: FieldHashes,
  shown: FieldHashes,
): Record<string, Gid> {
  const isOurs = withoutId !== undefined && wanted[withoutId.field] === shown[withoutId.field]
  return { ...children, ...(isOurs ? withoutId.children : {}) }
}

/** The same record under another id: issues and everything else stay as they were. */
export function movedSettlement(
  mapping: Mapping,
  snapshot: TargetSnapshot,
  issues: readonly OpenIssue[],
): Settlement {
  const { kind, sourceId } = mapping
  const failed = issues.find(({ severity }) => severity === 'failed')
  return {
    outcome: {
      kind,
      sourceId,
      classification: 'changed',
      outcome: failed ? 'failed' : 'unchanged',
      gid: snapshot.gid,
      reference: issues[0]?.reference ?? sourceId,
      amount: null,
    },
    mapping: {
      ...mapping,
      gid: snapshot.gid,
      children: { ...mapping.children, ...snapshot.children },
    },
    issues: failed ? reportedAgain(failed, mapping).issues : [],
    settledConflicts: issues
      .filter(({ code }) => code === 'TARGET_RECORD_GONE')
      .map(({ field }) => field ?? ABSENT),
  }
}

/**
 * Owners that records are about to name, where they are now: one whose mapped record is gone was
 * perhaps merged. Each is looked at once per pass. Found ones are mapped anew, here and in the ledger.
 *
 * @param owners by source id; those who are nowhere any more are taken out
 * @param guests the guests among them, who have no record of their own in the source
 * @returns the source ids of those taken out
 */
export async function followMerged(
  ctx: PassContext,
  kind: EntityKind,
  owners: Map<string, Mapping>,
  guests: ReadonlyMap<string, SourceRecord>,
): Promise<string[]> {
  const { seenOwners } = ctx
  const unseen = [...owners.values()].filter(({ gid }) => !seenOwners.has(gid))
  // One that the target fails to show is taken to be there: the record's write will tell.
  const existing = new Set(
    await inHalves(
      [...new Set(unseen.map(({ gid }) => gid))],
      (gids) => ctx.target.existing(gids),
      (gid) => [gid],
    ),
  )
  for (const { gid } of unseen) seenOwners.set(gid, existing.has(gid))
  const gone = unseen.filter(({ gid }) => !existing.has(gid))
  if (gone.length > 0) await follow(ctx, kind, gone, { owners, guests })
  const nowhere = [...owners].flatMap(([id, { gid }]) => (seenOwners.get(gid) ? [] : [id]))
  for (const id of nowhere) owners.delete(id)
  return nowhere
}

async function follow(
  ctx: PassContext,
  kind: EntityKind,
  gone: readonly Mapping[],
  { owners, guests }: { owners: Map<string, Mapping>; guests: ReadonlyMap<string, SourceRecord> },
): Promise<void> {
  const ids = gone.map(({ sourceId }) => sourceId)
  const [intents, issues, answer] = await Promise.all([
    ctx.ledger.openIntents(kind, ids),
    ctx.ledger.openIssues(kind, ids),
    withBackoff(ctx, 'source', () =>
      ctx.source.readByIds(
        kind,
        ids.filter((id) => !guests.has(id)),
      ),
    ),
  ])
  const records = [...answer.records, ...ids.flatMap((id) => guests.get(id) ?? [])]
  const moved: Settlement[] = []
  const found = await inHalves(
    records,
    (some) => movedTo(ctx, kind, some),
    () => [],
  )
  for (const [sourceId, snapshot] of found) {
    const mapping = owners.get(sourceId)
    // A write of unknown result is for the record's own pass to settle.
    if (!mapping || intents.has(sourceId)) continue
    const now = await mappingOfMoved(ctx, mapping, snapshot)
    moved.push(movedSettlement(now, snapshot, issues.get(sourceId) ?? []))
    owners.set(sourceId, { ...mapping, gid: snapshot.gid })
    ctx.seenOwners.set(snapshot.gid, true)
  }
  if (moved.length > 0) await ctx.ledger.settle(moved)
}

/**
 * The mapping of a record that is another one in the target now. Who ordered as a guest while their
 * account was gone left the guest's data there: that is ours, and the account's takes its place. All
 * else in it is the merchant's, like what they edit.
 */
export async function mappingOfMoved(
  ctx: PassContext,
  mapping: Mapping,
  snapshot: TargetSnapshot,
): Promise<Mapping> {
  const { kind, sourceId } = mapping
  const others = isGuestId(sourceId)
    ? []
    : (await ctx.ledger.mappingsTo(kind, [snapshot.gid])).filter((each) => isGuestId(each.sourceId))
  return mappingOverGuest({ ...mapping, gid: snapshot.gid }, shownHashes(ctx, snapshot), others)
}
