/** A store that was restored from a backup: what was made since is gone, its ids are given out again. */
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import type { Findings } from '../types.ts'
import { removeForGood } from './old-store/deleted.ts'
import { newPerson } from './old-store/people.ts'
import { inShopify, type Happening, type Scene } from './scene.ts'

/**
 * Records in Shopify, by gid, whose source record is no more, and "kind id" of what has its id now.
 * They are the merchant's own from then on: nothing may be written onto them.
 */
export type Replaced = Map<string, { record: string; asItWas: string }>

type Gone = { kind: EntityKind; id: number }

/** So many orders and products were made after the backup, at most. */
const MOST = 5

export const idReuse: Happening = (scene, lived) => {
  const { state, random } = scene
  const posts = afterTheBackup(state, random.int(2, MOST))
  const users = newestUsers(state, posts, random.int(1, 2))
  const gone: Gone[] = [...posts.flatMap(({ kind, id }) => (kind ? [{ kind, id }] : [])), ...users]
  const known = gone.flatMap((each) => {
    const gid = inShopify(scene, each.kind, each.id)
    return gid === null || scene.replaced.has(gid) ? [] : [{ ...each, gid }]
  })
  if (known.length === 0) return null
  for (const { kind, id } of gone) removeForGood(state, kind, id)
  for (const { kind, id } of [...posts, ...users]) makeAnother(scene, kind ?? 'order', id)
  for (const { kind, id, gid } of known) {
    const asItWas = shownAs(scene.store, gid)
    scene.merchant.edits.made.add(gid)
    scene.replaced.set(gid, { record: `${kind} ${id}`, asItWas })
  }
  return lived(
    `restored from a backup: ${gone.map(({ kind, id }) => `${kind} ${id}`).join(', ')} are others now, of them in Shopify ${known.map(({ kind, id, gid }) => `${kind} ${id} (${gid})`).join(', ')}`,
  )
}

/** Null: a variation or a refund, which goes with the record it belongs to. */
type Post = { kind: 'order' | 'product' | null; id: number }

/**
 * The last rows of the one table of ids: as many as can go without a trace on any record that stays.
 */
function afterTheBackup(state: WooState, most: number): Post[] {
  const posts: Post[] = []
  let best: Post[] = []
  for (let id = state.nextId.post - 1; id > 0; id -= 1) {
    const kind = state.orders.has(id) ? 'order' : state.products.has(id) ? 'product' : null
    if (kind === null && !state.variations.has(id) && !state.refunds.has(id)) continue
    posts.unshift({ kind, id })
    if (posts.filter((post) => post.kind !== null).length > most) break
    if (isWhole(state, id)) best = [...posts]
  }
  return best
}

/** Nothing made before this row knows of anything made since. */
function isWhole(state: WooState, first: number): boolean {
  const stays = (id: number) => id < first
  const ordersThatStay = [...state.orders.values()].filter(({ id }) => stays(id))
  return (
    [...state.variations.values()].every(({ id, parentId }) => stays(id) === stays(parentId)) &&
    [...state.refunds.values()].every(({ id, orderId }) => stays(id) === stays(orderId)) &&
    ordersThatStay.every(({ lines }) => lines.every((line) => stays(line.productId)))
  )
}

/** Accounts nobody ordered with but in orders that are gone as well. */
function newestUsers(state: WooState, posts: readonly Post[], most: number): Gone[] {
  const found: Gone[] = []
  const goneOrders = new Set(posts.filter(({ kind }) => kind === 'order').map(({ id }) => id))
  for (let id = state.nextId.user - 1; found.length < most; id -= 1) {
    const customer = state.customers.get(id)
    const buys = [...state.orders.values()].some(
      (order) =>
        !goneOrders.has(order.id) &&
        (order.customerId === id ||
          order.billing.email.toLowerCase() === customer?.email.toLowerCase()),
    )
    if (customer?.role !== 'customer' || buys) break
    found.unshift({ kind: 'customer', id })
  }
  return found
}

function makeAnother({ state, random }: Scene, kind: EntityKind, id: number): void {
  const { nextId } = state
  const { email, firstName, lastName, address } = newPerson(state, random)
  const after = { ...nextId }
  if (kind === 'customer') {
    nextId.user = id
    createCustomer(state, { email, first_name: firstName, last_name: lastName })
    nextId.user = after.user
    return
  }
  nextId.post = id
  if (kind === 'product') {
    createProduct(state, {
      name: `Another thing ${random.hex(4)}`,
      sku: `CH-R-${random.hex(5)}`,
      regular_price: `${random.int(300, 500)}.${random.int(10, 99)}`,
    })
  } else {
    createOrder(state, {
      status: 'processing',
      payment_method: 'stripe',
      customer_note: `Another order ${random.hex(4)}`,
      billing: { ...address, email },
      fee_lines: [{ name: 'Work', total: `${random.int(20, 90)}.${random.int(10, 99)}` }],
    })
  }
  nextId.post = after.post
}

/** What belongs to the merchant alone shows what it showed when the store was restored. */
export function checkReplaced(
  replaced: Replaced,
  store: ShopState,
): Pick<Findings, 'overwritten' | 'stories'> {
  const stories = [...replaced].flatMap(([gid, { record, asItWas }]) => {
    const now = shownAs(store, gid)
    return now === asItWas
      ? []
      : [`overwritten: ${record}: ${gid}, which had this id before, was ${asItWas} and is ${now}`]
  })
  return { overwritten: stories.length, stories }
}

/** Without what moves by itself: its date, and what the new store sells. */
function shownAs(store: ShopState, gid: string): string {
  const record = store.products.get(gid) ?? store.customers.get(gid) ?? store.orders.get(gid)
  return JSON.stringify(record ?? null, (key, value: unknown) =>
    key === 'updatedAt' || key === 'levels' ? undefined : value,
  )
}
