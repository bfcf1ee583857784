import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LastWindow } from '#app/migration/engine/ports/window-ledger.ts'
import type { SourceMoment } from '#app/migration/engine/ports/source.ts'
import { planWindow } from '#app/migration/engine/run/window.ts'

const MINUTE = 60_000
const at = (ms: number) => new Date(ms).toISOString()
const NOON = Date.parse('2026-03-02T12:00:00Z')

/** A store whose newest record was changed in this very moment. */
const moment = (ms: number, more: Partial<SourceMoment> = {}): SourceMoment => ({
  clock: at(ms),
  stamped: at(ms),
  newest: '40',
  total: 40,
  ...more,
})
/** The last window was opened at noon, `ageMs` ago by our own clock. */
const last = (ageMs: number, more: Partial<LastWindow> = {}): LastWindow => ({
  watermark: at(NOON),
  clock: at(NOON),
  ageMs,
  newest: '30',
  ...more,
})

test('the first window reads everything there is, to the source’s own now', () => {
  expect(
    planWindow({
      mode: 'recent',
      last: null,
      moment: moment(NOON, { clock: '2026-03-02T12:00:00+02:00' }),
      overlapMs: 5 * MINUTE,
    }).window,
  ).toEqual({ from: null, to: '2026-03-02T10:00:00.000Z', knownUpTo: null })
})

test('a recent window begins at the watermark less the overlap, and behind the newest record known', () => {
  const planned = planWindow({
    mode: 'recent',
    last: last(60 * MINUTE),
    moment: moment(NOON + 60 * MINUTE),
    overlapMs: 5 * MINUTE,
  })
  expect(planned).toEqual({
    window: { from: at(NOON - 5 * MINUTE), to: at(NOON + 60 * MINUTE), knownUpTo: '30' },
    opening: {
      clock: at(NOON + 60 * MINUTE),
      completeUpTo: at(NOON + 60 * MINUTE),
      newest: '40',
    },
    wentBackMs: null,
  })
})

test('a full window reads everything, watermark or not', () => {
  const planned = planWindow({
    mode: 'full',
    last: last(MINUTE),
    moment: moment(NOON + MINUTE),
    overlapMs: 0,
  })
  expect(planned.window).toMatchObject({ from: null, knownUpTo: null })
})

describe('what is complete when the window is settled', () => {
  const completeUpTo = (more: Partial<SourceMoment>) =>
    planWindow({ mode: 'recent', last: null, moment: moment(NOON, more), overlapMs: 0 }).opening
      .completeUpTo

  test('is never later than the latest change there is', () => {
    expect(completeUpTo({ stamped: at(NOON - 10 * MINUTE) })).toBe(at(NOON - 10 * MINUTE))
  })

  test('is never later than the clock that is shown', () => {
    expect(completeUpTo({ stamped: at(NOON + 10 * MINUTE) })).toBe(at(NOON))
  })

  test('is nothing at all in a store that stamped nothing', () => {
    expect(completeUpTo({ stamped: null })).toBe(at(0))
  })
})

test('a source clock that is before the watermark is flagged, and the window reaches back far enough', () => {
  const planned = planWindow({
    mode: 'recent',
    last: last(10 * MINUTE),
    moment: moment(NOON - 50 * MINUTE),
    overlapMs: 5 * MINUTE,
  })
  expect(planned.wentBackMs).toBe(60 * MINUTE)
  expect(planned.window.from).toBe(at(NOON - 65 * MINUTE))
})

test('a clock that went back is noticed even when it has passed the watermark again', () => {
  const planned = planWindow({
    mode: 'recent',
    last: last(180 * MINUTE),
    moment: moment(NOON + 120 * MINUTE),
    overlapMs: 5 * MINUTE,
  })
  expect(planned.wentBackMs).toBe(60 * MINUTE)
})

test('a store where nothing happened for weeks is not taken for one whose clock went back', () => {
  const planned = planWindow({
    mode: 'recent',
    last: last(MINUTE, { watermark: at(NOON - 20_000 * MINUTE) }),
    moment: moment(NOON + MINUTE, { stamped: at(NOON - 20_000 * MINUTE) }),
    overlapMs: 5 * MINUTE,
  })
  expect(planned.wentBackMs).toBeNull()
  expect(planned.window.from).toBe(at(NOON - 20_005 * MINUTE))
})

test('whole-second dates of a healthy clock flag nothing, however small the overlap', () => {
  const planned = planWindow({
    mode: 'recent',
    last: last(1900),
    moment: moment(NOON + 1000),
    overlapMs: 100,
  })
  expect(planned.wentBackMs).toBeNull()
})

test('the union of windows has no gap: every change lies in one, whenever the clock went back', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          /** Our time between two runs, and how far the source's clock jumps in between. */
          pause: fc.integer({ min: 1000, max: 100 * MINUTE }),
          jumpBack: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 * MINUTE })),
          jumpAfter: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (runs, changeMoment) => {
        let ours = NOON
        let offset = 0
        let before = { watermark: at(ours), clock: at(ours), ours }
        for (const { pause, jumpBack, jumpAfter } of runs) {
          const jumpAt = ours + pause * jumpAfter
          const changedAt = ours + pause * changeMoment
          const stamp = changedAt + offset - (changedAt >= jumpAt ? jumpBack : 0)
          ours += pause
          offset -= jumpBack
          const now = Math.floor(ours + offset)
          const { window, opening, wentBackMs } = planWindow({
            mode: 'recent',
            last: { ...before, ageMs: ours - before.ours, newest: null },
            moment: moment(now, { stamped: stamp <= now ? at(stamp) : before.watermark }),
            overlapMs: 2000,
          })
          // A stamp from before the jump may lie ahead of the clock: it is read as well.
          expect(stamp).toBeGreaterThan(Date.parse(window.from ?? ''))
          if (jumpBack > 10_000) expect(wentBackMs).not.toBeNull()
          before = { watermark: opening.completeUpTo, clock: opening.clock, ours }
        }
      },
    ),
  )
})
