import type { Transaction } from '#app/db.server.ts'
import { outcomeGroups } from '#app/migration/ledger/queries/outcomes.server.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { Services } from '#app/services.server.ts'
import { countGroups } from '../outcome-counts.ts'
import { findRun } from '../run-rows.server.ts'
import { readComparisons, withoutRows, type ComparisonRow } from './comparison-progress.server.ts'
import type { RunCounts, RunMode } from '../run-types.ts'

/** What was found and done in one run, counted from its outcomes: a row of Verify each. @throws NotFound */
export async function runCounts(
  services: Pick<Services, 'prisma'>,
  shop: string,
  runId: string,
): Promise<RunCounts> {
  const { id } = await findRun(services.prisma, shop, runId)
  return countOutcomes(services.prisma, shop, id)
}

async function countOutcomes(db: Transaction, shop: string, runId: string): Promise<RunCounts> {
  const groups = await outcomeGroups(db, shop, [runId])
  return countGroups(groups.get(runId) ?? [])
}

/** The same with what a full check found as it should be, which leaves no outcome behind. */
export async function countSettled(
  db: Transaction,
  run: { shop: string; id: string; mode: RunMode },
): Promise<{ counts: RunCounts; comparisons: ReadonlyMap<string, ComparisonRow> }> {
  const [counts, comparisons] = await Promise.all([
    countOutcomes(db, run.shop, run.id),
    readComparisons(db, { shop: run.shop, runId: run.id }),
  ])
  if (run.mode !== 'comparison') return { counts, comparisons }
  for (const kind of KINDS) {
    counts[kind].unchanged += withoutRows(comparisons.get(kind), counts[kind])
  }
  return { counts, comparisons }
}
