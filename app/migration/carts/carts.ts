// The carts there are, one line each.
export { woocommerce } from './woocommerce/cart.ts'
