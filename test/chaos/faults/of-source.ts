import { createOrder, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createCustomer, updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createProduct, updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import type { faultRule } from '#test/stand-ins/woocommerce/faults.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { z } from 'zod'
import { between, type Arm } from './armed.ts'
import { removeForGood } from '../life/old-store/deleted.ts'
import { isFar, type Card } from '../schedule.ts'
import { PAGE_SIZE } from '../world/world.ts'

type Rule = z.input<typeof faultRule>

/** Any request for records or settings; a listing that has pages; a listing of a window. */
const ANY = '/wc/v3/'
const LISTING = `/(orders|products|customers)\\?.*per_page=${PAGE_SIZE}(&|$)/`
const LATER_PART = `/(orders|products|customers)\\?(?=.*(offset|modified_after)=)(?=.*per_page=${PAGE_SIZE}(&|$))/`
const WINDOW = '/modified_(after|before)=/'
const BY_IDS = '/(orders|products|customers)\\?.*include=\\d/'

/** Path and the parameters that say what was asked; not the signature. */
function said(target: string): string {
  const url = new URL(target, 'http://old.store')
  const asked = [...url.searchParams].filter(
    ([name]) => !/^(oauth_|_fields|via-|fresh$)/.test(name),
  )
  return `${url.pathname.replace('/wp-json/wc/v3/', '')} ${asked.map((pair) => pair.join('=')).join(' ')}`
}

function plain(ruleOf: (card: Card) => Omit<Rule, 'nth'>): Arm {
  return ({ woo }, card, struck) => {
    let counted = false
    const id = woo.faults.add({ ...ruleOf(card), nth: card.nth }, (target) => {
      if (!counted) struck(said(target))
      counted = true
    })
    return () => woo.faults.remove(id)
  }
}

const some = (card: Card, most: number) => 1 + Math.floor(card.size * most)

export const source429 = plain((card) => ({
  path: ANY,
  times: some(card, 3),
  fault: { kind: 'rate-limit' },
}))

export const source429WithRetryAfter = plain((card) => ({
  path: ANY,
  times: some(card, 2),
  fault: { kind: 'rate-limit', retryAfter: 1 },
}))

export const source5xx = plain((card) => ({
  path: ANY,
  times: some(card, 3),
  fault: { kind: 'server-error', status: [500, 502, 503, 504][Math.floor(card.pick * 4)] ?? 500 },
}))

export const sourceTimeout = plain((card) => ({
  path: ANY,
  times: some(card, 2),
  fault: { kind: 'timeout' },
}))

export const sourceTruncatedJson = plain((card) => ({
  path: ANY,
  times: some(card, 2),
  fault: { kind: 'truncated' },
}))

export const sourceLoginPage = plain((card) => ({
  path: ANY,
  times: some(card, 2),
  fault: { kind: 'login-page' },
}))

export const sourceWrongTotal = plain((card) => ({
  path: LISTING,
  times: some(card, 4),
  fault: {
    kind: 'wrong-total',
    by: card.pick < 0.6 ? -between(card, 1, 12) : between(card, 1, 12),
  },
}))

/** A part of a list that is not its first comes again instead of the one that was asked for. */
export const sourceRepeatedPage = plain((card) => ({
  path: LATER_PART,
  times: some(card, 2),
  fault: { kind: 'repeat-answer' },
}))

export const sourceKeysRevoked = plain(() => ({ path: ANY, fault: { kind: 'revoke-keys' } }))

export const sourceClockHoursOff: Arm = ({ woo, mayPutClockForward }, card, struck) => {
  const id = woo.faults.before({ path: ANY, nth: card.nth }, (target) => {
    if (!mayPutClockForward()) return
    const ms = between(card, 3_600_000, 9 * 3_600_000)
    woo.state.clockSkewMs += ms
    struck(`by ${(ms / 3_600_000).toFixed(1)} h at ${said(target)}`)
  })
  return () => woo.faults.remove(id)
}

export const sourceClockJumpsBack: Arm = ({ woo, clockWentBackTo }, card, struck) => {
  const id = woo.faults.before({ path: ANY, nth: card.nth }, (target) => {
    const ms = between(card, 20_000, 2 * 3_600_000)
    woo.state.clockSkewMs -= ms
    clockWentBackTo(woo.state.now())
    struck(`by ${Math.round(ms / 1000)} s at ${said(target)}`)
  })
  return () => woo.faults.remove(id)
}

/** Strikes by being there: the run reads a window from a store whose wall clock is far from UTC. */
export const sourceFarTimeZone: Arm = ({ woo }, card, struck) => {
  if (!isFar(woo.state.time.zone)) return () => undefined
  const id = woo.faults.after({ path: WINDOW, nth: card.nth }, (target) =>
    struck(`${woo.state.time.zone}, ${said(target)}`),
  )
  return () => woo.faults.remove(id)
}

/** Strike by being in the window: what `prepare` made before the run is read now. */
const whenRead: Arm = ({ woo }, card, struck) => {
  const id = woo.faults.after({ path: WINDOW, nth: card.nth }, (target) => struck(said(target)))
  return () => woo.faults.remove(id)
}
export const sourceDaylightSaving = whenRead
export const sourceEqualSeconds = whenRead

export const sourceChangedWhilePaging: Arm = ({ woo, random, world, lane }, card, struck) => {
  const id = woo.faults.after({ path: LISTING, nth: card.nth }, (target) => {
    const what = changeOne(woo.state, random)
    struck(`${what} after ${said(target)}`)
    world.chronicle.tell(lane, `old store: ${what}`)
  })
  return () => woo.faults.remove(id)
}

export const sourceCreatedWhilePaging: Arm = ({ woo, random, world, lane }, card, struck) => {
  const id = woo.faults.after({ path: LISTING, nth: card.nth }, (target) => {
    const what = createOne(woo.state, random)
    struck(`${what} after ${said(target)}`)
    world.chronicle.tell(lane, `old store: ${what}`)
  })
  return () => woo.faults.remove(id)
}

export const sourceDeletedBetweenListAndRead: Arm = ({ woo, world, lane }, card, struck) => {
  let done = false
  const id = woo.faults.before({ path: BY_IDS, nth: 1, times: 1_000_000 }, (target) => {
    if (done) return
    const url = new URL(target, 'http://old.store')
    const kind = /\/(order|product|customer)s$/.exec(url.pathname)?.[1]
    const ids = (url.searchParams.get('include') ?? '').split(',').map(Number)
    const victim = ids.find((each) => isAlone(woo.state, kind, each))
    if (victim === undefined || (kind !== 'order' && kind !== 'product' && kind !== 'customer')) {
      return
    }
    done = true
    removeForGood(woo.state, kind, victim)
    struck(`${kind} ${victim} before ${said(target)}`)
    world.chronicle.tell(lane, `old store: deleted ${kind} ${victim}`)
  })
  return () => woo.faults.remove(id)
}

/** Nothing else needs the record: an order without its customer is another story. */
function isAlone(state: WooState, kind: string | undefined, id: number): boolean {
  const orders = [...state.orders.values()]
  switch (kind) {
    case 'order':
      return state.orders.has(id)
    case 'customer':
      return state.customers.has(id) && !orders.some(({ customerId }) => customerId === id)
    case 'product':
      return (
        state.products.has(id) &&
        !orders.some(({ lines }) => lines.some(({ productId }) => productId === id))
      )
    default:
      return false
  }
}

/* What the old store goes through before a run that is to meet these. */

/** Records whose change falls into one second, more than a page of them. */
export function makeEqualSeconds(state: WooState, random: Random): string {
  const { clock } = state
  const at = clock.now()
  state.clock = { now: () => at }
  const wanted = PAGE_SIZE + 3
  const orders = random.shuffle([...state.orders.keys()]).slice(0, wanted - 2)
  for (const id of orders) updateOrder(state, id, { customer_note: `Counted ${random.hex(4)}` })
  for (let i = orders.length; i < wanted; i += 1) createOne(state, random, 'order')
  const products = random.shuffle([...state.products.keys()]).slice(0, 4)
  for (const id of products) updateProduct(state, id, { short_description: random.hex(6) })
  for (let i = products.length; i < wanted; i += 1) createOne(state, random, 'product')
  state.clock = clock
  return `${wanted} orders and ${wanted} products changed within the second ${new Date(state.now()).toISOString()}`
}

/** Customers are listed first and read by id afterwards; these nobody ordered as. */
export function makePassersBy(state: WooState, random: Random): string {
  const ids = [0, 1].map(
    () =>
      createCustomer(state, {
        email: `passer-by-${random.hex(8)}@example.test`,
        first_name: 'Passer',
        last_name: `By ${random.hex(3)}`,
      }).id,
  )
  return `customers ${ids.join(' and ')} signed up and bought nothing`
}

function changeOne(state: WooState, random: Random): string {
  const kind = random.pick(['order', 'product', 'customer'] as const)
  if (kind === 'order' && state.orders.size > 0) {
    const id = random.pick([...state.orders.keys()])
    updateOrder(state, id, { customer_note: `Changed while read ${random.hex(4)}` })
    return `changed order ${id}`
  }
  const shoppers = [...state.customers.values()].filter(({ role }) => role === 'customer')
  const shopper = shoppers.length > 0 ? random.pick(shoppers) : null
  if (kind === 'customer' && shopper) {
    updateCustomer(state, shopper.id, { first_name: `Ann-${random.hex(3)}` })
    return `changed customer ${shopper.id}`
  }
  const id = random.pick([...state.products.keys()])
  updateProduct(state, id, { name: `Renamed ${random.hex(4)}` })
  return `changed product ${id}`
}

function createOne(
  state: WooState,
  random: Random,
  kind: 'order' | 'product' | 'customer' = random.pick(['order', 'product', 'customer']),
): string {
  switch (kind) {
    case 'order': {
      const simple = [...state.products.values()].filter(({ type }) => type === 'simple')
      const order = createOrder(state, {
        status: 'processing',
        billing: {
          first_name: 'Guest',
          last_name: random.hex(3),
          email: `guest-${random.hex(6)}@example.test`,
          country: 'US',
          state: 'CA',
          city: 'Sausalito',
          postcode: '94965',
          address_1: '1 Bridgeway',
        },
        line_items: simple
          .slice(0, 1)
          .map(({ id }) => ({ product_id: id, quantity: random.int(1, 3) })),
      })
      return `created order ${order.id}`
    }
    case 'product': {
      const product = createProduct(state, {
        name: `Made in a hurry ${random.hex(4)}`,
        regular_price: `${random.int(3, 90)}.${random.int(10, 99)}`,
      })
      return `created product ${product.id}`
    }
    case 'customer': {
      const customer = createCustomer(state, {
        email: `new-${random.hex(8)}@example.test`,
        first_name: 'New',
        last_name: `Face ${random.hex(3)}`,
      })
      return `created customer ${customer.id}`
    }
  }
}
