import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import { guestShownBy } from '../record/guests.ts'
import { linkedAgain } from '../record/find-again.server.ts'
import { settle, type PassContext } from '../run/pass-context.ts'
import type { ListedRow, SourceRecord } from '../ports/source.ts'
import type { Settlement } from '../ports/settlement.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { describe, readAll, snapshotsByGid } from './link-found.server.ts'
import type { RelinkCounts } from './relink-counts.ts'

/** Guests are in no list of the source: the records that belong to them say who they are. */
export async function linkGuests(
  owned: PassContext,
  kind: EntityKind,
  rows: readonly ListedRow[],
  counts: RelinkCounts,
): Promise<void> {
  const ctx: PassContext = { ...owned, kind }
  const { ledger } = ctx
  const shownBy = new Map<string, string>()
  for (const { sourceId, guestSourceId } of rows) {
    if (guestSourceId !== null && !shownBy.has(guestSourceId)) shownBy.set(guestSourceId, sourceId)
  }
  const ids = [...shownBy.keys()]
  const [mappings, intents] = await Promise.all([
    ledger.mappings(kind, ids),
    ledger.openIntents(kind, ids),
  ])
  const lost = ids.filter((id) => !mappings.has(id) && !intents.has(id))
  if (lost.length === 0) return
  const records = await readAll(
    owned,
    lost.flatMap((id) => shownBy.get(id) ?? []),
  )
  const guests = records.flatMap(({ sourceId, record }) => {
    const guest = guestShownBy(record)
    return guest && shownBy.get(guest.sourceId) === sourceId ? [guest] : []
  })
  const gids = await gidsOf(ctx, guests)
  const snapshots = await snapshotsByGid(ctx, [...gids.values()])
  const settlements: Settlement[] = []
  for (const source of guests) {
    const snapshot = snapshots.get(gids.get(source.sourceId) ?? '')
    const described = snapshot && describe(ctx, source, [], new Map())
    if (described) settlements.push(await linkedAgain(ctx, described, snapshot))
  }
  await settle(ctx, settlements)
  counts.guests += settlements.length
}

/** By custom id; or the account of the same person, whom the guest was when they were migrated. */
async function gidsOf(
  ctx: PassContext,
  guests: readonly SourceRecord[],
): Promise<Map<string, string>> {
  const { kind } = ctx
  const ids = guests.map(({ sourceId }) => sourceId)
  const gids = new Map(await withBackoff(ctx, 'target', () => ctx.target.findByCustomId(kind, ids)))
  const { unique } = KIND[kind]
  const values = new Map(
    guests.flatMap(({ sourceId, record }) => {
      const value = unique?.value(record)
      return value && !gids.has(sourceId) ? [[sourceId, value]] : []
    }),
  )
  if (!unique || values.size === 0) return gids
  const holders = await withBackoff(ctx, 'target', () =>
    ctx.target.lookUp(unique.key, [...new Set(values.values())]),
  )
  for (const [sourceId, value] of values) {
    const holder = holders.get(value)?.[0]
    if (holder && (await ctx.ledger.mappingsTo(kind, [holder.gid])).length > 0) {
      gids.set(sourceId, holder.gid)
    }
  }
  return gids
}
