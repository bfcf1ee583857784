import { expect, test } from 'vitest'
import {
  AWAY_CODES,
  awaySide,
  readAway,
  triedByMerchant,
  tryLater,
  type Away,
} from '#app/runs/away.ts'

const START = new Date('2026-11-29T18:00:00Z')
const minutes = (ms: number) => ms / 60_000
const after = (from: Date, min: number) => new Date(from.getTime() + min * 60_000)

/** The pauses between tries that nobody answers, in minutes. */
function pausesFrom(first: Date, before: Away | null = null): { pauses: number[]; away: Away } {
  const pauses: number[] = []
  let now = first
  let away = before
  for (;;) {
    const later = tryLater(away, { side: 'source', since: now, status: 503, now })
    away = later.away
    if (!later.resumeAt) return { pauses, away }
    pauses.push(minutes(later.resumeAt.getTime() - now.getTime()))
    now = later.resumeAt
  }
}

test('the pauses grow to an hour and go on for a day', () => {
  const { pauses, away } = pausesFrom(START)
  expect(pauses.slice(0, 8)).toEqual([1, 2, 5, 10, 20, 30, 60, 60])
  const sum = pauses.reduce((total, each) => total + each, 0)
  expect(sum).toBeGreaterThan(23 * 60)
  expect(sum).toBeLessThanOrEqual(24 * 60)
  expect(away.since).toEqual(START)
})

test('a try of the merchant’s keeps since when, and begins another day', () => {
  const { away } = pausesFrom(START)
  const again = pausesFrom(after(START, 3000), triedByMerchant(away))
  expect(again.pauses.slice(0, 3)).toEqual([1, 2, 5])
  expect(again.away.since).toEqual(START)
})

test('the other store’s absence is another absence', () => {
  const { away } = tryLater(null, { side: 'source', since: START, status: null, now: START })
  const now = after(START, 60)
  const other = tryLater(away, { side: 'target', since: now, status: 502, now })
  expect(other).toEqual({
    away: {
      side: 'target',
      since: now,
      status: 502,
      schedule: { tries: 0, until: after(now, 1440) },
    },
    resumeAt: after(now, 1),
  })
})

test('what is remembered is read back from the database, and nothing else', () => {
  const { away } = tryLater(null, { side: 'source', since: START, status: 503, now: START })
  expect(readAway(JSON.parse(JSON.stringify(away)))).toEqual(away)
  for (const odd of [null, 'away', {}, { side: 'moon' }]) expect(readAway(odd)).toBeNull()
})

test('only a store’s absence passes by itself', () => {
  expect(awaySide('MAINTENANCE')).toBe('source')
  expect(awaySide('TARGET_UNREACHABLE')).toBe('target')
  for (const code of [
    'SOURCE_CREDENTIALS',
    'BAD_SECRET',
    'SOURCE_CHANGED',
    'SOURCE_RESTORED',
    'SOURCE_LISTS_LESS',
    'TARGET_CREDENTIALS',
    'APP_UNINSTALLED',
    'ENTITY_POINTS_LIMIT',
    'RUN_KEEPS_STOPPING',
    'STOPPED_BY_MERCHANT',
    'toString',
    null,
  ]) {
    expect(awaySide(code)).toBeNull()
    expect(AWAY_CODES).not.toContain(code)
  }
})
