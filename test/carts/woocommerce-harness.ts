import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { createSourceConnector } from '#app/migration/carts/registry.server.ts'
import type { SourceConnection } from '#app/migration/carts/cart.ts'
import type { SourceTuning } from '#app/migration/carts/kit/tuning.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createOutboundHttp } from '#app/platform/outbound-http.server.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import type { FakeClock } from '#test/helpers/time/fake-clock.ts'
import { startWooCommerceStandIn } from '#test/stand-ins/woocommerce/server.ts'
import type { WooStandIn, WooStandInOptions } from '#test/stand-ins/woocommerce/server.ts'
import {
  createCustomer,
  deleteCustomer,
  editOwnAddress,
  updateCustomer,
} from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, deleteOrder, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  createVariation,
  deleteProduct,
  deleteVariation,
  updateProduct,
  updateVariation,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'
import type { Made, PartChange, Store, Through, Works } from './contract/store.ts'

const START = '2026-03-02T09:00:00Z'

/** An `OutboundHttp` that changes what passes through it; for answers no store can be asked to give. */
type Tamper = (path: string, body: unknown) => unknown

/** The rich stand-in as a store of the contract, and as itself. */
export type WooHarness = Store &
  Works & {
    woo: WooStandIn
    clock: FakeClock
    http: OutboundHttp
    connect(
      connection?: Partial<SourceConnection>,
      tuning?: Partial<SourceTuning>,
      http?: OutboundHttp,
    ): ReturnType<typeof createSourceConnector>
  }

export async function startWooHarness(options: WooStandInOptions = {}): Promise<WooHarness> {
  // Waiting for another try moves the time by itself; the store and the connector share the clock.
  const clock = createFakeClock(START, { autoAdvance: true })
  const woo = await startWooCommerceStandIn({ dataset: 'empty', clock, ...options })
  const { state } = woo
  const direct = createOutboundHttp({ allowPrivateAddresses: true, timeoutMs: 5_000 })
  const corrupted = new Set<string>()
  const withheld = new Set<string>()
  const hidden = new Map<string, unknown>()
  let miscounting: number | null = null
  const http: OutboundHttp = tampering(direct, (path, body) => {
    const kind = /wc\/v3\/(product|customer|order)s(\?|$)/.exec(path)?.[1]
    if (!Array.isArray(body)) return body
    return body.flatMap((row: unknown) => {
      const name = `${kind} ${typeof row === 'object' && row !== null && 'id' in row ? row.id : ''}`
      if (withheld.has(name)) return []
      return corrupted.has(name) && typeof row === 'object' && !path.includes('_fields=')
        ? [{ ...row, billing: 'gone', line_items: 'gone', name: { no: 'text' } }]
        : [row]
    })
  })

  const connect: WooHarness['connect'] = (connection = {}, tuning = {}, through = http) =>
    createSourceConnector(
      {
        cart: 'woocommerce',
        url: woo.url,
        credentials: { consumerKey: woo.consumerKey, consumerSecret: woo.consumerSecret },
        ...connection,
      },
      { http: through, clock, fingerprintKey: 'test key', logger: silentLogger, tuning },
    )

  return {
    woo,
    clock,
    http,
    connect,
    connector: (tuning = {}) => connect({}, tuning),
    now: () => `${new Date(state.now()).toISOString().slice(0, 19)}Z`,
    advance: (ms) => clock.advance(ms),
    skew: (ms) => {
      state.clockSkewMs = ms
    },
    create: (kind) => String(creators[kind](woo)),
    edit: (kind, id) => {
      if (kind === 'product') updateProduct(state, Number(id), {})
      else if (kind === 'customer') updateCustomer(state, Number(id), { last_name: 'Renamed' })
      else updateOrder(state, Number(id), {})
    },
    dateBack: (kind, id, at) => {
      const modifiedAt = at === null ? null : Date.parse(at)
      const records: Map<number, { modifiedAt: number | null }> = state[`${kind}s`]
      Object.assign(records.get(Number(id)) ?? {}, { modifiedAt })
    },
    editQuietly: (kind, id) => {
      const place = { city: 'Elsewhere' }
      if (kind === 'product') Object.assign(state.products.get(Number(id)) ?? {}, { name: 'Other' })
      else if (kind === 'customer') editOwnAddress(state, Number(id), place)
      else Object.assign(state.orders.get(Number(id))?.shipping ?? {}, { ...place, address_1: '1' })
    },
    hide: (kind, id) => {
      const records: Map<number, unknown> = state[`${kind}s`]
      hidden.set(`${kind} ${id}`, records.get(Number(id)))
      records.delete(Number(id))
    },
    show: (kind, id) => {
      const records: Map<number, unknown> = state[`${kind}s`]
      const record = hidden.get(`${kind} ${id}`)
      if (record) records.set(Number(id), record)
    },
    remove: (kind, id) => {
      if (kind === 'product') deleteProduct(state, Number(id))
      else if (kind === 'customer') deleteCustomer(state, Number(id))
      else deleteOrder(state, Number(id))
    },
    afterEachList: (kind, work) => {
      woo.faults.after({ path: `/wc/v3/${kind}s?`, times: 0 }, work)
    },
    corrupt: (kind, id) => {
      corrupted.add(`${kind} ${id}`)
    },
    settled: async (kind) => {
      const made: Made[] = []
      // Some of them share a second.
      for (const step of [1_000, 1_000, 2_000, 0, 0, 3_000, 1_000]) {
        await clock.advance(step)
        made.push({ id: String(creators[kind](woo)), at: new Date(state.now()).toISOString() })
      }
      return made
    },
    showClock: (ms) => {
      state.dateSkewMs = ms
    },
    part: (change) => partOf(woo, change),
    orderAsGuest: (email) => String(guestOrder(woo, email)),
    miscount: (kind, by) => {
      if (miscounting !== null) woo.faults.remove(miscounting)
      const fault = { kind: 'wrong-total', by } as const
      miscounting = woo.faults.add({ path: `/wc/v3/${kind}s?`, times: 0, fault })
    },
    withhold: (kind, id) => {
      withheld.add(`${kind} ${id}`)
    },
    repeatPages: (kind) => {
      woo.faults.add({ path: `/wc/v3/${kind}s?`, times: 0, fault: { kind: 'repeat-answer' } })
    },
    withUnknownKey: () =>
      connect({
        credentials: { consumerKey: 'ck_unknown', consumerSecret: woo.consumerSecret },
      }),
    withWrongSecret: () =>
      connect({ credentials: { consumerKey: woo.consumerKey, consumerSecret: 'cs_wrong' } }),
    withoutRightToRead: () => {
      const { consumerKey, consumerSecret } = woo.writeOnlyKey
      return connect({ credentials: { consumerKey, consumerSecret } })
    },
    ofOldVersion: () => {
      state.settings.wooVersion = '4.9.0'
      return connect()
    },
    through: (way: Through, tuning = {}) => connect({}, tuning, way(http)),
    secrets: () => [woo.consumerKey, woo.consumerSecret],
    unexpected: () => [],
    revokeCredentials: () => {
      for (const key of state.keys) key.revoked = true
    },
    requests: () => woo.requests.length,
    close: async () => {
      await direct.close()
      await woo.close()
    },
  }
}

/** Reads the answer's JSON, lets `tamper` change it, and hands it on. */
export function tampering(http: OutboundHttp, tamper: Tamper): OutboundHttp {
  return {
    close: () => http.close(),
    async request(url, init) {
      const response = await http.request(url, init)
      let body: unknown
      try {
        body = JSON.parse(response.text)
      } catch {
        return response
      }
      return { ...response, text: JSON.stringify(tamper(url, body)) }
    },
  }
}

let serial = 0
const creators: Record<EntityKind, (woo: WooStandIn) => number> = {
  product: ({ state }) =>
    createProduct(state, { name: `Product ${++serial}`, regular_price: '12.00' }).id,
  customer: ({ state }) =>
    createCustomer(state, { email: `person-${++serial}@example.test`, first_name: 'Kim' }).id,
  order: (woo) => guestOrder(woo, `guest-${++serial}@example.test`),
}

function guestOrder({ state }: WooStandIn, email: string): number {
  return createOrder(state, {
    status: 'pending',
    billing: { first_name: 'Kim', email, country: 'US' },
    fee_lines: [{ name: 'Service', total: '5.00' }],
  }).id
}

function partOf(woo: WooStandIn, change: PartChange): { id: string; happen(): void } {
  const { state } = woo
  if (change === 'refunded' || change === 'readdressed') {
    const id = guestOrder(woo, `guest-${++serial}@example.test`)
    const happen = () => {
      if (change === 'refunded') createRefund(state, id, { amount: '1.00' })
      else updateOrder(state, id, { shipping: { city: 'Oakland' } })
    }
    return { id: String(id), happen }
  }
  const { id } = createProduct(state, {
    name: `Product ${++serial}`,
    type: 'variable',
    attributes: [{ name: 'Size', options: ['S', 'M', 'L'], variation: true }],
  })
  const add = (option: string) =>
    createVariation(state, id, { regular_price: '12.00', attributes: [{ name: 'Size', option }] })
  const first = add('S')
  add('M')
  const happen = () => {
    if (change === 'variant-added') add('L')
    else if (change === 'variant-edited')
      updateVariation(state, first.id, { regular_price: '13.5' })
    else deleteVariation(state, first.id)
  }
  return { id: String(id), happen }
}
