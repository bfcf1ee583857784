import {
  gidType,
  findVariant,
  saveCollection,
  saveCustomer,
  saveProduct,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { saveOrder } from '../orders/store.ts'

/** The record behind any gid that can own metafields, or null. */
export function findOwner(shop: ShopState, id: string): { id: string } | null {
  switch (gidType(id)) {
    case 'Product':
      return shop.products.get(id) ?? null
    case 'ProductVariant':
      return findVariant(shop, id)?.variant ?? null
    case 'Collection':
      return shop.collections.get(id) ?? null
    case 'Customer':
      return shop.customers.get(id) ?? null
    case 'Order':
      return shop.orders.get(id) ?? null
    case 'Location':
      return shop.locationList.get(id) ?? null
    case 'Shop':
      return shop.id === id ? shop : null
    default:
      return null
  }
}

/** A metafield of the record changed: the search learns of it, `updatedAt` moves. */
export function reindexOwner(shop: ShopState, id: string): void {
  const product = shop.products.get(id) ?? findVariant(shop, id)?.product
  if (product) return saveProduct(shop, product)
  const customer = shop.customers.get(id)
  if (customer) return saveCustomer(shop, customer)
  const order = shop.orders.get(id)
  if (order) return saveOrder(shop, order)
  const collection = shop.collections.get(id)
  if (collection) saveCollection(shop, collection)
}
