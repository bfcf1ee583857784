/** Answers of the old store that are not what they seem: clocks of a proxy, caches, hidden rows. */
import { customerShape } from '#test/stand-ins/woocommerce/shapes/others.ts'

import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createRefund, refundedSoFar } from '#test/stand-ins/woocommerce/writes/refunds.ts'
import { totalsOf } from '#test/stand-ins/woocommerce/totals/order-math.ts'
import { accounts, DAY, inShopify, one, orders, type Happening, type Scene } from './scene.ts'

/** How a run asks a recent window's first and further pages. */
const LISTING = '/(products|orders|customers)\\?(?=.*per_page=)/'
const FOR_EVER = 1_000_000

/** The proxy's clock is minutes off the one that stamps changes, for as long as this run takes. */
function proxyOff(direction: 1 | -1): Happening {
  return ({ woo, state, random }, lived) => {
    if (state.dateSkewMs !== 0) return null
    const minutes = random.int(6, 12)
    state.dateSkewMs = direction * minutes * 60_000
    const id = woo.faults.after({ path: LISTING, times: 1 }, () =>
      lived(`the proxy's clock is ${minutes} min ${direction > 0 ? 'ahead' : 'behind'}`),
    )
    return () => {
      woo.faults.remove(id)
      state.dateSkewMs = 0
    }
  }
}
export const proxyAhead = proxyOff(1)
export const proxyBehind = proxyOff(-1)

/**
 * By id a customer is what they were; the list tells of the change. What a cache knows is from an
 * earlier second: within one, no date tells the two apart.
 */
export const staleRecord: Happening = ({ woo, state, random, ...scene }, lived) => {
  const customer = one(
    random,
    accounts(
      { woo, state, random, ...scene },
      ({ id, modifiedAt }) =>
        inShopify({ woo, state, random, ...scene }, 'customer', id) !== null &&
        secondOf(modifiedAt ?? 0) < secondOf(state.now() - BEFORE_MS),
    ),
  )
  if (!customer) return null
  const fault = { kind: 'older-rows' as const, rows: [customerShape(state, customer)] }
  updateCustomer(state, customer.id, { last_name: `Married-${random.hex(4)}` })
  customer.modifiedAt = state.now() - BEFORE_MS
  // Half of the caches know the record's own address, too.
  const alone = random.chance(0.5) ? `|/customers/${customer.id}(\\?|$)` : ''
  const id = woo.faults.add(
    {
      path: `/(/customers\\?.*include=(\\d+(,|%2C))*${customer.id}(,|%2C|&|$)${alone})/`,
      times: 0,
      fault,
    },
    () => lived(`customer ${customer.id} is old by id${alone === '' ? '' : ' and by address'}`),
  )
  return () => woo.faults.remove(id)
}

/** Long enough ago for the run to answer for it. */
const BEFORE_MS = 5_000

const secondOf = (ms: number) => Math.floor(ms / 1000)

/** The order is fresh, the list of its refunds is not. */
export const staleParts: Happening = (scene, lived) => {
  const { woo, state, random } = scene
  const order = one(
    random,
    orders(
      scene,
      (each) =>
        each.status === 'completed' &&
        each.paidAt !== null &&
        inShopify(scene, 'order', each.id) !== null &&
        totalsOf(each).total.minus(refundedSoFar(state, each.id)).gt(12),
    ),
  )
  if (!order) return null
  const { id: refundId } = createRefund(state, order.id, {
    amount: `${random.int(1, 9)}.${random.int(10, 99)}`,
    reason: 'Not in the cache yet',
  })
  const id = woo.faults.add(
    {
      path: `/orders/${order.id}/refunds?`,
      times: 0,
      fault: { kind: 'older-rows', rows: [], unknown: [refundId] },
    },
    () => lived(`order ${order.id}: the list of its refunds does not know ${refundId}`),
  )
  return () => woo.faults.remove(id)
}

/** A cache keeps every answer by its address, for longer than the lane lives. */
export const cachedLists: Happening = ({ woo, untilTheEnd }, lived) => {
  let counted = false
  const id = woo.faults.add(
    { path: '/wc/v3/', times: 0, fault: { kind: 'cache', ms: DAY } },
    () => {
      if (!counted) lived('a cache keeps each answer by its address from now on')
      counted = true
    },
  )
  untilTheEnd(() => woo.faults.remove(id))
  return null
}

/** A plugin hides every order, until the merchant is asked and looks. */
export const shrunkenList: Happening = ({ woo, state }, lived) => {
  if (state.orders.size < 3 || hidden.has(state)) return null
  const rule = woo.faults.add({
    path: '/orders\\?(?!.*include=)/',
    times: FOR_EVER,
    fault: { kind: 'empty-list' },
  })
  const show = () => {
    woo.faults.remove(rule)
    hidden.delete(state)
  }
  hidden.set(state, () => {
    show()
    lived('the list of orders was empty, and the run asked')
  })
  return show
}

/**
 * It hides most of them: the list shows and counts those of one seller alone. Where it hides fewer
 * than half, or than twenty, that is what happens in a store every day, and only comparing tells.
 */
export const shortenedList: Happening = (scene, lived) => {
  const { state, random, store } = scene
  const moved = [...store.orders.values()].length
  // Some of those in Shopify are told to be deleted, and count no more.
  const most = Math.floor(moved / 4)
  if (most < 3 || hidden.has(state)) return null
  const shown = random.shuffle(orders(scene)).slice(0, random.int(1, most))
  state.settings.listedOrders = new Set(shown.map(({ id }) => id))
  const show = () => {
    state.settings.listedOrders = null
    hidden.delete(state)
  }
  hidden.set(state, () => {
    show()
    lived(`the list of orders showed ${shown.length} of them, and the run asked`)
  })
  return show
}

const hidden = new WeakMap<Scene['state'], () => void>()

/** The merchant read that the run doubts a list. @returns whether something was hidden */
export function unhide(state: Scene['state']): boolean {
  const show = hidden.get(state)
  show?.()
  return show !== undefined
}
