import { linkedAgain } from '../record/find-again.server.ts'
import { settle, type PassContext } from '../run/pass-context.ts'
import type { ListedMark, SourceRecord } from '../ports/source.ts'
import type { Settlement } from '../ports/settlement.ts'
import { withRetries } from '../run/backoff.server.ts'
import { describe, readAll, snapshotsByGid } from './link-found.server.ts'
import type { Tally } from './relink-counts.ts'

/** Guests are in no list of the source: their orders say who they are. */
export async function linkGuests(
  orders: PassContext,
  marks: readonly ListedMark[],
  tally: Tally,
): Promise<void> {
  const ctx: PassContext = { ...orders, kind: 'customer' }
  const { ledger } = ctx
  const shownBy = new Map<string, string>()
  for (const { sourceId, guestSourceId } of marks) {
    if (guestSourceId !== null && !shownBy.has(guestSourceId)) shownBy.set(guestSourceId, sourceId)
  }
  const ids = [...shownBy.keys()]
  const [mappings, intents] = await Promise.all([
    ledger.mappings('customer', ids),
    ledger.openIntents('customer', ids),
  ])
  const lost = ids.filter((id) => !mappings.has(id) && !intents.has(id))
  if (lost.length === 0) return
  const records = await readAll(
    orders,
    lost.flatMap((id) => shownBy.get(id) ?? []),
  )
  const guests = records.flatMap(({ record }): SourceRecord[] => {
    const guest = record.kind === 'order' ? record.guest : null
    if (!guest || shownBy.get(guest.sourceId) !== record.sourceId) return []
    const { sourceId } = guest
    return [
      {
        kind: 'customer',
        sourceId,
        changedAt: null,
        mark: null,
        identity: null,
        remarks: [],
        record: guest,
      },
    ]
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
  tally.guests += settlements.length
}

/** By custom id; or the account of the same person, whom the guest was when they were migrated. */
async function gidsOf(
  ctx: PassContext,
  guests: readonly SourceRecord[],
): Promise<Map<string, string>> {
  const ids = guests.map(({ sourceId }) => sourceId)
  const gids = new Map(
    await withRetries(ctx, 'target', () => ctx.target.findBySourceRef('customer', ids)),
  )
  const emails = new Map(
    guests.flatMap(({ sourceId, record }) =>
      record.kind === 'customer' && record.email && !gids.has(sourceId)
        ? [[sourceId, record.email]]
        : [],
    ),
  )
  if (emails.size === 0) return gids
  const holders = await withRetries(ctx, 'target', () =>
    ctx.target.lookUp('email', [...new Set(emails.values())]),
  )
  for (const [sourceId, email] of emails) {
    const holder = holders.get(email)?.[0]
    if (holder && (await ctx.ledger.mappingsTo('customer', holder.gid)).length > 0) {
      gids.set(sourceId, holder.gid)
    }
  }
  return gids
}
