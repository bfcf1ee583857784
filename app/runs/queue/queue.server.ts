import { PgBoss, fromPrisma } from 'pg-boss'
import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Logger } from '#app/platform/logger.server.ts'

const QUEUE = 'run-wakeups'
const jobSchema = z.object({ runId: z.uuid() })

/**
 * Wakes workers when there is something to do. A job carries nothing but the run's id and decides
 * nothing: the lease does (see `lease.server.ts`). A lost job costs at most one polling interval.
 */
export type RunQueue = {
  /**
   * Enqueues within the caller's transaction: rolled back with it, seen by workers after it.
   * @param at not before this
   */
  wake(tx: Transaction, runId: string, at?: Date): Promise<void>
  /** Must be called before the transaction that wakes: it may install the queue's tables. */
  ready(): Promise<void>
  /** `handle` should return at once; a run outlives any job. */
  work(handle: (runId: string) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

export function createRunQueue(options: { databaseUrl: string; logger: Logger }): RunQueue {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    application_name: 'run-queue',
    max: 3,
    schedule: false,
  })
  // The error itself carries the whole connection.
  boss.on('error', ({ message }) =>
    options.logger.error({ reason: message }, 'The job queue had an error'),
  )
  let starting: Promise<void> | undefined

  const ready = () =>
    (starting ??= boss
      .start()
      .then(() =>
        boss.createQueue(QUEUE, {
          retryLimit: 5,
          retryDelay: 1,
          retryBackoff: true,
          expireInSeconds: 60,
          deleteAfterSeconds: 86_400,
        }),
      )
      .catch((error: unknown) => {
        starting = undefined
        throw error
      }))

  return {
    ready,
    wake: async (tx, runId, at) => {
      const when = at ? { startAfter: at } : {}
      const id = await boss.send(QUEUE, { runId }, { db: fromPrisma(tx), ...when })
      // A duplicate would be dropped silently; this queue has no rule that makes duplicates.
      if (id === null) throw new Error('The job queue did not take the run')
    },
    work: async (handle) => {
      await ready()
      await boss.work(QUEUE, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
        for (const job of jobs) await handle(jobSchema.parse(job.data).runId)
      })
    },
    stop: async () => {
      if (!starting) return
      await starting.catch(() => undefined)
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}
