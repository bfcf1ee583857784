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
  deleteProduct,
  updateProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import type { SourceHarness } from './source-connector.ts'
import type { ListingHarness } from './source-listing.ts'

const START = '2026-03-02T09:00:00Z'

/** An `OutboundHttp` that changes what passes through it; for answers no store can be asked to give. */
type Tamper = (path: string, body: unknown) => unknown

export type WooHarness = SourceHarness &
  ListingHarness & {
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
  const hidden = new Map<string, unknown>()
  const http: OutboundHttp = tampering(direct, (path, body) => {
    const kind = /wc\/v3\/(product|customer|order)s(\?|$)/.exec(path)?.[1]
    if (!Array.isArray(body) || path.includes('_fields=')) return body
    return body.map((row: unknown) =>
      typeof row === 'object' && row !== null && 'id' in row && corrupted.has(`${kind} ${row.id}`)
        ? { ...row, billing: 'gone', line_items: 'gone', name: { no: 'text' } }
        : row,
    )
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
    failNext: (times) => {
      woo.faults.add({ times, fault: { kind: 'server-error', status: 502 } })
    },
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
  order: ({ state }) =>
    createOrder(state, {
      status: 'pending',
      billing: { first_name: 'Kim', email: `guest-${++serial}@example.test`, country: 'US' },
      fee_lines: [{ name: 'Service', total: '5.00' }],
    }).id,
}
