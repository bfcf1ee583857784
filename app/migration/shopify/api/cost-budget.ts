import type { Clock } from '#app/platform/clock.ts'
import type { AdminCost } from './admin-envelope.ts'

type Waiter = {
  /** What the document cost last time, or null when it was never sent. */
  cost: number | null
  admit: (ticket: Ticket) => void
  reject: (reason: unknown) => void
}

/** A place in Shopify's bucket, held from before the request until its answer. */
type Ticket = { reserved: number }

type CostBudget = {
  /** Resolves, in the order of asking, when the budget allows one more request. */
  enter(operation: string, signal?: AbortSignal): Promise<Ticket>
  /** Goes back to the head of the queue after a THROTTLED answer. */
  reenter(operation: string, waitMs: number, signal?: AbortSignal): Promise<Ticket>
  /** Every answer, also a refused one, says what is left. `cost` is null when it did not. */
  leave(operation: string, ticket: Ticket, cost: AdminCost | null): void
}

/**
 * Shopify's leaky bucket as seen from here. Its size and rate are read from the answers and never
 * assumed: until the first answer exactly one request is under way. What a request will cost is
 * taken from the last answer to the same document; for a document never sent before, from the
 * dearest one known.
 */
export function createCostBudget(deps: { clock: Clock; maxInFlight: number }): CostBudget {
  const { clock } = deps
  const knownCosts = new Map<string, number>()
  let waiting: Waiter[] = []
  let inFlight = 0
  let reserved = 0
  let bucket: { maximum: number; rate: number; available: number; at: number } | null = null
  let closedUntil = 0
  let timer: AbortController | null = null

  const available = (now: number) =>
    bucket
      ? Math.min(bucket.maximum, bucket.available + ((now - bucket.at) / 1000) * bucket.rate)
      : 0

  const estimate = (cost: number | null) => cost ?? Math.max(1, ...knownCosts.values())

  /** Milliseconds until the head of the queue may go, 0 for now, null when an answer must come first. */
  function waitFor(waiter: Waiter, now: number): number | null {
    if (inFlight >= deps.maxInFlight) return null
    if (now < closedUntil) return closedUntil - now
    if (!bucket) return inFlight === 0 ? 0 : null
    const needed = Math.min(estimate(waiter.cost), bucket.maximum)
    const missing = needed - available(now)
    if (missing <= 0) return 0
    return bucket.rate > 0 ? Math.ceil((missing / bucket.rate) * 1000) : null
  }

  function pump(): void {
    timer?.abort()
    timer = null
    for (;;) {
      const head = waiting[0]
      if (!head) return
      const now = clock.now()
      const wait = waitFor(head, now)
      if (wait === null) return
      if (wait > 0) {
        const alarm = new AbortController()
        timer = alarm
        clock.sleep(wait, alarm.signal).then(pump, () => undefined)
        return
      }
      waiting.shift()
      const cost = bucket ? estimate(head.cost) : 0
      inFlight += 1
      reserved += cost
      if (bucket) bucket = { ...bucket, available: available(now) - cost, at: now }
      head.admit({ reserved: cost })
    }
  }

  function queue(operation: string, front: boolean, signal?: AbortSignal): Promise<Ticket> {
    return new Promise<Ticket>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        waiting = waiting.filter((other) => other !== waiter)
        reject(signal?.reason)
        pump()
      }
      const waiter: Waiter = {
        cost: knownCosts.get(operation) ?? null,
        admit: (ticket) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(ticket)
        },
        reject,
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      if (front) waiting.unshift(waiter)
      else waiting.push(waiter)
      pump()
    })
  }

  return {
    enter: (operation, signal) => queue(operation, false, signal),
    reenter: (operation, waitMs, signal) => {
      closedUntil = Math.max(closedUntil, clock.now() + waitMs)
      return queue(operation, true, signal)
    },
    leave: (operation, ticket, cost) => {
      inFlight -= 1
      reserved -= ticket.reserved
      if (cost) {
        if (cost.requestedQueryCost != null) knownCosts.set(operation, cost.requestedQueryCost)
        const now = clock.now()
        const { maximumAvailable, currentlyAvailable, restoreRate } = cost.throttleStatus
        // Of the requests still under way Shopify may have counted all or none: the truth lies
        // between what it reports and that minus everything we have reserved.
        const charged = cost.actualQueryCost ?? 0
        const ours = bucket
          ? available(now) + ticket.reserved - charged
          : currentlyAvailable - reserved
        bucket = {
          maximum: maximumAvailable,
          rate: restoreRate,
          available: Math.min(currentlyAvailable, Math.max(currentlyAvailable - reserved, ours)),
          at: now,
        }
      } else if (bucket) {
        // Refused before it was charged, or unknown: the next answer tells the truth.
        bucket = { ...bucket, available: available(clock.now()) + ticket.reserved, at: clock.now() }
      }
      pump()
    },
  }
}
