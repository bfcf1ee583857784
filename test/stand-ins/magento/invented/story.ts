import * as life from '../../../carts/store/life.ts'
import { makeCustomer, makeOrder, makeProduct, type InventedStore } from './store.ts'

/** Weeks after the full migration: what happened meanwhile, all of it now. In sentences. */
export function letHappen(store: InventedStore): string[] {
  const { shop } = store
  const happened: string[] = []
  const products = [...shop.products.values()]
  const customers = [...shop.customers.values()]
  const orders = [...shop.orders.values()]

  const added = [0, 1].map((n) => makeProduct(store, products.length + n, []))
  const joined = [0, 1, 2].map((n) => makeCustomer(store, customers.length + n))
  for (let n = 0; n < 9; n += 1) {
    makeOrder(
      store,
      orders.length + n,
      [...products.slice(0, 5), ...added],
      [...customers.slice(0, 5), ...joined],
    )
  }
  happened.push('2 products, 3 customers and 9 orders are new')

  const withChild = products.find(({ id }) => life.variantsOf(shop, id).length > 0)
  const [child] = withChild ? life.variantsOf(shop, withChild.id) : []
  if (withChild && child) {
    life.editVariant(shop, child, { price: child.price + 150 })
    happened.push(`A size of “${withChild.title}” costs more, and the product’s date stands still`)
  }
  const [first] = products
  if (first) {
    first.title = `${first.title}, restored`
    life.touch(shop, first)
    happened.push(`A product is called “${first.title}” now`)
  }
  const refundable = orders.find(({ paidAt, refunds }) => paidAt !== null && refunds.length === 0)
  if (refundable) {
    life.refundOrder(shop, refundable, 'Arrived late')
    happened.push(`A credit memo of order ${refundable.number}, and the order’s date stands still`)
  }
  const sendable = orders.find(({ status }) => status === 'paid')
  if (sendable) {
    sendable.status = 'sent'
    life.touch(shop, sendable)
    happened.push(`Order ${sendable.number} was sent`)
  }
  const [mover] = customers
  if (mover) {
    mover.address = { ...mover.address, street: '9 New Street' }
    life.touch(shop, mover)
    happened.push('A customer moved')
  }
  return happened
}
