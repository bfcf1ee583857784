import assert from 'node:assert/strict'
import { ofStore } from '../clause.ts'
import type { Clause } from '../clause.ts'
import { listed, MINUTE, readIds } from '../reading.ts'
import { PART_CHANGES } from '../store.ts'
import type { PartChange } from '../store.ts'

const CHANGES: readonly [PartChange, string][] = [
  ['variant-edited', 'a variant is edited'],
  ['variant-added', 'a variant is added'],
  ['variant-removed', 'a variant is removed'],
  ['refunded', 'money is given back'],
  ['readdressed', 'an order gets another address'],
]

/** Parts change without their record in most carts; then the row hash or a sentence has to tell. */
export const partClauses: readonly Clause[] = CHANGES.map(([change, what]) =>
  ofStore(`sees, or says that it cannot see, when ${what}`, {
    id: `parts.${change}`,
    needs: ['advance', 'part'],
    async run(store) {
      const kind = PART_CHANGES[change]
      const { id, happen } = store.part(change)
      await store.advance(MINUTE)
      const connector = store.connector()
      const before = await listed(connector, kind)
      const from = store.now()
      await store.advance(MINUTE)
      happen()
      const inWindow = await readIds(store.connector(), kind, { from, to: store.now() })
      if (inWindow.includes(id)) return
      const after = await listed(store.connector(), kind)
      const { onlyComparisonSees, cannotSee } = connector.describe().kinds[kind]
      if (after.get(id) !== before.get(id)) {
        assert.notDeepEqual(onlyComparisonSees, [], 'a window does not show it, and nobody is told')
      } else assert.notDeepEqual(cannotSee, [], 'nothing shows it, and nobody is told')
    },
  }),
)
