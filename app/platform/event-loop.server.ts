import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Logger } from './logger.server.ts'
import type { Metrics } from './metrics.server.ts'

/** Longer than any one record may take: heartbeats and answers wait as long. */
const TOO_LONG_MS = 1_000
const LOOK_EVERY_MS = 5_000
const NS_PER_MS = 1e6

type Watch = {
  logger: Logger
  metrics: Pick<Metrics, 'eventLoopStalled'>
  /** What was being done, for the log: the runs that are held. */
  during: () => Readonly<Record<string, unknown>>
}

/** Says when the process did one thing only, so that everything else had to wait, and during what. */
export function watchEventLoop(watch: Watch): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  setInterval(() => lookAt(delay, watch), LOOK_EVERY_MS).unref()
}

/** The longest standstill since the last look. */
export function lookAt(
  delay: { readonly max: number; reset(): void },
  { logger, metrics, during }: Watch,
): void {
  const ms = Math.round(delay.max / NS_PER_MS)
  delay.reset()
  if (ms < TOO_LONG_MS) return
  metrics.eventLoopStalled()
  logger.warn({ ms, ...during() }, 'The process did one thing only, and all else waited')
}
