import { absentInConflict, outcomeGroups } from '#app/migration/ledger/queries/outcomes.server.ts'
import type { Services } from '#app/services.server.ts'
import { countGroups, inShopify, sumOf } from '../outcome-counts.ts'
import { countSettled } from './run-counts.server.ts'
import type { RunResult, RunView } from '../run-types.ts'

/** What became of the records of each of these runs, over all kinds, by the run's id. */
export async function runResults(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  runs: readonly Pick<RunView, 'id' | 'mode'>[],
): Promise<Record<string, RunResult>> {
  const ids = runs.map(({ id }) => id)
  const [groups, absent] = await Promise.all([
    outcomeGroups(prisma, shop, ids),
    absentInConflict(prisma, shop, ids),
  ])
  const countsOf = async ({ id, mode }: Pick<RunView, 'id' | 'mode'>) => {
    // What a full check found as it should be has no outcome.
    if (mode === 'comparison') return (await countSettled(prisma, { shop, id, mode })).counts
    return countGroups(groups.get(id) ?? [])
  }
  const results = await Promise.all(
    runs.map(async (run): Promise<[string, RunResult]> => {
      const counts = sumOf(await countsOf(run))
      return [run.id, { counts, inShopify: inShopify(counts, absent.get(run.id) ?? 0) }]
    }),
  )
  return Object.fromEntries(results)
}
