import { Prisma } from '#app/generated/prisma/client.ts'
import { lastRunThatWrote } from '#app/migration/ledger/queries/outcomes.server.ts'
import { isQuestion } from '#app/migration/engine/ports/errors.ts'
import { findProject, lockShop } from '#app/projects/project-rows.server.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Services } from '#app/services.server.ts'
import { estimateRun } from '../estimate/estimate.server.ts'
import { openSource } from '../needs/open-source.server.ts'
import {
  checkHistory,
  checkSource,
  checkTarget,
  neededFor,
  PROJECT_ARCHIVED,
  RUN_IN_PROGRESS,
} from '../needs/prerequisites.server.ts'
import { appendRunEvent } from '../run-log.server.ts'
import {
  NO_REASON,
  findRun,
  reasonColumns,
  findRuns,
  toRunView,
  toJson,
} from '../run-rows.server.ts'
import { readAway, triedByMerchant } from '../away.ts'
import { nextState, type RunTransition } from '../run-states.ts'
import type { RunTask } from '../run-task.ts'
import type { Problem } from '#app/words/problem.ts'
import type {
  Estimate,
  PassMode,
  RequestResult,
  RunMode,
  RunView,
  StartResult,
} from '../run-types.ts'
import { runSays } from '#app/migration/messages/runs.ts'

/**
 * Starts a run after checking everything that must be true before it and the plan's limit. The run
 * and the job that wakes a worker are created in one transaction: both or none.
 * @throws NotFound
 */
export async function startRun(
  services: Services,
  shop: string,
  projectId: string,
  mode: PassMode,
): Promise<StartResult> {
  const estimate = await estimateRun(services, shop, projectId, mode)
  if (!estimate.canStart) return { ok: false, problems: estimate.problems }
  return createRun(services, shop, projectId, { mode, estimate })
}

/** A run that moves no watermark: what it costs is known only when it is done. */
export type TaskRun = { mode: 'comparison' } | RunTask

/**
 * Starts a full check, a retry of chosen records or a re-link, after the same checks as
 * every run. A re-link starts although migrated records are gone: it exists for that.
 * @throws NotFound
 */
export async function startTask(
  services: Services,
  shop: string,
  projectId: string,
  task: TaskRun,
): Promise<StartResult> {
  const project = await getProject(services, shop, projectId)
  const { source, locked } = await openSource(services, project)
  const target = services.targetWriter(shop, targetOptions(project))
  const [history, sourceProblems, targetProblems] = await Promise.all([
    checkHistory(services.prisma, project, task.mode),
    source ? checkSource(source, project) : [locked],
    checkTarget(services, target, project),
  ])
  const problems = [...history, ...sourceProblems, ...neededFor(task.mode, targetProblems)]
  if (problems.length > 0) return { ok: false, problems }
  return createRun(services, shop, projectId, task.mode === 'comparison' ? task : { ...task, task })
}

async function createRun(
  services: Services,
  shop: string,
  projectId: string,
  { mode, estimate, task }: { mode: RunMode; estimate?: Estimate; task?: RunTask },
): Promise<StartResult> {
  await services.queue.ready()
  try {
    const runId = await services.prisma.$transaction(async (tx) => {
      await lockShop(tx, shop)
      const project = await findProject(tx, shop, projectId)
      if (project.archivedAt) return null
      const run = await tx.run.create({
        data: {
          shop,
          projectId: project.id,
          mode,
          state: 'queued',
          ...(estimate ? { estimate: toJson(estimate) } : {}),
          ...(task ? { task } : {}),
        },
      })
      await appendRunEvent(tx, { shop, runId: run.id }, 'info', runSays('requested', { mode }))
      await services.queue.wake(tx, run.id)
      return run.id
    })
    return runId === null ? { ok: false, problems: [PROJECT_ARCHIVED] } : { ok: true, runId }
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, problems: [RUN_IN_PROGRESS] }
    throw error
  }
}

/** The partial unique index "one live run per project" refused a second one. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}

/** The worker finishes the records under way and stops; the run can be resumed. @throws NotFound */
export function pauseRun(services: Services, shop: string, runId: string): Promise<RequestResult> {
  return request(services, shop, runId, 'request_pause')
}

/** Goes on from the checkpoint. @throws NotFound */
export function resumeRun(services: Services, shop: string, runId: string): Promise<RequestResult> {
  return request(services, shop, runId, 'resume')
}

/** What was migrated stays; the next run goes on from there. @throws NotFound */
export function cancelRun(services: Services, shop: string, runId: string): Promise<RequestResult> {
  return request(services, shop, runId, 'request_cancel')
}

type Request = Extract<RunTransition, 'request_pause' | 'resume' | 'request_cancel'>

const REQUESTED = {
  request_pause: 'pauseRequested',
  resume: 'resumed',
  request_cancel: 'cancelRequested',
} as const satisfies Record<Request, string>

const IMPOSSIBLE: Record<Request, Problem> = {
  request_pause: { code: 'CANNOT_PAUSE', message: runSays('cannotPause') },
  resume: { code: 'CANNOT_RESUME', message: runSays('cannotResume') },
  request_cancel: { code: 'CANNOT_CANCEL', message: runSays('cannotCancel') },
}

async function request(
  services: Services,
  shop: string,
  runId: string,
  transition: Request,
): Promise<RequestResult> {
  await services.queue.ready()
  return services.prisma.$transaction(async (tx) => {
    const { id } = await findRun(tx, shop, runId)
    // Locked, so that the worker's own step and this one cannot both start from the same state.
    await tx.$executeRaw`select 1 from "Run" where "id" = ${id}::uuid for update`
    const run = await findRun(tx, shop, id)
    const state = nextState(run.state, transition)
    const later = triedByMerchant(readAway(run.away))
    if (state === null) return { ok: false as const, problem: IMPOSSIBLE[transition] }
    await tx.run.update({
      where: { id, shop },
      data: {
        state,
        ...(state === 'paused'
          ? {
              ...reasonColumns('STOPPED_BY_MERCHANT', runSays('pausedByYouBefore')),
              pausedAt: new Date(services.clock.now()),
            }
          : {}),
        ...(state === 'queued'
          ? {
              ...NO_REASON,
              pausedAt: null,
              resumeAt: null,
              away: later ? toJson(later) : Prisma.DbNull,
              crashes: 0,
              // Resuming says yes to what the run had stopped to ask.
              ...(run.reasonCode !== null && isQuestion(run.reasonCode)
                ? { answered: { push: run.reasonCode } }
                : {}),
            }
          : {}),
        ...(state === 'cancelled'
          ? { finishedAt: new Date(services.clock.now()), resumeAt: null }
          : {}),
      },
    })
    await appendRunEvent(
      tx,
      { shop, runId: id },
      'info',
      runSays(state === 'cancelled' ? 'cancelledBefore' : REQUESTED[transition]),
    )
    if (state === 'queued') await services.queue.wake(tx, id)
    return { ok: true as const, state }
  })
}

/** @throws NotFound */
export async function getRun(
  services: Pick<Services, 'prisma'>,
  shop: string,
  runId: string,
): Promise<RunView> {
  return toRunView(await findRun(services.prisma, shop, runId))
}

/** The project's live run, or else its latest one; null before the first. */
export async function latestRun(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<RunView | null> {
  const rows = await findRuns(services.prisma, {
    where: { shop, projectId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 1,
  })
  return rows[0] ? toRunView(rows[0]) : null
}

/** The latest migration that went through to its end; null before the first. A full check, a retry and a re-link are none. */
export async function lastCompletedRun(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<RunView | null> {
  const rows = await findRuns(services.prisma, {
    where: { shop, projectId, state: 'completed', mode: { in: ['full', 'recent'] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 1,
  })
  return rows[0] ? toRunView(rows[0]) : null
}

/**
 * The latest run that brought something to Shopify, also one that did not come to its end; null
 * before the first. A retry and a re-link are about chosen records and do not count.
 */
export async function lastMovingRun(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<RunView | null> {
  const run = await lastRunThatWrote(
    services.prisma,
    { shop, projectId },
    { modes: ['full', 'recent', 'comparison'] },
  )
  return run && getRun(services, shop, run.id)
}
