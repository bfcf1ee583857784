import { wooSays } from '#app/migration/carts/woocommerce/messages/woocommerce.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector, SourceWindow } from '#app/migration/engine/ports/source.ts'
import type { WooHarness } from '#test/carts/woocommerce-harness.ts'
import { startWooHarness, tampering } from '#test/carts/woocommerce-harness.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

const PAGE = 7
const LISTING = `/(products|customers)\\?.*per_page=${PAGE}(&|$)/`

async function start(): Promise<WooHarness> {
  const harness = await startWooHarness()
  onTestFinished(() => harness.close())
  return harness
}

async function readIds(connector: SourceConnector, kind: EntityKind, window: SourceWindow) {
  const ids = new Set<string>()
  for await (const page of connector.readChanged(kind, window)) {
    for (const { sourceId } of page.records) ids.add(sourceId)
  }
  return [...ids].toSorted((a, b) => Number(a) - Number(b))
}

describe('a store whose X-WP-Total is wrong', () => {
  it.each([-20, -3, 5, 20])('is read to its end when it is off by %d', async (by) => {
    const store = await start()
    const expected: Record<'product' | 'customer', string[]> = { product: [], customer: [] }
    for (let i = 0; i < 17; i += 1) {
      expected.product.push(
        String(createProduct(store.woo.state, { name: `P${i}`, regular_price: '1' }).id),
      )
      expected.customer.push(
        String(createCustomer(store.woo.state, { email: `c${i}@example.test` }).id),
      )
      store.advance(1000)
    }
    const connector = store.connector({ pageSize: PAGE })
    const window = { from: null, to: store.now() }
    store.woo.faults.add({ path: LISTING, times: 0, fault: { kind: 'wrong-total', by } })
    for (const kind of ['product', 'customer'] as const) {
      expect(await readIds(connector, kind, window)).toEqual(expected[kind])
    }
    expect(connector.notices()).toEqual([])
  })
})

describe('a store that leaves orders out of its lists', () => {
  it('is read around them, says so once, and nobody is sure of its orders', async () => {
    const store = await start()
    const from = store.now()
    await store.advance(1000)
    const ids: string[] = []
    for (let i = 0; i < 8; i += 1) {
      ids.push(store.create('order'))
      await store.advance(1000)
    }
    const hidden = ids.slice(2, 5)
    const http = tampering(store.http, (path, body) =>
      Array.isArray(body) && path.includes('/orders?')
        ? body.filter((row: { id: number }) => !hidden.includes(String(row.id)))
        : body,
    )
    const connector = store.connect({}, { pageSize: 20 }, http)
    const window = { from, to: store.now(), knownUpTo: '1' }
    const shown = ids.filter((id) => !hidden.includes(id))
    expect(await readIds(connector, 'order', window)).toEqual(shown)
    const message = { key: 'kit.countsMore', params: { kind: 'order', counted: 8, listed: 5 } }
    expect(connector.notices()).toEqual([message])
    await Array.fromAsync(connector.listAll('order'))
    expect(connector.notices()).toEqual([])
    expect(connector.hides()).toEqual([{ kind: 'order', message }])
  })
})

describe('a store whose clock is set while it is read', () => {
  it.each([9, -9])(
    'is read on without a pause, with everything it knows: %d hours',
    async (hours) => {
      const store = await start()
      const { state } = store.woo
      for (let i = 0; i < 3; i += 1) createProduct(state, { name: `P${i}`, regular_price: '1' })
      const window = { from: null, to: store.now() }
      const connector = store.connector()
      const before = await connector.readByIds('product', [String(state.nextId.post - 1)])
      store.woo.faults.add({
        path: 'settings/products/woocommerce_weight_unit',
        fault: { kind: 'clock-jump', ms: hours * 3_600_000 },
      })
      expect(await readIds(store.connector(), 'product', window)).toHaveLength(3)
      store.woo.faults.add({ fault: { kind: 'clock-jump', ms: hours * 3_600_000 } })
      const fresh = await store.connector().readByIds('product', [String(state.nextId.post - 1)])
      expect(fresh.records).toEqual(before.records)
    },
  )
})

describe('a store whose clock is set while it is checked', () => {
  it.each([1, 2, 3, 4, 5])('is usable, whichever request comes right after it: %d', async (nth) => {
    const store = await start()
    store.woo.faults.add({ path: '', nth, fault: { kind: 'clock-jump', ms: -5_400_000 } })
    expect(await store.connector().check()).toMatchObject({ ok: true })
  })
})

describe('a key that may not list the categories', () => {
  it('reads the products all the same, and says what that costs', async () => {
    const store = await start()
    createProduct(store.woo.state, { name: 'P', regular_price: '1' })
    const fault = { kind: 'server-error', status: 403 } as const
    store.woo.faults.add({ path: 'products/categories', times: 0, fault })
    const connector = store.connector()
    expect(await connector.categories()).toBeNull()
    expect(await readIds(connector, 'product', { from: null, to: store.now() })).toHaveLength(1)
    expect(connector.notices()).toEqual([wooSays('categoriesNotListed')])
    expect(connector.notices()).toEqual([])
  })
})

describe('a key that is revoked while a run goes on', () => {
  it.each(['settings/products/woocommerce_weight_unit', 'products/categories'])(
    'pauses the run instead of leaving out what %s would have said',
    async (path) => {
      const store = await start()
      createProduct(store.woo.state, { name: 'P', regular_price: '1' })
      store.woo.faults.add({ path, fault: { kind: 'revoke-keys' } })
      const reading = readIds(store.connector(), 'product', { from: null, to: store.now() })
      await expect(reading).rejects.toMatchObject({ code: 'SOURCE_CREDENTIALS' })
      await expect(reading).rejects.toBeInstanceOf(PauseRun)
    },
  )
})
