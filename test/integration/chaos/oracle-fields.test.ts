import { afterAll, beforeAll, expect, test } from 'vitest'
import { finishedStores, type Finished } from '#test/chaos/oracle/by-hand/finished-stores.ts'
import { JUDGED, NOT_JUDGED } from '#test/chaos/oracle/judged/judged.ts'
import { placesOf, type Place } from '#test/chaos/oracle/judged/spoil.ts'

let stores: Finished
beforeAll(async () => {
  stores = await finishedStores(1)
}, 120_000)
afterAll(() => stores.close())

/** Everything that Shopify keeps of everything, by what the lists call it. */
function places(): Map<string, Place[]> {
  const all = new Map<string, Place[]>()
  for (const [kind, records] of Object.entries(stores.records)) {
    for (const place of records.flatMap((record) => placesOf(record))) {
      const name = `${kind}.${place.path}`
      all.set(name, [...(all.get(name) ?? []), place])
    }
  }
  return all
}

test('stores that both say the same have nothing wrong', () => {
  expect(stores.check()).toEqual([])
})

test('whatever Shopify keeps is judged, or there is a reason why not', () => {
  const declared = new Set([...JUDGED, ...Object.values(NOT_JUDGED).flat()])
  expect([...places().keys()].filter((name) => !declared.has(name))).toEqual([])
})

/** Some records of a kind do not count (in the bin, changed meanwhile); of these one is enough. */
const TRIES = 40

test('each judged thing is told when it alone is spoiled, and nothing when it is mended', () => {
  const all = places()
  const unseen = JUDGED.filter((name) => {
    const tries = (all.get(name) ?? []).slice(0, TRIES)
    return !tries.some(({ spoil }) => {
      const mend = spoil()
      const isTold = stores.check().length > 0
      mend()
      return isTold
    })
  })
  expect(unseen).toEqual([])
  expect(stores.check()).toEqual([])
}, 120_000)
