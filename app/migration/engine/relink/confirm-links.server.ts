import { linkedAgain, otherOwner } from '../record/find-again.server.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import { settle, type PassContext } from '../run/pass-context.ts'
import type { LinkProposal } from '../ports/settlement.ts'
import type { ProposalSelection } from '../ports/relink-ledger.ts'
import { withBackoff } from '../run/backoff.server.ts'
import { describeAll, snapshotsByGid } from './link-found.server.ts'
import type { RelinkCounts } from './relink-counts.ts'

/**
 * Links what the merchant confirmed: first the record in the target gets the custom id, then the
 * mapping is recorded, then the proposal is forgotten. Whatever interrupts this, doing it again
 * finds the custom id in place and goes on. Of several proposals for one record the first wins.
 */
export async function confirmLinks(
  ctx: PassContext,
  selection: ProposalSelection,
  counts: RelinkCounts,
): Promise<void> {
  let after: string | null = null
  for (;;) {
    ctx.signal.throwIfAborted()
    const page = await ctx.ledger.proposals(ctx.kind, selection, after)
    await confirmPage(ctx, page.proposals, counts)
    if (page.next === null) return
    after = page.next
  }
}

async function confirmPage(
  ctx: PassContext,
  proposals: readonly LinkProposal[],
  counts: RelinkCounts,
): Promise<void> {
  const { ledger, kind } = ctx
  const ids = [...new Set(proposals.map(({ sourceId }) => sourceId))]
  if (ids.length === 0) return
  const [mappings, described] = await Promise.all([
    ledger.mappings(kind, ids),
    describeAll(ctx, ids),
  ])
  const records = new Map(described.map((each) => [each.source.sourceId, each]))
  const mapped = [...mappings.values()].map(({ gid }) => gid)
  const there = await withBackoff(ctx, 'target', () => ctx.target.existing(mapped))
  const isLinked = (sourceId: string) => there.has(mappings.get(sourceId)?.gid ?? '')
  const taken = new Set<string>()
  for (const { sourceId, gid } of proposals) {
    ctx.signal.throwIfAborted()
    const record = records.get(sourceId)
    if (taken.has(sourceId) || taken.has(gid) || isLinked(sourceId)) continue
    if (!record) {
      counts.refused += 1
      continue
    }
    // Also one whose custom id is missing, as long as our own memory knows whose it is.
    const owner = await otherOwner(ctx, record.source.record, gid)
    if (owner !== null && !isGuestId(owner) && !isGuestId(sourceId)) {
      counts.refused += 1
      continue
    }
    const bound = await withBackoff(ctx, 'target', () => ctx.target.bind(record.source.record, gid))
    const snapshot = bound === 'bound' ? (await snapshotsByGid(ctx, [gid])).get(gid) : undefined
    if (!snapshot) {
      counts.refused += 1
      continue
    }
    await settle(ctx, [await linkedAgain(ctx, record, snapshot, 'confirmed')])
    taken.add(sourceId).add(gid)
    counts.linked += 1
  }
  await ledger.forgetProposals(kind, {
    sourceIds: ids,
    gids: [...taken].filter((each) => each.startsWith('gid:')),
  })
}
