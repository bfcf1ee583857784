import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { OddEntries } from './shapes.ts'
import { type FieldTable, undecidedPaths } from './field-table.ts'

/** More names than a sentence should hold. */
const MOST_NAMES = 8

/** What a record sends that nobody decided about: told by name, never by value. */
export function unknownFields(rows: readonly [FieldTable, unknown][]): SourceRemark[] {
  const paths = [...new Set(rows.flatMap(([table, row]) => undecidedPaths(table, row)))]
  if (paths.length === 0) return []
  return [
    {
      code: 'FIELD_NOT_KNOWN',
      message: `The old store sends data with this record that this app does not know (${someNames(paths)}). It stays behind; the rest of the record is not affected.`,
    },
  ]
}

/** Entries of lists that were left out because they could not be read. */
export function oddEntries(odd: OddEntries): SourceRemark[] {
  if (odd.length === 0) return []
  const lists = [...new Set(odd)]
  return [
    {
      code: 'ENTRY_NOT_READABLE',
      message: `${odd.length === 1 ? 'One value' : `${odd.length} values`} of this record could not be read and stayed behind (in ${someNames(lists)}). Everything else of the record was read.`,
    },
  ]
}

export function someNames(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES).map((name) => `“${name.slice(0, 80)}”`)
  const more = all.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
