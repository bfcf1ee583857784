import type { FieldTable } from '../../kit/wire/field-table.ts'
import { wooSays } from '../messages/woocommerce.ts'

/** What WooCommerce adds to every answer by itself. */
export const MADE_UP = {
  staysBehind: wooSays('behindMadeUp'),
} as const

export const EVERY_ROW: FieldTable = {
  _links: MADE_UP,
  id: { readFor: 'knowing the record again' },
  date_created: { readFor: 'the same time in UTC' },
  date_modified: { readFor: 'the same time in UTC' },
  date_modified_gmt: { readFor: 'what changed since the last run' },
}
