import { comparePassesOf, passesOf } from '#app/migration/ledger/queries/passes.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Services } from '#app/services.server.ts'
import type { RunState } from '../run-states.ts'

export type WholeRun = {
  id: string
  state: RunState
  /** When it ended; of one that is not over, when it began. */
  at: Date
  /** Kinds that it has not read to the end. */
  unread: EntityKind[]
}

/**
 * The last run of those that read every kind, whatever became of it; null: there was none. A retry of
 * chosen records says nothing of the rest.
 */
export async function lastWholeRun(
  prisma: Services['prisma'],
  scope: ProjectScope,
): Promise<WholeRun | null> {
  const run = await prisma.run.findFirst({
    where: { ...scope, mode: { in: ['full', 'recent', 'comparison'] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  if (!run) return null
  const { id, state } = run
  const ofRun = { shop: scope.shop, runId: id }
  const [passes, comparisons] = await Promise.all([
    passesOf(prisma, ofRun),
    comparePassesOf(prisma, ofRun),
  ])
  const read = new Set(
    [...passes, ...comparisons].flatMap(({ kind, doneAt }) => (doneAt === null ? [] : kind)),
  )
  return {
    id,
    state,
    at: run.finishedAt ?? run.startedAt ?? run.createdAt,
    unread: KINDS.filter((kind) => !read.has(kind)),
  }
}
