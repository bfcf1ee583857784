import assert from 'node:assert/strict'
import { ofKinds } from '../clause.ts'
import type { Clause } from '../clause.ts'
import {
  assertHolds,
  at,
  changedIds,
  MINUTE,
  readIds,
  SECOND,
  several,
  sorted,
  tickOf,
} from '../reading.ts'
import type { Made, Store } from '../store.ts'

/** Windows that begin at the stamp of a record: of the first, of one in the middle, of the last. */
function borders(made: readonly Made[], store: Store): { from: string; to: string }[] {
  return [0, Math.floor(made.length / 2), -1].map((index) => ({
    from: at(made, index).at,
    to: store.now(),
  }))
}

const laterThan = (made: readonly Made[], from: string) => made.filter((each) => each.at > from)

/** What belongs to a window, and what does not. */
export const windowClauses: readonly Clause[] = [
  ofKinds('reads everything that changed after the window’s beginning', {
    id: 'window.nothing-omitted',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      for (const window of borders(made, store)) {
        const ids = await readIds(store.connector({ pageSize: 3 }), kind, window)
        assertHolds(ids, sorted(laterThan(made, window.from)), `the window from ${window.from}`)
      }
    },
  }),

  ofKinds('reads nothing that was stamped at the window’s beginning or before', {
    id: 'window.strict',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      for (const window of borders(made, store)) {
        const ids = await readIds(store.connector(), kind, window)
        assert.deepEqual(ids, sorted(laterThan(made, window.from)))
      }
    },
  }),

  ofKinds('reads what was stamped later than the window’s end as well', {
    id: 'window.later-than-its-end',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const middle = at(made, Math.floor(made.length / 2)).at
      const window = { from: at(made, 0).at, to: middle }
      const ids = await readIds(store.connector(), kind, window)
      assertHolds(ids, sorted(laterThan(made, window.from)), 'a window that ends in the middle')
    },
  }),

  ofKinds('reads everything when there is no beginning', {
    id: 'window.from-the-beginning',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const window = { from: null, to: store.now() }
      assert.deepEqual(await readIds(store.connector({ pageSize: 3 }), kind, window), sorted(made))
      assert.deepEqual(await readIds(store.connector(), kind, window), sorted(made))
    },
  }),

  ofKinds('finds nothing in a window without changes', {
    id: 'window.without-changes',
    needs: ['advance', 'create'],
    async run(store, kind) {
      await several(store, kind, 3, SECOND)
      const from = store.now()
      await store.advance(MINUTE)
      assert.deepEqual(await readIds(store.connector(), kind, { from, to: store.now() }), [])
    },
  }),

  ofKinds('reads a record again when it is changed again, in the window of the change', {
    id: 'window.changed-again',
    needs: ['advance', 'create', 'edit'],
    async run(store, kind) {
      const made = await several(store, kind, 3, SECOND)
      const from = store.now()
      await store.advance(MINUTE)
      store.edit(kind, at(made, 1).id)
      const ids = await readIds(store.connector(), kind, { from, to: store.now() })
      assert.deepEqual(ids, [at(made, 1).id])
    },
  }),

  ofKinds('reads what was made after the newest one known, whatever its change time', {
    id: 'window.made-since-the-newest-known',
    needs: ['advance', 'create', 'dateBack'],
    async run(store, kind) {
      const made = await several(store, kind, 3, SECOND)
      const connector = store.connector({ pageSize: 3 })
      const { clock, newest } = await connector.now(kind)
      await store.advance(60 * MINUTE)
      const dated = await several(store, kind, 2, SECOND)
      for (const { id } of dated) store.dateBack(kind, id, at(made, 0).at)
      const window = { from: clock, to: store.now() }
      assert.deepEqual(await readIds(connector, kind, window), [], 'their dates lie before it')
      const known = { ...window, knownUpTo: newest }
      assert.deepEqual(await readIds(connector, kind, known), sorted(dated))
      assert.deepEqual(await changedIds(connector, kind, known), sorted(dated))
    },
  }),

  ofKinds('reads what carries no change time whenever everything is read', {
    id: 'window.without-a-date',
    needs: ['advance', 'create', 'dateBack'],
    async run(store, kind) {
      const made = await several(store, kind, 9, SECOND)
      for (const { id } of made.slice(2, 7)) store.dateBack(kind, id, null)
      const window = { from: null, to: store.now() }
      assert.deepEqual(await readIds(store.connector({ pageSize: 4 }), kind, window), sorted(made))
      assert.deepEqual(await readIds(store.connector(), kind, window), sorted(made))
    },
  }),

  ofKinds('lists and counts the same records that it reads', {
    id: 'window.lists-and-counts-the-same',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const connector = store.connector({ pageSize: 3 })
      for (const window of [{ from: null, to: store.now() }, ...borders(made, store).slice(1, 2)]) {
        const ids = await readIds(connector, kind, window)
        assert.deepEqual(await changedIds(connector, kind, window), ids)
        const count = await connector.count(kind, window)
        assert.deepEqual(count, { count: ids.length, exact: true })
      }
    },
  }),

  ofKinds('loses none when more records share one moment than a page holds', {
    id: 'window.one-moment-fills-a-page',
    needs: ['advance', 'create'],
    async run(store, kind) {
      const tick = tickOf(store, kind)
      const before = await several(store, kind, 4, tick)
      const together = await several(store, kind, 25, 0)
      await store.advance(tick)
      const after = await several(store, kind, 4, tick)
      const window = { from: null, to: store.now() }
      const ids = await readIds(store.connector({ pageSize: 10 }), kind, window)
      assert.deepEqual(ids, sorted([...before, ...together, ...after]))
      const later = { from: at(before, -1).at, to: store.now() }
      const rest = await readIds(store.connector({ pageSize: 10 }), kind, later)
      assert.deepEqual(rest, sorted([...together, ...after]))
    },
  }),

  ofKinds('loses none when 130 share one moment and pages have their usual size', {
    id: 'window.one-moment-fills-usual-pages',
    needs: ['advance', 'create'],
    async run(store, kind) {
      const together = await several(store, kind, 130, 0)
      const ids = await readIds(store.connector(), kind, { from: null, to: store.now() })
      assert.deepEqual(ids, sorted(together))
    },
  }),
]
