import type { Clock } from '#app/platform/clock.ts'
import { orAborted } from '#app/platform/while-wanted.ts'

/** Why a piece of work was dropped before it came to anything. */
export class WorkDropped extends Error {
  override readonly name = 'WorkDropped'
}

/** The time for a piece of work is used up; what it did up to here may be worth something. */
export class BudgetOver extends Error {
  override readonly name = 'BudgetOver'
}

/** Who turns a page leaves one and asks on the next: so long work goes on for nobody. */
const GRACE_MS = 3_000

export type SharedWork<T> = {
  /**
   * What the work under this key gives: that of others who wait for it, or a new one.
   * @param work its signal is aborted with `BudgetOver` or `WorkDropped`
   * @throws the waiter's reason | WorkDropped
   */
  share(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    options: {
      budgetMs: number
      /** Ends with whoever waits; absent: somebody waits to the end. */
      waiter?: AbortSignal | undefined
    },
  ): Promise<T>
  /** Drops what is under way, and begins nothing any more: the process ends. */
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

/** Work of this process that several may wait for: one per key at a time, and none for nobody. */
export function createSharedWork<T>(clock: Clock): SharedWork<T> {
  const pieces = new Map<string, Shared<T>>()
  let isStopped = false

  function begin(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    budgetMs: number,
  ): Shared<T> {
    const stop = new AbortController()
    const over = new AbortController()
    if (isStopped) stop.abort(new WorkDropped('This process ends'))
    clock.sleep(budgetMs, over.signal).then(
      () => stop.abort(new BudgetOver('The time for it is used up')),
      () => undefined,
    )
    const result = work(stop.signal).finally(() => {
      over.abort()
      // What it left behind unanswered ends as well.
      stop.abort(new WorkDropped('It is over'))
      if (pieces.get(key) === shared) pieces.delete(key)
    })
    // It may be dropped when nobody waits.
    result.catch(() => undefined)
    const shared: Shared<T> = { result, waiting: 0, stop, over }
    pieces.set(key, shared)
    return shared
  }

  async function leave(key: string, shared: Shared<T>): Promise<void> {
    shared.waiting -= 1
    if (shared.waiting > 0) return
    await clock.sleep(GRACE_MS, shared.over.signal).catch(() => undefined)
    if (shared.waiting > 0 || shared.over.signal.aborted) return
    // Who comes from now on begins anew.
    if (pieces.get(key) === shared) pieces.delete(key)
    shared.stop.abort(new WorkDropped('Nobody waits for it any more'))
  }

  return {
    async share(key, work, { budgetMs, waiter }) {
      waiter?.throwIfAborted()
      const shared = pieces.get(key) ?? begin(key, work, budgetMs)
      shared.waiting += 1
      try {
        return waiter ? await orAborted(shared.result, waiter) : await shared.result
      } finally {
        void leave(key, shared)
      }
    },
    stop() {
      isStopped = true
      for (const { stop } of pieces.values()) stop.abort(new WorkDropped('This process ends'))
    },
  }
}
