import assert from 'node:assert/strict'
import { ofKinds } from '../clause.ts'
import type { Clause } from '../clause.ts'
import { assertHolds, hashesOf, listed, listedPages, rowHashOf, sorted } from '../reading.ts'
import type { Store, Works } from '../store.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'

const make = (store: Pick<Works, 'create'>, kind: EntityKind, count: number) =>
  Array.from({ length: count }, () => store.create(kind))

/** Those of `ids` that are neither gone nor listed. */
async function assertListed(store: Store, kind: EntityKind, ids: string[], gone: Set<string>) {
  const found = await listed(store.connector({ pageSize: 4 }), kind)
  assertHolds(
    found.keys(),
    ids.filter((id) => !gone.has(id)),
    'the list',
  )
}

/** Listing everything with row hashes. */
export const listingClauses: readonly Clause[] = [
  ofKinds('lists every record, with the row hash that reading it gives', {
    id: 'listing.same-row-hash',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const found = await listed(store.connector({ pageSize: 4 }), kind)
      assert.deepEqual([...found.keys()].toSorted(), sorted(made))
      const { records } = await store.connector().readByIds(kind, sorted(made))
      for (const record of records) {
        assert.equal(typeof rowHashOf(record), 'string')
        assert.equal(rowHashOf(record), found.get(record.sourceId))
      }
    },
  }),

  ofKinds('gives different records different row hashes, and the same ones in any process', {
    id: 'listing.row-hash-of-its-own',
    needs: [],
    async run(store, kind) {
      const found = await listed(store.connector(), kind)
      assert.equal(new Set(found.values()).size, found.size)
      assert.deepEqual(await listed(store.connector({ pageSize: 2 }), kind), found)
    },
  }),

  ofKinds('changes a row hash when the record changes, also quietly, and no other one', {
    id: 'listing.row-hash-moves',
    needs: ['create', 'edit', 'editQuietly'],
    async run(store, kind) {
      const [first = '', second = '', third = ''] = make(store, kind, 3)
      const before = await listed(store.connector(), kind)
      store.editQuietly(kind, first)
      store.edit(kind, second)
      const after = await listed(store.connector(), kind)
      assert.notEqual(after.get(first), before.get(first), 'after an edit that moved no date')
      assert.equal(after.get(third), before.get(third), 'of a record nobody touched')
    },
  }),

  ofKinds('lists what an order comes to, as reading it says', {
    id: 'listing.order-totals',
    kinds: ['order'],
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const rows = (await listedPages(store.connector(), kind)).flatMap((page) => page.rows)
      const { records } = await store.connector().readByIds(kind, sorted(made))
      assert.equal(records.length, made.length)
      for (const { record, sourceId } of records) {
        assert.ok(record.kind === 'order')
        const { currency, total: amount, placedAt } = record
        const row = rows.find(({ id }) => id === sourceId)
        assert.deepEqual(row?.total, { currency, amount, placedAt }, `order ${sourceId}`)
      }
    },
  }),

  ofKinds('lists all although records in front are deleted between its pages', {
    id: 'listing.deleted-in-front',
    needs: ['create', 'remove', 'afterEachList'],
    async run(store, kind) {
      const ids = make(store, kind, 30)
      const gone = new Set<string>()
      store.afterEachList(kind, () => {
        // Always from the front, always more than one page overlaps.
        for (const id of ids.slice(gone.size, Math.min(gone.size + 3, 15))) {
          store.remove(kind, id)
          gone.add(id)
        }
      })
      await assertListed(store, kind, ids, gone)
      assert.ok(gone.size > 5, 'records were deleted meanwhile')
    },
  }),

  ofKinds('lists all although the record at the border is deleted between its pages', {
    id: 'listing.deleted-at-the-border',
    needs: ['create', 'remove', 'afterEachList'],
    async run(store, kind) {
      const ids = make(store, kind, 20)
      const gone = new Set<string>()
      let page = 0
      store.afterEachList(kind, () => {
        page += 1
        const border = ids[page * 4 - 1]
        if (border === undefined || gone.has(border) || page > 4) return
        store.remove(kind, border)
        gone.add(border)
      })
      await assertListed(store, kind, ids, gone)
      assert.ok(gone.size > 1, 'records were deleted meanwhile')
    },
  }),

  ofKinds('lists all although most of them are deleted at once', {
    id: 'listing.deleted-at-once',
    needs: ['create', 'remove', 'afterEachList'],
    async run(store, kind) {
      const ids = make(store, kind, 40)
      const gone = new Set<string>()
      let page = 0
      store.afterEachList(kind, () => {
        page += 1
        if (page !== 3) return
        for (const id of ids.slice(2, 38)) {
          store.remove(kind, id)
          gone.add(id)
        }
      })
      await assertListed(store, kind, ids, gone)
      assert.equal(gone.size, 36)
    },
  }),

  ofKinds('lists all although records come back in front and others are created', {
    id: 'listing.came-back',
    needs: ['create', 'hide', 'show', 'afterEachList'],
    async run(store, kind) {
      const ids = make(store, kind, 24)
      const hidden = ids.slice(0, 6)
      for (const id of hidden) store.hide(kind, id)
      let turn = 0
      store.afterEachList(kind, () => {
        const back = hidden[turn]
        turn += 1
        if (back !== undefined) store.show(kind, back)
        if (turn < 8) store.create(kind)
      })
      await assertListed(store, kind, ids, new Set(hidden))
      assert.ok(turn > 3, 'records came back meanwhile')
    },
  }),

  ofKinds('goes on after any page of the list, and lists nothing twice', {
    id: 'listing.resume',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const pages = await listedPages(store.connector({ pageSize: 3 }), kind)
      assert.ok(pages.length > 1, 'there is a page to go on after')
      for (const [index, { resume }] of pages.entries()) {
        const before = hashesOf(pages.slice(0, index + 1))
        const after = await listed(store.connector({ pageSize: 3 }), kind, resume)
        assertHolds([...before.keys(), ...after.keys()], sorted(made), `going on after ${index}`)
        const twice = [...after.keys()].filter((id) => before.has(id))
        assert.deepEqual(twice, [])
      }
    },
  }),

  ofKinds('goes on after deletions', {
    id: 'listing.resume-after-deletions',
    needs: ['create', 'hide', 'show'],
    async run(store, kind) {
      const ids = make(store, kind, 23)
      const pages = await listedPages(store.connector({ pageSize: 4 }), kind)
      for (const [index, { resume }] of pages.entries()) {
        const gone = ids[index] ?? ''
        store.hide(kind, gone)
        const before = hashesOf(pages.slice(0, index + 1))
        const after = await listed(store.connector({ pageSize: 4 }), kind, resume)
        assertHolds(
          [...before.keys(), ...after.keys()],
          ids.filter((id) => id !== gone),
          `going on after page ${index}`,
        )
        store.show(kind, gone)
      }
    },
  }),

  ofKinds('lists without a request for each record', {
    id: 'listing.few-requests',
    needs: ['create'],
    async run(store, kind) {
      make(store, kind, 150)
      const before = store.requests()
      assert.equal((await listed(store.connector(), kind)).size, 150)
      assert.ok(store.requests() - before <= 8, `${store.requests() - before} requests`)
    },
  }),

  ofKinds('lists also what it cannot understand, without a row hash', {
    id: 'listing.not-understood',
    needs: ['create', 'corrupt'],
    async run(store, kind) {
      const ids = make(store, kind, 5)
      store.corrupt(kind, ids[2] ?? '')
      const found = await listed(store.connector(), kind)
      assert.equal(found.size, 5)
      const without = [...found].filter(([, rowHash]) => rowHash === null)
      assert.deepEqual(without, [[ids[2], null]])
    },
  }),

  ofKinds('lists none when there is none', {
    id: 'listing.none',
    needs: ['create'],
    async run(store, kind) {
      assert.equal((await listed(store.connector(), kind)).size, 0)
      const id = store.create(kind)
      assert.deepEqual([...(await listed(store.connector(), kind)).keys()], [id])
    },
  }),
]
