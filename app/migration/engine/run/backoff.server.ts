import { PauseRun, RetriableError, TargetFails, type PauseCode } from '../ports/errors.ts'
import type { PassDeps } from './pass-context.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

type BackoffDeps = Pick<PassDeps, 'clock' | 'logger' | 'options' | 'signal' | 'onBackoff'>

export type Backoff = {
  /** Something worked: the count begins anew. */
  progressed(): void
  /**
   * Waits before the next try.
   * @throws PauseRun when too many tries in a row brought nothing, or the signal's reason
   */
  wait(error: RetriableError): Promise<void>
}

export type Side = 'source' | 'target'

const PAUSES = {
  source: { code: 'SOURCE_UNREACHABLE', told: 'sourceDoesNotAnswer' },
  target: { code: 'TARGET_UNREACHABLE', told: 'targetDoesNotAnswer' },
} as const satisfies Record<Side, { code: PauseCode; told: string }>

/** Counts tries without progress and waits longer each time. */
export function createBackoff(deps: BackoffDeps, side: Side): Backoff {
  const { attempts } = deps.options.backoff
  let failures = 0
  return {
    progressed: () => {
      failures = 0
    },
    wait: async (error) => {
      failures += 1
      deps.logger.warn({ side, failures, reason: error.told }, 'will be tried again')
      if (failures >= attempts) {
        const { code, told } = PAUSES[side]
        throw new PauseRun(code, engineSays(told, { reason: error.reason }), {
          status: error.status,
          cause: error,
        })
      }
      const ms = Math.max(delayOf(deps, failures), error.retryAfterMs ?? 0)
      deps.onBackoff?.(side, { tries: failures, ms })
      await deps.clock.sleep(ms, deps.signal)
    },
  }
}

/** Waits before one more round over records that the target failed on. @param round from 1 */
export async function waitAgain(deps: BackoffDeps, side: Side, round: number): Promise<void> {
  const ms = delayOf(deps, round)
  deps.onBackoff?.(side, { tries: round, ms })
  await deps.clock.sleep(ms, deps.signal)
}

function delayOf({ options }: BackoffDeps, failures: number): number {
  const { firstDelayMs, maxDelayMs } = options.backoff
  return Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - 1))
}

/** How often a call is repeated that the target fails on although it answers. */
const TARGET_FAILURES = 2

/** Repeats a call that may be repeated. @throws TargetFails the target fails on this call alone */
export async function withBackoff<T>(
  deps: BackoffDeps,
  side: Side,
  call: () => Promise<T>,
): Promise<T> {
  const backoff = createBackoff(deps, side)
  let failures = 0
  for (;;) {
    deps.signal.throwIfAborted()
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof RetriableError)) throw error
      if (error instanceof TargetFails && ++failures >= TARGET_FAILURES) throw error
      await backoff.wait(error)
    }
  }
}
