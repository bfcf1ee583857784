import { runSays } from '#app/migration/messages/runs.ts'
import { missingAmong, openFailures } from '#app/migration/ledger/queries/issues.server.ts'
import { countUnmapped } from '#app/migration/ledger/queries/mappings.server.ts'
import type { RecordRef } from '#app/migration/ledger/queries/scope.ts'
import { type EntityKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import { pointsFor, pointsOver } from '#app/plans/entity-points.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/words/problem.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { findRun } from '../run-rows.server.ts'
import { MAX_CHOSEN } from '../run-task.ts'
import type { StartResult } from '../run-types.ts'
import { startTask } from './runs.server.ts'

export type RetrySelection =
  | { records: readonly RecordRef[] }
  /** Every open failure: of one kind, and as one run reported them, where these are given. */
  | { all: { kind: EntityKind | null; reportedBy: string | null } }

const NOTHING_TO_RETRY: Problem = {
  code: 'NOTHING_TO_RETRY',
  message: runSays('nothingToRetry'),
}

const TOO_MANY: Problem = {
  code: 'TOO_MANY_CHOSEN',
  message: runSays('tooManyChosen', { most: MAX_CHOSEN }),
}

/**
 * Starts a run that tries records once more that did not arrive. Only records this project knows as
 * failed or skipped are taken, and only as many as the plan's limit allows.
 * @throws NotFound also for another shop's project or run
 */
export async function startRetry(
  services: Services,
  shop: string,
  projectId: string,
  selection: RetrySelection,
): Promise<StartResult> {
  const project = await getProject(services, shop, projectId)
  const scope = { shop, projectId: project.id }
  const refuse = (problem: Problem): StartResult => ({ ok: false, problems: [problem] })
  if ('records' in selection) {
    if (selection.records.length > MAX_CHOSEN) return refuse(TOO_MANY)
    const records = await missingAmong(services.prisma, scope, selection.records)
    if (records.length === 0) return refuse(NOTHING_TO_RETRY)
    const refusal = await overLimit(services, project, records)
    if (refusal) return refuse(refusal)
    return startTask(services, shop, project.id, { mode: 'retry', records })
  }
  const { kind, reportedBy } = selection.all
  const run = reportedBy === null ? null : await findRun(services.prisma, shop, reportedBy)
  const records = await openFailures(services.prisma, scope, { kind, runId: run?.id ?? null })
  if (records.length === 0) return refuse(NOTHING_TO_RETRY)
  const refusal = await overLimit(services, project, records)
  if (refusal) return refuse(refusal)
  return startTask(services, shop, project.id, {
    mode: 'retry',
    records: [],
    all: { kind, reportedBy: run?.id ?? null },
  })
}

/** At most what the records cost that are not in Shopify yet; their parents come on top. */
async function overLimit(
  { prisma }: Services,
  { shop, id: projectId, entityPointsLimit }: ProjectView,
  records: readonly RecordRef[],
): Promise<Problem | null> {
  const fresh = perKind(() => 0)
  for (const kind of KINDS) {
    const ids = records.filter((record) => record.kind === kind).map(({ sourceId }) => sourceId)
    fresh[kind] = await countUnmapped(prisma, { shop, projectId }, kind, ids)
  }
  const points = pointsFor(fresh)
  const overBy = pointsOver(points, entityPointsLimit)
  if (overBy === null) return null
  return {
    code: 'OVER_LIMIT',
    message: runSays('retryOverLimit', { points, limit: entityPointsLimit }),
  }
}
