import { followCategories } from '../categories/follow-categories.server.ts'
import { PauseRun } from '../ports/errors.ts'
import { followOwners, settleLeftovers } from '../leftovers/leftovers.server.ts'
import { passContext, tellNotices, type PassContext, type PassDeps } from '../run/pass-context.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { ComparisonResult } from '../ports/comparison-ledger.ts'
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
export async function runComparison(deps: PassDeps): Promise<ComparisonResult> {
  await followCategories(deps)
  const result = await compareEverything(deps, { leftovers: true })
  await followOwners(deps)
  return result
}

/**
 * Three steps, each over all kinds, parents first: list and compare row hashes; check what it costs;
 * read and bring what was found, and confirm what was not listed. Then what the orders came to is looked
 * up in the target, for the proof by day and currency. A comparison that comes to its end also
 * ends the reason why it had to be made.
 *
 * @param how `leftovers`: what earlier runs left unfinished is tried first; a run that made its passes
 *   has done so already
 */
export async function compareEverything(
  deps: PassDeps,
  how: { leftovers: boolean },
): Promise<ComparisonResult> {
  for (const kind of KINDS) await compareListing(passContext(deps, kind))
  await checkCost(deps)
  const total: ComparisonResult = { compared: 0, changed: 0, missing: 0, deleted: 0 }
  for (const kind of KINDS) {
    const found = await settleKind(passContext(deps, kind), how)
    for (const name of ['compared', 'changed', 'missing', 'deleted'] as const) {
      total[name] += found[name]
    }
  }
  await compareTotals(deps)
  await deps.ledger.setComparisonReason(null)
  await tellNotices(deps)
  await deps.onEvent?.({ level: 'info', message: engineSays('compared', total) })
  return total
}

async function settleKind(
  ctx: PassContext,
  { leftovers }: { leftovers: boolean },
): Promise<ComparisonResult> {
  const { ledger, kind } = ctx
  const { done } = await ledger.openComparison(kind)
  if (!done) {
    // What falls due shows in the lists.
    if (leftovers) await settleLeftovers(ctx, null)
    await settleFindings(ctx)
    await lookUpUnseen(ctx)
  }
  return await ledger.finishComparison(kind)
}

async function checkCost({ ledger }: PassDeps): Promise<void> {
  const { points, limit, overBy } = await ledger.comparisonCost()
  if (overBy === null) return
  throw new PauseRun(
    'ENTITY_POINTS_LIMIT',
    engineSays('compareCostsTooMuch', { points, over: overBy, limit }),
  )
}
