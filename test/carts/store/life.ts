import type { Address, Customer, Order, OrderLine, Product, Refund, Shop, Variant } from './shop.ts'
import { totalsOf } from './shop.ts'

/*
 * What happens in a shop. Everything that changes a record goes through here, so that its change time
 * moves, or does not, as the shop's `moves` say.
 */

const ADDRESS: Address = {
  firstName: 'Kim',
  lastName: 'Reed',
  street: '12 Cedar Lane',
  city: 'Fresno',
  region: 'CA',
  postcode: '93701',
  country: 'US',
  phone: '+1 510 555 0143',
}

const stamped = (shop: Shop) => ({
  id: shop.nextId(),
  createdAt: shop.clock.now(),
  changedAt: shop.clock.now(),
})

export function touch(shop: Shop, record: { changedAt: number | null }): void {
  record.changedAt = shop.clock.now()
}

function touchProduct(shop: Shop, id: number): void {
  const product = shop.products.get(id)
  if (product) touch(shop, product)
}

export function addCategory(shop: Shop, name: string, parentId = 0) {
  const category = { id: shop.nextId(), name, slug: slugOf(name), parentId }
  shop.categories.set(category.id, category)
  return category
}

export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** Sold as it is, unless options are named: then with a variant for each of their first values. */
export function addProduct(shop: Shop, given: Partial<Product> = {}): Product {
  const base = stamped(shop)
  const product: Product = {
    ...base,
    title: `Lamp ${base.id}`,
    description: `<p>Lamp number ${base.id}.</p>`,
    sku: `FF-${base.id}`,
    price: 1_200,
    stock: 20,
    isPublished: true,
    categoryIds: [],
    options: [],
    ...given,
  }
  shop.products.set(product.id, product)
  const [first] = product.options
  for (const value of first?.values ?? []) {
    const others = product.options.slice(1).map(({ values }) => values[0] ?? '')
    addVariant(shop, product, { values: [value, ...others] })
  }
  return product
}

export function addVariant(shop: Shop, product: Product, given: Partial<Variant> = {}): Variant {
  const base = stamped(shop)
  const variant: Variant = {
    ...base,
    productId: product.id,
    sku: `${product.sku}-${base.id}`,
    price: product.price,
    stock: 5,
    values: product.options.map(({ values }) => values[0] ?? ''),
    ...given,
  }
  shop.variants.set(variant.id, variant)
  if (shop.moves.variantMovesProduct) touch(shop, product)
  return variant
}

export const variantsOf = (shop: Shop, productId: number): Variant[] =>
  [...shop.variants.values()].filter((variant) => variant.productId === productId)

export function editVariant(shop: Shop, variant: Variant, change: Partial<Variant>): void {
  Object.assign(variant, change)
  touch(shop, variant)
  if (shop.moves.variantMovesProduct) touchProduct(shop, variant.productId)
}

export function removeVariant(shop: Shop, variant: Variant): void {
  shop.variants.delete(variant.id)
  if (shop.moves.variantMovesProduct) touchProduct(shop, variant.productId)
}

export function addCustomer(shop: Shop, given: Partial<Customer> = {}): Customer {
  const base = stamped(shop)
  const customer: Customer = {
    ...base,
    email: `person-${base.id}@example.test`,
    firstName: 'Kim',
    lastName: `Reed ${base.id}`,
    address: { ...ADDRESS, lastName: `Reed ${base.id}` },
    isStaff: false,
    ...given,
  }
  shop.customers.set(customer.id, customer)
  return customer
}

/** A guest's, unless a customer is named. */
export function placeOrder(
  shop: Shop,
  given: Partial<Order> & { customer?: Customer; products?: Product[] } = {},
): Order {
  const { customer, products = [], ...rest } = given
  const base = stamped(shop)
  const order: Order = {
    ...base,
    number: String(base.id),
    customerId: customer?.id ?? null,
    email: customer?.email ?? `guest-${base.id}@example.test`,
    billing: { ...(customer?.address ?? ADDRESS) },
    shipping: { ...(customer?.address ?? ADDRESS) },
    lines: products.map((product) => lineOf(shop, product)),
    shippingFee: 950,
    taxRate: 725,
    status: 'open',
    paidAt: null,
    note: '',
    refunds: [],
    comments: [],
    ...rest,
  }
  shop.orders.set(order.id, order)
  for (const { productId, quantity } of order.lines) sell(shop, productId, quantity)
  return order
}

function lineOf(shop: Shop, product: Product): OrderLine {
  const variant = variantsOf(shop, product.id)[0]
  return {
    id: shop.nextId(),
    productId: product.id,
    variantId: variant?.id ?? null,
    title: product.title,
    sku: variant?.sku ?? product.sku,
    quantity: 2,
    unitPrice: variant?.price ?? product.price,
  }
}

function sell(shop: Shop, productId: number, quantity: number): void {
  const product = shop.products.get(productId)
  if (!product || product.stock === null) return
  product.stock -= quantity
  if (shop.moves.saleMovesProduct) touch(shop, product)
}

export function payOrder(shop: Shop, order: Order): void {
  order.status = 'paid'
  order.paidAt = shop.clock.now()
  order.comments.push({ id: shop.nextId(), at: shop.clock.now(), text: 'Payment received.' })
  touch(shop, order)
}

/** Gives back the first line, or an amount alone where the order has none. */
export function refundOrder(shop: Shop, order: Order, reason = ''): Refund {
  const [line] = order.lines
  const refund: Refund = {
    id: shop.nextId(),
    at: shop.clock.now(),
    amount: line ? line.unitPrice : Math.min(500, totalsOf(order).total),
    reason,
    lines: line ? [{ id: shop.nextId(), lineId: line.id, quantity: 1 }] : [],
  }
  order.refunds.push(refund)
  if (line) sell(shop, line.productId, -1)
  if (shop.moves.refundMovesOrder) touch(shop, order)
  return refund
}

export function moveOrder(shop: Shop, order: Order, city: string): void {
  order.shipping.city = city
  if (shop.moves.addressMovesOrder) touch(shop, order)
}
