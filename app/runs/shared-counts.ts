import type { Clock } from '#app/platform/clock.ts'
import { orAborted } from '#app/platform/while-wanted.ts'

/** Why a count was dropped before it came to anything. */
export class CountDropped extends Error {
  override readonly name = 'CountDropped'
}

/** The time for a count is used up: what was counted up to here is "at least so many". */
export class BudgetOver extends Error {
  override readonly name = 'BudgetOver'
}

/** Who turns a page leaves one and asks on the next: so long a count goes on for nobody. */
const GRACE_MS = 3_000

export type SharedCounts<T> = {
  /**
   * What the count under this key gives: that of others who wait for it, or a new one.
   * @param count its signal is aborted with `BudgetOver` or `CountDropped`
   * @throws the waiter's reason | CountDropped
   */
  share(
    key: string,
    count: (signal: AbortSignal) => Promise<T>,
    options: {
      budgetMs: number
      /** Ends with whoever waits; absent: somebody waits to the end. */
      waiter?: AbortSignal | undefined
    },
  ): Promise<T>
  /** Drops what is counted, and counts nothing any more: the process ends. */
  stop(): void
}

type Shared<T> = {
  result: Promise<T>
  waiting: number
  /** Aborted when its time is used up, or when it is to be dropped. */
  stop: AbortController
  /** Aborted when it is over. */
  over: AbortController
}

/** Counts of this process: one per key at a time, and none for nobody. */
export function createSharedCounts<T>(clock: Clock): SharedCounts<T> {
  const counts = new Map<string, Shared<T>>()
  let isStopped = false

  function begin(
    key: string,
    count: (signal: AbortSignal) => Promise<T>,
    budgetMs: number,
  ): Shared<T> {
    const stop = new AbortController()
    const over = new AbortController()
    if (isStopped) stop.abort(new CountDropped('This process ends'))
    clock.sleep(budgetMs, over.signal).then(
      () => stop.abort(new BudgetOver('The time for this count is used up')),
      () => undefined,
    )
    const result = count(stop.signal).finally(() => {
      over.abort()
      // What it left behind unanswered ends as well.
      stop.abort(new CountDropped('This count is over'))
      if (counts.get(key) === shared) counts.delete(key)
    })
    // It may be dropped when nobody waits.
    result.catch(() => undefined)
    const shared: Shared<T> = { result, waiting: 0, stop, over }
    counts.set(key, shared)
    return shared
  }

  async function leave(key: string, shared: Shared<T>): Promise<void> {
    shared.waiting -= 1
    if (shared.waiting > 0) return
    await clock.sleep(GRACE_MS, shared.over.signal).catch(() => undefined)
    if (shared.waiting > 0 || shared.over.signal.aborted) return
    // Who comes from now on begins anew.
    if (counts.get(key) === shared) counts.delete(key)
    shared.stop.abort(new CountDropped('Nobody waits for this count any more'))
  }

  return {
    async share(key, count, { budgetMs, waiter }) {
      waiter?.throwIfAborted()
      const shared = counts.get(key) ?? begin(key, count, budgetMs)
      shared.waiting += 1
      try {
        return waiter ? await orAborted(shared.result, waiter) : await shared.result
      } finally {
        void leave(key, shared)
      }
    },
    stop() {
      isStopped = true
      for (const { stop } of counts.values()) stop.abort(new CountDropped('This process ends'))
    },
  }
}
