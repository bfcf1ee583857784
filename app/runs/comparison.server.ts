import { ENTITY_KINDS } from '#app/migration/ports.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'

/**
 * - `never`: everything was never compared.
 * - `needed`: it has to be, because a change may carry a time that no listing covers.
 * - `outdated`: a later run moved records, so that the last comparison is not the last word.
 * - `done`: compared, and nothing moved since.
 */
export type Comparison = {
  state: 'never' | 'needed' | 'outdated' | 'done'
  /** When the last one came to its end. */
  at: Date | null
  runId: string | null
}

/**
 * Whether everything was compared since records last moved. Also a Recent Data run that compared
 * everything by itself counts, and does not outdate its own comparison.
 * @throws NotFound
 */
export async function lastComparison(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<Comparison> {
  const project = await getProject({ prisma }, shop, projectId)
  const where = { shop, projectId: project.id }
  const [row, run] = await Promise.all([
    prisma.project.findFirst({
      where: { id: project.id, shop },
      select: { sweepReason: true },
    }),
    prisma.run.findFirst({
      where: {
        ...where,
        state: 'completed',
        AND: ENTITY_KINDS.map((kind) => ({ sweeps: { some: { kind, doneAt: { not: null } } } })),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true, createdAt: true, finishedAt: true },
    }),
  ])
  const last = { at: run?.finishedAt ?? null, runId: run?.id ?? null }
  if (row?.sweepReason) return { state: 'needed', ...last }
  if (!run) return { state: 'never', ...last }
  const moved = await prisma.run.findFirst({
    where: {
      ...where,
      mode: { in: ['full', 'recent'] },
      createdAt: { gt: run.createdAt },
      outcomes: { some: { outcome: { in: ['created', 'updated'] } } },
    },
    select: { id: true },
  })
  return { state: moved ? 'outdated' : 'done', ...last }
}
