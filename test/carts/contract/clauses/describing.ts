import { sentenceOf } from '#app/words/sentence.server.ts'
import assert from 'node:assert/strict'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { ofStore } from '../clause.ts'
import type { Clause } from '../clause.ts'

/** What a connector says of itself, and of what has no kind of its own. */
export const describingClauses: readonly Clause[] = [
  ofStore('says in sentences what its way of finding changes cannot see', {
    id: 'describe.sentences',
    needs: [],
    run(store) {
      const { cart, kinds, neverRead } = store.connector().describe()
      assert.notEqual(cart, '')
      for (const kind of KINDS) {
        const { changesFoundBy, timeResolutionMs, onlyComparisonSees, cannotSee } = kinds[kind]
        assert.ok(timeResolutionMs > 0)
        for (const told of [changesFoundBy, ...neverRead, ...onlyComparisonSees, ...cannotSee]) {
          assert.match(sentenceOf(told), /^[A-Z].*\.$/)
        }
      }
      return Promise.resolve()
    },
  }),

  ofStore('lists its categories each with an id and a name of its own, or says that it cannot', {
    id: 'categories.names',
    needs: [],
    async run(store) {
      const categories = await store.connector().categories()
      if (categories === null) return
      const names = categories.map(({ name }) => name)
      assert.ok(names.every((name) => name.trim() !== ''))
      assert.equal(new Set(names).size, names.length)
      assert.equal(new Set(categories.map(({ sourceId }) => sourceId)).size, names.length)
    },
  }),

  ofStore('tells a notice once', {
    id: 'notices.once',
    needs: [],
    async run(store) {
      const connector = store.connector()
      await connector.now('order')
      const notices = connector.notices().map((told) => sentenceOf(told))
      assert.equal(new Set(notices).size, notices.length)
      assert.deepEqual(connector.notices(), [])
    },
  }),
]
