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
import { noTally, type Tally } from './relink-counts.ts'
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
    const tally = noTally()
    if (confirm) await confirmLinks(ctx, confirm, tally)
    else await walk(ctx, by, resume, tally)
    await deps.ledger.finishPass(kind)
    await deps.onEvent?.({
      level: 'info',
      message: engineSays('relinkedSoFar', { kind, ...tally }),
    })
  }
}

async function walk(
  ctx: PassContext,
  by: readonly LookUpKey[],
  resume: string | null,
  tally: Tally,
): Promise<void> {
  const { ledger, source, kind } = ctx
  const owner = ownerKindOf(kind)
  for await (const page of readAhead(ctx, resume, (from) => source.listAll(kind, from))) {
    const ids = [...new Set(page.marks.map(({ sourceId }) => sourceId))]
    // Guests first: a record that is found again expects its owner.
    if (owner !== null) await linkGuests(ctx, owner, page.marks, tally)
    const unlinked = await linkFound(ctx, ids, tally)
    if (KIND[kind].lookUps.some(({ key }) => by.includes(key))) {
      await proposeLinks(ctx, await describeAll(ctx, unlinked), by, tally)
    }
    const before = tally.looked
    tally.looked += ids.length
    await ledger.checkpoint(kind, page.resume)
    if (Math.floor(before / MILESTONE) < Math.floor(tally.looked / MILESTONE)) {
      await ctx.onEvent?.({
        level: 'info',
        message: engineSays('relinkedSoFar', { kind, ...tally }),
      })
    }
    ctx.signal.throwIfAborted()
  }
}
