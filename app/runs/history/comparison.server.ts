import { lastRunThatWrote } from '#app/migration/ledger/queries/outcomes.server.ts'
import {
  comparePassesOf,
  lastThatCompared,
  passesOf,
} from '#app/migration/ledger/queries/passes.server.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { findRun } from '../run-rows.server.ts'
import { isLive } from '../run-states.ts'

/**
 * - `never`: everything was never compared.
 * - `needed`: it has to be, because a change may carry a time that no listing covers.
 * - `running`: it is being compared just now.
 * - `interrupted`: the last comparison did not come to its end.
 * - `outdated`: a later run moved records, so that the last comparison is not the last word.
 * - `odd`: a list was far shorter than what was moved from it, and was taken as it is.
 * - `unread`: what the lists showed does not add up: of some records nobody knows what became.
 * - `done`: compared, and nothing moved since.
 */
export type ComparisonState =
  'never' | 'needed' | 'running' | 'interrupted' | 'outdated' | 'odd' | 'unread' | 'done'

export type Comparison = {
  state: ComparisonState
  /** When the last one came to its end; null: it did not. */
  at: Date | null
  runId: string | null
  /** Listed records of which the last one cannot say what became; null: it was not counted. */
  unread: number | null
}

/**
 * Whether everything was compared since records last moved. Also a run that compared everything by
 * itself counts, and does not outdate its own comparison.
 * @throws NotFound
 */
export async function lastComparison(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<Comparison> {
  const project = await getProject({ prisma }, shop, projectId)
  const scope = { shop, projectId: project.id }
  const [row, latest] = await Promise.all([
    prisma.project.findFirst({
      where: { id: project.id, shop },
      select: { comparisonReason: true },
    }),
    lastThatCompared(prisma, scope),
  ])
  if (!latest) {
    const state = row?.comparisonReason ? 'needed' : 'never'
    return { state, at: null, runId: null, unread: null }
  }
  const ofRun = { shop, runId: latest.id }
  const [run, comparisons, passes] = await Promise.all([
    findRun(prisma, shop, latest.id),
    comparePassesOf(prisma, ofRun),
    passesOf(prisma, ofRun),
  ])
  const counts = comparisons.map(({ unread }) => unread)
  const last = {
    at: run.state === 'completed' ? run.finishedAt : null,
    runId: run.id,
    unread: counts.includes(null) ? null : counts.reduce<number>((sum, n) => sum + (n ?? 0), 0),
  }
  if (run.state !== 'paused' && isLive(run.state)) return { state: 'running', ...last }
  // All it began with: a kind that came since was not there to be compared.
  const isWhole = comparisons.length > 0 && comparisons.every(({ doneAt }) => doneAt !== null)
  if (run.state !== 'completed' || !isWhole) return { state: 'interrupted', ...last }
  if (row?.comparisonReason) return { state: 'needed', ...last }
  const moved = await lastRunThatWrote(prisma, scope, { after: run.createdAt })
  if (moved) return { state: 'outdated', ...last }
  if ([...comparisons, ...passes].some(({ askedTotal }) => askedTotal !== null)) {
    return { state: 'odd', ...last }
  }
  return { state: last.unread === 0 ? 'done' : 'unread', ...last }
}
