import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { someOf } from '#app/migration/messages/parameters.ts'
import type { OddEntries } from './shapes.ts'
import { type FieldTable, undecidedPaths } from './field-table.ts'

/** What a record sends that nobody decided about: told by name, never by value. */
export function unknownFields(rows: readonly [FieldTable, unknown][]): SourceRemark[] {
  const paths = rows.flatMap(([table, row]) => undecidedPaths(table, row))
  if (paths.length === 0) return []
  return [
    {
      code: 'FIELD_NOT_KNOWN',
      message: kitSays('unknownFields', { fields: someOf(paths) }),
    },
  ]
}

/** Entries of lists that were left out because they could not be read. */
export function oddEntries(odd: OddEntries): SourceRemark[] {
  if (odd.length === 0) return []
  return [
    {
      code: 'ENTRY_NOT_READABLE',
      message: kitSays('valuesNotReadable', { count: odd.length, lists: someOf(odd) }),
    },
  ]
}
