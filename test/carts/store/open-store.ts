import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import type { Made, PartChange, ReadOptions, Store, Works } from '../contract/store.ts'
import type { Dialect } from './dialect.ts'
import * as life from './life.ts'
import { serve } from './serve.ts'
import { createShop, recordOf, recordsOf } from './shop.ts'
import type { Shop } from './shop.ts'

const START = '2026-03-02T09:00:00Z'

/** Makes the connector under test; the only thing a cart's column has to bring beside its dialect. */
export type Connect = (to: {
  url: string
  credentials: Record<string, string>
  http: OutboundHttp
  clock: Clock
  options: ReadOptions & { staffNotes?: boolean }
}) => SourceConnector

/** The scriptable store, speaking one dialect, as a store of the contract. */
export function openStore(
  dialect: Dialect,
  connect: Connect,
): Store & Works & { shop: Shop; http: OutboundHttp } {
  // Waiting for another try moves the time by itself; the shop and the connector share the clock.
  const clock = createFakeClock(START, { autoAdvance: true })
  const { url, moves, tickMs, credentials } = dialect
  const shop = createShop({ url, moves, tickMs, time: clock })
  const served = serve(dialect, shop)
  const { faults } = shop
  const now = () => new Date(shop.clock.now()).toISOString().replace('.000Z', 'Z')
  const to = (key: Record<string, string>, http = served.http, options: ReadOptions = {}) =>
    connect({ url, credentials: key, http, clock, options })

  return {
    shop,
    http: served.http,
    connector: (options) => to(credentials.good, served.http, options),
    through: (way, options) => to(credentials.good, way(served.http), options),
    withUnknownKey: () => to(credentials.unknownKey),
    withWrongSecret: () => to(credentials.wrongSecret),
    withoutRightToRead: () => to(credentials.writeOnly),
    ofOldVersion: () => {
      faults.isTooOld = true
      return to(credentials.good)
    },
    settled: async (kind) => {
      const made: Made[] = []
      // Some of them share a moment.
      for (const ticks of [1, 1, 2, 0, 0, 3, 1]) {
        await clock.advance(ticks * tickMs)
        made.push({
          id: await settle(shop, kind, made.length, () => clock.advance(tickMs)),
          at: '',
        })
      }
      // What comes later may move what was there: a sale its product, a refund its order.
      for (const each of made) each.at = stampOf(shop, kind, each.id)
      return made
    },
    now,
    secrets: () => Object.values(credentials.good),
    requests: served.requests,
    unexpected: () => served.unexpected,
    close: () => Promise.resolve(),
    advance: (ms) => clock.advance(ms),
    skew: (ms) => {
      shop.clock.skewMs = ms
    },
    showClock: (ms) => {
      shop.clock.shownMs = ms
    },
    create: (kind) => String(creators[kind](shop)),
    edit: (kind, id) => {
      change(shop, kind, id)
      life.touch(shop, recordOf(shop, kind, id))
    },
    editQuietly: (kind, id) => change(shop, kind, id),
    dateBack: (kind, id, at) => {
      recordOf(shop, kind, id).changedAt = at === null ? null : Date.parse(at)
    },
    remove: (kind, id) => void recordsOf(shop)[kind].delete(Number(id)),
    hide: (kind, id) => {
      recordOf(shop, kind, id).isHidden = true
    },
    show: (kind, id) => {
      recordOf(shop, kind, id).isHidden = false
    },
    part: (change) => partOf(shop, change),
    orderAsGuest: (email) => String(life.placeOrder(shop, { email }).id),
    afterEachList: served.afterEachList,
    corrupt: (kind, id) => void faults.corrupted.add(`${kind} ${id}`),
    withhold: (kind, id) => void faults.withheld.add(`${kind} ${id}`),
    miscount: (kind, by) => void faults.miscount.set(kind, by),
    repeatPages: (kind) => void faults.repeatPages.add(kind),
    revokeCredentials: () => {
      faults.areKeysRevoked = true
    },
  }
}

const creators: Record<EntityKind, (shop: Shop) => number> = {
  product: (shop) => life.addProduct(shop).id,
  customer: (shop) => life.addCustomer(shop).id,
  order: (shop) => life.placeOrder(shop).id,
}

function stampOf(shop: Shop, kind: EntityKind, id: string): string {
  const { changedAt } = recordOf(shop, kind, id)
  if (changedAt === null) throw new Error(`${kind} ${id} has no change time`)
  return new Date(changedAt).toISOString().replace('.000Z', 'Z')
}

/** Records of several sorts, so that what nobody touches is not all alike. */
async function settle(
  shop: Shop,
  kind: EntityKind,
  turn: number,
  pause: () => Promise<void>,
): Promise<string> {
  switch (kind) {
    case 'product': {
      const options = [{ name: 'Size', values: ['S', 'M', 'L'] }]
      const category = life.addCategory(shop, `Shelf ${turn}`)
      const sorts = [{}, { options }, { isPublished: turn !== 2 }, { categoryIds: [category.id] }]
      return String(life.addProduct(shop, sorts[turn % sorts.length]).id)
    }
    case 'customer':
      return String(life.addCustomer(shop).id)
    case 'order': {
      const products = [life.addProduct(shop), life.addProduct(shop, { price: 333 })]
      const customer = turn % 2 === 0 ? { customer: life.addCustomer(shop) } : {}
      const order = life.placeOrder(shop, { products, ...customer })
      if (turn % 3 > 0) life.payOrder(shop, order)
      if (turn % 3 === 2) {
        await pause()
        life.refundOrder(shop, order, 'Dented')
      }
      return String(order.id)
    }
  }
}

function partOf(shop: Shop, change: PartChange): { id: string; happen(): void } {
  if (change === 'refunded' || change === 'readdressed') {
    const order = life.placeOrder(shop, { products: [life.addProduct(shop)] })
    const happen = () => {
      if (change === 'refunded') life.refundOrder(shop, order)
      else life.moveOrder(shop, order, 'Oakland')
    }
    return { id: String(order.id), happen }
  }
  const product = life.addProduct(shop, { options: [{ name: 'Size', values: ['S', 'M'] }] })
  const happen = () => {
    const [first] = life.variantsOf(shop, product.id)
    if (change === 'variant-added') life.addVariant(shop, product, { values: ['L'] })
    else if (first && change === 'variant-edited') life.editVariant(shop, first, { price: 1_350 })
    else if (first) life.removeVariant(shop, first)
  }
  return { id: String(product.id), happen }
}

function change(shop: Shop, kind: EntityKind, id: string): void {
  const turn = shop.nextId()
  if (kind === 'product') {
    const product = shop.products.get(Number(id))
    if (product) product.title = `Lamp, renamed ${turn}`
  } else if (kind === 'customer') {
    const customer = shop.customers.get(Number(id))
    if (customer) customer.address = { ...customer.address, city: `Elsewhere ${turn}` }
  } else {
    const order = shop.orders.get(Number(id))
    if (order) order.shipping = { ...order.shipping, city: `Elsewhere ${turn}` }
  }
}
