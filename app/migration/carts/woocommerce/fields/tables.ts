import { CATEGORY_FIELDS } from './category.ts'
import { CUSTOMER_FIELDS } from './customer.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import { NOTE_FIELDS, ORDER_FIELDS, REFUND_FIELDS } from './order.ts'
import { PRODUCT_FIELDS, VARIATION_FIELDS } from './product.ts'

/** What becomes of each path of each kind of row the REST API gives. */
export const FIELD_TABLES = {
  product: PRODUCT_FIELDS,
  variation: VARIATION_FIELDS,
  category: CATEGORY_FIELDS,
  customer: CUSTOMER_FIELDS,
  order: ORDER_FIELDS,
  refund: REFUND_FIELDS,
  note: NOTE_FIELDS,
} as const satisfies Record<string, FieldTable>

export type RowKind = keyof typeof FIELD_TABLES
