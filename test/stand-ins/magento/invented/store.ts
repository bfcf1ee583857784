import { MAGENTO } from '../../../carts/dialects/magento/dialect.ts'
import * as life from '../../../carts/store/life.ts'
import { createShop, type Customer, type Product, type Shop } from '../../../carts/store/shop.ts'
import { createRandom, type Random } from '../../woocommerce/prng.ts'

const DAY = 86_400_000
const FIRST_NAMES = [
  'Ida',
  'Noa',
  'Kim',
  'Ruth',
  'Omar',
  'Lea',
  'Jan',
  'Mira',
  'Tom',
  'Åsa',
] as const
const LAST_NAMES = ['Reed', 'Berg', 'Holt', 'Nowak', 'Ortiz', 'Klein', 'Okafor', 'Müller'] as const
const THINGS = ['Lamp', 'Kettle', 'Blanket', 'Mug', 'Bowl', 'Lantern', 'Basket', 'Clock'] as const
const LOOKS = ['Brass', 'Moss', 'Harbor', 'Cedar', 'Slate', 'Linen', 'Copper', 'Plain'] as const
const PLACES = [
  { city: 'Fresno', region: 'CA', postcode: '93701', country: 'US' },
  { city: 'Oakland', region: 'CA', postcode: '94607', country: 'US' },
  { city: 'New York', region: 'NY', postcode: '10001', country: 'US' },
] as const
const SIZES = [{ name: 'Size', values: ['S', 'M', 'L'] }]

export type InventedStore = { shop: Shop; random: Random; setTime(at: number | null): void }

/** A Magento store with a past of some weeks, the same for the same seed and day. */
export function inventStore(url: string, orders: number, seed: number): InventedStore {
  let at: number | null = null
  const shop = createShop({
    url,
    moves: MAGENTO.moves,
    tickMs: MAGENTO.tickMs,
    time: { now: () => at ?? Date.now() },
  })
  const store: InventedStore = {
    shop,
    random: createRandom(seed),
    setTime: (time) => {
      at = time
    },
  }
  const today = Math.floor(Date.now() / DAY) * DAY
  const begin = today - 60 * DAY
  store.setTime(begin)
  const shelves = THINGS.map((thing) => life.addCategory(shop, `${thing}s`))
  const products = Array.from({ length: 12 + Math.floor(orders / 12) }, (_, n) => {
    store.setTime(begin + n * 60_000)
    const shelf = shelves[n % shelves.length]
    return makeProduct(store, n, shelf ? [shelf.id] : [])
  })
  const customers = Array.from({ length: 8 + Math.floor(orders / 3) }, (_, n) => {
    store.setTime(begin + DAY + n * 60_000)
    return makeCustomer(store, n)
  })
  for (let n = 0; n < orders; n += 1) {
    store.setTime(begin + 2 * DAY + Math.floor((n * 50 * DAY) / orders))
    makeOrder(store, n, products, customers)
  }
  store.setTime(null)
  return store
}

export function makeProduct(
  { shop, random }: InventedStore,
  n: number,
  categoryIds: number[],
): Product {
  const title = `${random.pick(LOOKS)} ${random.pick(THINGS)} ${n + 1}`
  return life.addProduct(shop, {
    title,
    sku: `FF-${1000 + n}`,
    description: `<p>${title}, made to last.</p>`,
    price: random.int(300, 19_900),
    stock: random.int(0, 90) + 200,
    isPublished: !random.chance(0.08),
    categoryIds,
    options: random.chance(0.3) ? SIZES : [],
  })
}

export function makeCustomer({ shop, random }: InventedStore, n: number): Customer {
  const firstName = random.pick(FIRST_NAMES)
  const lastName = random.pick(LAST_NAMES)
  const phone = `+1 510 555 ${String(1000 + n).slice(-4)}`
  return life.addCustomer(shop, {
    email: `person-${n + 1}@example.com`,
    firstName,
    lastName,
    address: {
      ...random.pick(PLACES),
      firstName,
      lastName,
      street: `${random.int(1, 180)} Cedar Lane`,
      phone,
    },
  })
}

export function makeOrder(
  { shop, random }: InventedStore,
  n: number,
  products: readonly Product[],
  customers: readonly Customer[],
): void {
  const buyer = random.chance(0.7) ? { customer: random.pick(customers) } : {}
  const order = life.placeOrder(shop, {
    products: random.shuffle(products).slice(0, random.int(1, 3)),
    email: `guest-${n + 1}@example.com`,
    ...buyer,
    ...(buyer.customer ? { email: buyer.customer.email } : {}),
  })
  if (random.chance(0.85)) life.payOrder(shop, order)
  else if (random.chance(0.3)) order.status = 'cancelled'
  if (order.status === 'paid' && random.chance(0.7)) order.status = 'sent'
  if (order.paidAt !== null && random.chance(0.08)) life.refundOrder(shop, order, 'Dented')
}
