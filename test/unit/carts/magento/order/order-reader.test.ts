import { describe, expect, it } from 'vitest'
import { DEFAULT_TUNING } from '#app/migration/carts/kit/tuning.ts'
import { documentsReader } from '#app/migration/carts/magento/order/documents.server.ts'
import { order } from '#app/migration/carts/magento/order/order-kind.server.ts'
import { guestOf, orderReader } from '#app/migration/carts/magento/order/order-reader.server.ts'
import { otherOrdersReader } from '#app/migration/carts/magento/order/other-orders.server.ts'
import { childrenReader } from '#app/migration/carts/magento/product/children.server.ts'
import { wireSummary } from '#app/migration/carts/magento/wire/listing.ts'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { fakeStore, page, refusal } from '../fake-store.ts'
import { attributesOf, FACTS, rawOrder } from './order-fixture.ts'

type Answers = Parameters<typeof fakeStore>[0]
type Query = Readonly<Record<string, string>>

const wanted = (query: Query) =>
  query['searchCriteria[filter_groups][0][filters][0][value]']?.split(',') ?? []

/** As a list answers that is asked for rows by some field of theirs. */
const listing = (rows: readonly Record<string, unknown>[], field: string) => (query: Query) =>
  page(rows.filter((row) => wanted(query).includes(String(row[field]))))

const paid = (entity_id: number, order_id: number) => ({
  entity_id,
  order_id,
  created_at: '2026-03-02 10:00:00',
  state: 2,
  grand_total: 10,
})

const raw = (entity_id: number, fields: Record<string, unknown> = {}) =>
  rawOrder({
    entity_id,
    increment_id: `00000000${entity_id}`,
    subtotal: 10,
    grand_total: 10,
    total_paid: 10,
    items: [
      {
        item_id: 51,
        product_id: 70,
        product_type: 'simple',
        name: 'Cup',
        qty_ordered: 1,
        price: 10,
      },
    ],
    ...fields,
  })

const rowOf = (row: Record<string, unknown>) => ({
  summary: wireSummary.parse(row),
  changedAt: '2026-03-02T08:00:00Z',
  raw: row,
})

function readerOver(answers: Answers) {
  const store = fakeStore({
    invoices: page([]),
    shipments: page([]),
    creditmemos: page([]),
    orders: page([]),
    ...answers,
  })
  const reader = orderReader({
    facts: () => Promise.resolve(FACTS),
    documents: documentsReader(store.ask, 50, store.notice),
    products: childrenReader(store.ask, 50),
    others: otherOrdersReader(store.ask, 50),
  })
  const read = async (row: Record<string, unknown>) => {
    const source = await reader.record(rowOf(row))
    if (source.record.kind !== 'order') throw new Error('An order was asked for')
    return { ...source, order: source.record }
  }
  return { ...store, ...reader, read }
}

describe('a listed order', () => {
  it('comes with its invoices, parcels and credit memos, and with nobody else’s', async () => {
    const { read } = readerOver({
      // A filter that was not understood finds everything.
      invoices: page([paid(7, 23), paid(8, 24)]),
      shipments: listing(
        [
          {
            entity_id: 5,
            order_id: 23,
            created_at: '2026-03-03 10:00:00',
            items: [{ order_item_id: 51, qty: 1 }],
            tracks: [{ track_number: 'EX1', carrier_code: 'ups' }],
          },
        ],
        'order_id',
      ),
      creditmemos: listing(
        [
          {
            entity_id: 6,
            order_id: 23,
            created_at: '2026-03-04 10:00:00',
            state: 2,
            grand_total: 4,
          },
        ],
        'order_id',
      ),
    })
    const { order: read23, rowHash, identity, remarks } = await read(raw(23))
    expect(read23).toMatchObject({
      payment: { paidAt: '2026-03-02T10:00:00Z' },
      shipments: [{ trackingNumber: 'EX1', company: 'UPS' }],
      refunds: [{ amount: '4' }],
    })
    expect(read23).not.toHaveProperty('payments')
    expect(rowHash).not.toBeNull()
    expect(identity?.fixed).toEqual({ code: 'b22563' })
    expect(remarks).toEqual([])
  })

  it('costs one request per list, however many orders of a page are read', async () => {
    const { read, times } = readerOver({
      invoices: listing([paid(7, 23), paid(8, 24)], 'order_id'),
    })
    const [first, second] = await Promise.all([read(raw(23)), read(raw(24))])
    expect([first?.order.payment.paidAt, second?.order.payment.paidAt]).toEqual([
      '2026-03-02T10:00:00Z',
      '2026-03-02T10:00:00Z',
    ])
    for (const list of ['invoices', 'shipments', 'creditmemos']) expect(times(list)).toBe(1)
  })

  it('has all of its documents, on as many pages as there are', async () => {
    const all = Array.from({ length: 130 }, (_, at) => paid(at + 1, 23))
    const { read } = readerOver({
      invoices: (query) => {
        const at = (Number(query['searchCriteria[currentPage]']) - 1) * 100
        return page(all.slice(at, at + 100), all.length)
      },
    })
    const { order: read23 } = await read(raw(23, { grand_total: 1_300, total_paid: 1_300 }))
    expect(read23.payments).toHaveLength(130)
  })

  it('arrives without what the token may not read, which is told once', async () => {
    const { read, told } = readerOver({
      shipments: () => {
        throw refusal(401)
      },
      products: page([{ id: 1 }]),
    })
    await read(raw(23))
    const { order: again } = await read(raw(24))
    expect(again.shipments).toEqual([])
    expect(new Set(told)).toEqual(new Set([expect.stringContaining('may not read shipments')]))
  })

  it('is not read with a token that ended', async () => {
    const refused = () => {
      throw refusal(401)
    }
    const { read } = readerOver({ invoices: refused, products: refused })
    await expect(read(raw(23))).rejects.toThrow()
  })

  it.each([400, 404])(
    'is not read without its documents because a list answers %i: every store has them',
    async (status) => {
      const { read, told } = readerOver({
        creditmemos: () => {
          throw refusal(status)
        },
        products: page([{ id: 1 }]),
      })
      await expect(read(raw(23))).rejects.toMatchObject({ status })
      expect(told).toEqual([])
    },
  )

  it('names chosen options as its product does', async () => {
    const { read } = readerOver({
      products: listing(
        [{ id: 70, sku: 'CUP', options: [{ option_id: 83, title: 'Engraving', type: 'field' }] }],
        'id',
      ),
    })
    const custom_options = [{ option_id: '83', option_value: 'For Kim' }]
    const { order: read23 } = await read(
      raw(23, {
        items: [
          {
            item_id: 51,
            product_id: 70,
            product_type: 'simple',
            name: 'Cup',
            qty_ordered: 1,
            price: 10,
            product_option: { extension_attributes: { custom_options } },
          },
        ],
      }),
    )
    expect(read23.lines[0]?.properties).toEqual([{ name: 'Engraving', value: 'For Kim' }])
  })

  it('that was edited tells whether the order before is still open', async () => {
    const told = async (state: string) => {
      const { read } = readerOver({
        orders: (query) =>
          page(
            query['searchCriteria[filter_groups][0][filters][0][field]'] === 'entity_id'
              ? [{ entity_id: 890, state }]
              : [],
          ),
      })
      const { remarks } = await read(
        raw(900, { relation_parent_id: '890', relation_parent_real_id: '000000123' }),
      )
      return remarks.map(({ message }) => message)
    }
    expect(await told('new')).toMatchObject([{ params: { isOpen: true } }])
    expect(await told('canceled')).toMatchObject([{ params: { isOpen: false } }])
  })

  it('whose number an earlier order has goes by its store as well, and that is told', async () => {
    const { read } = readerOver({
      orders: page([
        { entity_id: 11, increment_id: '000000042' },
        { entity_id: 12, increment_id: '000000042' },
      ]),
    })
    const [first, second] = [
      await read(raw(11, { increment_id: '000000042', store_id: 1 })),
      await read(raw(12, { increment_id: '000000042', store_id: 2 })),
    ]
    expect([first.order.number, second.order.number]).toEqual(['000000042', '000000042-2'])
    expect([first.remarks.length, second.remarks.length]).toEqual([0, 1])
  })

  it('tells a field that nobody decided about, also of an invoice', async () => {
    const { read } = readerOver({ invoices: page([{ ...paid(7, 23), loyalty_score: 5 }]) })
    const { remarks } = await read(raw(23))
    expect(remarks.map(({ code }) => code)).toEqual(['FIELD_NOT_KNOWN'])
  })

  it('shows the same hash with and without its documents', async () => {
    const { read, shown } = readerOver({ invoices: page([paid(7, 23)]) })
    const { rowHash } = await read(raw(23))
    expect((await shown(rowOf(raw(23)))).rowHash).toBe(rowHash)
  })

  it('that cannot be read is an error of that order', async () => {
    const { record } = readerOver({})
    await expect(record(rowOf(raw(23, { grand_total: 'a lot' })))).rejects.toBeInstanceOf(
      RecordError,
    )
  })
})

describe('a row of the list of orders', () => {
  it('tells whose guest it is, and of accounts nothing', () => {
    const id = guestSourceId('key', 'pat@example.com')
    const of = (customer_id: number | null, customer_email?: string) =>
      guestOf('key', { customer_id, customer_email })
    expect(of(null, 'Pat@Example.com')).toBe(id)
    expect(of(8, 'pat@example.com')).toBeNull()
    expect(of(null)).toBeNull()
  })
})

describe('orders as a kind', () => {
  it('read what all orders need once, and are found by their documents’ dates as well', async () => {
    const store = fakeStore({
      invoices: page([]),
      shipments: page([]),
      creditmemos: page([]),
      orders: page([]),
      'customerGroups/search': page([{ id: 4, code: 'Wholesale' }]),
      'directory/countries': [],
      'attributeMetadata/customer': [],
    })
    const inStore = order.in({
      ask: store.ask,
      view: () => Promise.reject(new Error('Orders ask nothing of the view')),
      isPart: () => Promise.reject(new Error('Orders ask nothing of the view')),
      tuning: DEFAULT_TUNING,
      fingerprintKey: 'key',
      orderStatuses: undefined,
      now: () => 0,
      notice: store.notice,
    })
    const [first] = await Promise.all([
      inStore.record(rowOf(raw(23, { customer_group_id: 4 }))),
      inStore.record(rowOf(raw(24))),
    ])
    if (first?.record.kind !== 'order') throw new Error('An order was asked for')
    expect(attributesOf(first.record)).toEqual({ 'Customer group': 'Wholesale' })
    expect(store.times('customerGroups/search')).toBe(1)
    expect(order.also).toEqual(['invoices', 'shipments', 'creditmemos'])
  })
})
