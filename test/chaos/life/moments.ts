/**
 * Moments in which known defects show, and which chance alone would bring too seldom. They are no
 * faults: both stores and the workers only do what they may do at any time.
 */
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import type { RunMode } from '../schedule.ts'
import type { Moment } from '../types.ts'
import type { WorkerPool } from '../world/workers.ts'
import { isEdited } from './merchant/merchant-edits.ts'
import type { createMerchant } from './merchant/merchant.ts'

/** What a moment needs of the run it is arranged in. */
export type Stage = {
  woo: WooStandIn
  shopify: ShopifyStandIn
  shop: string
  mode: RunMode
  random: Random
  merchant: ReturnType<typeof createMerchant>
  workers: Pick<WorkerPool, 'kill' | 'freeze' | 'thaw' | 'isAlive' | 'onCommit'>
  /** Null until it has started. */
  runId(): string | null
  /** The worker that has the run now. */
  holder(): Promise<number | null>
  tell(line: string): void
}

type Arrange = (stage: Stage) => () => void | Promise<void>

const ARRANGE: Record<Moment, Arrange> = {
  'a proxy shows a later time': proxyShowsLater,
  'changes in the last second of a window': changesInLastSecond,
  'merchant edits what a dead worker left': editsAfterDeath,
  'a worker dies when an order was made': dies,
  'a worker sleeps until its work is done': workerSleeps,
  'merchant and old store edit the same record': bothEdit,
  'merchant and old store change the addresses of one customer': bothChangeAddresses,
  'a price changes without a date': priceWithoutDate,
}

/**
 * Sets the moments up for one run, before it starts, so that what both stores do beforehand is done
 * when a worker looks. @returns ends them; to be awaited before anything is judged
 */
export function arrangeMoments(stage: Stage, moments: readonly Moment[]): () => Promise<void> {
  const ends = moments.map((moment) => ARRANGE[moment](stage))
  return async () => {
    for (const end of ends) await end()
  }
}

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * What the store says of the time is a proxy's, some minutes ahead of the clock that stamps changes;
 * and a record changes as soon as it was listed.
 */
function proxyShowsLater({ woo, random, tell }: Stage): () => void {
  const { state } = woo
  state.dateSkewMs = random.int(6, 12) * 60_000
  tell(`a proxy shows ${state.dateSkewMs / 60_000} min more than the old store's clock`)
  const id = woo.faults.after({ path: LISTING, times: 1_000_000 }, (target) =>
    touch(state, random, target, 'Behind the proxy', tell),
  )
  return () => {
    woo.faults.remove(id)
    state.dateSkewMs = 0
  }
}

/** How a run asks for the latest change; the first pages of a window. */
const CLOCK = '/orders\\?(?=.*orderby=modified)(?=.*order=desc)(?=.*per_page=1(&|$))/'
const LISTING = '/(products|orders)\\?(?=.*orderby=modified)(?=.*order=asc)(?=.*modified_after=)/'

/**
 * The store's clock stands still from the moment a run asks for it until the next pass asks again,
 * and in that second something was just changed: what changes after a listing then still changes in
 * the last second that the run could know of.
 */
function changesInLastSecond({ woo, random, tell }: Stage): () => void {
  const { state } = woo
  const clock = state.clock
  const rules = [
    woo.faults.before({ path: CLOCK, times: 1_000_000 }, () => {
      const at = clock.now()
      state.clock = { now: () => at }
      touch(state, random, '/orders?', 'Just now', tell)
    }),
    woo.faults.after({ path: LISTING, times: 1_000_000 }, (target) => {
      if (state.clock !== clock) touch(state, random, target, 'In the last second', tell)
    }),
  ]
  return () => {
    for (const id of rules) woo.faults.remove(id)
    state.clock = clock
  }
}

/** Changes one record of the kind that was asked for. */
function touch(
  state: WooStandIn['state'],
  random: Random,
  target: string,
  when: string,
  tell: Stage['tell'],
): void {
  const word = random.hex(4)
  if (/\/orders\?/.test(target)) {
    const alive = [...state.orders.values()].filter(
      ({ status }) => status !== 'trash' && status !== 'checkout-draft',
    )
    const order = random.pick(alive)
    updateOrder(state, order.id, { customer_note: `${when} ${word}` })
    tell(`order ${order.id} changes: ${when} ${word}`)
    return
  }
  const alive = [...state.products.values()].filter(({ status }) => status === 'publish')
  const product = random.pick(alive)
  updateProduct(state, product.id, { name: `${when} ${word}` })
  tell(`product ${product.id} changes: ${when} ${word}`)
}

/**
 * A worker dies right after Shopify has a new record, or a new title, and the merchant is the first to
 * open it.
 */
function editsAfterDeath(stage: Stage): () => void {
  const { shopify, shop, random, merchant, workers, tell } = stage
  const store = shopify.store(shop)
  const before = new Set([...store.products.keys(), ...store.customers.keys()])
  let left = 2
  const opens = (gids: readonly string[]) => {
    for (const line of merchant.editThese(store, random, gids)) tell(line)
  }
  const dies = (clientPid: number | null) =>
    clientPid !== null && workers.kill(clientPid, 'the merchant opens what it just made')
  const created = (field: string) =>
    shopify.faults.hook(
      { shop, field, operation: 'mutation', nth: random.int(1, 3), times: 1_000_000 },
      {
        after: ({ clientPid }) => {
          if (left === 0 || !dies(clientPid)) return
          left -= 1
          const made = [...store.products.keys(), ...store.customers.keys()].filter(
            (gid) => !before.has(gid),
          )
          for (const gid of made) before.add(gid)
          opens(made)
        },
      },
    )
  const hooks = [created('productSet'), created('customerSet')]
  const gid = renamedOf(stage)
  if (gid !== null) {
    let isOpen = false
    const renames = { shop, field: 'productUpdate', about: `"${gid}"`, times: 1_000_000 }
    const id = shopify.faults.hook(renames, {
      after: ({ clientPid }) => {
        if (isOpen || !dies(clientPid)) return
        isOpen = true
        opens([gid])
      },
    })
    hooks.push(id)
  }
  return () => {
    for (const id of hooks) shopify.faults.remove(id)
  }
}

/** A product that the old store renames before the run and whose title in Shopify is still ours. */
function renamedOf({ woo, shopify, shop, mode, random, merchant, tell }: Stage): string | null {
  const candidates =
    mode === 'recent'
      ? simpleGoods(shopify.store(shop), woo.state).filter(
          ({ gid }) => !isEdited(merchant.edits, gid, 'product.title'),
        )
      : []
  if (candidates.length === 0) return null
  const { gid, product } = random.pick(candidates)
  const name = `Renamed before a death ${random.hex(4)}`
  updateProduct(woo.state, product.id, { name })
  tell(`product ${product.id} is called “${name}” in the old store`)
  return gid
}

function dies({ shopify, shop, random, workers }: Stage): () => void {
  let dead = false
  const id = shopify.faults.hook(
    { shop, field: 'orderCreate', operation: 'mutation', nth: random.int(1, 2), times: 1_000_000 },
    {
      after: ({ clientPid }) => {
        if (dead || clientPid === null) return
        dead = workers.kill(clientPid, 'Shopify made the order, it does not know')
      },
    },
  )
  return () => shopify.faults.remove(id)
}

const SLEEPS_AT_MOST_MS = 12_000
/** After waking up, so long for whatever it still does. */
const AWAKE_MS = 1_500

/**
 * A worker has looked its next records up and falls asleep. Another one takes the run and does the
 * work, the merchant edits what arrived, and then the first one wakes up with what it knew.
 */
function workerSleeps({
  shopify,
  shop,
  random,
  merchant,
  workers,
  runId,
  holder,
  tell,
}: Stage): () => Promise<void> {
  const store = shopify.store(shop)
  const known = new Set([...store.products.keys(), ...store.customers.keys()])
  let waits: (() => void) | null = null
  let story: Promise<void> | null = null
  const isNew = () =>
    [...store.products.keys(), ...store.customers.keys()].filter((gid) => !known.has(gid))

  async function sleep(pid: number): Promise<void> {
    const deadline = Date.now() + SLEEPS_AT_MOST_MS
    let quietSince = Date.now()
    let made = 0
    while (Date.now() < deadline && workers.isAlive(pid)) {
      await later(50)
      const taken = await holder()
      if (isNew().length !== made) quietSince = Date.now()
      made = isNew().length
      // Somebody else has it, or had it and is done.
      if (taken !== pid && made > 0 && Date.now() - quietSince > 400) break
    }
    for (const line of merchant.editThese(store, random, isNew())) tell(line)
    workers.thaw(pid)
    tell(`worker ${pid} wakes up`)
    await later(AWAKE_MS)
  }

  // What follows the look-up is the commit that says what is about to be sent. While a request waits
  // it must not sleep: its patience would be over when it wakes up, and it would ask again.
  const looksUp = shopify.faults.hook(
    { shop, field: 'productByIdentifier', operation: 'query', times: 1_000_000 },
    {
      after: ({ clientPid }) => {
        const run = runId()
        if (waits || run === null || clientPid === null) return
        waits = workers.onCommit({
          runId: run,
          nth: 1,
          act: ({ pid }) => ({
            after: async () => {
              if (!workers.freeze(pid)) return
              tell(`worker ${pid} falls asleep before it sends what it planned`)
              story = sleep(pid)
            },
          }),
        })
      },
    },
  )
  return async () => {
    shopify.faults.remove(looksUp)
    waits?.()
    await story
  }
}

/** The merchant renames a product of which the old store changes the price, all before the run. */
function bothEdit({ woo, shopify, shop, random, merchant, tell }: Stage): () => void {
  const store = shopify.store(shop)
  const candidates = simpleGoods(store, woo.state)
  if (candidates.length > 0) {
    const { gid, product } = random.pick(candidates)
    for (const line of merchant.editThese(store, random, [gid])) tell(line)
    const price = `${random.int(3, 180)}.${random.int(10, 99)}`
    updateProduct(woo.state, product.id, { regular_price: price, sale_price: '' })
    tell(`product ${product.id} costs ${price} in the old store`)
  }
  return () => undefined
}

/** The merchant adds an address to a customer of whom the old store changes one, all before the run. */
function bothChangeAddresses({ woo, shopify, shop, random, merchant, tell }: Stage): () => void {
  const store = shopify.store(shop)
  const candidates = ours(store.customers.keys(), store, woo.state.customers).filter(
    ({ record }) => record.billing.address_1 !== '',
  )
  if (candidates.length > 0) {
    const { gid, record } = random.pick(candidates)
    const line = merchant.addAddress(store, random, gid)
    if (line !== null) tell(line)
    const street = `${random.int(100, 999)} Quay Street`
    updateCustomer(woo.state, record.id, { billing: { address_1: street } })
    tell(`customer ${record.id} lives at ${street} in the old store`)
  }
  return () => undefined
}

/**
 * Written past WooCommerce, as plugins do: only a comparison promises to see it. The product that
 * kept its date for longest, as another change of the same product would bring the price along.
 */
function priceWithoutDate({ woo, shopify, shop, mode, random, tell }: Stage): () => void {
  const goods = mode === 'comparison' ? simpleGoods(shopify.store(shop), woo.state) : []
  const [product] = goods
    .map((each) => each.product)
    .sort((a, b) => (a.modifiedAt ?? Infinity) - (b.modifiedAt ?? Infinity))
  if (product) {
    const { modifiedAt } = product
    const price = `${random.int(3, 180)}.${random.int(10, 99)}`
    updateProduct(woo.state, product.id, { regular_price: price, sale_price: '' })
    product.modifiedAt = modifiedAt
    tell(`product ${product.id} costs ${price} in the old store, and its date did not move`)
  }
  return () => undefined
}

function simpleGoods(store: ShopState, woo: WooState) {
  return ours(store.products.keys(), store, woo.products).flatMap(({ gid, record }) =>
    record.status === 'publish' && record.type === 'simple' ? [{ gid, product: record }] : [],
  )
}

/** Records in Shopify, each with what it stems from. */
function ours<T>(gids: Iterable<string>, store: ShopState, records: ReadonlyMap<number, T>) {
  const references = new Map(
    [...store.metafields.values()]
      .filter(({ key }) => key === 'source_id')
      .map(({ ownerId, value }) => [ownerId, value]),
  )
  return [...gids].flatMap((gid) => {
    const record = records.get(Number(references.get(gid)?.split(':').at(-1)))
    return record ? [{ gid, record }] : []
  })
}
