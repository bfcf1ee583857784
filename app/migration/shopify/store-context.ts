import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import type { Gid, TargetOptions } from '../engine/ports/target.ts'
import type { AdminOperation } from './api/operation.ts'

/** One Shopify store as a writer of one project sees it. */
export type StoreContext = {
  clock: Clock
  logger: Logger
  options: TargetOptions
  /** Ends waits under way. */
  signal: AbortSignal | undefined
  /** The Online Store's publication; null when the shop has none. Asked once. */
  onlineStore(): Promise<Gid | null>
  /** True the first time it is asked in a run: for what is true of the store and not of one record. */
  once(what: string): boolean
  run<Data, Variables>(
    operation: AdminOperation<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  sleep(ms: number): Promise<void>
}
