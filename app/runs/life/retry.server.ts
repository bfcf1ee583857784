import { z } from 'zod'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { pointsFor, pointsOver, pointsText } from '#app/plans/entity-points.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/platform/problem.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { findRun } from '../run-rows.server.ts'
import { MAX_CHOSEN } from '../run-task.ts'
import type { StartResult } from '../run-types.ts'
import { startTask } from './runs.server.ts'

type RecordRef = { kind: EntityKind; sourceId: string }

export type RetrySelection =
  | { records: readonly RecordRef[] }
  /** Every open failure: of one kind, and as one run reported them, where these are given. */
  | { all: { kind: EntityKind | null; reportedBy: string | null } }

const NOTHING_TO_RETRY: Problem = {
  code: 'NOTHING_TO_RETRY',
  message:
    'These records have arrived meanwhile, or nothing is open about them any more, so there is nothing to try again.',
}

const TOO_MANY: Problem = {
  code: 'TOO_MANY_CHOSEN',
  message: `More than ${MAX_CHOSEN} records were chosen. Nothing was started: choose fewer, or “Retry all”.`,
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
  const refuse = (problem: Problem): StartResult => ({ ok: false, problems: [problem] })
  if ('records' in selection) {
    if (selection.records.length > MAX_CHOSEN) return refuse(TOO_MANY)
    const records = await knownAsMissing(services, project, selection.records)
    if (records.length === 0) return refuse(NOTHING_TO_RETRY)
    const tooDear = await overLimit(services, project, records)
    if (tooDear) return refuse(tooDear)
    return startTask(services, shop, project.id, { mode: 'retry', records })
  }
  const { kind, reportedBy } = selection.all
  const run = reportedBy === null ? null : await findRun(services.prisma, shop, reportedBy)
  const records = await openFailures(services, project, { kind, runId: run?.id ?? null })
  if (records.length === 0) return refuse(NOTHING_TO_RETRY)
  const tooDear = await overLimit(services, project, records)
  if (tooDear) return refuse(tooDear)
  return startTask(services, shop, project.id, {
    mode: 'retry',
    records: [],
    all: { kind, reportedBy: run?.id ?? null },
  })
}

async function knownAsMissing(
  { prisma }: Services,
  { shop, id: projectId }: ProjectView,
  records: readonly RecordRef[],
): Promise<RecordRef[]> {
  if (records.length === 0) return []
  const [issues, outcomes] = await Promise.all([
    prisma.issue.findMany({
      where: {
        shop,
        projectId,
        resolvedAt: null,
        OR: records.map(({ kind, sourceId }) => ({ kind, sourceId })),
        AND: { OR: [{ severity: 'failed' }, { code: 'SOURCE_RECORD_GONE' }] },
      },
      select: { kind: true, sourceId: true },
    }),
    // Run by run: outcomes are found by their run.
    prisma.$queryRaw<{ kind: string; sourceId: string }[]>`
      select distinct o."kind", o."sourceId"
      from "Run" r
      cross join jsonb_to_recordset(${jsonText(records)}::jsonb) as c("kind" text, "sourceId" text)
      join "Outcome" o on o."runId" = r."id" and o."kind" = c."kind"
        and o."sourceId" = c."sourceId"
      where r."shop" = ${shop} and r."projectId" = ${projectId}::uuid
        and o."outcome" in ('failed', 'skipped')`,
  ])
  const key = ({ kind, sourceId }: { kind: string; sourceId: string }) => `${kind}:${sourceId}`
  const known = new Set([...issues, ...outcomes].map(key))
  return [...new Map(records.map((record) => [key(record), record])).values()].filter((record) =>
    known.has(key(record)),
  )
}

const failureSchema = z.array(
  z.object({ kind: z.enum(['product', 'customer', 'order']), sourceId: z.string() }),
)

async function openFailures(
  { prisma }: Services,
  { shop, id: projectId }: ProjectView,
  { kind, runId }: { kind: EntityKind | null; runId: string | null },
): Promise<RecordRef[]> {
  const rows = await prisma.issue.findMany({
    where: {
      shop,
      projectId,
      severity: 'failed',
      resolvedAt: null,
      ...(kind ? { kind } : {}),
      ...(runId ? { runId } : {}),
    },
    distinct: ['kind', 'sourceId'],
    select: { kind: true, sourceId: true },
  })
  return failureSchema.parse(rows)
}

/** At most what the records cost that are not in Shopify yet; their parents come on top. */
async function overLimit(
  { prisma }: Services,
  { shop, id: projectId, entityPointsLimit }: ProjectView,
  records: readonly RecordRef[],
): Promise<Problem | null> {
  const fresh = { product: 0, customer: 0, order: 0 }
  for (const kind of ['product', 'customer', 'order'] as const) {
    const ids = records.filter((record) => record.kind === kind).map(({ sourceId }) => sourceId)
    // PostgreSQL takes at most 65 535 parameters in one statement.
    for (let start = 0; start < ids.length; start += 10_000) {
      const some = ids.slice(start, start + 10_000)
      const mapped = await prisma.mapping.count({
        where: { shop, projectId, kind, sourceId: { in: some } },
      })
      fresh[kind] += some.length - mapped
    }
  }
  const points = pointsFor(fresh)
  const overBy = pointsOver(points, entityPointsLimit)
  if (overBy === null) return null
  return {
    code: 'OVER_LIMIT',
    message: `If all of these arrive, the run needs ${pointsText(points)} points; your limit is ${pointsText(entityPointsLimit)} per run. Nothing was started. Choose fewer records, or raise the limit in Settings.`,
  }
}
