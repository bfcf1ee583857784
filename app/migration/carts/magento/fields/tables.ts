import type { FieldTable } from '../../kit/wire/field-table.ts'
import { CATEGORY_FIELDS } from './category.ts'
import { CUSTOMER_FIELDS } from './customer.ts'
import { INVOICE_FIELDS, MEMO_FIELDS, ORDER_FIELDS, SHIPMENT_FIELDS } from './order.ts'
import { PRODUCT_FIELDS } from './product.ts'

/** What becomes of each path of each kind of row the REST API gives. */
export const FIELD_TABLES = {
  product: PRODUCT_FIELDS,
  category: CATEGORY_FIELDS,
  customer: CUSTOMER_FIELDS,
  order: ORDER_FIELDS,
  invoice: INVOICE_FIELDS,
  shipment: SHIPMENT_FIELDS,
  memo: MEMO_FIELDS,
} as const satisfies Record<string, FieldTable>
