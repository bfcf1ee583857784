import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { customer } from './customer/customer-kind.server.ts'
import { order } from './order/order-kind.server.ts'
import { product } from './product/product-kind.server.ts'
import type { WooKind } from './woo-kind.ts'

/** One line for each kind: nothing else of this cart lists them. */
export const WOO_KINDS: Readonly<Record<EntityKind, WooKind>> = { product, customer, order }
