import type { Clock } from '#app/platform/clock.ts'

export type FakeClock = Clock & {
  /** Moves time on and wakes every sleeper whose time has come, earliest first. */
  advance(ms: number): Promise<void>
  set(now: number): void
  /** Number of sleepers waiting. */
  readonly sleepers: number
}

/** `autoAdvance`: a sleep moves the time by itself, for code whose waiting is not what is tested. */
export function createFakeClock(
  start: number | string = '2026-03-02T09:00:00Z',
  options: { autoAdvance?: boolean } = {},
): FakeClock {
  let now = typeof start === 'string' ? Date.parse(start) : start
  let waiting: { at: number; wake: () => void }[] = []
  return {
    now: () => now,
    set: (value) => {
      now = value
    },
    get sleepers() {
      return waiting.length
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        if (options.autoAdvance) {
          now += ms
          return setImmediate(resolve)
        }
        const sleeper = { at: now + ms, wake: resolve }
        waiting.push(sleeper)
        signal?.addEventListener('abort', () => {
          waiting = waiting.filter((other) => other !== sleeper)
          reject(signal.reason)
        })
      }),
    advance: async (ms) => {
      const until = now + ms
      for (;;) {
        const next = waiting.filter((s) => s.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        waiting = waiting.filter((s) => s !== next)
        now = next.at
        next.wake()
        await new Promise((resolve) => setImmediate(resolve))
      }
      now = until
    },
  }
}
