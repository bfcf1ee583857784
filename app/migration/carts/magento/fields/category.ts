import type { FieldTable } from '../../kit/wire/field-table.ts'

const SHOP_WINDOW = {
  staysBehind: 'Descriptions, pictures and the hierarchy of categories; categories switched off',
  because:
    'Shopify’s collections have no parents. Descriptions and pictures they can have: this app brings products into them, and leaves what they look like to you.',
} as const

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
