import { describe, expect, it } from 'vitest'
import { listAll } from '#app/migration/carts/kit/lists/list-all.ts'
import { listNewest } from '#app/migration/carts/kit/lists/list-newest.ts'
import { readMoment } from '#app/migration/carts/kit/lists/moment.ts'
import { lowerBound, ticksOf, upperBound } from '#app/migration/carts/kit/lists/ticks.ts'
import { walkChanged } from '#app/migration/carts/kit/lists/walk-changed.ts'
import { START, storeOf, type Store } from './listed-places.ts'

const DAY = 24 * 3_600_000

async function changedIn(store: Store, pageSize: number): Promise<number[]> {
  const ids: number[] = []
  for await (const { rows } of walkChanged(store.listing(pageSize), store.window, null)) {
    ids.push(...rows.map(({ summary }) => summary.id))
  }
  return ids
}

describe('a bound by change time', () => {
  it.each([
    ['strict', 7, 10],
    ['inclusive', 8, 9],
  ] as const)('that is %s finds what is later than 7, up to 9', (bound, lower, upper) => {
    expect(lowerBound(7, bound)).toBe(lower)
    expect(upperBound(9, bound)).toBe(upper)
  })
})

describe.each([
  ['a millisecond', 1],
  ['a second', 1_000],
  ['a day', DAY],
])('where change times step by %s', (_, tickMs) => {
  it('a time lies in its tick, whatever its notation', () => {
    const ticks = ticksOf(tickMs)
    expect(ticks.of('2026-03-02T10:00:00+01:00')).toBe(ticks.of('2026-03-02T09:00:00.000Z'))
    expect(
      ticks.of(new Date(START + tickMs).toISOString()) - ticks.of(new Date(START).toISOString()),
    ).toBe(1)
  })

  it('a walk brings each record once and in order, although a tick fills a page', async () => {
    const store = storeOf(40, (n) => Math.ceil(n / 13), tickMs)
    const ids = await changedIn(store, 5)
    expect(new Set(ids).size).toBe(40)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  })

  it('the clock is told in whole ticks, with the latest stamp that proves it', async () => {
    const { listing, window } = storeOf(3, (n) => n, tickMs)
    const list = listing(10)
    const { clock, stamped, newest, total } = await readMoment({
      proofs: [list],
      lists: [list],
      notice: () => undefined,
    })
    expect(Date.parse(clock) % tickMs).toBe(0)
    expect(Date.parse(clock)).toBeLessThanOrEqual(START + 7_200_000)
    if (tickMs < DAY) expect(Date.parse(stamped ?? '')).toBe(Date.parse(window.from) + 3 * tickMs)
    expect([newest, total]).toEqual(['3', 3])
  })
})

describe('a list by id', () => {
  it('is whole although rows leave it between its pages', async () => {
    const store = storeOf(30)
    const list = store.listing(10)
    const ask: typeof list.ask = (question) => {
      const answer = list.ask(question)
      if (store.asked.length === 1) store.places.splice(0, 3)
      return answer
    }
    const { rows } = await listAll({ ask, pageSize: 10 }, { show: 'summary' })
    expect(rows.map(({ summary }) => summary.id)).toEqual(
      Array.from({ length: 30 }, (_, i) => i + 1),
    )
  })

  it('tells what is newer than a known record with the pages that hold it alone', async () => {
    const store = storeOf(30)
    const rows = await listNewest(store.listing(10), 26)
    expect(rows.map(({ summary }) => summary.id)).toEqual([27, 28, 29, 30])
    expect(store.asked).toHaveLength(1)
  })

  it('that gives the same page whatever is asked ends in an error and not in a loop', async () => {
    const store = storeOf(30)
    const list = store.listing(10)
    const ask: typeof list.ask = ({ offset: _offset, ...question }) => list.ask(question)
    await expect(listAll({ ask, pageSize: 10 }, { show: 'summary' })).rejects.toThrow(
      /keptChanging/,
    )
  })
})
