import assert from 'node:assert/strict'
import { ofKinds, ofStore } from '../clause.ts'
import type { Clause } from '../clause.ts'
import { at, assertHolds, MINUTE, readIds, SECOND, several, sorted, tickOf } from '../reading.ts'

/** The source's own time, and how far it has come. */
export const clockClauses: readonly Clause[] = [
  ofStore('tells the store’s time', {
    id: 'clock.time',
    needs: [],
    async run(store) {
      const { clock } = await store.connector().now('order')
      const shown = Date.parse(store.now())
      assert.ok(Math.abs(Date.parse(clock) - shown) <= SECOND, `${clock}, not ${store.now()}`)
    },
  }),

  ofStore('tells the store’s time however wrong that is, and by how much', {
    id: 'clock.skew',
    needs: ['skew'],
    async run(store) {
      for (const skew of [-180 * MINUTE, 47 * MINUTE]) {
        store.skew(skew)
        const connector = store.connector()
        assert.equal((await connector.now('order')).clock, store.now())
        const health = await connector.check()
        assert.ok(health.ok, 'the store is usable')
        assert.equal(health.sourceNow, store.now())
        assert.equal(health.clockSkewMs, skew)
      }
    },
  }),

  ofStore('reads windows in that time', {
    id: 'clock.windows',
    needs: ['skew', 'advance', 'create'],
    async run(store) {
      store.skew(47 * MINUTE)
      const from = store.now()
      await store.advance(SECOND)
      const made = await several(store, 'order', 1, 0)
      const connector = store.connector()
      const { clock: to } = await connector.now('order')
      assert.deepEqual(await readIds(connector, 'order', { from, to }), sorted(made))
    },
  }),

  ofStore('proves by a stamp how far the clock has come that stamps changes', {
    id: 'clock.stamped',
    needs: [],
    async run(store) {
      const orders = await store.settled('order')
      const products = await store.settled('product')
      const { stamped, clock } = await store.connector().now('order')
      assert.ok(stamped !== null && stamped <= clock, 'no stamp is later than the clock')
      const latest = Math.max(...[...orders, ...products].map((each) => Date.parse(each.at)))
      assert.equal(Date.parse(stamped), latest)
    },
  }),

  ofStore('goes by the stamps where a proxy shows a clock that is ahead of them', {
    id: 'clock.shown-ahead',
    needs: ['advance', 'create', 'showClock'],
    async run(store) {
      const made = await several(store, 'order', 3, SECOND)
      store.showClock(3 * MINUTE)
      const { stamped } = await store.connector().now('order')
      assert.equal(Date.parse(stamped ?? ''), Date.parse(at(made, -1).at))
    },
  }),

  ofStore('omits nothing after its clock was set back, when everything is read', {
    id: 'clock.set-back',
    needs: ['advance', 'create', 'skew'],
    async run(store) {
      const before = await several(store, 'order', 3, SECOND)
      store.skew(-90 * MINUTE)
      const after = await several(store, 'order', 3, SECOND)
      const window = { from: null, to: store.now() }
      const ids = await readIds(store.connector({ pageSize: 2 }), 'order', window)
      assertHolds(ids, sorted([...before, ...after]), 'reading after the clock was set back')
    },
  }),

  ofKinds('says how many records there are, and which is the newest', {
    id: 'clock.newest-and-total',
    needs: ['advance', 'create'],
    async run(store, kind) {
      const empty = await store.connector().now(kind)
      await several(store, kind, 5, tickOf(store, kind))
      const { newest, total } = await store.connector().now(kind)
      assert.notEqual(newest, empty.newest)
      // It may count what is never read (accounts of the staff), and then says a few more.
      if (total !== null) assert.ok(total >= 5, `a total of ${total}`)
      const again = await store.connector().now(kind)
      assert.equal(again.newest, newest)
    },
  }),
]
