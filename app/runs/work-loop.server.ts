import type { Services } from '#app/services.server.ts'
import { executeRun } from './execute-run.server.ts'
import { runsWithoutWorker } from './lease.server.ts'

/** Runs of different projects that one worker works on at a time. */
const MAX_RUNS = 4
/** How long records under way may take when the worker shuts down. */
const DRAIN_MS = 20_000

export type WorkLoop = {
  /** Looks for runs now; the loop does so by itself at every interval. */
  look(): Promise<void>
  /** Finishes the records under way, hands the runs over, and takes no more. */
  stop(): Promise<void>
  readonly running: number
}

/**
 * Takes every run that has no worker: new ones, resumed ones, and those whose worker went silent.
 * Jobs and other workers may point at the same run; the lease decides.
 */
export function startWorkLoop(services: Services, options: { workerId: string }): WorkLoop {
  const { prisma, clock, logger, settings } = services
  const soft = new AbortController()
  const hard = new AbortController()
  const active = new Map<string, Promise<void>>()

  async function look(): Promise<void> {
    if (soft.signal.aborted || active.size >= MAX_RUNS) return
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
          .finally(() => active.delete(runId)),
      )
    }
  }

  async function poll(): Promise<void> {
    while (!soft.signal.aborted) {
      await look().catch((error: unknown) =>
        logger.error({ err: error }, 'Could not look for runs'),
      )
      await clock.sleep(settings.workerPollMs, soft.signal).catch(() => undefined)
    }
  }
  const polling = poll()

  return {
    look,
    stop: async () => {
      soft.abort()
      const drained = new AbortController()
      clock
        .sleep(DRAIN_MS, drained.signal)
        .then(() => hard.abort())
        .catch(() => undefined)
      await Promise.all(active.values())
      drained.abort()
      await polling
    },
    get running() {
      return active.size
    },
  }
}
