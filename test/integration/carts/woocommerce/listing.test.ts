import { expect, onTestFinished, test } from 'vitest'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import type { RowsPage, SourceConnector } from '#app/migration/engine/ports/source.ts'
import { startWooHarness, tampering, type WooHarness } from '#test/carts/woocommerce-harness.ts'

async function store(products: number): Promise<WooHarness & { ids: string[] }> {
  const harness = await startWooHarness()
  onTestFinished(() => harness.close())
  return { ...harness, ids: Array.from({ length: products }, () => harness.create('product')) }
}

async function pagesOf(connector: SourceConnector): Promise<RowsPage[]> {
  const pages: RowsPage[] = []
  for await (const page of connector.listAll('product')) pages.push(page)
  return pages
}

async function idsOf(connector: SourceConnector): Promise<string[]> {
  const pages = await pagesOf(connector)
  return pages.flatMap(({ rows }) => rows.map(({ sourceId }) => sourceId))
}

test('a page that repeats the one before is read again', async () => {
  const { woo, ids, connector } = await store(25)
  for (const nth of [2, 4]) {
    woo.faults.add({ path: '/products?', nth, fault: { kind: 'repeat-page' } })
  }
  expect(await idsOf(connector({ pageSize: 6 }))).toEqual(ids)
})

test.each([-7, -1, 3, 50])('a total that is wrong by %i hides nothing', async (by) => {
  const { woo, ids, connector } = await store(25)
  woo.faults.add({ path: '/products?', times: 0, fault: { kind: 'wrong-total', by } })
  expect(await idsOf(connector({ pageSize: 6 }))).toEqual(ids)
})

test('rows the key may not see leave gaps in pages, and hide nothing behind them', async () => {
  const { http, ids, connect } = await store(30)
  const unseen = new Set([ids[4], ids[5], ids[6], ids[11], ids[17]])
  const gappy = tampering(http, (path, body) =>
    Array.isArray(body) && path.includes('/products?')
      ? body.filter((row: { id: number }) => !unseen.has(String(row.id)))
      : body,
  )
  const listed = await idsOf(connect({}, { pageSize: 6 }, gappy))
  expect(listed).toEqual(ids.filter((id) => !unseen.has(id)))
})

test('a page the store cannot answer whole is listed without hashes, for reading one by one', async () => {
  const { woo, ids, connector } = await store(12)
  woo.faults.add({
    path: '/\\/products\\?(?!.*_fields).*per_page=6/',
    times: 0,
    fault: { kind: 'server-error', status: 500 },
  })
  const pages = await pagesOf(connector({ pageSize: 6 }))
  const rows = pages.flatMap((page) => page.rows)
  expect(rows.map(({ sourceId }) => sourceId)).toEqual(ids)
  expect(rows.every(({ rowHash }) => rowHash === null)).toBe(true)
})

test('a store that ignores the order is not compared', async () => {
  const { http, connect } = await store(9)
  const shuffled = tampering(http, (path, body) =>
    Array.isArray(body) && path.includes('/products?') ? body.toReversed() : body,
  )
  const listing = idsOf(connect({}, { pageSize: 4 }, shuffled))
  await expect(listing).rejects.toBeInstanceOf(PauseRun)
})

test('customers stream: a page is handed out before the next one is asked for', async () => {
  const { woo, create, connector } = await store(0)
  const ids = Array.from({ length: 13 }, () => create('customer'))
  const source = connector({ pageSize: 6 })
  const { clock } = await source.now('customer')
  const before = woo.requests.length
  const listed: string[] = []
  const asked: number[] = []
  for await (const rows of source.listChanged('customer', { from: null, to: clock })) {
    listed.push(...rows.map(({ sourceId }) => sourceId))
    asked.push(woo.requests.length - before)
  }
  expect(listed).toEqual(ids)
  expect(asked).toEqual([1, 2, 3])
})
