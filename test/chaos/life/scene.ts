/** What a change in the stores' life needs to know of where and when it happens. */
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { Customer, Order, Product } from '#test/stand-ins/woocommerce/records.ts'
import type { WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { RunMode } from '../schedule.ts'
import { rememberDates } from './change-dates.ts'
import type { createMerchant } from './merchant/merchant.ts'
import type { Replaced } from './restored.ts'

export type Scene = {
  woo: Pick<WooStandIn, 'faults'>
  state: WooState
  shopify: { faults: Pick<ShopifyStandIn['faults'], 'hook' | 'remove'> }
  shop: string
  store: ShopState
  projectId: string
  random: Random
  merchant: ReturnType<typeof createMerchant>
  /** Records whose id was given to others; the merchant will be asked about them. */
  replaced: Replaced
  mode: RunMode
  /** Ends with the lane's last run under faults. */
  untilTheEnd(end: () => void): void
}

/** It was really lived through; to be said once. */
export type Lived = (detail: string) => null

/**
 * One kind of life. What happens before the run is said at once, what waits for a request of the run
 * when it was met. @returns takes away what waits; null: nothing waits
 */
export type Happening = (scene: Scene, lived: Lived) => (() => void) | null

/** Half of what happens concerns the same few records, which the merchant edits in Shopify, too. */
export function one<T>(random: Random, items: readonly T[]): T | null {
  const first = random.chance(0.5) ? items.slice(0, 4) : items
  return first.length === 0 ? null : random.pick(first)
}

export const orders = ({ state }: Scene, test: (order: Order) => boolean = () => true) =>
  [...state.orders.values()].filter(
    (order) => !['trash', 'checkout-draft'].includes(order.status) && test(order),
  )

export const products = ({ state }: Scene, test: (product: Product) => boolean = () => true) =>
  [...state.products.values()].filter((product) => product.status === 'publish' && test(product))

/** Not where guests' orders were placed with the address: whose they are is anybody's guess. */
export function accounts(scene: Scene, test: (customer: Customer) => boolean = () => true) {
  const asGuest = new Set(
    [...scene.state.orders.values()]
      .filter(({ customerId }) => customerId === 0)
      .map(({ billing }) => billing.email.toLowerCase()),
  )
  return [...scene.state.customers.values()].filter(
    (customer) =>
      customer.role === 'customer' && !asGuest.has(customer.email.toLowerCase()) && test(customer),
  )
}

/** The record in Shopify that stems from this one; null when there is none yet. */
export function inShopify(scene: Scene, kind: EntityKind, id: number): string | null {
  const reference = `${scene.projectId}:${kind}:${id}`
  const there = scene.store[`${kind}s`]
  for (const { key, value, ownerId } of scene.store.metafields.values()) {
    // One that has another's id now stems from nothing.
    const isIt = key === 'source_id' && value === reference && !scene.replaced.has(ownerId)
    if (isIt && there.has(ownerId)) return ownerId
  }
  return null
}

/**
 * Does it at another time of the store's clock. What is made then carries that time; what was there
 * before and moves along (goods that are sold, an order that is paid) was saved today, as in a store
 * where somebody enters what happened last week. A date that went back would hide every change that
 * no run has read yet.
 */
export function atTime<T>(state: WooState, at: number, act: () => T): T {
  const { clock } = state
  const moved = rememberDates(state)
  state.clock = { now: () => at - state.clockSkewMs }
  try {
    return act()
  } finally {
    state.clock = clock
    for (const { record } of moved()) record.modifiedAt = state.now()
  }
}

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
