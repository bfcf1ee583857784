import { randomUUID } from 'node:crypto'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { isPassing, repeatable } from '#app/platform/database-away.server.ts'
import { DEFAULT_PASS_OPTIONS } from '#app/migration/engine/run/pass-options.ts'
import type { PassDeps } from '#app/migration/engine/run/pass-context.ts'
import { LeaseLost } from '#app/migration/engine/ports/ledger.ts'
import { relinkRecords } from '#app/migration/engine/relink/relink-records.server.ts'
import { retryRecords } from '#app/migration/engine/leftovers/retry-records.server.ts'
import { runMigration } from '#app/migration/engine/run/run-migration.server.ts'
import { runComparison } from '#app/migration/engine/compare/compare-all.server.ts'
import { erasedCustomers } from '#app/projects/erasures.server.ts'
import { getProject, sourceConnectorFor } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Services } from '#app/services.server.ts'
import { awaySide } from '../away.ts'
import { countRecords } from './count-records.ts'
import { endRun, type RunEnd } from './end-run.server.ts'
import { holdLease, momentNow, type HeldLease } from './hold-lease.server.ts'
import { abandonLease, acquireLease, releaseLease, type LeasedRun } from '../queue/lease.server.ts'
import { pauseIfStuck } from './stuck-run.server.ts'
import { logPasses, milestones } from './log-passes.server.ts'
import { checkSource, checkTarget, neededFor } from '../needs/prerequisites.server.ts'
import { runLedger } from '../needs/project-ledger.server.ts'
import { appendRunEvent, type LogLevel } from '../run-log.server.ts'
import type { RunState } from '../run-states.ts'
import { runTaskSchema } from '../run-task.ts'
import { createWaits, type Waits } from './waits.server.ts'
import type { Problem } from '#app/words/problem.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

export type ExecuteResult =
  /** Somebody else has the run, or there is nothing to do. */
  | { taken: false }
  /** `state` null: the run goes on elsewhere. */
  | { taken: true; state: RunState | null }

export type Execution = {
  runId: string
  workerId: string
  /** `soft`: finish the records under way and hand the run over. `hard`: drop even those. */
  shutdown: { soft: AbortSignal; hard: AbortSignal }
}

/**
 * Takes the run if nobody has it, and works on it until it ends, pauses, or another worker must go
 * on. May be called by any number of workers at once. Never throws for what a run can meet.
 */
export async function executeRun(
  services: Services,
  { runId, workerId, shutdown }: Execution,
): Promise<ExecuteResult> {
  const { prisma, settings } = services
  // One owner per execution: a worker that lost its lease must not pass for the one that took it.
  const owner = `${workerId}/${randomUUID()}`
  const lease = { runId, owner, leaseMs: settings.runLeaseMs }
  if (await pauseIfStuck(services, runId)) return { taken: false }
  const since = momentNow(services.clock)
  const run = await acquireLease(prisma, lease)
  if (!run) return { taken: false }

  const logger = services.logger.child({ runId, shop: run.shop, projectId: run.projectId })
  logger.info({ workerId, state: run.state, mode: run.mode, tookOver: run.tookOver }, 'Took a run')
  if (run.tookOver) services.metrics.takeover()
  const held = holdLease({ ...services, logger }, lease, shutdown, since)
  const waits = createWaits({ ...services, logger }, { runId, shop: run.shop, owner })
  let state: RunState | null = null
  try {
    const end = await work({ ...services, logger }, run, owner, { held, waits })
    // Still with a heartbeat: the database may be away for a moment just now.
    if (end) {
      const ours = { shop: run.shop, runId, owner }
      state = await held.endWith(() => repeatable(() => endRun(services, ours, end))).catch(away)
    }
  } finally {
    await held.letGo()
  }
  // A lease that is lost anyway is given back only so that nobody waits for it to expire.
  const reason = held.stopReason()
  const giveBack = () =>
    reason === 'shutdown' ? releaseLease(prisma, lease) : abandonLease(prisma, lease)
  if (state === null) await (reason === 'lost' ? giveBack() : repeatable(giveBack)).catch(away)
  if (state) services.metrics.runEnded(run.mode, state)
  logger.info({ state }, state ? 'Finished with a run' : 'Left a run to another worker')
  return { taken: true, state }

  function away(error: unknown): null {
    logger.error({ err: error }, 'The end of the work on a run could not be recorded')
    return null
  }
}

/** What an execution holds on to while it works. */
type Hold = { held: HeldLease; waits: Waits }

/** @returns how the run ended; null when it shall go on elsewhere. */
async function work(
  services: Services,
  run: LeasedRun,
  owner: string,
  { held, waits }: Hold,
): Promise<RunEnd | null> {
  // The worker before us was asked for this and did not come to it.
  if (run.state === 'pausing') return PAUSED
  if (run.state === 'cancelling') return { how: 'cancelled' }
  try {
    await migrate(services, run, owner, { held, waits })
    return { how: 'completed' }
  } catch (error) {
    if (held.stop.aborted && error !== held.stop.reason) {
      services.logger.warn({ err: error }, 'A run that was stopping met an error')
    }
    switch (held.stopReason()) {
      case 'pause':
        return PAUSED
      case 'cancel':
        return { how: 'cancelled' }
      case 'shutdown':
      case 'lost':
        return null
      case null:
        return endAfter(services, error, waits)
    }
  }
}

const PAUSED: RunEnd = {
  how: 'paused',
  code: 'STOPPED_BY_MERCHANT',
  told: runSays('pausedByYou'),
}

async function migrate(
  services: Services,
  run: LeasedRun,
  owner: string,
  { held, waits }: Hold,
): Promise<void> {
  const { prisma, clock, logger, metrics, settings } = services
  const { shop } = run
  const log = (level: LogLevel, told: Message) =>
    repeatable(() => appendRunEvent(prisma, { shop, runId: run.id }, level, told))

  const project = await getProject(services, shop, run.projectId)
  await log('info', runSays(run.firstStart ? 'begun' : 'goesOn'))
  const erased = await erasedCustomers(prisma, project)
  if (erased > 0 && run.firstStart) await log('info', runSays('erasedStayAway', { count: erased }))
  const source = await sourceConnectorFor(services, project)
  const target = services.targetWriter(shop, targetOptions(project), {
    signal: held.dropped,
    guard: held,
    logger,
    onThrottle: waits.slowDown,
  })
  const ready = { services, waits, signal: held.stop }
  await untilReady(ready, () => checkSource(source, project))
  await untilReady(ready, async () =>
    neededFor(run.mode, await checkTarget(services, target, project)),
  )
  const told = milestones(log)

  await perform(run, {
    source,
    target,
    ledger: logPasses(
      countRecords(
        runLedger(services, project, source, {
          runId: run.id,
          leaseOwner: owner,
          triesAnew: run.mode === 'retry',
        }),
        metrics,
      ),
      log,
      run.mode,
    ),
    clock,
    logger,
    fingerprintKey: settings.fingerprintKey,
    options: {
      ...DEFAULT_PASS_OPTIONS,
      mode: run.mode === 'full' ? 'full' : 'recent',
      backoff: settings.backoff,
      overlapMs: settings.windowOverlapMs,
      conflicts: project.options.conflictDefault,
    },
    signal: held.stop,
    onProgress: (progress) => {
      waits.progressed()
      told(progress)
    },
    onBackoff: (side, wait) => {
      metrics.backoff(side)
      waits.again(side, wait)
    },
    onEvent: ({ level, message }) => log(level, message),
  })
}

/** What a run of each mode does. @throws as `runPass` */
async function perform(run: LeasedRun, deps: PassDeps): Promise<void> {
  switch (run.mode) {
    case 'full':
    case 'recent':
      await runMigration(deps)
      return
    case 'comparison':
      await runComparison(deps)
      return
    case 'retry':
    case 'relink': {
      const task = runTaskSchema.safeParse(run.task)
      if (!task.success) throw new FatalError(runSays('noTask'))
      if (task.data.mode === 'retry') {
        const { records, all } = task.data
        await retryRecords({ ...deps, records, all })
      } else {
        const { by, confirm } = task.data
        await relinkRecords({ ...deps, by, confirm })
      }
    }
  }
}

/** @throws NotReady with the first problem that stays; the signal's reason */
async function untilReady(
  {
    services: { clock, settings },
    waits,
    signal,
  }: { services: Services; waits: Waits; signal: AbortSignal },
  check: () => Promise<Problem[]>,
): Promise<void> {
  const { attempts, firstDelayMs, maxDelayMs } = settings.backoff
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    const [problem] = await check()
    if (!problem) return
    const side = awaySide(problem.code)
    if (side === null || attempt >= attempts) throw new NotReady(problem)
    const ms = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1))
    waits.again(side, { tries: attempt, ms })
    await clock.sleep(ms, signal)
  }
}

/** Something the run needs is not as it must be; the merchant can fix it and resume. */
class NotReady extends Error {
  override readonly name = 'NotReady'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** The one table from an error to what becomes of the run. */
function endAfter({ logger }: Services, error: unknown, waits: Waits): RunEnd | null {
  if (error instanceof LeaseLost) return null
  if (error instanceof NotReady) {
    const { code, message, status } = error.problem
    return pausedFor(code, message, status)
  }
  if (error instanceof PauseRun) {
    logger.warn({ code: error.code, err: error, sentence: sentenceOf(error.told) }, 'A run paused')
    return pausedFor(error.code, error.told, error.status)
  }
  if (error instanceof RetriableError) {
    logger.warn({ err: error, sentence: sentenceOf(error.told) }, 'A run paused after many tries')
    return pausedFor('TARGET_UNREACHABLE', error.told, error.status)
  }
  if (error instanceof FatalError) {
    logger.error({ err: error, sentence: sentenceOf(error.told) }, 'A run failed')
    return { how: 'failed', code: 'FATAL', told: error.told }
  }
  if (isPassing(error)) {
    // Without the database nothing can be recorded: whoever reaches it first goes on.
    logger.error({ err: error }, 'The database did not answer')
    return null
  }
  logger.error({ err: error }, 'A run failed unexpectedly')
  return { how: 'failed', code: 'UNEXPECTED_ERROR', told: runSays('unexpected') }

  function pausedFor(code: string, told: Message, status: number | null = null): RunEnd {
    const side = awaySide(code)
    return { how: 'paused', code, told, status, awaySince: side && waits.awaySince(side) }
  }
}
