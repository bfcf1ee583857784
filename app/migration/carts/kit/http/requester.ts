import pLimit from 'p-limit'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import type { SourceTuning } from '../tuning.ts'
import { SourceRequestError } from './recovery.ts'

/** `timeoutMs` only shortens the bound every request has. */
export type AskOptions = { attempts?: number; timeoutMs?: number }

/**
 * One request, tried again as its error's recovery says. `attempts` overrides the number of tries (1
 * for a person who waits).
 * @param what for the log
 * @param ask is called once per try
 * @throws SourceRequestError
 */
export type Requester = <T>(
  what: string,
  ask: (timeoutMs: number) => Promise<T>,
  options?: AskOptions,
) => Promise<T>

/** The requests to one store, whatever they are made of: a few at once, and none when it asks for quiet. */
export function createRequester(deps: {
  clock: Clock
  logger: Logger
  tuning: SourceTuning
}): Requester {
  const { clock, logger, tuning } = deps
  const limit = pLimit(tuning.concurrency)
  /** After a 429 or 503 nobody knocks before this moment. */
  let quietUntil = 0
  return async (what, ask, options = {}) => {
    const attempts = options.attempts ?? tuning.maxAttempts
    const timeoutMs = Math.min(
      options.timeoutMs ?? tuning.requestTimeoutMs,
      tuning.requestTimeoutMs,
    )
    for (let attempt = 1; ; attempt++) {
      try {
        return await limit(async () => {
          const quiet = quietUntil - clock.now()
          if (quiet > 0 && attempts > 1) await clock.sleep(quiet)
          return ask(timeoutMs)
        })
      } catch (error) {
        if (!(error instanceof SourceRequestError) || !error.recovery.repeat) throw error
        const wait =
          error.retryAfterMs ?? Math.min(tuning.backoffMs * 2 ** (attempt - 1), tuning.maxBackoffMs)
        if (attempt >= attempts || wait > tuning.maxBackoffMs) throw error
        logger.warn(
          { path: what, attempt, waitMs: wait, problem: error.problem, status: error.status },
          'the old store did not answer well; trying again',
        )
        if (error.status === 429 || error.status === 503) {
          quietUntil = Math.max(quietUntil, clock.now() + wait)
        }
        await clock.sleep(wait)
      }
    }
  }
}
