import type { FieldTable } from '../../kit/wire/field-table.ts'

/** What WooCommerce adds to every answer by itself. */
export const MADE_UP = {
  staysBehind: 'Links, counters and cached texts that WooCommerce makes up by itself',
  because: 'They describe the old store, not the record.',
} as const

export const EVERY_ROW: FieldTable = {
  _links: MADE_UP,
  id: { readFor: 'knowing the record again' },
  date_created: { readFor: 'the same time in UTC' },
  date_modified: { readFor: 'the same time in UTC' },
  date_modified_gmt: { readFor: 'what changed since the last run' },
}
