import type { MagentoKinds } from './connector.server.ts'
import { customer } from './customer/customer-kind.server.ts'
import { order } from './order/order-kind.server.ts'
import { product } from './product/product-kind.server.ts'

/** One line for each kind: nothing else of this cart lists them. */
export const MAGENTO_KINDS: MagentoKinds = { product, customer, order }
