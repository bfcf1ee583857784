import { sentenceOf } from '#app/words/sentence.server.ts'
import { describe, expect, it } from 'vitest'
import { shortPageNotice } from '#app/migration/carts/kit/lists/hidden-rows.ts'
import { listRowsById } from '#app/migration/carts/kit/lists/list-by-id.ts'
import { walkChanged } from '#app/migration/carts/kit/lists/walk-changed.ts'
import { storeOf, type Store } from './listed-places.ts'

async function changedIn(store: Store, pageSize: number): Promise<number[]> {
  const ids = new Set<number>()
  for await (const { rows } of walkChanged(store.listing(pageSize), store.window, null)) {
    for (const { summary } of rows) ids.add(summary.id)
  }
  return [...ids].toSorted((a, b) => a - b)
}

async function allOf(store: Store, pageSize: number): Promise<number[]> {
  const ids: number[] = []
  for await (const { rows } of listRowsById(store.listing(pageSize), null)) {
    ids.push(...rows.map(({ summary }) => summary.id))
  }
  return ids
}

const READINGS = [
  ['a walk through what changed', changedIn],
  ['a full list', allOf],
] as const

describe.each(READINGS)('%s that shows fewer rows than it counts', (_, read) => {
  it.each([
    ['in the middle', [3, 4, 5]],
    ['at its beginning', [1, 2]],
    ['at its end', [7, 8]],
    ['here and there', [2, 5, 8]],
  ])('is asked again: what was hidden %s for a moment arrives', async (_where, hidden) => {
    const store = storeOf(8)
    store.hidden = new Set(hidden)
    store.hides = 1
    expect(await read(store, 20)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(store.told).toEqual([])
  })

  it.each([
    ['in the middle', [3, 4, 5]],
    ['at its beginning', [1, 2, 3]],
    ['at its end', [6, 7, 8]],
    ['here and there', [2, 5, 8]],
  ])('tells that it hides rows %s, and brings all others', async (_where, hidden) => {
    const store = storeOf(8)
    store.hidden = new Set(hidden)
    const ids = store.places.map(({ id }) => id)
    expect(await read(store, 20)).toEqual(ids.filter((id) => !hidden.includes(id)))
    expect(store.told[0]).toEqual({ counted: 8, listed: 5 })
  })

  it.each([
    ['in the middle', [12, 13]],
    ['where a page ends', [9, 10, 20]],
    ['at its end', [24, 25]],
  ])('of many pages tells it: hidden %s', async (_where, hidden) => {
    const store = storeOf(25)
    store.hidden = new Set(hidden)
    const ids = store.places.map(({ id }) => id)
    expect(await read(store, 10)).toEqual(ids.filter((id) => !hidden.includes(id)))
    expect(store.told).not.toEqual([])
  })

  it.each([1, 3, 40])(
    'comes to its end and tells nothing where only its total is too high: by %i',
    async (by) => {
      const store = storeOf(25)
      store.totalOff = by
      const ids = store.places.map(({ id }) => id)
      expect(await read(store, 10)).toEqual(ids)
      expect(await read(store, 40)).toEqual(ids)
      expect(store.told).toEqual([])
      expect(store.asked.length).toBeLessThan(25)
    },
  )

  it('tells nothing where pages are only smaller than they were asked for', async () => {
    const store = storeOf(25)
    store.mostPerPage = 6
    expect(await read(store, 10)).toEqual(store.places.map(({ id }) => id))
    expect(store.told).toEqual([])
  })
})

it('costs a list that adds up no further request', async () => {
  const store = storeOf(25)
  await changedIn(store, 10)
  await allOf(store, 10)
  // Three pages and what is newer than the newest one known; three pages.
  expect(store.asked).toHaveLength(7)
})

it('tells what a second that fills a page hides', async () => {
  const store = storeOf(12, () => 5)
  store.hidden = new Set([4, 7])
  const shown = store.places.map(({ id }) => id).filter((id) => !store.hidden.has(id))
  expect(await changedIn(store, 5)).toEqual(shown)
  expect(store.told).not.toEqual([])
})

it('finds all that is newer than the newest one known, behind a page that hides one', async () => {
  const store = storeOf(25, (n) => -n)
  store.hidden = new Set([16, 20])
  const window = { ...store.window, knownUpTo: '5' }
  const ids: number[] = []
  for await (const { rows } of walkChanged(store.listing(10), window, null)) {
    ids.push(...rows.map(({ summary }) => summary.id))
  }
  const newer = store.places.map(({ id }) => id).filter((id) => id > 5 && !store.hidden.has(id))
  expect(ids).toEqual(newer)
})

it('ends a window in which nothing changed, although its total never is none', async () => {
  const store = storeOf(3, (n) => -n)
  store.totalOff = 2
  expect(await changedIn(store, 10)).toEqual([])
  expect(store.told).toEqual([])
})

it('does not take a window for empty that shows nothing of what it counts', async () => {
  const store = storeOf(3)
  store.hidden = new Set([1, 2, 3])
  await expect(changedIn(store, 10)).rejects.toThrow(/listsNothing/)
})

it('is told in one sentence with its numbers', () => {
  expect(sentenceOf(shortPageNotice('order', { counted: 8, listed: 5 }))).toBe(
    'In a part of its list, the old store counts 8 orders but shows 5, even when asked again. What it doesn’t show can’t be moved: a plugin or the permissions of the API key may be hiding them, or the old store can’t read them itself. Once that’s fixed, run a full check.',
  )
})
