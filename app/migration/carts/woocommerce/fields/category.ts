import type { FieldTable } from '../../kit/wire/field-table.ts'
import { EVERY_ROW, MADE_UP } from './shared.ts'
import { wooSays } from '../messages/woocommerce.ts'

const SHOP_WINDOW = {
  staysBehind: wooSays('behindCategoryLooks'),
} as const

export const CATEGORY_FIELDS: FieldTable = {
  ...EVERY_ROW,
  name: { arrives: 'collection title' },
  parent: { readFor: 'telling two categories of one name apart; the hierarchy stays behind' },
  slug: {
    readFor: 'telling two categories apart whose parents do not; leaving out “Uncategorized”',
  },
  description: SHOP_WINDOW,
  display: SHOP_WINDOW,
  image: SHOP_WINDOW,
  menu_order: SHOP_WINDOW,
  count: MADE_UP,
}
