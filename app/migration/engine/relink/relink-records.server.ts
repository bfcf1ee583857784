import { passContext, type PassContext, type PassDeps } from '../run/pass-context.ts'
import { readAhead } from '../run/pages.server.ts'
import { KIND, KINDS } from '#app/migration/kinds/kind.ts'
import { ownerKindOf } from '#app/migration/kinds/owner.ts'
import type { LookUpKey } from '#app/migration/kinds/definition.ts'
import type { ProposalSelection } from '../ports/relink-ledger.ts'
import { confirmLinks } from './confirm-links.server.ts'
import { describeAll, linkFound } from './link-found.server.ts'
import { linkGuests } from './link-guests.server.ts'
import { proposeLinks } from './propose-links.server.ts'
import { noCounts, type RelinkCounts } from './relink-counts.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/** A line in the run's log each time so many more records were looked at. */
const MILESTONE = 1000

/**
 * Finds our records in the target again: those without a mapping, and those whose mapped record is
 * gone. The custom id is proof and restores the mapping; what both sides show (`by`) is only
 * proposed to the merchant. With `confirm` it links what the merchant confirmed, and nothing else.
 *
 * Nothing is written to the target, but for the custom id of a record whose link was confirmed.
 * Moves no watermark; repeating it changes nothing.
 *
 * @throws as `runPass`
 */
export async function relinkRecords(
  deps: PassDeps & { by: readonly LookUpKey[]; confirm?: ProposalSelection | undefined },
): Promise<void> {
  const { by, confirm } = deps
  if (!confirm) await deps.ledger.forgetEarlierProposals()
  for (const kind of KINDS) {
    const ctx = passContext(deps, kind)
    const now = new Date(deps.clock.now()).toISOString()
    const { done, resume } = await deps.ledger.openWindow(kind, { from: now, to: now })
    if (done) continue
    const counts = noCounts()
    if (confirm) await confirmLinks(ctx, confirm, counts)
    else await walk(ctx, by, resume, counts)
    await deps.ledger.finishPass(kind)
    await deps.onEvent?.({
      level: 'info',
      message: engineSays('relinkedSoFar', { kind, ...counts }),
    })
  }
}

async function walk(
  ctx: PassContext,
  by: readonly LookUpKey[],
  resume: string | null,
  counts: RelinkCounts,
): Promise<void> {
  const { ledger, source, kind } = ctx
  const owner = ownerKindOf(kind)
  for await (const page of readAhead(ctx, resume, (from) => source.listAll(kind, from))) {
    const ids = [...new Set(page.rows.map(({ sourceId }) => sourceId))]
    // Guests first: a record that is found again expects its owner.
    if (owner !== null) await linkGuests(ctx, owner, page.rows, counts)
    const unlinked = await linkFound(ctx, ids, counts)
    if (KIND[kind].lookUps.some(({ key }) => by.includes(key))) {
      await proposeLinks(ctx, await describeAll(ctx, unlinked), by, counts)
    }
    const before = counts.looked
    counts.looked += ids.length
    await ledger.checkpoint(kind, page.resume)
    if (Math.floor(before / MILESTONE) < Math.floor(counts.looked / MILESTONE)) {
      await ctx.onEvent?.({
        level: 'info',
        message: engineSays('relinkedSoFar', { kind, ...counts }),
      })
    }
    ctx.signal.throwIfAborted()
  }
}
