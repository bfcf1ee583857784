import type { Services } from '#app/services.server.ts'
import { executeRun } from './execute-run.server.ts'
import { runsWithoutWorker } from '../queue/lease.server.ts'
import { resumeWhatIsDue } from './resume-later.server.ts'

/** Runs of different projects that one worker works on at a time. */
const MAX_RUNS = 4
/** How long records under way may take when the worker shuts down. */
const DRAIN_MS = 20_000
/** And how long it may take to drop them after that. What does not end then, ends with the process. */
const DROP_MS = 10_000

export type WorkLoop = {
  /** Looks for runs now; the loop does so by itself at every interval. */
  look(): Promise<void>
  /**
   * Finishes the records under way, hands the runs over, and takes no more. Resolves in bounded
   * time: whoever is cut off from the database leaves its runs to those who see the lease expire.
   */
  stop(): Promise<void>
  /** Does not even finish the records under way: they are looked up by who goes on. */
  hurry(): void
  readonly running: number
  /** Ids of the runs it works on. */
  held(): string[]
}

/**
 * Takes every run that has no worker: new ones, resumed ones, those that waited for a store long
 * enough, and those whose worker went silent.
 * Jobs and other workers may point at the same run; the lease decides.
 */
export function startWorkLoop(services: Services, options: { workerId: string }): WorkLoop {
  const { prisma, clock, logger, metrics, settings } = services
  const soft = new AbortController()
  const hard = new AbortController()
  const active = new Map<string, Promise<void>>()

  async function look(): Promise<void> {
    if (soft.signal.aborted || active.size >= MAX_RUNS) return
    await resumeWhatIsDue(services)
    const waiting = await runsWithoutWorker(prisma, MAX_RUNS + active.size)
    for (const runId of waiting) {
      if (soft.signal.aborted || active.size >= MAX_RUNS || active.has(runId)) continue
      const execution = executeRun(services, {
        runId,
        workerId: options.workerId,
        shutdown: { soft: soft.signal, hard: hard.signal },
      })
      active.set(
        runId,
        execution
          .then(() => undefined)
          .catch((error: unknown) =>
            logger.error({ runId, err: error }, 'A run could not be worked on'),
          )
          .finally(() => {
            active.delete(runId)
            metrics.runsHeld(active.size)
          }),
      )
      metrics.runsHeld(active.size)
    }
  }

  async function poll(): Promise<void> {
    let inTrouble = false
    while (!soft.signal.aborted) {
      try {
        await look()
        if (inTrouble) logger.info('Looks for runs again')
        inTrouble = false
      } catch (error) {
        metrics.databaseFailure()
        // Said once: while the database is away nothing else can be said.
        if (!inTrouble) logger.error({ err: error }, 'Could not look for runs')
        inTrouble = true
      }
      await clock.sleep(settings.workerPollMs, soft.signal).catch(() => undefined)
    }
  }
  const polling = poll()

  return {
    look,
    stop: async () => {
      soft.abort()
      const drained = new AbortController()
      const tooLong = clock
        .sleep(DRAIN_MS, AbortSignal.any([drained.signal, hard.signal]))
        .catch(() => undefined)
        .then(() => hard.abort())
        .then(() => clock.sleep(DROP_MS, drained.signal))
        .then(() =>
          logger.error({ runs: [...active.keys()] }, 'Some runs could not be handed over'),
        )
        .catch(() => undefined)
      await Promise.race([Promise.all([...active.values(), polling]), tooLong])
      drained.abort()
    },
    hurry: () => hard.abort(),
    held: () => [...active.keys()],
    get running() {
      return active.size
    },
  }
}
