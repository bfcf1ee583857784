import { big } from '#test/stand-ins/woocommerce/totals/money.ts'
import { totalsOf } from '#test/stand-ins/woocommerce/totals/order-math.ts'
import {
  afterSale,
  buyerOf,
  guestOf,
  refundPieces,
  sellableItems,
} from '#test/stand-ins/woocommerce/dataset/sales.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { Customer, Order, Product } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import {
  setOrderStatus,
  trashOrder,
  updateOrder,
} from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  createVariation,
  trashProduct,
  updateProduct,
  updateVariation,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund, refundedSoFar } from '#test/stand-ins/woocommerce/writes/refunds.ts'
import { removeForGood } from './deleted.ts'
import { openAccount } from './old-store.ts'
import { newPerson } from './people.ts'
import { placeOrder, SHAPES } from './sales.ts'

type Act = (woo: WooState, random: Random) => string | null

/** What happens in a shop, by how often. Everything here can be carried over to Shopify. */
const ACTS: readonly { weight: number; act: Act }[] = [
  { weight: 6, act: guestBuys },
  { weight: 5, act: customerBuys },
  { weight: 3, act: somebodySignsUp },
  { weight: 3, act: newProduct },
  { weight: 4, act: priceChanges },
  { weight: 3, act: titleChanges },
  { weight: 3, act: textChanges },
  { weight: 2, act: variationPriceChanges },
  { weight: 1, act: variationIsAdded },
  { weight: 3, act: customerRenames },
  { weight: 3, act: customerMoves },
  { weight: 1, act: customerTakesAnotherEmail },
  { weight: 6, act: orderGoesOn },
  { weight: 3, act: orderIsReaddressed },
  { weight: 4, act: moneyGoesBack },
  { weight: 2, act: orderIsCancelled },
  { weight: 1, act: somethingIsBinned },
  { weight: 1, act: somethingIsDeleted },
]

/** Lives `n` changes on, at the store's present time. One line says each of them. */
export function liveOn(woo: WooState, random: Random, n: number): string[] {
  const wheel = ACTS.flatMap(({ weight, act }) => Array<Act>(weight).fill(act))
  const told: string[] = []
  for (let tries = 0; told.length < n && tries < n * 20; tries += 1) {
    const line = random.pick(wheel)(woo, random)
    if (line !== null) told.push(line)
  }
  return told
}

/** Half of what happens concerns the same few records, which the merchant edits in Shopify, too. */
function one<T>(random: Random, items: readonly T[]): T | null {
  const first = random.chance(0.5) ? items.slice(0, 4) : items
  return first.length === 0 ? null : random.pick(first)
}

const orders = (woo: WooState, test: (order: Order) => boolean) =>
  [...woo.orders.values()].filter((order) => order.status !== 'trash' && test(order))
const products = (woo: WooState, test: (product: Product) => boolean) =>
  [...woo.products.values()].filter(({ status }) => status === 'publish').filter(test)
const accounts = (woo: WooState, test: (customer: Customer) => boolean = () => true) =>
  [...woo.customers.values()].filter(({ role }) => role === 'customer').filter(test)
const goods = (woo: WooState) => sellableItems(woo, [...woo.products.values()])
const shapesOf = (...statuses: string[]) =>
  SHAPES.filter(({ status, after }) => statuses.includes(status) && after === undefined)

function buys(woo: WooState, random: Random, buyer: ReturnType<typeof guestOf>): Order {
  const shape = random.pick(shapesOf('completed', 'processing', 'on-hold', 'pending'))
  return placeOrder(woo, random, buyer, goods(woo), shape)
}

function guestBuys(woo: WooState, random: Random): string {
  const known = one(
    random,
    orders(woo, ({ customerId }) => customerId === 0),
  )
  const account = one(random, accounts(woo))
  const person = newPerson(woo, random)
  const how = random.int(0, 3)
  const buyer =
    how === 1 && known
      ? { customerId: 0, email: known.billing.email, address: known.billing }
      : how === 2 && account
        ? guestOf({ ...person, email: account.email })
        : guestOf(person)
  return `order ${buys(woo, random, buyer).id}: a guest bought (${buyer.email})`
}

function customerBuys(woo: WooState, random: Random): string | null {
  const account = one(random, accounts(woo))
  if (!account) return null
  const { address } = newPerson(woo, random)
  return `order ${buys(woo, random, buyerOf(account, address)).id}: customer ${account.id} bought`
}

function somebodySignsUp(woo: WooState, random: Random): string {
  return `customer ${openAccount(woo, random).id}: signed up`
}

function newProduct(woo: WooState, random: Random): string {
  const number = woo.nextId.post
  const { id } = createProduct(woo, {
    name: `Thing & more No. ${number}`,
    sku: `CH-N${number}`,
    regular_price: `${random.int(3, 90)}.${random.pick(['00', '50', '99'])}`,
    ...(random.chance(0.7) ? { manage_stock: true, stock_quantity: random.int(2, 60) } : {}),
    description: `<p>New, number ${number}.</p>`,
  })
  return `product ${id}: new in the shop`
}

function priceChanges(woo: WooState, random: Random): string | null {
  const product = one(
    random,
    products(woo, ({ type, price }) => type === 'simple' && price !== ''),
  )
  if (!product) return null
  const price = `${random.int(3, 180)}.${random.int(10, 99)}`
  updateProduct(woo, product.id, { regular_price: price, sale_price: '' })
  return `product ${product.id}: now ${price}`
}

function titleChanges(woo: WooState, random: Random): string | null {
  const product = one(
    random,
    products(woo, () => true),
  )
  if (!product) return null
  const name = `${product.name.split(' · ')[0] ?? ''} · ${random.hex(4)}`
  updateProduct(woo, product.id, { name })
  return `product ${product.id}: renamed “${name}”`
}

function textChanges(woo: WooState, random: Random): string | null {
  const product = one(
    random,
    products(woo, () => true),
  )
  if (!product) return null
  const word = random.hex(6)
  updateProduct(woo, product.id, { description: `<p>New words for an old thing: ${word}.</p>` })
  return `product ${product.id}: described by “${word}”`
}

function variationPriceChanges(woo: WooState, random: Random): string | null {
  const variation = one(
    random,
    [...woo.variations.values()].filter(
      ({ parentId }) => woo.products.get(parentId)?.status === 'publish',
    ),
  )
  if (!variation) return null
  const price = `${random.int(101, 190)}.${random.int(10, 99)}`
  updateVariation(woo, variation.id, { regular_price: price })
  return `product ${variation.parentId}: variation ${variation.id} now ${price}`
}

function variationIsAdded(woo: WooState, random: Random): string | null {
  const product = one(
    random,
    products(woo, ({ attributes }) => attributes.some(({ id }) => id > 0)),
  )
  const colour = product?.attributes.find(({ id }) => id > 0)
  if (!product || !colour) return null
  const shade = `Shade ${random.hex(3)}`
  const variation = createVariation(woo, product.id, {
    sku: `CH-${shade.replace(' ', '')}`,
    regular_price: '155.00',
    attributes: [
      { id: colour.id, option: shade },
      { name: 'Cut', option: 'Wide' },
    ],
  })
  const option = variation.attributes[0]?.option
  if (option !== undefined && !colour.options.includes(option)) colour.options.push(option)
  return `product ${product.id}: variation ${variation.id} added, ${shade}`
}

function customerRenames(woo: WooState, random: Random): string | null {
  const customer = one(random, accounts(woo))
  if (!customer) return null
  const name = `Alex ${random.hex(3)}`
  updateCustomer(woo, customer.id, { first_name: name })
  return `customer ${customer.id}: is called ${name} now`
}

function customerMoves(woo: WooState, random: Random): string | null {
  const customer = one(
    random,
    accounts(woo, ({ billing }) => billing.address_1 !== ''),
  )
  if (!customer) return null
  const street = `${random.int(100, 999)} Pier Road`
  updateCustomer(woo, customer.id, { billing: { address_1: street } })
  return `customer ${customer.id}: lives at ${street} now`
}

/** Not where guests' orders were placed with the old address: whose they are then is anybody's guess. */
function customerTakesAnotherEmail(woo: WooState, random: Random): string | null {
  const asGuest = new Set(
    [...woo.orders.values()]
      .filter(({ customerId }) => customerId === 0)
      .map(({ billing }) => billing.email.toLowerCase()),
  )
  const customer = one(
    random,
    accounts(woo, ({ email }) => !asGuest.has(email.toLowerCase())),
  )
  if (!customer) return null
  const email = `new.${random.hex(4)}.${customer.email.toLowerCase()}`
  updateCustomer(woo, customer.id, { email })
  return `customer ${customer.id}: writes from ${email} now`
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  pending: ['processing', 'on-hold'],
  'on-hold': ['processing', 'completed'],
  processing: ['completed', 'awaiting-pickup'],
  'awaiting-pickup': ['completed'],
}

function orderGoesOn(woo: WooState, random: Random): string | null {
  const order = one(
    random,
    orders(woo, ({ status, id }) => status in NEXT && refundedSoFar(woo, id).eq(0)),
  )
  const status = order && one(random, NEXT[order.status] ?? [])
  if (!order || !status) return null
  setOrderStatus(woo, order, status)
  return `order ${order.id}: ${status}`
}

function orderIsReaddressed(woo: WooState, random: Random): string | null {
  const order = one(
    random,
    orders(woo, ({ shipping, status }) => shipping.address_1 !== '' && status !== 'checkout-draft'),
  )
  if (!order) return null
  const street = `${random.int(100, 999)} Mill Rise`
  updateOrder(woo, order.id, {
    shipping: { address_1: street },
    customer_note: `Please use ${street} & ring.`,
  })
  return `order ${order.id}: goes to ${street}, with a note`
}

function moneyGoesBack(woo: WooState, random: Random): string | null {
  const rest = (order: Order) => totalsOf(order).total.minus(refundedSoFar(woo, order.id))
  const order = one(
    random,
    orders(woo, (o) => o.status === 'completed' && o.paidAt !== null && rest(o).gt(12)),
  )
  if (!order) return null
  switch (random.int(0, 3)) {
    case 0: {
      const done =
        order.lines.length > 0 && refundedSoFar(woo, order.id).eq(0)
          ? refundPieces(woo, order, 1, 'Broken & returned')
          : null
      return done ? `order ${order.id}: one piece refunded` : null
    }
    case 1:
      createRefund(woo, order.id, { amount: rest(order).toFixed(2), reason: 'Changed their mind' })
      return `order ${order.id}: refunded in full`
    case 2:
      if (refundedSoFar(woo, order.id).gt(0)) return null
      afterSale(woo, order, 'refund-shipping')
      return `order ${order.id}: shipping refunded`
    default: {
      const amount = big(random.int(100, 900)).div(100).toFixed(2)
      createRefund(woo, order.id, { amount, reason: 'Late' })
      return `order ${order.id}: ${amount} refunded`
    }
  }
}

function orderIsCancelled(woo: WooState, random: Random): string | null {
  const order = one(
    random,
    orders(
      woo,
      ({ status, id }) =>
        ['pending', 'on-hold', 'processing'].includes(status) && refundedSoFar(woo, id).eq(0),
    ),
  )
  if (!order) return null
  setOrderStatus(woo, order, 'cancelled')
  return `order ${order.id}: cancelled`
}

function somethingIsBinned(woo: WooState, random: Random): string | null {
  const order = one(
    random,
    orders(woo, ({ status }) => status === 'completed'),
  )
  const product = one(
    random,
    products(woo, ({ type }) => type === 'simple'),
  )
  if (random.chance(0.5) && product && products(woo, () => true).length > 4) {
    trashProduct(woo, product.id)
    return `product ${product.id}: in the bin`
  }
  if (!order) return null
  trashOrder(woo, order.id)
  return `order ${order.id}: in the bin`
}

function somethingIsDeleted(woo: WooState, random: Random): string | null {
  const order = one(
    random,
    orders(woo, ({ status }) => status === 'completed'),
  )
  const customer = one(
    random,
    accounts(woo, ({ id }) => ![...woo.orders.values()].some((o) => o.customerId === id)),
  )
  if (random.chance(0.4) && customer) {
    removeForGood(woo, 'customer', customer.id)
    return `customer ${customer.id}: deleted for good`
  }
  if (!order) return null
  removeForGood(woo, 'order', order.id)
  return `order ${order.id}: deleted for good`
}
