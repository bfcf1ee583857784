import { describe, it } from 'vitest'
import { judge, rowName } from './clause.ts'
import type { Clause } from './clause.ts'
import { CLAUSES } from './clauses.ts'
import type { AnyColumn } from './store.ts'

/** Shows each row of a column as a test; a limited one is skipped with its reason. */
export function describeColumn(column: AnyColumn, clauses: readonly Clause[] = CLAUSES): void {
  describe(column.cart, () => {
    for (const clause of clauses) {
      for (const kind of clause.kinds) {
        it(`${clause.promise} [${rowName(clause, kind)}]`, async ({ skip }) => {
          const row = await judge(column, clause, kind)
          if (row.status === 'limited') skip(`limited: ${row.why}`)
          if (row.status === 'fail') throw row.error
        })
      }
    }
  })
}
