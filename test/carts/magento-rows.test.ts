import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import type { SourceRows } from '../cases/case-file.ts'
import { writeMagentoRows } from '../cases/old-stores/magento-rows.ts'
import { startMagentoStandIn, type MagentoStandIn } from '../stand-ins/magento/server.ts'
import { differences, shapeOf } from './dialects/shape.ts'

let standIn: MagentoStandIn
beforeEach(async () => {
  standIn = await startMagentoStandIn({}, createFakeClock('2026-03-02T09:00:00Z'))
})
afterEach(() => standIn.close())

const answer = z.object({ items: z.array(z.record(z.string(), z.json())), total_count: z.int() })
type Rows = z.infer<typeof answer>['items']

async function ask(path: string, token = standIn.integration.accessToken) {
  const response = await fetch(`${standIn.url}/rest/V1/${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const body: unknown = await response.json()
  return { status: response.status, body, date: response.headers.get('date') }
}

async function listed(path: string, source: SourceRows): Promise<Rows> {
  writeMagentoRows(standIn.store, source, null)
  const { body } = await ask(`${path}?searchCriteria[pageSize]=50`)
  return answer.parse(body).items
}

const number = (row: Rows[number] | undefined, name: string) => Number(row?.[name] ?? 0)

describe('rows of a case about Magento', () => {
  it('come to what Magento’s own equation says', async () => {
    const [order] = await listed('orders', {
      orders: [
        {
          items: [
            { price: 10, qty_ordered: 3, tax_amount: 2.1, discount_amount: 4 },
            { item_id: 9, price: 5, weee_tax_applied_row_amount: 0.5 },
            { parent_item_id: 9, price: 5 },
          ],
          shipping_amount: 6,
          shipping_tax_amount: 0.42,
        },
      ],
    })
    expect(number(order, 'subtotal')).toBe(35)
    expect(number(order, 'grand_total')).toBe(40.02)
    expect(number(order, 'total_paid') + number(order, 'total_due')).toBe(40.02)
    expect(number(order, 'base_grand_total')).toBe(40.02)
  })

  it('bring the invoice and the shipment that a complete order has, and no date of the order moves', async () => {
    const source: SourceRows = { orders: [{}] }
    const [invoice] = await listed('invoices', source)
    expect(invoice).toMatchObject({ order_id: 101, grand_total: 10 })
    const { body } = await ask('shipments?searchCriteria')
    expect(answer.parse(body).items).toMatchObject([{ order_id: 101, items: [{ qty: 1 }] }])
    const memo = { order_id: 101, items: [{ order_item_id: 10_100, qty: 1 }] }
    writeMagentoRows(standIn.store, { creditmemos: [memo] }, '2026-03-02 10:00:00')
    expect(standIn.store.tables.orders.get(101)).toMatchObject({
      total_refunded: 10,
      updated_at: '2026-02-20 10:00:00',
    })
  })

  it.skipIf(!capturesOf('magento').available).each([
    ['products', 'products', { products: [{}] }],
    ['customers/search', 'customers/search', { customers: [{}] }],
    ['orders', 'orders', { orders: [{ items: [{}], shipping_amount: 5 }] }],
    ['invoices', 'invoices', { orders: [{}] }],
    ['shipments', 'shipments', { orders: [{}] }],
    [
      'creditmemos',
      'creditmemos',
      {
        orders: [{}],
        creditmemos: [{ order_id: 101, items: [{ order_item_id: 10_100, qty: 1 }] }],
      },
    ],
  ] satisfies [string, string, SourceRows][])(
    'show nothing of %s that no store ever showed',
    async (_what, path, source) => {
      const known = readCaptures('magento')
        .filter(({ request }) => request.path === `/rest/V1/${path}`)
        .filter(({ request: { query = {} } }) => !('fields' in query))
        .flatMap(({ response }) => answer.safeParse(response.body).data?.items ?? [])
      expect(known.length).toBeGreaterThan(0)
      const found = differences(shapeOf(await listed(path, source)), shapeOf(known))
      expect(found.filter((difference) => !difference.endsWith('is missing'))).toEqual([])
    },
  )
})

describe('the stand-in of written rows', () => {
  it('shows its own clock, and nothing to whoever has no right', async () => {
    const { status, date } = await ask('orders?searchCriteria', 'nobody')
    expect([status, date]).toEqual([401, 'Mon, 02 Mar 2026 09:00:00 GMT'])
    expect((await ask('directory/currency', 'nobody')).status).toBe(200)
  })

  it('takes no token alone where the store says so', async () => {
    standIn.store.settings.takesBearer = false
    expect((await ask('orders?searchCriteria')).status).toBe(401)
  })

  it('answers in another’s place so often as it is told', async () => {
    standIn.store.answers = [{ path: 'orders', times: 1, status: 502, text: '' }]
    const first = await fetch(`${standIn.url}/rest/V1/orders?searchCriteria`)
    expect(first.status).toBe(502)
    expect((await ask('orders?searchCriteria')).status).toBe(200)
  })
})
