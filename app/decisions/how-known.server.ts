import { ENTITY_KINDS, type EntityKind } from '#app/migration/ports.ts'
import { getProject } from '#app/projects/projects.server.ts'
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
  const done = { select: { kind: true, doneAt: true } }
  const run = await prisma.run.findFirst({
    // The others read chosen records only.
    where: { shop, projectId: id, mode: { in: ['full', 'recent', 'sweep'] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { passes: done, sweeps: done },
  })
  if (!run) return { state: 'no_run' }
  const { id: runId, state, finishedAt, createdAt } = run
  if (state === 'completed') return { state: 'whole', runId, at: finishedAt ?? createdAt }
  if (isLive(state) && state !== 'paused') return { state: 'running', runId }
  const read = new Set(
    (run.mode === 'sweep' ? run.sweeps : run.passes).flatMap(({ kind, doneAt }) =>
      doneAt ? [kind] : [],
    ),
  )
  return { state: 'stopped', runId, unread: ENTITY_KINDS.filter((kind) => !read.has(kind)) }
}
