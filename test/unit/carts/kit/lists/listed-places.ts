import { kitSays } from '#app/migration/messages/kit.ts'
import type {
  ListAnswer,
  Listing,
  Question,
  ShortPage,
} from '#app/migration/carts/kit/lists/list.ts'
import { ticksOf } from '#app/migration/carts/kit/lists/ticks.ts'

export type Place = { id: number; tick: number }

/** Where the time of these stores begins. */
export const START = Date.parse('2026-03-02T09:00:00Z')

/**
 * A store that counts and cuts pages by places, and then leaves out the rows of some. One record each
 * tick, unless told.
 */
export function storeOf(count: number, ticks: (n: number) => number = (n) => n, tickMs = 1_000) {
  const first = START / tickMs
  const places: Place[] = Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    tick: first + ticks(i + 1),
  }))
  const asked: Question[] = []
  const told: ShortPage[] = []
  const at = (tick: number) => new Date(tick * tickMs).toISOString()
  const store = {
    places,
    asked,
    told,
    window: { from: at(first), to: at(first + 3_600), knownUpTo: '1000' },
    hidden: new Set<number>(),
    /** How many answers still hide them. */
    hides: Number.POSITIVE_INFINITY,
    totalOff: 0,
    mostPerPage: Number.POSITIVE_INFINITY,
    listing(pageSize: number): Listing {
      return {
        ask: (question) => Promise.resolve(answer(question)),
        refusesOrder: () => false,
        ticks: ticksOf(tickMs),
        pageSize,
        advice: kitSays('mendApi'),
        name: 'orders',
        wantWhole: true,
        filtersByChange: true,
        isRecord: () => true,
        wholeListings: new Map(),
        tellShort: (page) => told.push(page),
      }
    },
  }
  function answer(question: Question): ListAnswer {
    asked.push(question)
    const { after = -Infinity, upTo = Infinity, order, newestFirst, offset = 0, most } = question
    const of = (place: Place) => (order === 'change' ? place.tick : place.id)
    const sign = newestFirst ? -1 : 1
    const found = places
      .filter((place) => place.tick > after && place.tick <= upTo)
      .toSorted((a, b) => sign * (of(a) - of(b) || a.id - b.id))
    const isHiding = store.hides > 0
    store.hides -= 1
    const page = found
      .slice(offset, offset + Math.min(most, store.mostPerPage))
      .filter(({ id }) => !isHiding || !store.hidden.has(id))
    return {
      rows: page.map(({ id, tick }) => ({ summary: { id }, changedAt: at(tick), raw: { id } })),
      unreadable: 0,
      total: found.length + store.totalOff,
      dateMs: START + 7_200_000,
    }
  }
  return store
}

export type Store = ReturnType<typeof storeOf>
