import { createRandom } from '../prng.ts'
import { collectTaxLines } from '../totals/order-math.ts'
import type { WooState } from '../state.ts'
import { deleteCustomer } from '../writes/customers.ts'
import { discontinue, makeCatalogue, makeCoupons, makeTaxes } from './catalogue.ts'
import { SPECIAL_IDS } from './impossible.ts'
import { addCustomer, createPeople } from './people.ts'
import { afterSale, buyerOf, guestOf, makeOrder, sellableItems, type SaleKind } from './sales.ts'
import { makeSpecialOrders, makeSpecialProducts, SPECIAL_ORDER_COUNT } from './special.ts'

export type DatasetName = 'demo' | 'small' | 'empty'

const SIZES = {
  demo: { products: 320, customers: 520, guests: 140, orders: 1540, bulk: 130 },
  small: { products: 25, customers: 25, guests: 8, orders: 60, bulk: 8 },
}

const DAY = 86_400_000
const MONTHS_OPEN = 15

/** The data set ends with a month that is at least two weeks over, so that it is stable for a month. */
function datasetEnd(now: number): number {
  const end = new Date(now - 14 * DAY)
  return Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), 1, 2, 30)
}

const AFTER: readonly SaleKind[] = [
  'refund-line',
  'plain',
  'refund-amount',
  'plain',
  'refund-full',
  'plain',
  'refund-shipping',
  'trash',
]

/**
 * Lives through the shop's past with the same functions the REST API uses, so that dates, stock,
 * notes and totals belong together. The same seed, month and size give the same store.
 */
export function loadDataset(
  state: WooState,
  options: { dataset: DatasetName; seed: number; orders?: number | undefined },
) {
  if (options.dataset === 'empty') return
  const size = SIZES[options.dataset]
  const orderCount = Math.min(options.orders ?? size.orders, size.orders)
  const specialCount = Math.min(
    SPECIAL_ORDER_COUNT,
    options.orders === undefined ? SPECIAL_ORDER_COUNT : Math.floor(orderCount / 4),
  )
  const random = createRandom(options.seed)
  const realClock = state.clock
  const end = datasetEnd(realClock.now())
  const start = end - MONTHS_OPEN * 30 * DAY
  let now = start
  state.clock = { now: () => now }
  state.settings.customStatuses = [{ slug: 'awaiting-pickup', name: 'Awaiting pickup' }]

  state.nextId.post = 101
  makeTaxes(state)
  makeCoupons(state)
  const catalogue = makeCatalogue(state, random, size.products - 7, (share) => {
    now = start + Math.floor(share * 200) * 3_600_000 + 61_000
  })

  const makePerson = createPeople(random)
  const customers = Array.from({ length: size.customers }, (_unused, index) => {
    now =
      start +
      9 * DAY +
      Math.floor((index / size.customers) * (end - start - 20 * DAY)) +
      random.int(0, 3_600_000)
    return addCustomer(state, random, makePerson())
  })
  // A household with one telephone and two accounts.
  const [one, other] = customers.filter((customer) => customer.billing.country === 'US')
  if (one && other) {
    one.billing.phone = '(510) 555-0142'
    other.billing.phone = '+1 510 555 0142'
  }
  const guests = Array.from({ length: size.guests }, makePerson)

  const items = sellableItems(state, [...catalogue.products, ...catalogue.doomed])
  const goods = items.length > 0 ? items : [{ product_id: 0 }]
  const first = start + 10 * DAY
  const normalOrders = orderCount - specialCount
  for (let index = 0; index < normalOrders; index++) {
    now =
      first +
      Math.floor((index / normalOrders) * (end - first - 5 * DAY)) +
      random.int(0, 7_200_000)
    const known = customers.filter((customer) => customer.createdAt < now)
    const person = makePerson()
    const buyer =
      index % 3 === 1 || known.length === 0
        ? guestOf(random.pick(guests))
        : buyerOf(random.pick(known), person.address)
    // One guest in fifteen has an account and did not sign in.
    if (index % 15 === 1 && known.length > 0) buyer.email = random.pick(known).email.toUpperCase()
    // For a while the shop typed its prices with tax.
    state.settings.pricesIncludeTax = (index / normalOrders) % 0.5 > 0.42
    const bought = index < 40 || index % 50 !== 0 ? goods : goods.slice(-6)
    const order = makeOrder(state, random, buyer, bought, index)
    state.settings.pricesIncludeTax = false
    if (order.pricesIncludeTax) {
      // Worked out again since the shop went back, so that lines and totals are rounded alike.
      order.roundedDown = false
      order.taxLines = collectTaxLines(state, order, () => state.id('item'))
    }
    now += random.int(1, 3) * DAY
    afterSale(
      state,
      order,
      index < AFTER.length * 2
        ? (AFTER[(index + 3) % AFTER.length] ?? 'plain')
        : random.chance(0.88)
          ? 'plain'
          : random.pick(AFTER),
    )
  }

  // Some weeks before the end, so that a shopkeeper does not see the odd ones first.
  now = end - 45 * DAY
  const products = makeSpecialProducts(state)
  const safe = products.at(-1)?.id ?? 0
  now += 3_600_000
  makeSpecialOrders(state, safe, specialCount)
  state.nextId.post = SPECIAL_IDS.next

  // A stock import and a bulk edit: many records with the very same second.
  now = end - DAY
  for (const product of catalogue.products.slice(0, size.bulk)) product.modifiedAt = state.now()
  now += 1800_000
  for (const order of [...state.orders.values()].slice(5, 5 + size.bulk))
    order.modifiedAt = state.now()

  now = end - 3_600_000
  discontinue(state, catalogue)
  const leaving = customers.filter((_customer, index) => index % 130 === 7)
  for (const customer of leaving) deleteCustomer(state, customer.id)
  state.clock = realClock
}
