/** Who is who: addresses that change hands, accounts that are not what they were. */
import {
  deleteCustomer,
  createCustomer,
  updateCustomer,
} from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { newPerson } from './old-store/people.ts'
import { accounts, inShopify, one, orders, products, type Happening, type Scene } from './scene.ts'

/** Two whom nothing but their accounts ties to their addresses, both in Shopify already. */
function pair(scene: Scene) {
  const known = accounts(scene, ({ id }) => inShopify(scene, 'customer', id) !== null)
  const [a, b] = scene.random.shuffle(known)
  return a && b ? { a, b } : null
}

export const emailsSwap: Happening = (scene, lived) => {
  const two = pair(scene)
  if (!two) return null
  const { a, b } = two
  const [first, second] = [a.email, b.email]
  updateCustomer(scene.state, a.id, { email: `swap.${scene.random.hex(6)}@example.com` })
  updateCustomer(scene.state, b.id, { email: first })
  updateCustomer(scene.state, a.id, { email: second })
  return lived(`customers ${a.id} and ${b.id} swapped their addresses`)
}

/** The one who takes the address comes first in every list. */
export const emailPassedOn: Happening = (scene, lived) => {
  const two = pair(scene)
  if (!two) return null
  const [taker, giver] = two.a.id < two.b.id ? [two.a, two.b] : [two.b, two.a]
  const given = giver.email
  updateCustomer(scene.state, giver.id, { email: `moved.${scene.random.hex(6)}@example.com` })
  updateCustomer(scene.state, taker.id, { email: given, first_name: `Heir ${scene.random.hex(3)}` })
  return lived(`customer ${giver.id} gave ${given} up and customer ${taker.id} took it`)
}

/** The same, and the merchant had deleted the taker's record in Shopify. */
export const emailTakenOver: Happening = (scene, lived) => {
  const { state, store, merchant, random } = scene
  const buyers = new Set([...store.orders.values()].map(({ customerId }) => customerId))
  const free = accounts(scene, ({ id }) => {
    const gid = inShopify(scene, 'customer', id)
    return gid !== null && !buyers.has(gid) && !orders(scene).some((o) => o.customerId === id)
  })
  const taker = one(random, free)
  const giver = one(
    random,
    accounts(scene, ({ id }) => id !== taker?.id && inShopify(scene, 'customer', id) !== null),
  )
  const gid = taker && inShopify(scene, 'customer', taker.id)
  if (!taker || !giver || !gid) {
    // Somebody for the next time.
    const { email, firstName, lastName } = newPerson(state, random)
    createCustomer(state, { email, first_name: firstName, last_name: lastName })
    return null
  }
  merchant.deleteCustomer(store, gid, taker.id)
  const given = giver.email
  updateCustomer(state, giver.id, { email: `left.${random.hex(6)}@example.com` })
  updateCustomer(state, taker.id, { email: given, first_name: `Anton ${random.hex(3)}` })
  return lived(
    `the merchant deleted customer ${taker.id} (${gid}), who took ${given} of customer ${giver.id}`,
  )
}

/** An address beyond ASCII, and a phone that is somebody else's in Shopify. */
export const invalidEmail: Happening = (scene, lived) => {
  const { state, random } = scene
  const other = one(
    random,
    accounts(
      scene,
      ({ billing, id }) => billing.phone !== '' && inShopify(scene, 'customer', id) !== null,
    ),
  )
  if (!other) return null
  const { billing } = other
  const { id } = createCustomer(state, {
    email: `anna.${random.hex(5)}@müller.example`,
    first_name: `Anna ${random.hex(3)}`,
    last_name: 'Müller',
    billing: { ...billing, first_name: 'Anna', last_name: 'Müller', address_1: '7 Other Street' },
  })
  return lived(
    `customer ${id} signed up with an address beyond ASCII and the phone of customer ${other.id}`,
  )
}

export const sameLocalPart: Happening = (scene, lived) => {
  const { state, random } = scene
  const local = `alex.${random.hex(5)}`
  const goods = one(
    random,
    products(scene, ({ type, price }) => type === 'simple' && price !== ''),
  )
  if (!goods) return null
  const ids = ['example.com', 'example.org', 'example.net'].map((domain, at) => {
    const { address } = newPerson(state, random)
    return createOrder(state, {
      status: 'processing',
      billing: { ...address, first_name: `Alex ${at}`, email: `${local}@${domain}` },
      payment_method: 'stripe',
      line_items: [{ product_id: goods.id, quantity: at + 1 }],
    }).id
  })
  return lived(`orders ${ids.join(', ')} of three guests called ${local}`)
}

/** An account that was deleted behind WooCommerce's back: its orders still name it. */
export const orderOfNobody: Happening = (scene, lived) => {
  const { state, random } = scene
  const { email, firstName, lastName, address } = newPerson(state, random)
  const { id } = createCustomer(state, { email, first_name: firstName, last_name: lastName })
  const goods = one(
    random,
    products(scene, ({ type, price }) => type === 'simple' && price !== ''),
  )
  if (!goods) return null
  const order = createOrder(state, {
    status: 'processing',
    customer_id: id,
    billing: { ...address, email },
    payment_method: 'stripe',
    line_items: [{ product_id: goods.id, quantity: 2 }],
  })
  deleteCustomer(state, id)
  order.customerId = id
  return lived(`order ${order.id} of customer ${id}, who is nobody any more`)
}

export const orderReassigned: Happening = (scene, lived) => {
  const { state, random } = scene
  const order = one(
    random,
    orders(scene, ({ id }) => inShopify(scene, 'order', id) !== null),
  )
  const to = one(
    random,
    accounts(scene, ({ id }) => id !== order?.customerId),
  )
  if (!order || !to) return null
  const from = order.customerId
  updateOrder(state, order.id, { customer_id: to.id })
  return lived(
    `order ${order.id} went from ${from === 0 ? 'a guest' : `customer ${from}`} to customer ${to.id}`,
  )
}
