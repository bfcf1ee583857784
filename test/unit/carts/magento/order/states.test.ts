import { describe, expect, it } from 'vitest'
import { attributesOf, read, type RawDocuments } from './order-fixture.ts'

const item = (fields: Record<string, unknown> = {}) => ({
  item_id: 9,
  product_id: 70,
  product_type: 'simple',
  sku: 'TEE',
  name: 'Tee',
  qty_ordered: 4,
  price: 20,
  ...fields,
})

const order = (fields: Record<string, unknown>, documents: RawDocuments = {}) =>
  read({ subtotal: 80, grand_total: 80, items: [item()], ...fields }, documents)

const invoice = (entity_id: number, grand_total: number, fields: Record<string, unknown> = {}) => ({
  entity_id,
  order_id: 23,
  created_at: `2026-03-0${entity_id} 10:00:00`,
  state: 2,
  grand_total,
  ...fields,
})

const shipment = (entity_id: number, parts: [number, number][], numbers: string[] = []) => ({
  entity_id,
  order_id: 23,
  increment_id: `00000000${entity_id}`,
  created_at: `2026-03-0${entity_id} 12:00:00`,
  items: parts.map(([order_item_id, qty]) => ({ order_item_id, qty })),
  tracks: numbers.map((track_number) => ({ track_number, carrier_code: 'ups', title: 'UPS' })),
})

describe('payments', () => {
  it('are one where there is one invoice, with its date', () => {
    const { order: paid } = order({ total_paid: 80, total_due: 0 }, { invoices: [invoice(2, 80)] })
    expect(paid.payment).toMatchObject({
      state: 'paid',
      received: null,
      paidAt: '2026-03-02T10:00:00Z',
    })
    expect(paid).not.toHaveProperty('payments')
  })

  it('are as many as there are paid invoices, each with its reference', () => {
    const { order: paid } = order(
      { total_paid: 80, payment: { method: 'braintree' } },
      {
        invoices: [
          invoice(4, 30, { transaction_id: 'T2' }),
          invoice(2, 50, { transaction_id: 'T1' }),
          invoice(3, 80, { state: 3 }),
        ],
      },
    )
    expect(paid.payments).toEqual([
      {
        amount: '50',
        means: 'money',
        gateway: 'braintree',
        paidAt: '2026-03-02T10:00:00Z',
        reference: 'T1',
      },
      {
        amount: '30',
        means: 'money',
        gateway: 'braintree',
        paidAt: '2026-03-04T10:00:00Z',
        reference: 'T2',
      },
    ])
  })

  it('are what came in where that is less', () => {
    const { order: part } = order({ total_paid: 50 }, { invoices: [invoice(2, 50)] })
    expect(part.payment).toMatchObject({ state: 'paid', received: '50' })
  })

  it('are pending although everything was sent', () => {
    const { order: due } = order({
      state: 'pending_payment',
      status: 'pending_payment',
      total_due: 80,
      items: [item({ qty_shipped: 4 })],
    })
    expect(due).toMatchObject({
      payment: { state: 'pending' },
      fulfillment: 'fulfilled',
      cancelledAt: null,
    })
  })

  it('are reserved where the order says so', () => {
    const { order: held } = order({
      total_due: 80,
      payment: { method: 'paypal', amount_authorized: 80 },
    })
    expect(held.payment.state).toBe('authorized')
  })

  it('are none to wait for where nothing was owed', () => {
    const { order: free } = order({ grand_total: 0, subtotal: 0, items: [item({ price: 0 })] })
    expect(free.payment).toMatchObject({ state: 'paid', received: null })
  })

  it('are named by the method’s own title, and never by a place in a list', () => {
    const title = (fields: Record<string, unknown>) => order(fields).order.payment
    expect(
      title({ payment: { method: 'oldpay', additional_information: ['0', null, 'Credit Card'] } }),
    ).toMatchObject({ gateway: 'oldpay', gatewayTitle: null })
    expect(
      title({ payment: { method: 'x', additional_information: { method_title: 'By card' } } }),
    ).toMatchObject({ gatewayTitle: 'By card' })
    expect(
      title({
        payment: { method: 'checkmo', additional_information: null },
        extension_attributes: {
          payment_additional_info: [
            { key: 'instructions', value: 'null' },
            { key: 'method_title', value: 'Check / Money order' },
          ],
        },
      }),
    ).toMatchObject({ gatewayTitle: 'Check / Money order' })
    expect(title({ payment: null })).toMatchObject({ gateway: null, gatewayTitle: null })
  })

  it('keep the customer’s own order number', () => {
    const { order: own } = order({ payment: { method: 'purchaseorder', po_number: 'PO-7' } })
    expect(own.poNumber).toBe('PO-7')
  })
})

describe('statuses', () => {
  it('that a store made are told with what they were taken for, and kept', () => {
    const { order: picking, told } = order({
      state: 'processing',
      status: 'picking',
      total_paid: 80,
    })
    expect(picking.sourceStatus).toBe('picking')
    expect(told).toEqual([expect.stringMatching(/“picking”.*“processing”.*paid and not fulfilled/)])
  })

  it('that the merchant explained are not told', () => {
    const { order: gone, told } = read(
      { state: 'new', status: 'lost', grand_total: 80, subtotal: 80, items: [item()] },
      {},
      { statuses: { lost: 'cancelled' } },
    )
    expect(gone.cancelledAt).not.toBeNull()
    expect(told).toEqual([])
  })

  it('of states that nobody knows are told, and amounts decide', () => {
    const { order: odd, told } = order({ state: 'archived', status: 'archived', total_paid: 80 })
    expect(odd.payment.state).toBe('paid')
    expect(told).toEqual([expect.stringContaining('“archived”')])
  })

  it('of Magento’s own are not told', () => {
    for (const [state, status] of [
      ['new', 'pending'],
      ['holded', 'holded'],
      ['payment_review', 'fraud'],
      ['closed', 'closed'],
    ]) {
      expect(order({ state, status, total_due: 80 }).told).toEqual([])
    }
  })

  it('cancel an order when its history says it was', () => {
    const { order: gone } = order({
      state: 'canceled',
      status: 'canceled',
      total_due: 80,
      status_histories: [
        { entity_id: 2, comment: null, created_at: '2026-03-02 09:00:00', status: 'canceled' },
        { entity_id: 3, comment: 'Called.', created_at: '2026-03-05 09:00:00', status: 'canceled' },
      ],
    })
    expect(gone).toMatchObject({
      payment: { state: 'voided' },
      cancelledAt: '2026-03-02T09:00:00Z',
      staffNotes: ['Called.'],
    })
  })
})

describe('parcels', () => {
  it('are one fulfilment each, with all their numbers, and the last one may have none', () => {
    const { order: sent } = read(
      {
        state: 'complete',
        status: 'complete',
        subtotal: 60,
        grand_total: 60,
        total_paid: 60,
        items: [
          item({ item_id: 51, qty_ordered: 2, qty_shipped: 2 }),
          item({ item_id: 55, qty_ordered: 1, qty_shipped: 1 }),
        ],
      },
      {
        shipments: [
          {
            ...shipment(5, [[51, 2]]),
            tracks: [
              { track_number: 'EX1', carrier_code: 'ups', title: 'UPS' },
              { track_number: 'EX2', carrier_code: 'custom', title: 'Kiosk post' },
            ],
          },
          shipment(6, [[55, 1]]),
        ],
      },
    )
    expect(sent.fulfillment).toBe('fulfilled')
    expect(sent.shipments).toEqual([
      {
        trackingNumber: 'EX1',
        moreNumbers: ['EX2'],
        company: 'UPS, Kiosk post',
        url: null,
        shippedAt: '2026-03-05T12:00:00Z',
        lines: [{ lineSourceId: '51', quantity: 2 }],
      },
    ])
  })

  it('without a number go by their shipment’s while something is still to be sent', () => {
    const { order: part } = order(
      { state: 'processing', status: 'processing', items: [item({ qty_shipped: 1 })] },
      { shipments: [shipment(5, [[9, 1]])] },
    )
    expect(part.shipments).toMatchObject([
      { trackingNumber: '000000005', company: null, lines: [{ lineSourceId: '9', quantity: 1 }] },
    ])
  })

  it('leave nothing to send where the rest was given back', () => {
    const { order: part } = read(
      {
        state: 'processing',
        status: 'processing',
        subtotal: 60,
        grand_total: 60,
        total_paid: 60,
        total_refunded: 40,
        items: [item({ qty_ordered: 3, qty_invoiced: 3, qty_shipped: 1, qty_refunded: 2 })],
      },
      {
        shipments: [shipment(5, [[9, 1]], ['EX1'])],
        memos: [
          {
            entity_id: 6,
            state: 2,
            created_at: '2026-03-06 10:00:00',
            grand_total: 40,
            items: [{ order_item_id: 9, qty: 2, row_total: 40 }],
          },
        ],
      },
    )
    expect(part).toMatchObject({
      fulfillment: 'unfulfilled',
      shipments: [{ lines: [{ lineSourceId: '9', quantity: 1 }] }],
      refunds: [{ lines: [{ lineSourceId: '9', quantity: 2, amount: '40' }] }],
    })
  })

  it('of a configurable product name the parent, the child or both', () => {
    for (const parts of [
      [[51, 1]],
      [[52, 1]],
      [
        [51, 1],
        [52, 1],
      ],
    ] satisfies [number, number][][]) {
      const { order: sent } = read(
        {
          state: 'processing',
          status: 'processing',
          subtotal: 60,
          grand_total: 60,
          items: [
            item({ item_id: 51, product_type: 'configurable', qty_ordered: 3 }),
            item({ item_id: 52, parent_item_id: 51, product_id: 71, qty_ordered: 3 }),
          ],
        },
        { shipments: [shipment(5, parts, ['EX1'])] },
      )
      expect(sent.shipments[0]?.lines).toEqual([{ lineSourceId: '51', quantity: 1 }])
    }
  })

  const bundle = [
    item({ item_id: 71, product_type: 'bundle', qty_ordered: 1, qty_shipped: 0 }),
    item({ item_id: 72, parent_item_id: 71, qty_ordered: 1, price: 0 }),
    item({ item_id: 73, parent_item_id: 71, qty_ordered: 2, price: 0 }),
  ]

  it('of a bundle’s parts send it once they are all sent, and tell of parts alone', () => {
    const both = {
      state: 'processing',
      status: 'processing',
      subtotal: 20,
      grand_total: 20,
      items: bundle,
    }
    const first = read(both, { shipments: [shipment(5, [[72, 1]], ['EX1'])] })
    expect(first.order.shipments).toMatchObject([{ trackingNumber: 'EX1', lines: [] }])
    expect(first.told).toEqual([expect.stringContaining('Parts of a bundle')])

    const all = read(both, {
      shipments: [shipment(5, [[72, 1]], ['EX1']), shipment(6, [[73, 2]], ['EX2'])],
    })
    expect(all.order.shipments[1]?.lines).toEqual([{ lineSourceId: '71', quantity: 1 }])
  })

  it('of a bundle’s parts make the order sent when these are', () => {
    const { order: sent } = read({
      state: 'complete',
      status: 'complete',
      subtotal: 20,
      grand_total: 20,
      total_paid: 20,
      items: bundle.map((each, at) => ({ ...each, qty_shipped: [0, 1, 2][at] })),
    })
    expect(sent.fulfillment).toBe('fulfilled')
  })

  it('do not hold up what nobody sends', () => {
    const { order: mixed } = read({
      state: 'complete',
      status: 'complete',
      subtotal: 40,
      grand_total: 40,
      total_paid: 40,
      items: [
        item({ qty_ordered: 1, qty_shipped: 1, qty_invoiced: 1 }),
        item({
          item_id: 10,
          product_type: 'virtual',
          is_virtual: 1,
          qty_ordered: 1,
          qty_invoiced: 1,
        }),
      ],
    })
    expect(mixed.fulfillment).toBe('fulfilled')
  })

  it('tell of pieces that were cancelled alone', () => {
    const { told } = order({
      state: 'complete',
      status: 'complete',
      total_paid: 60,
      items: [item({ qty_shipped: 3, qty_canceled: 1 })],
    })
    expect(told).toEqual([expect.stringContaining('1 item of this order was cancelled')])
  })
})

describe('refunds', () => {
  const memo = (fields: Record<string, unknown> = {}) => ({
    entity_id: 6,
    order_id: 23,
    increment_id: '000000006',
    state: 2,
    created_at: '2026-03-06 10:00:00',
    grand_total: 75,
    items: [],
    ...fields,
  })

  it('keep adjustments with the order, and not with lines, shipping or taxes', () => {
    const { order: back } = order(
      { total_paid: 80, total_refunded: 75 },
      {
        memos: [
          memo({
            subtotal: 80,
            shipping_amount: 0,
            tax_amount: 0,
            adjustment_positive: 5,
            adjustment_negative: 10,
            adjustment: -5,
            items: [{ order_item_id: 9, qty: 4, row_total: 80 }],
          }),
        ],
      },
    )
    expect(back.refunds).toMatchObject([
      {
        amount: '75',
        shippingAmount: '0',
        lines: [{ lineSourceId: '9', quantity: 4, amount: '80' }],
      },
    ])
    expect(attributesOf(back)).toEqual({
      'Adjustment of refund 000000006': '5',
      'Fee of refund 000000006': '10',
    })
  })

  it('count parts of a line over several credit memos', () => {
    const part = (entity_id: number) =>
      memo({ entity_id, grand_total: 40, items: [{ order_item_id: 9, qty: 2, row_total: 40 }] })
    const { order: back } = order(
      { total_paid: 80, total_refunded: 80 },
      { memos: [part(7), part(6)] },
    )
    expect(back.refunds.map(({ sourceId, lines }) => [sourceId, lines[0]?.quantity])).toEqual([
      ['6', 2],
      ['7', 2],
    ])
  })

  it('that no credit memo tells of are one more, and told', () => {
    const { order: back, told } = order({ total_paid: 80, total_refunded: 80 }, { memos: [memo()] })
    expect(back.refunds.map(({ amount }) => amount)).toEqual(['75', '5'])
    expect(told).toEqual([expect.stringContaining('credit memos add up to')])
  })

  it('are not made by credit memos that are open or cancelled', () => {
    const { order: back, told } = order(
      { total_paid: 80 },
      { memos: [memo({ state: 1 }), memo({ entity_id: 7, state: 3 })] },
    )
    expect(back.refunds).toEqual([])
    expect(told).toEqual([expect.stringContaining('1 credit memo')])
  })

  it('to store credit are told', () => {
    const { told } = order(
      { total_paid: 80, total_refunded: 75 },
      { memos: [memo({ extension_attributes: { customer_balance_total_refunded: 75 } })] },
    )
    expect(told).toEqual([expect.stringContaining('store credit')])
  })
})

describe('an order that was edited', () => {
  it('names the one before, which is told where it was not cancelled', () => {
    const fields = {
      entity_id: 900,
      increment_id: '000000123-1',
      original_increment_id: '000000123',
      relation_parent_id: '890',
      relation_parent_real_id: '000000123',
    }
    const closed = order(fields)
    expect(closed.order.number).toBe('000000123-1')
    expect(attributesOf(closed.order)).toEqual({ 'Replaces order': '000000123' })
    expect(closed.told[0]).not.toContain('not cancelled')
    expect(order(fields, { isParentOpen: true }).told[0]).toContain('not cancelled')
  })

  it('names the one after', () => {
    const { order: before, told } = order({
      state: 'canceled',
      status: 'canceled',
      total_due: 80,
      relation_child_real_id: '000000123-1',
    })
    expect(attributesOf(before)).toEqual({ 'Replaced by order': '000000123-1' })
    expect(told[0]).not.toContain('not cancelled')
  })
})
