import type { FieldTable } from '../../kit/wire/field-table.ts'
import { magentoSays } from '../messages/magento.ts'

const SHOP_WINDOW = { staysBehind: magentoSays('behindCategoryPages') } as const

/** A node of the tree. */
export const CATEGORY_FIELDS: FieldTable = {
  id: { readFor: 'knowing the category again' },
  parent_id: { readFor: 'nothing: the tree says it' },
  name: { arrives: 'collection title' },
  is_active: { readFor: 'leaving out what is switched off' },
  position: SHOP_WINDOW,
  level: { readFor: 'nothing: the tree says it' },
  product_count: { readFor: 'nothing: the products name their categories' },
  'children_data[]': { readFor: 'telling two categories of one name apart' },
}
