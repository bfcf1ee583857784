import { followCategories } from '../categories/follow-categories.server.ts'
import type { PassDeps } from './pass-context.ts'
import type { PassResult } from './pass-options.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { followOwners } from '../leftovers/leftovers.server.ts'
import { runPass } from './run-pass.server.ts'
import { compareEverything } from '../compare/compare-all.server.ts'

/**
 * The three passes of a run, parents before children: products, customers, orders. Called again
 * after an interruption it goes on with the pass that was not finished.
 *
 * When the source's clock went back since the last run, changes may carry times that no window
 * covers any more: everything is then compared right after the passes, in the same run.
 *
 * @throws as `runPass`
 */
export async function runMigration(deps: PassDeps): Promise<PassResult[]> {
  const results: PassResult[] = []
  const quarantined = new Set<string>()
  await followCategories(deps)
  for (const kind of KINDS) {
    results.push(await runPass({ ...deps, quarantined, kind }))
  }
  if ((await deps.ledger.comparisonReason()) !== null)
    await compareEverything(deps, { leftovers: false })
  await followOwners({ ...deps, quarantined })
  return results
}
