import { describe, expect, test } from 'vitest'
import { createLifeDealer } from '#test/chaos/life/deal-life.ts'
import { laneSeed } from '#test/chaos/faults/deal.ts'
import { happenAll } from '#test/chaos/life/happen.ts'
import { LIFE_KINDS, type LifeKind } from '#test/chaos/life/life-kinds.ts'
import { createMerchant } from '#test/chaos/life/merchant/merchant.ts'
import { unhide } from '#test/chaos/life/of-answers.ts'
import { publishWhatIsDue } from '#test/chaos/life/of-products.ts'
import { liveOn, seedOldStore } from '#test/chaos/life/old-store/old-store.ts'
import type { Scene } from '#test/chaos/life/scene.ts'
import { blankOrder } from '#test/chaos/oracle/by-hand/orders.ts'
import { addCustomer, addOrder, addProduct, PROJECT } from '#test/chaos/oracle/by-hand/target.ts'
import { indexTarget } from '#test/chaos/oracle/target-index.ts'
import { planSchedule, type LanePlan } from '#test/chaos/schedule.ts'
import type { FaultHook } from '#test/stand-ins/shopify-admin/faults.ts'
import { createShopState, type ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import { createFaultControl } from '#test/stand-ins/woocommerce/faults.ts'
import { createRandom } from '#test/stand-ins/woocommerce/prng.ts'
import { createState, type WooState } from '#test/stand-ins/woocommerce/state.ts'

/*
 * The lives of whole lanes without the app: whatever the old store has is in Shopify after each run,
 * and each request that a run sends is asked. So it can be counted what the stores live through where
 * no lane ends early.
 */

type Faults = ReturnType<typeof createFaultControl>

/** Everything of the old store that a run would have brought. */
function bringAll(woo: WooState, store: ShopState): void {
  const { owners } = indexTarget(store, PROJECT)
  const isNew = (customId: string) => !owners.has(customId)
  for (const { id, status } of woo.products.values()) {
    if (status !== 'trash' && isNew(`product:${id}`)) addProduct(store, `product:${id}`)
  }
  for (const { id, email, role } of woo.customers.values()) {
    if (role === 'customer' && isNew(`customer:${id}`)) {
      addCustomer(store, `customer:${id}`, email, 'Ada')
    }
  }
  for (const { id, status } of woo.orders.values()) {
    if (status === 'trash' || status === 'checkout-draft' || !isNew(`order:${id}`)) continue
    addOrder(store, `order:${id}`, blankOrder(store, id, status))
  }
}

/** A worker reads a record. */
const A_READ = { shop: '', fields: [], operation: 'query', variables: {}, clientPid: 1 } as const

/** What a run asks of the old store, as far as somebody waits for it. */
function askAll(woo: WooState, faults: Faults, hooks: ReadonlyMap<number, FaultHook>): void {
  const customers = [...woo.customers.keys()].join('%2C')
  const lists = ['products', 'orders', 'customers'].map(
    (list) => `/${list}?orderby=id&order=asc&per_page=100`,
  )
  const asked = [
    ...lists,
    `/customers?include=${customers}&per_page=100`,
    ...[...woo.orders.keys()].map((id) => `/orders/${id}/refunds?per_page=100`),
  ]
  for (const path of asked) {
    const target = `/wp-json/wc/v3${path}`
    for (const { after } of faults.take('GET', target)) after?.(target)
  }
  unhide(woo)
  for (const { before } of hooks.values()) {
    for (const _read of [1, 2]) before?.(A_READ)
  }
}

function liveThrough(
  plan: LanePlan,
  seed: number,
  dealer: ReturnType<typeof createLifeDealer>,
  lived: (kind: LifeKind) => void,
): void {
  const random = createRandom(laneSeed(seed, plan.lane))
  let now = Date.parse('2026-03-02T09:00:00Z') + plan.startHoursOff * 3_600_000
  const woo = createState({
    homeUrl: 'http://old.example',
    clock: { now: () => now },
    timezone: plan.timezone,
    currency: 'USD',
    seed: plan.lane + 1,
  })
  seedOldStore(woo, random)
  const shop = {
    domain: 'new.myshopify.com',
    plan: 'plus',
    currency: 'USD',
    timezone: 'UTC',
  } as const
  const store = createShopState({ ...shop, name: 'New' }, 1, { now: () => now, searchLagMs: 0 })
  const faults = createFaultControl(woo)
  const hooks = new Map<number, FaultHook>()
  const scene: Omit<Scene, 'mode'> = {
    woo: { faults },
    state: woo,
    shopify: {
      faults: {
        hook: (_match, hook) => {
          hooks.set(hooks.size, hook)
          return hooks.size - 1
        },
        remove: (id) => void hooks.delete(id),
      },
    },
    shop: shop.domain,
    store,
    projectId: PROJECT,
    random,
    merchant: createMerchant(),
    replaced: new Map(),
    untilTheEnd: () => undefined,
  }
  for (const run of plan.runs) {
    now += 60_000
    if (run.mode === 'recent' || run.mode === 'comparison') {
      publishWhatIsDue({ state: woo })
      const end = happenAll({ ...scene, mode: run.mode }, dealer.kindsFor(run), lived)
      liveOn(woo, random, run.changes)
      now += 5_000
      askAll(woo, faults, hooks)
      for (const kind of end()) dealer.giveBack(kind)
    }
    bringAll(woo, store)
  }
}

describe('what the stores live through where no lane ends early', () => {
  test('is each kind over twenty times in 200 runs', () => {
    const seed = 1
    const counted = new Map<LifeKind, number>(LIFE_KINDS.map((kind) => [kind, 0]))
    const dealer = createLifeDealer()
    for (const plan of planSchedule({ seed, runs: 200 }).lanes) {
      liveThrough(plan, seed, dealer, (kind) => counted.set(kind, (counted.get(kind) ?? 0) + 1))
    }
    for (const [kind, times] of counted) expect([kind, times]).toSatisfy(([, n]) => n >= 20)
  })
})
