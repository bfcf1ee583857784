import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planWindow } from '#app/migration/engine/run/window.ts'
import { holds } from '#test/helpers/arithmetic/property.ts'

const MINUTE = 60_000
const START = Date.parse('2026-03-02T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const second = (ms: number) => Math.floor(ms / 1000) * 1000

/** Between two runs: how long by our clock, and what the source's clock did to itself meanwhile. */
type Interval = {
  pause: number
  /** Parts of the pause at which the source's clock is set, and by how much. */
  jumps: { at: number; by: number }[]
  /** Parts of the pause at which a record changes. */
  changes: number[]
}
const part = fc.integer({ min: 0, max: 1000 }).map((thousandth) => thousandth / 1000)
const intervals = (by: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      pause: fc.integer({ min: 1000, max: 200 * MINUTE }),
      jumps: fc.array(fc.record({ at: part, by }), { maxLength: 3 }),
      changes: fc.array(part, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 7 },
  )

type Change = { stamp: number; interval: number }
type Told = { from: number; to: number; wentBackMs: number | null; net: number; lowest: number }

/**
 * Runs one after the other; changes are stamped in whole seconds, as the store does.
 * @param shown how far the clock that the store shows is off the one that stamps (a proxy's)
 */
function live(list: readonly Interval[], overlapMs: number, hoursOff: number, shown = 0) {
  let ours = START
  let offset = hoursOff * 60 * MINUTE
  let last = {
    watermark: iso(second(ours + offset) - Math.abs(shown)),
    clock: iso(second(ours + offset + shown)),
    ours,
  }
  const changes: Change[] = []
  const windows: Told[] = []
  for (const [interval, { pause, jumps, changes: moments }] of list.entries()) {
    const ordered = jumps.toSorted((a, b) => a.at - b.at)
    const offsetAt = (moment: number) =>
      ordered.filter((jump) => jump.at <= moment).reduce((sum, jump) => sum + jump.by, offset)
    for (const moment of moments) {
      changes.push({ stamp: second(ours + pause * moment + offsetAt(moment)), interval })
    }
    const net = offsetAt(1) - offset
    const lowest = Math.min(0, ...ordered.map((jump) => offsetAt(jump.at) - offset))
    ours += pause
    offset += net
    const now = second(ours + offset + shown)
    const stamps = changes.map(({ stamp }) => stamp).filter((stamp) => stamp <= now)
    const { window, opening, wentBackMs } = planWindow({
      mode: 'recent',
      last: { ...last, ageMs: ours - last.ours, newest: null },
      moment: {
        clock: iso(now),
        stamped: stamps.length === 0 ? last.watermark : iso(Math.max(...stamps)),
        newest: null,
        total: null,
      },
      overlapMs,
    })
    const to = Date.parse(window.to)
    windows.push({ from: Date.parse(window.from ?? ''), to, wentBackMs, net, lowest })
    last = { watermark: opening.completeUpTo, clock: opening.clock, ours }
  }
  // What is stamped later than the window's end is read with it.
  const found = ({ stamp, interval }: Change) =>
    windows.some(({ from }, run) => run >= interval && stamp > from)
  return { changes, windows, found }
}

const overlaps = fc.constantFrom(1000, 2000, 5 * MINUTE)
const hours = fc.integer({ min: -14, max: 14 })

describe('the windows of any sequence of runs', () => {
  it('leave no gap while the source’s clock only went forward, however far and however wrong it is', () => {
    holds(
      fc.property(
        intervals(fc.integer({ min: 0, max: 90 * MINUTE })),
        overlaps,
        hours,
        (list, overlap, off) => {
          const { changes, found, windows } = live(list, overlap, off)
          for (const change of changes) expect(found(change)).toBe(true)
          for (const { wentBackMs } of windows) expect(wentBackMs).toBeNull()
        },
      ),
      400,
    )
  })

  it('leave no gap where a proxy shows another time than the one that stamps changes', () => {
    holds(
      fc.property(
        intervals(fc.integer({ min: 0, max: 90 * MINUTE })),
        overlaps,
        fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE }),
        (list, overlap, shown) => {
          const { changes, found } = live(list, overlap, 0, shown)
          for (const change of changes) expect(found(change)).toBe(true)
        },
      ),
      400,
    )
  })

  it('leave no gap either where it went back and stayed back', () => {
    holds(
      fc.property(
        intervals(fc.integer({ min: -90 * MINUTE, max: 0 })),
        overlaps,
        hours,
        (list, overlap, off) => {
          const { changes, found } = live(list, overlap, off)
          for (const change of changes) expect(found(change)).toBe(true)
        },
      ),
      400,
    )
  })

  it('flag every clock that went back further than the overlap, and none that did not go back', () => {
    holds(
      fc.property(
        intervals(fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE })),
        overlaps,
        hours,
        (list, overlap, off) => {
          for (const { net, wentBackMs } of live(list, overlap, off).windows) {
            // Whole seconds at both ends.
            if (-net > Math.max(overlap, 2000) + 1000) expect(wentBackMs).not.toBeNull()
            if (net >= 0) expect(wentBackMs).toBeNull()
          }
        },
      ),
      400,
    )
  })

  it('miss a change only where the clock went back and was put right again before anybody looked', () => {
    holds(
      fc.property(
        intervals(fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE })),
        overlaps,
        hours,
        (list, overlap, off) => {
          const { changes, found, windows } = live(list, overlap, off)
          for (const change of changes) {
            if (found(change)) continue
            const told = windows[change.interval]
            expect(told?.lowest).toBeLessThan(Math.min(0, told?.net ?? 0))
          }
        },
      ),
      400,
    )
  })

  it('never end before they begin, and begin before the watermark', () => {
    holds(
      fc.property(
        intervals(fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE })),
        overlaps,
        hours,
        (list, overlap, off) => {
          const { windows } = live(list, overlap, off)
          for (const [run, { from, to }] of windows.entries()) {
            expect(from).toBeLessThan(to)
            const before = windows[run - 1]
            if (before) expect(from).toBeLessThan(before.to)
          }
        },
      ),
    )
  })
})
