import { expect, onTestFinished, test } from 'vitest'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { startWooHarness, tampering, type WooHarness } from '#test/carts/woocommerce-harness.ts'

async function store(products: number): Promise<WooHarness & { ids: string[] }> {
  const harness = await startWooHarness()
  onTestFinished(() => harness.close())
  return { ...harness, ids: Array.from({ length: products }, () => harness.create('product')) }
}

async function read(connector: SourceConnector, ids: readonly string[]): Promise<string[]> {
  const { records, rejected } = await connector.readByIds('product', ids)
  expect(rejected).toEqual([])
  return records.map(({ sourceId }) => sourceId).toSorted()
}

/** Requests for products by id, answered as the test wants. */
const byIds = (harness: WooHarness, answer: (url: URL, body: unknown[]) => unknown) =>
  tampering(harness.http, (address, body) => {
    const url = new URL(address)
    return Array.isArray(body) && url.searchParams.has('include') ? answer(url, body) : body
  })

test('an answer that repeats the one before makes nothing pass for deleted', async () => {
  const harness = await store(18)
  let before: unknown[] = []
  let answers = 0
  const http = byIds(harness, (_url, body) => {
    answers += 1
    const repeated = before
    before = body
    return answers === 2 || answers === 3 ? repeated : body
  })
  const connector = harness.connect({}, { pageSize: 6 }, http)
  expect(await read(connector, harness.ids)).toEqual(harness.ids.toSorted())
})

test('a host that gives fewer records than asked for is asked for the rest', async () => {
  const harness = await store(18)
  const http = byIds(harness, (_url, body) => body.slice(0, 4))
  const connector = harness.connect({}, { pageSize: 20 }, http)
  expect(await read(connector, harness.ids)).toEqual(harness.ids.toSorted())
})

test('what is really gone is missing, also where the total is wrong', async () => {
  const harness = await store(6)
  harness.woo.faults.add({ path: '/products?', times: 0, fault: { kind: 'wrong-total', by: 3 } })
  const connector = harness.connector({ pageSize: 20 })
  expect(await read(connector, [...harness.ids, '99999'])).toEqual(harness.ids.toSorted())
})

test('a store that answers with other records than asked for is not believed', async () => {
  const harness = await store(6)
  const [first] = harness.ids
  const other = { id: Number(first), date_modified_gmt: '2026-01-01T00:00:00' }
  const lists = byIds(harness, (_url, body) => (body.length > 0 ? body : [other]))
  const http: OutboundHttp = {
    ...lists,
    request: async (url, init) => {
      const response = await lists.request(url, init)
      const isOwn = /\/products\/99999\?/.test(url)
      return isOwn ? { ...response, status: 200, text: JSON.stringify(other) } : response
    },
  }
  const connector = harness.connect({}, { pageSize: 20 }, http)
  await expect(connector.readByIds('product', ['99999'])).rejects.toBeInstanceOf(PauseRun)
})
