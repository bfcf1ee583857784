import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { lastWholeRun } from '#app/runs/history/last-whole-run.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import type { Services } from '#app/services.server.ts'

/** Whether the to-do list can be whole: only a run that read everything shows everything. */
export type HowKnown =
  | { state: 'no_run' }
  | { state: 'running'; runId: string }
  /** The last run read each kind to its end. */
  | { state: 'whole'; runId: string; at: Date }
  /** It stopped before it had read these. */
  | { state: 'stopped'; runId: string; unread: EntityKind[] }

/** @throws NotFound */
export async function howKnown(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<HowKnown> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const run = await lastWholeRun(prisma, { shop, projectId: id })
  if (!run) return { state: 'no_run' }
  const { id: runId, state, at, unread } = run
  if (state === 'completed' && unread.length === 0) return { state: 'whole', runId, at }
  if (isLive(state) && state !== 'paused') return { state: 'running', runId }
  return { state: 'stopped', runId, unread }
}
