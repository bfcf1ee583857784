import type { IssueCode } from '#app/migration/engine/ports/errors.ts'
import type { Services } from '#app/services.server.ts'
import { countGroups, inShopify, noCounts, sumOf, type OutcomeGroup } from '../outcome-counts.ts'
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
    prisma.outcome.groupBy({
      by: ['runId', 'kind', 'classification', 'outcome'],
      where: { shop, runId: { in: ids } },
      _count: { _all: true },
    }),
    absentInConflict(prisma, shop, ids),
  ])
  const byRun = Map.groupBy(groups, ({ runId }) => runId)
  const countsOf = async ({ id, mode }: Pick<RunView, 'id' | 'mode'>) => {
    // What a full check found as it should be has no outcome.
    if (mode === 'sweep') return (await countSettled(prisma, { shop, id, mode })).counts
    const own = byRun.get(id)
    if (!own) return noCounts()
    return countGroups(
      own.map(({ _count, ...group }): OutcomeGroup => ({ ...group, count: _count._all })),
    )
  }
  const results = await Promise.all(
    runs.map(async (run): Promise<[string, RunResult]> => {
      const counts = sumOf(await countsOf(run))
      return [run.id, { counts, inShopify: inShopify(counts, absent.get(run.id) ?? 0) }]
    }),
  )
  return Object.fromEntries(results)
}

/** Conflicts over a record itself: what the old store has of it is not in Shopify. */
const OVER_THE_RECORD = ['TARGET_RECORD_GONE', 'ANOTHER_RECORD'] satisfies IssueCode[]

export async function absentInConflict(
  prisma: Services['prisma'],
  shop: string,
  runIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await prisma.$queryRaw<{ runId: string; absent: number }[]>`
    select o."runId"::text as "runId", count(*)::int as "absent"
    from "Outcome" o
    where o."shop" = ${shop} and o."runId" = any(${[...runIds]}::uuid[])
      and o."outcome" = 'conflict' and exists (
        select 1 from "Issue" i where i."projectId" = o."projectId" and i."kind" = o."kind"
          and i."sourceId" = o."sourceId" and i."code" = any(${OVER_THE_RECORD}))
    group by o."runId"`
  return new Map(rows.map(({ runId, absent }) => [runId, absent]))
}
