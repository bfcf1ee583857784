import type { Clock } from '#app/platform/clock.ts'

/** "You can create a maximum of five new orders per minute" on trial and development stores. */
const ORDERS = 5
const WINDOW_MS = 60_000

export type OrderPacer = {
  /** Before each `orderCreate`; waits only once Shopify has shown that this store is limited. */
  turn(): Promise<void>
  /** Shopify answered "Too many attempts": from now on at most five a minute, in order. */
  limited(): void
  readonly isLimited: boolean
}

export function createOrderPacer(clock: Clock, signal?: AbortSignal): OrderPacer {
  let isLimited = false
  let recent: number[] = []
  let queue: Promise<void> = Promise.resolve()
  let notBefore = 0

  async function wait(): Promise<void> {
    for (;;) {
      const now = clock.now()
      recent = recent.filter((at) => at > now - WINDOW_MS)
      const oldest = recent[recent.length - ORDERS]
      const until = Math.max(notBefore, oldest === undefined ? 0 : oldest + WINDOW_MS)
      if (until <= now) break
      await clock.sleep(until - now, signal)
    }
    recent.push(clock.now())
  }

  return {
    turn: () => {
      if (!isLimited) {
        recent = [...recent.slice(1 - ORDERS), clock.now()]
        return Promise.resolve()
      }
      const mine = queue.then(wait)
      queue = mine.catch(() => undefined)
      return mine
    },
    limited: () => {
      const now = clock.now()
      // The refused one took no place, but when Shopify's minute ends is its secret: wait for the
      // oldest of the last five to leave it, at least a fifth of the minute.
      recent = recent.slice(0, -1)
      const oldest = recent[recent.length - ORDERS] ?? recent[0] ?? now
      notBefore = Math.max(notBefore, now + WINDOW_MS / ORDERS, oldest + WINDOW_MS)
      isLimited = true
    },
    get isLimited() {
      return isLimited
    },
  }
}
