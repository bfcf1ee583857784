import { describe, expect, test } from 'vitest'
import { createPatience, TURN_MS, waitedInLine, type Verdict } from '#test/chaos/lanes/patience.ts'

/** A host that gives one worker a share of each second, and the harness every turn in time or late. */
function aHost() {
  let now = 0
  let inLine = 0
  const patience = createPatience({
    now: () => now,
    waitedMs: () => new Map([[7, inLine]]),
  })
  return {
    patience,
    /** Turns until a verdict, for so long at most; what it was, and when. */
    wait(forMs: number, how: { late?: number; waiting?: number } = {}): [Verdict, number] {
      const { late = 0, waiting = 0 } = how
      for (const end = now + forMs; now < end;) {
        now += TURN_MS + late
        inLine += (TURN_MS + late) * waiting
        const verdict = patience.turn()
        if (verdict !== 'go on') return [verdict, now]
      }
      return ['go on', now]
    },
  }
}
const MINUTE = 60_000

describe('the patience with a run', () => {
  test('ends after a minute in which nothing moved although the host had time', () => {
    const [verdict, at] = aHost().wait(10 * MINUTE)
    expect(verdict).toBe('stuck')
    expect(at).toBe(MINUTE + TURN_MS)
  })

  test('begins anew whenever something moves, and ends all the same when a run goes on for ever', () => {
    const { patience, wait } = aHost()
    for (let minute = 0; minute < 4; minute += 1) {
      expect(wait(0.9 * MINUTE)[0]).toBe('go on')
      patience.moved()
      expect(patience.idleMs()).toBe(0)
    }
    for (let more = 0; more < 3; more += 1) {
      if (wait(0.9 * MINUTE)[0] === 'stuck') return
      patience.moved()
    }
    throw new Error('a run that never ends was waited for')
  })

  test('does not count the time in which a worker stood in line for a processor', () => {
    const host = aHost()
    expect(host.wait(9 * MINUTE, { waiting: 0.9 })[0]).toBe('go on')
    expect(host.patience.starvedMs()).toBeGreaterThan(8 * MINUTE)
    // The host has time again, and the run is stuck after all.
    const [verdict] = host.wait(MINUTE)
    expect(verdict).toBe('stuck')
  })

  test('does not count turns that come late', () => {
    const host = aHost()
    expect(host.wait(5 * MINUTE, { late: 2900 })[0]).toBe('go on')
    expect(host.wait(MINUTE + 10 * TURN_MS)[0]).toBe('stuck')
  })

  test('still finds a stuck run on a host that is only busy', () => {
    const [verdict, at] = aHost().wait(10 * MINUTE, { late: 50, waiting: 0.4 })
    expect(verdict).toBe('stuck')
    expect(at).toBeLessThan(2 * MINUTE)
  })

  test('ends as starved, never as stuck, where the host gives nothing for half an hour', () => {
    const host = aHost()
    const [verdict, at] = host.wait(60 * MINUTE, { late: 60_000, waiting: 0.999 })
    expect(verdict).toBe('starved')
    expect(at).toBeLessThan(32 * MINUTE)
  })

  test('knows a worker that is new, and one that is gone, without counting their past', () => {
    let now = 0
    let waits = new Map([[1, 50_000]])
    const patience = createPatience({ now: () => now, waitedMs: () => waits })
    now = 100
    waits = new Map([[2, 90_000]])
    patience.turn()
    expect(patience.starvedMs()).toBe(0)
    expect(patience.idleMs()).toBe(100)
  })
})

test.skipIf(process.platform !== 'linux')(
  'the scheduler tells how long a process stood in line',
  () => {
    expect(waitedInLine([process.pid]).get(process.pid)).toBeGreaterThanOrEqual(0)
    expect(waitedInLine([2 ** 22 + 1])).toEqual(new Map())
  },
)
