import type { Transaction } from '#app/db.server.ts'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { inHalves } from '#app/migration/engine/run/in-halves.ts'
import { firstAndLastGids } from '#app/migration/ledger/queries/mappings.server.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { TargetWriter } from '#app/migration/engine/ports/target.ts'
import { isSameStore } from '#app/migration/engine/ports/source-identity.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Services } from '#app/services.server.ts'
import { LIVE_STATES } from '../run-states.ts'
import type { Problem } from '#app/words/problem.ts'
import type { RunMode } from '../run-types.ts'
import { runSays } from '#app/migration/messages/runs.ts'

export const RUN_IN_PROGRESS: Problem = {
  code: 'RUN_IN_PROGRESS',
  message: runSays('anotherRunning'),
}

export const PROJECT_ARCHIVED: Problem = {
  code: 'PROJECT_ARCHIVED',
  message: runSays('archived'),
}

/** How many mapped records per kind and end of the list are looked up in the target. */
const SAMPLE = 3
/** Fewer than this prove nothing when they are gone: merchants delete records. */
const SMALLEST_SAMPLE = 3

/** What our own memory says against a run of this mode, in order. */
export async function checkHistory(
  prisma: Pick<Transaction, 'run'>,
  project: ProjectView,
  mode: RunMode,
): Promise<Problem[]> {
  const { shop, id: projectId } = project
  const problems: Problem[] = []
  if (project.archivedAt) problems.push(PROJECT_ARCHIVED)
  const live = await prisma.run.count({
    where: { shop, projectId, state: { in: [...LIVE_STATES] } },
  })
  if (live > 0) problems.push(RUN_IN_PROGRESS)
  if (mode === 'recent' || mode === 'comparison') {
    const completed = await prisma.run.count({
      where: { shop, projectId, mode: 'full', state: 'completed' },
    })
    if (completed === 0) {
      problems.push({
        code: 'FULL_MIGRATION_MISSING',
        message: runSays('fullMigrationMissing'),
      })
    }
  }
  return problems
}

/** The source answers with valid credentials and is the store the project was linked to. */
export async function checkSource(
  source: Pick<SourceConnector, 'check'>,
  project: ProjectView,
): Promise<Problem[]> {
  const health = await source.check()
  if (!health.ok) {
    return [{ code: health.code, message: health.reason, ...known(health.status) }]
  }
  const linked = {
    url: project.sourceUrl,
    storeId: project.sourceStoreId,
    name: project.sourceName,
  }
  if (isSameStore(linked, health.identity)) return []
  return [
    {
      code: 'SOURCE_CHANGED',
      message: runSays('sourceChanged', { url: project.sourceUrl, name: health.identity.name }),
    },
  ]
}

/** The target's anchors still exist, and so does what was migrated into it. */
export async function checkTarget(
  services: Pick<Services, 'prisma'>,
  target: Pick<TargetWriter, 'checkAnchors' | 'readCurrent'>,
  project: ProjectView,
): Promise<Problem[]> {
  try {
    const anchors = await target.checkAnchors()
    if (anchors.length > 0) return anchors.map(({ code, message }) => ({ code, message }))
    return await checkSample(services, target, project)
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return [problem]
  }
}

/** A re-link starts although migrated records are gone: it exists for that. */
export function neededFor(mode: RunMode, problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code }) => mode !== 'relink' || code !== 'TARGET_RECORDS_GONE')
}

async function checkSample(
  services: Pick<Services, 'prisma'>,
  target: Pick<TargetWriter, 'readCurrent'>,
  project: ProjectView,
): Promise<Problem[]> {
  const scope = { shop: project.shop, projectId: project.id }
  let asked = 0
  let found = 0
  for (const kind of KINDS) {
    const gids = await firstAndLastGids(services.prisma, scope, kind, SAMPLE)
    // One that Shopify fails to show is not gone.
    const present = new Set(
      await inHalves(
        gids,
        async (some) => (await target.readCurrent(kind, some)).map(({ gid }) => gid),
        (gid) => [gid],
      ),
    )
    asked += gids.length
    found += gids.filter((gid) => present.has(gid)).length
  }
  if (asked < SMALLEST_SAMPLE || found * 2 >= asked) return []
  return [
    {
      code: 'TARGET_RECORDS_GONE',
      message: runSays('recordsGone', { gone: asked - found, asked }),
    },
  ]
}

/** An HTTP status, where there was one. */
function known(status: number | null | undefined): { status?: number } {
  return status == null ? {} : { status }
}

/** What kept Shopify from answering; null for a bug. */
export function targetProblem(error: unknown): Problem | null {
  if (error instanceof PauseRun) {
    return { code: error.code, message: error.told, ...known(error.status) }
  }
  if (error instanceof FatalError) return { code: 'TARGET_REFUSED', message: error.told }
  if (error instanceof RetriableError) {
    return {
      code: 'TARGET_UNREACHABLE',
      ...known(error.status),
      message: runSays('targetDidNotAnswer'),
    }
  }
  return null
}

/** The same for the old store, for what comes after its check went well. */
export function sourceProblem(error: unknown): Problem | null {
  if (error instanceof PauseRun) {
    return { code: error.code, message: error.told, ...known(error.status) }
  }
  if (error instanceof RetriableError || error instanceof FatalError) {
    const message = runSays('sourceStopped', { reason: error.told })
    return { code: 'SOURCE_UNREACHABLE', message }
  }
  return null
}
