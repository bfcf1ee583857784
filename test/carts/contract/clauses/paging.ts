import assert from 'node:assert/strict'
import { ofKinds } from '../clause.ts'
import type { Clause } from '../clause.ts'
import { assertHolds, at, idsOf, MINUTE, readIds, readPages, SECOND, several } from '../reading.ts'
import { sorted } from '../reading.ts'

/** Reading a window while somebody works in the store, with pauses, and not to its end. */
export const pagingClauses: readonly Clause[] = [
  ofKinds('loses none although records are edited between its pages', {
    id: 'paging.edited',
    needs: ['advance', 'create', 'edit', 'afterEachList'],
    async run(store, kind) {
      const made = await several(store, kind, 23, SECOND)
      const window = { from: null, to: store.now() }
      await store.advance(5 * SECOND)
      let edits = 0
      store.afterEachList(kind, () => {
        const victim = made[edits]
        edits += 1
        if (victim && edits < 20) store.edit(kind, victim.id)
      })
      const connector = store.connector({ pageSize: 4 })
      const first = await readIds(connector, kind, window)
      assert.ok(edits > 2, 'records were edited meanwhile')
      // What moved behind the window is the next window's.
      await store.advance(MINUTE)
      const second = await readIds(connector, kind, { from: window.to, to: store.now() })
      assertHolds([...first, ...second], sorted(made), 'reading under edits')
    },
  }),

  ofKinds(
    'loses none although records of one crowded second are edited or deleted between its pages',
    {
      id: 'paging.crowded-moment',
      needs: ['advance', 'create', 'edit', 'remove', 'afterEachList'],
      async run(store, kind) {
        const made = await several(store, kind, 30, 0)
        const window = { from: null, to: store.now() }
        await store.advance(5 * SECOND)
        const gone = new Set<string>()
        let turn = 0
        store.afterEachList(kind, () => {
          const victim = made[turn]
          turn += 1
          if (!victim || turn > 6) return
          if (turn % 2 === 0) return store.edit(kind, victim.id)
          store.remove(kind, victim.id)
          gone.add(victim.id)
        })
        const connector = store.connector({ pageSize: 5 })
        const first = await readIds(connector, kind, window)
        assert.ok(gone.size > 1, 'records were deleted meanwhile')
        await store.advance(MINUTE)
        const second = await readIds(connector, kind, { from: window.to, to: store.now() })
        const stayed = made.filter(({ id }) => !gone.has(id))
        assertHolds([...first, ...second], sorted(stayed), 'reading a crowded moment')
      },
    },
  ),

  ofKinds('loses none although records in front are deleted between its pages', {
    id: 'paging.deleted',
    needs: ['advance', 'create', 'remove', 'afterEachList'],
    async run(store, kind) {
      const made = await several(store, kind, 24, SECOND)
      const window = { from: null, to: store.now() }
      await store.advance(5 * SECOND)
      const gone = new Set<string>()
      store.afterEachList(kind, () => {
        const victim = made[gone.size]
        if (!victim || gone.size > 7) return
        store.remove(kind, victim.id)
        gone.add(victim.id)
      })
      const ids = await readIds(store.connector({ pageSize: 4 }), kind, window)
      assert.ok(gone.size > 2, 'records were deleted meanwhile')
      assertHolds(ids, sorted(made.filter(({ id }) => !gone.has(id))), 'reading under deletions')
    },
  }),

  ofKinds('loses none although records are created between its pages', {
    id: 'paging.created',
    needs: ['advance', 'create', 'afterEachList'],
    async run(store, kind) {
      const made = await several(store, kind, 18, SECOND)
      const window = { from: at(made, 1).at, to: store.now() }
      await store.advance(5 * SECOND)
      let created = 0
      store.afterEachList(kind, () => {
        if (created < 6) store.create(kind)
        created += 1
      })
      const ids = await readIds(store.connector({ pageSize: 4 }), kind, window)
      assert.ok(created > 2, 'records were created meanwhile')
      assertHolds(ids, sorted(made.slice(2)), 'reading while records are created')
    },
  }),

  ofKinds('goes on after any of its pages, in another process', {
    id: 'resume.after-any-page',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const [earliest = ''] = made.map((each) => each.at).toSorted()
      const later = made.filter((each) => each.at > earliest)
      // A window of one page could not be gone on with.
      const [from, wanted] = later.length > 3 ? [earliest, later] : [null, made]
      const window = { from, to: store.now() }
      const pages = await readPages(store.connector({ pageSize: 3 }), kind, window)
      assert.ok(pages.length > 1, 'there is a page to go on after')
      for (const [index, { resume }] of pages.entries()) {
        const before = idsOf(pages.slice(0, index + 1))
        const rest = await readPages(store.connector({ pageSize: 3 }), kind, window, resume)
        assertHolds([...before, ...idsOf(rest)], sorted(wanted), `going on after page ${index}`)
      }
    },
  }),

  ofKinds('goes on inside a crowded moment, and among records without a date', {
    id: 'resume.in-the-middle',
    needs: ['advance', 'create', 'dateBack'],
    async run(store, kind) {
      const made = [
        ...(await several(store, kind, 5, SECOND)),
        ...(await several(store, kind, 9, 0)),
        ...(await several(store, kind, 5, SECOND)),
      ]
      for (const { id } of made.slice(15)) store.dateBack(kind, id, null)
      const window = { from: null, to: store.now() }
      const pages = await readPages(store.connector({ pageSize: 3 }), kind, window)
      assert.ok(pages.length > 3, 'there are pages to go on after')
      for (const [index, { resume }] of pages.entries()) {
        const before = idsOf(pages.slice(0, index + 1))
        const rest = await readPages(store.connector({ pageSize: 3 }), kind, window, resume)
        assertHolds([...before, ...idsOf(rest)], sorted(made), `going on after page ${index}`)
      }
    },
  }),

  ofKinds('asks the store for nothing more once nobody reads on', {
    id: 'abort.nobody-reads-on',
    needs: ['advance', 'create'],
    async run(store, kind) {
      await several(store, kind, 12, SECOND)
      const asking = async (work: () => Promise<unknown>) => {
        const before = store.requests()
        await work()
        return store.requests() - before
      }
      const window = { from: null, to: store.now() }
      const usual = await asking(() => store.connector().now(kind))
      const ways = [
        () => store.connector({ pageSize: 3 }).readChanged(kind, window),
        () => store.connector({ pageSize: 3 }).listAll(kind),
      ]
      for (const way of ways) {
        for await (const _page of way()) break
        // What is still under way comes in before all of these answers do.
        const meanwhile = await asking(() => store.connector().now(kind))
        assert.equal(meanwhile, usual, 'requests after the reader turned away')
      }
    },
  }),
]
