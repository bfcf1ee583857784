import { followCategories } from '../categories/follow-categories.server.ts'
import { PauseRun } from '../ports/errors.ts'
import { healRecords } from '../leftovers/leftovers.server.ts'
import { passContext, tellNotices, type PassContext, type PassDeps } from '../run/pass-context.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { SweepResult } from '../ports/compare-ledger.ts'
import { compareListing } from './compare-listing.server.ts'
import { compareTotals } from './compare-totals.server.ts'
import { lookUpUnseen, settleFindings } from './settle-findings.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/**
 * Compares everything the source holds with what we remember, whatever the change dates say, and
 * brings what is missing or changed. Moves no watermark. Called again for the same run it goes on
 * where it stopped.
 *
 * @throws PauseRun with ENTITY_POINTS_LIMIT, before anything is written, when what is missing costs
 *   more than one run may
 * @throws as `runPass`
 */
export async function runSweep(deps: PassDeps): Promise<SweepResult> {
  await followCategories(deps)
  return await compareEverything(deps, { heal: true })
}

/**
 * Three steps, each over all kinds, parents first: list and compare marks; check what it costs; read
 * and bring what was found, and confirm what was not listed. Then what the orders came to is looked
 * up in the target, for the proof by day and currency. A comparison that comes to its end also
 * ends the reason why it had to be made.
 *
 * @param how `heal`: what earlier runs left unfinished is tried first; a run that made its passes
 *   has done so already
 */
export async function compareEverything(
  deps: PassDeps,
  how: { heal: boolean },
): Promise<SweepResult> {
  for (const kind of KINDS) await compareListing(passContext(deps, kind))
  await checkCost(deps)
  const total: SweepResult = { compared: 0, changed: 0, missing: 0, deleted: 0 }
  for (const kind of KINDS) {
    const found = await settleKind(passContext(deps, kind), how)
    for (const name of ['compared', 'changed', 'missing', 'deleted'] as const) {
      total[name] += found[name]
    }
  }
  await compareTotals(deps)
  await deps.ledger.setSweepReason(null)
  await tellNotices(deps)
  await deps.onEvent?.({ level: 'info', message: engineSays('compared', total) })
  return total
}

async function settleKind(ctx: PassContext, { heal }: { heal: boolean }): Promise<SweepResult> {
  const { ledger, kind } = ctx
  const { done } = await ledger.openSweep(kind)
  if (!done) {
    // What falls due shows in the lists.
    if (heal) await healRecords(ctx, null)
    await settleFindings(ctx)
    await lookUpUnseen(ctx)
  }
  return await ledger.finishSweep(kind)
}

async function checkCost({ ledger }: PassDeps): Promise<void> {
  const { points, limit, overBy } = await ledger.sweepCost()
  if (overBy === null) return
  throw new PauseRun(
    'ENTITY_POINTS_LIMIT',
    engineSays('compareCostsTooMuch', { points, over: overBy, limit }),
  )
}
