import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planWindow } from '#app/migration/window.ts'

const MINUTE = 60_000
const at = (ms: number) => new Date(ms).toISOString()
const NOON = Date.parse('2026-03-02T12:00:00Z')

test('the first window reads from the beginning to the source’s own now', () => {
  expect(
    planWindow({
      mode: 'recent',
      watermark: null,
      watermarkAgeMs: null,
      sourceNow: '2026-03-02T12:00:00+02:00',
      overlapMs: 5 * MINUTE,
    }),
  ).toEqual({ window: { from: null, to: '2026-03-02T10:00:00.000Z' }, wentBackMs: null })
})

test('a recent window begins at the watermark less the overlap', () => {
  const planned = planWindow({
    mode: 'recent',
    watermark: at(NOON),
    watermarkAgeMs: 60 * MINUTE,
    sourceNow: at(NOON + 60 * MINUTE),
    overlapMs: 5 * MINUTE,
  })
  expect(planned).toEqual({
    window: { from: at(NOON - 5 * MINUTE), to: at(NOON + 60 * MINUTE) },
    wentBackMs: null,
  })
})

test('a full window reads everything, watermark or not', () => {
  const planned = planWindow({
    mode: 'full',
    watermark: at(NOON),
    watermarkAgeMs: MINUTE,
    sourceNow: at(NOON + MINUTE),
    overlapMs: 0,
  })
  expect(planned.window.from).toBeNull()
})

test('a source clock that is before the watermark is flagged, and the window reaches back far enough', () => {
  const planned = planWindow({
    mode: 'recent',
    watermark: at(NOON),
    watermarkAgeMs: 10 * MINUTE,
    sourceNow: at(NOON - 50 * MINUTE),
    overlapMs: 5 * MINUTE,
  })
  expect(planned.wentBackMs).toBe(60 * MINUTE)
  expect(planned.window.from).toBe(at(NOON - 65 * MINUTE))
})

test('a clock that went back is noticed even when it has passed the watermark again', () => {
  const planned = planWindow({
    mode: 'recent',
    watermark: at(NOON),
    watermarkAgeMs: 180 * MINUTE,
    sourceNow: at(NOON + 120 * MINUTE),
    overlapMs: 5 * MINUTE,
  })
  expect(planned.wentBackMs).toBe(60 * MINUTE)
})

test('whole-second dates of a healthy clock flag nothing, however small the overlap', () => {
  const planned = planWindow({
    mode: 'recent',
    watermark: at(NOON),
    watermarkAgeMs: 1900,
    sourceNow: at(NOON + 1000),
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
        let watermark = { at: at(ours), ours }
        for (const { pause, jumpBack, jumpAfter } of runs) {
          const jumpAt = ours + pause * jumpAfter
          const changedAt = ours + pause * changeMoment
          const stamp = changedAt + offset - (changedAt >= jumpAt ? jumpBack : 0)
          ours += pause
          offset -= jumpBack
          const { window, wentBackMs } = planWindow({
            mode: 'recent',
            watermark: watermark.at,
            watermarkAgeMs: ours - watermark.ours,
            sourceNow: at(Math.floor(ours + offset)),
            overlapMs: 2000,
          })
          // A stamp from before the jump may lie ahead of the clock: later windows reach it.
          const ahead = stamp > Date.parse(window.to)
          if (ahead) expect(jumpBack).toBeGreaterThan(0)
          else expect(stamp).toBeGreaterThan(Date.parse(window.from ?? ''))
          if (jumpBack > 10_000) expect(wentBackMs).not.toBeNull()
          watermark = { at: window.to, ours }
        }
      },
    ),
  )
})
