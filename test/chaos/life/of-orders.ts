/** Orders whose story has more than one day, and what is taken off them again. */
import { totalsOf } from '#test/stand-ins/woocommerce/totals/order-math.ts'
import type { Order } from '#test/stand-ins/woocommerce/records.ts'
import type { OrderInput } from '#test/stand-ins/woocommerce/writes/inputs.ts'
import {
  createOrder,
  setOrderStatus,
  trashOrder,
  updateOrder,
} from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import {
  createRefund,
  deleteRefund,
  refundedSoFar,
} from '#test/stand-ins/woocommerce/writes/refunds.ts'
import { refundsOf } from '#test/stand-ins/woocommerce/state.ts'
import { newPerson } from './old-store/people.ts'
import {
  atTime,
  DAY,
  HOUR,
  inShopify,
  one,
  orders,
  products,
  type Happening,
  type Scene,
} from './scene.ts'

const migrated = (scene: Scene, test: (order: Order) => boolean) =>
  orders(scene, (order) => inShopify(scene, 'order', order.id) !== null && test(order))

const EMPTY = {
  first_name: '',
  last_name: '',
  company: '',
  address_1: '',
  address_2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
  phone: '',
}

/** What a new guest buys of simple goods; nothing of it is settled yet. */
function bought(scene: Scene, more: OrderInput = {}): Order | null {
  const { state, random } = scene
  const goods = one(
    random,
    products(scene, ({ type, price }) => type === 'simple' && price !== ''),
  )
  if (!goods) return null
  const { address, email } = newPerson(state, random)
  return createOrder(state, {
    billing: { ...address, email },
    shipping: address,
    payment_method: 'stripe',
    payment_method_title: 'Credit card',
    transaction_id: `pi_${random.hex(12)}`,
    line_items: [{ product_id: goods.id, quantity: random.int(2, 5) }],
    ...more,
  })
}

export const addressRemoved: Happening = (scene, lived) => {
  const order = one(
    scene.random,
    migrated(scene, ({ shipping }) => shipping.address_1 !== ''),
  )
  if (!order) return null
  updateOrder(scene.state, order.id, { shipping: EMPTY })
  return lived(`order ${order.id} is sent nowhere any more`)
}

export const phoneRemoved: Happening = (scene, lived) => {
  const order = one(
    scene.random,
    migrated(scene, ({ billing, shipping }) => billing.phone !== '' || shipping.phone !== ''),
  )
  if (!order) return null
  updateOrder(scene.state, order.id, { billing: { phone: '' }, shipping: { phone: '' } })
  return lived(`order ${order.id} has no phone any more`)
}

export const pendingCancelled: Happening = (scene, lived) => {
  const order = one(
    scene.random,
    migrated(
      scene,
      ({ status, id }) => status === 'pending' && refundedSoFar(scene.state, id).eq(0),
    ),
  )
  if (!order) {
    // Something for the next time.
    bought(scene)
    return null
  }
  setOrderStatus(scene.state, order, 'cancelled')
  return lived(`order ${order.id}: pending before, cancelled now`)
}

/** A plugin's status; hidden from search, which leaves it out of lists where orders are posts. */
export const customStatus: Happening = (scene, lived) => {
  const { state, random } = scene
  const slug = 'at-the-workshop'
  const { customStatuses } = state.settings
  if (!customStatuses.some((each) => each.slug === slug)) {
    customStatuses.push({ slug, name: 'At the workshop' })
  }
  const old = one(
    random,
    migrated(
      scene,
      ({ status, id }) =>
        ['processing', 'on-hold'].includes(status) && refundedSoFar(state, id).eq(0),
    ),
  )
  const order = (random.chance(0.5) ? old : null) ?? bought(scene, { status: 'processing' })
  if (!order) return null
  setOrderStatus(state, order, slug)
  return lived(`order ${order.id}: ${slug}`)
}

/** Days lie between the order and its payment. */
export const paidLater: Happening = (scene, lived) => {
  const { state, random } = scene
  const placed = state.now() - random.int(2, 9) * DAY - random.int(1, 20) * HOUR
  const order = atTime(state, placed, () => bought(scene))
  if (!order) return null
  const paid = random.chance(0.5) ? state.now() : placed + DAY + HOUR
  atTime(state, paid, () => setOrderStatus(state, order, 'processing'))
  if (random.chance(0.5)) setOrderStatus(state, order, 'completed')
  return lived(`order ${order.id}: placed ${iso(placed)}, paid ${iso(paid)}`)
}

/** Each of another amount and another day. */
export const severalRefunds: Happening = (scene, lived) => {
  const { state, random } = scene
  const placed = state.now() - 9 * DAY
  const order = atTime(state, placed, () => bought(scene, { status: 'processing' }))
  if (!order) return null
  const total = totalsOf(order).total
  for (const day of [3, 5, 8]) {
    const amount = total.times(random.int(5, 25)).div(100).plus(day).div(10).round(2)
    atTime(state, placed + day * DAY, () =>
      createRefund(state, order.id, { amount: amount.toFixed(2), reason: `Day ${day}` }),
    )
  }
  return lived(`order ${order.id}: three refunds of three days`)
}

/** The shopkeeper had mistaken the amount. Shopify changes no refund: what stays is told. */
export const refundEnteredAnew: Happening = (scene, lived) => {
  const { state, random } = scene
  const refund = one(
    random,
    [...state.refunds.values()].filter(({ orderId, lines }) => {
      const order = state.orders.get(orderId)
      // One of several may have swapped its amount with another.
      const isOnly = refundsOf(state, orderId).length === 1
      return order && order.status === 'completed' && lines.length === 0 && isOnly
    }),
  )
  const order = refund && state.orders.get(refund.orderId)
  if (!refund || !order || inShopify(scene, 'order', order.id) === null) return null
  deleteRefund(state, refund.id)
  const again = createRefund(state, order.id, { amount: refund.amount, reason: 'Entered anew' })
  return lived(`order ${order.id}: refund ${refund.id} was deleted and entered anew as ${again.id}`)
}

/** Two refunds of one order were mixed up, and somebody put it right. */
export const refundsSwap: Happening = (scene, lived) => {
  const { state, random } = scene
  const order = one(
    random,
    migrated(scene, ({ id }) => {
      const amounts = refundsWithoutLines(scene, id).map(({ amount }) => amount)
      return new Set(amounts).size > 1
    }),
  )
  if (!order) {
    severalRefunds(scene, () => null)
    return null
  }
  const [first, ...others] = refundsWithoutLines(scene, order.id)
  const second = others.find(({ amount }) => amount !== first?.amount)
  if (!first || !second) return null
  ;[first.amount, second.amount] = [second.amount, first.amount]
  updateOrder(state, order.id, {})
  return lived(`order ${order.id}: refunds ${first.id} and ${second.id} swapped their amounts`)
}

const refundsWithoutLines = ({ state }: Scene, orderId: number) =>
  [...state.refunds.values()].filter(
    (refund) =>
      refund.orderId === orderId &&
      refund.lines.length + refund.shippingLines.length + refund.feeLines.length === 0,
  )

/** Two variants of one product on two lines. */
export const variantsOfOneProduct: Happening = (scene, lived) => {
  const { random, state } = scene
  const product = one(
    random,
    products(
      scene,
      ({ variationIds }) =>
        variationIds.filter((id) => state.variations.get(id)?.price !== '').length > 1,
    ),
  )
  if (!product) return null
  const [a, b] = random.shuffle(
    product.variationIds.filter((id) => state.variations.get(id)?.price !== ''),
  )
  if (a === undefined || b === undefined) return null
  const order = bought(scene, {
    status: random.pick(['processing', 'completed']),
    line_items: [
      { product_id: product.id, variation_id: a, quantity: 1 },
      { product_id: product.id, variation_id: b, quantity: 2 },
    ],
  })
  if (!order) return null
  return lived(`order ${order.id}: variations ${a} and ${b} of product ${product.id}`)
}

/**
 * The orders are posts, as in every older store: a status that a plugin registers is in no list of
 * "any", equal seconds have no order of their own, and what is entered in one save with a past date
 * is stamped with it. A store whose orders have become posts keeps them so.
 */
export const ordersInPosts: Happening = (scene, lived) => {
  const { state, random } = scene
  state.settings.orderStorage = 'posts'
  const { customStatuses } = state.settings
  const slug = 'waiting-for-glaze'
  if (!customStatuses.some((each) => each.slug === slug)) {
    customStatuses.push({ slug, name: 'Waiting for glaze' })
  }
  const isOpen = ({ status, id }: Order) =>
    ['processing', 'on-hold'].includes(status) && refundedSoFar(state, id).eq(0)
  const placed = state.now() - random.int(20, 300) * DAY
  const old = random.chance(0.5) ? one(random, migrated(scene, isOpen)) : null
  const order = old ?? atTime(state, placed, () => bought(scene, { status: 'processing' }))
  if (!order) return null
  const hide = () => {
    setOrderStatus(state, order, slug)
    updateOrder(state, order.id, { customer_note: `Not before ${random.hex(4)}` })
  }
  if (old) hide()
  // What is new is known by its number, whatever its status and its date.
  else atTime(state, placed, hide)
  return lived(
    `orders are posts; ${order.id} is in a status that is hidden from search${old ? '' : `, dated ${iso(placed)}`}`,
  )
}

/** Taken out of the bin again, where a run saw it or a comparison told of it as deleted. */
export const backFromTheBin: Happening = (scene, lived) => {
  const { state, random } = scene
  const binned = [...state.orders.values()].filter(
    ({ status, id }) => status === 'trash' && inShopify(scene, 'order', id) !== null,
  )
  const order = one(random, binned)
  if (!order) {
    // Something for the next time.
    const next = one(
      random,
      migrated(scene, ({ status }) => status === 'completed'),
    )
    if (next) trashOrder(state, next.id)
    return null
  }
  const before = order.meta.find(({ key }) => key === '_wp_trash_meta_status')?.value
  order.meta = order.meta.filter(({ key }) => !key.startsWith('_wp_trash_meta_'))
  setOrderStatus(state, order, String(before ?? 'wc-completed').replace(/^wc-/, ''))
  return lived(`order ${order.id} is out of the bin, and ${order.status} again`)
}

/** As after some imports: the order tables hold no change date. */
export const nullDate: Happening = (scene, lived) => {
  const { mode, random } = scene
  // Its number tells of a new one; a change of an old one only a comparison can see.
  const old =
    mode === 'comparison'
      ? one(
          random,
          migrated(scene, () => true),
        )
      : null
  const order = old ?? bought(scene, { status: 'processing' })
  if (!order) return null
  order.customerNote = `Without a date ${random.hex(4)}`
  order.modifiedAt = null
  return lived(`order ${order.id}: ${old ? 'changed' : 'made'} without any change date`)
}

/** Entered in one save with a date of long ago, which is then its change date as well. */
export const pastDate: Happening = (scene, lived) => {
  const { state, random } = scene
  const at = state.now() - random.int(20, 300) * DAY
  const { id } = createProduct(state, {
    name: `Found in the attic ${random.hex(4)}`,
    sku: `CH-OLD-${random.hex(4)}`,
    regular_price: `${random.int(3, 90)}.${random.int(10, 99)}`,
    date_created_gmt: iso(at),
  })
  const order = atTime(state, at, () => bought(scene, { status: 'processing' }))
  return lived(`product ${id} and order ${order?.id ?? '–'} carry the date ${iso(at)}`)
}

const iso = (ms: number) => new Date(ms).toISOString()
