import assert from 'node:assert/strict'
import { ofKinds } from '../clause.ts'
import type { Clause } from '../clause.ts'
import { at, SECOND, several, sorted } from '../reading.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'

const idsOf = (records: readonly SourceRecord[]) =>
  records.map(({ sourceId }) => sourceId).toSorted()

/** Reading records by their ids. */
export const byIdClauses: readonly Clause[] = [
  ofKinds('reads by ids, each record whole and of its kind', {
    id: 'ids.read',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const wanted = made.slice(0, 3)
      const { records, rejected } = await store.connector().readByIds(kind, sorted(wanted))
      assert.deepEqual(idsOf(records), sorted(wanted))
      assert.deepEqual(rejected, [])
      for (const { kind: told, record, sourceId } of records) {
        assert.deepEqual([told, record.kind, record.sourceId], [kind, kind, sourceId])
      }
      const none = await store.connector().readByIds(kind, [])
      assert.deepEqual(none, { records: [], rejected: [] })
    },
  }),

  ofKinds('tells of each record when it changed, as the store says', {
    id: 'ids.change-time',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const { records } = await store.connector().readByIds(kind, sorted(made))
      const told = new Map(records.map((record) => [record.sourceId, record.changedAt]))
      for (const { id, at: changed } of made) {
        assert.equal(Date.parse(told.get(id) ?? ''), Date.parse(changed), `change time of ${id}`)
      }
    },
  }),

  ofKinds('leaves out ids that are gone or never were, and guests', {
    id: 'ids.missing',
    needs: ['advance', 'create', 'remove'],
    async run(store, kind) {
      const made = await several(store, kind, 3, SECOND)
      store.remove(kind, at(made, 1).id)
      const ids = [...sorted(made), '99999999', 'guest:x', '']
      const { records, rejected } = await store.connector().readByIds(kind, ids)
      assert.deepEqual(idsOf(records), sorted([at(made, 0), at(made, 2)]))
      assert.deepEqual(rejected, [])
    },
  }),

  ofKinds('reads more ids than one request holds', {
    id: 'ids.many',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const connector = store.connector({ pageSize: Math.max(2, Math.floor(made.length / 3)) })
      // The same id twice is one record.
      const ids = [...sorted(made), ...sorted(made.slice(0, 2))]
      const { records } = await connector.readByIds(kind, ids)
      assert.deepEqual(idsOf(records), sorted(made))
    },
  }),

  ofKinds('reads the same record by its own address alone', {
    id: 'ids.alone',
    needs: [],
    async run(store, kind) {
      const made = (await store.settled(kind)).slice(0, 2)
      const together = await store.connector().readByIds(kind, sorted(made))
      const alone = await store.connector().readByIds(kind, sorted(made), { alone: true })
      assert.deepEqual(alone, together)
    },
  }),

  ofKinds('reads in a window what it reads by ids', {
    id: 'ids.same-as-in-a-window',
    needs: [],
    async run(store, kind) {
      const made = await store.settled(kind)
      const window = { from: null, to: store.now() }
      const inWindow = new Map<string, SourceRecord>()
      for await (const page of store.connector().readChanged(kind, window)) {
        for (const record of page.records) inWindow.set(record.sourceId, record)
      }
      const { records } = await store.connector().readByIds(kind, sorted(made))
      assert.equal(records.length, made.length)
      for (const record of records) assert.deepEqual(record, inWindow.get(record.sourceId))
    },
  }),

  ofKinds('sets a record aside that it cannot understand, alone and by its name', {
    id: 'rejected.alone',
    needs: ['advance', 'create', 'corrupt'],
    async run(store, kind) {
      const made = await several(store, kind, 5, SECOND)
      const broken = at(made, 2).id
      store.corrupt(kind, broken)
      const window = { from: null, to: store.now() }
      const records: SourceRecord[] = []
      const rejected: unknown[] = []
      for await (const page of store.connector().readChanged(kind, window)) {
        records.push(...page.records)
        rejected.push(...page.rejected.map(({ code, sourceId }) => ({ code, sourceId })))
      }
      assert.deepEqual(idsOf(records), sorted(made.filter(({ id }) => id !== broken)))
      assert.deepEqual(rejected, [{ code: 'SOURCE_RECORD_INVALID', sourceId: broken }])
      const again = await store.connector().readByIds(kind, [broken])
      assert.deepEqual([again.records.length, again.rejected.length], [0, 1])
    },
  }),
]
