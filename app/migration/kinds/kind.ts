import type { CanonicalCustomer } from './customer/customer.ts'
import type { CanonicalOrder } from './order/order.ts'
import type { CanonicalProduct } from './product/product.ts'

export type EntityKind = 'product' | 'customer' | 'order'
/** The order a run walks the kinds in: parents before children. */
export const ENTITY_KINDS = [
  'product',
  'customer',
  'order',
] as const satisfies readonly EntityKind[]

export type CanonicalRecord = CanonicalProduct | CanonicalCustomer | CanonicalOrder
