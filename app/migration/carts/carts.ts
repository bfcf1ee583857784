// The carts there are, one line each.
export { magento } from './magento/cart.ts'
export { woocommerce } from './woocommerce/cart.ts'
