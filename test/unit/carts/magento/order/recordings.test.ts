import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { undecidedPaths } from '#app/migration/carts/kit/wire/field-table.ts'
import { readShape } from '#app/migration/carts/kit/wire/shapes.ts'
import {
  INVOICE_FIELDS,
  MEMO_FIELDS,
  ORDER_FIELDS,
  SHIPMENT_FIELDS,
} from '#app/migration/carts/magento/fields/order.ts'
import {
  wireCreditMemo,
  wireInvoice,
  wireShipment,
} from '#app/migration/carts/magento/wire/order-documents.ts'
import { wireOrder } from '#app/migration/carts/magento/wire/order.ts'
import { readOrder } from '#app/migration/carts/magento/order/to-canonical.ts'
import { equalAmounts, subtract, sum } from '#app/migration/kinds/values/money.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { addedUp, FACTS, partsOf } from './order-fixture.ts'

type Row = Record<string, unknown>

const list = z.object({ items: z.array(z.record(z.string(), z.unknown())) })
const one = z.record(z.string(), z.unknown())

/** Read once: there are hundreds of recordings. */
function remembered<T>(read: (place: RegExp) => T): (place: RegExp) => T {
  const known = new Map<RegExp, T>()
  return (place) => {
    const rows = known.get(place) ?? read(place)
    known.set(place, rows)
    return rows
  }
}

/** Every row of a list, and every record by itself, in the order in which they were recorded. */
const rowsAt = remembered((place: RegExp): Row[] =>
  readCaptures('magento')
    .filter(
      ({ request, response }) =>
        place.test(request.path) && request.method === 'GET' && response.status === 200,
    )
    .flatMap(({ response: { body } }) => {
      const listed = list.safeParse(body)
      if (listed.success) return listed.data.items
      const alone = one.safeParse(body)
      return alone.success ? [alone.data] : []
    })
    .filter((row) => 'entity_id' in row && 'created_at' in row),
)

const ORDERS = /\/V1\/orders(\/\d+)?$/
const INVOICES = /\/V1\/invoices$/
const SHIPMENTS = /\/V1\/shipments$/
const MEMOS = /\/V1\/creditmemos$/

const orderRows = () => rowsAt(ORDERS).filter((row) => 'protect_code' in row)

/** Each document as it was recorded last. */
function documentsOf(orderId: unknown) {
  const own = (place: RegExp) => {
    const rows = rowsAt(place).filter((row) => row.order_id === orderId)
    return [...new Map(rows.map((row) => [row.entity_id, row])).values()]
  }
  return partsOf({ invoices: own(INVOICES), shipments: own(SHIPMENTS), memos: own(MEMOS) })
}

/** An order as it was recorded last, with all its documents. */
function lastOf(entityId: number) {
  const row = orderRows().findLast((each) => each.entity_id === entityId)
  return readOrder(wireOrder.parse(row), documentsOf(entityId), FACTS)
}

describe.skipIf(!capturesOf('magento').available)('orders recorded of a real store', () => {
  it('have no field that nobody decided about', () => {
    const tables = [
      [ORDER_FIELDS, orderRows()],
      [INVOICE_FIELDS, rowsAt(INVOICES)],
      [SHIPMENT_FIELDS, rowsAt(SHIPMENTS)],
      [MEMO_FIELDS, rowsAt(MEMOS)],
    ] as const
    for (const [table, rows] of tables) {
      expect(rows.length).toBeGreaterThan(0)
      const undecided = rows.flatMap((row) => undecidedPaths(table, row, { withEmpty: true }))
      expect([...new Set(undecided)]).toEqual([])
    }
  })

  it('are readable to the last row, without an entry left out', () => {
    const shapes = [
      [wireOrder, orderRows()],
      [wireInvoice, rowsAt(INVOICES)],
      [wireShipment, rowsAt(SHIPMENTS)],
      [wireCreditMemo, rowsAt(MEMOS)],
    ] as const
    for (const [shape, rows] of shapes) {
      for (const row of rows) {
        const { result, odd } = readShape<unknown>(shape, row)
        expect(result.error).toBeUndefined()
        expect(odd).toEqual([])
      }
    }
  })

  it('add up to their totals to the cent, whatever was paid or given back since', () => {
    const rows = orderRows()
    expect(new Set(rows.map(({ entity_id }) => entity_id)).size).toBe(20)
    for (const row of rows) {
      const { order } = readOrder(wireOrder.parse(row), documentsOf(row.entity_id), FACTS)
      expect([order.number, addedUp(order)]).toEqual([order.number, order.total])
      const taxes = order.taxes.map(({ amount }) => amount)
      expect(equalAmounts(sum(taxes), order.totalTax)).toBe(true)
      const bearers = [...order.lines, ...order.fees, ...order.shippingLines]
      const shares = bearers.flatMap((bearer) => bearer.taxes.map(({ amount }) => amount))
      expect(equalAmounts(sum(shares), order.totalTax)).toBe(true)
      const lowered = order.lines.map(({ subtotal, total }) => subtract(subtotal, total))
      const discounts = order.discounts.map(({ amount }) => amount)
      expect(equalAmounts(sum(lowered), sum(discounts))).toBe(true)
    }
  })

  it('add up in gross prices as well, as a store would send them whose catalogue has these', () => {
    const gross = new Set<string>()
    for (const row of orderRows()) {
      const wire = wireOrder.parse(row)
      const items = wire.items.map((item) => ({ ...item, original_price: item.price_incl_tax }))
      const { order } = readOrder({ ...wire, items }, documentsOf(row.entity_id), FACTS)
      if (order.taxesIncluded) gross.add(order.number)
      expect([order.number, addedUp(order)]).toEqual([order.number, order.total])
    }
    expect(gross.size).toBe(20)
  })

  it('count a configurable product and its child once', () => {
    const { order, remarks } = lastOf(25)
    expect(
      order.lines.map(({ title, variantTitle, sku, quantity, subtotal, variantSourceId }) => ({
        title,
        variantTitle,
        sku,
        quantity,
        subtotal,
        variantSourceId,
      })),
    ).toEqual([
      {
        title: 'Tidewater Jacket',
        variantTitle: 'M Slate',
        sku: 'FF-JKT-M-SL',
        quantity: 1,
        subtotal: '185',
        variantSourceId: '30:27',
      },
      {
        title: 'Tidewater Jacket',
        variantTitle: 'S Slate',
        sku: 'FF-JKT-S-SL',
        quantity: 2,
        subtotal: '360',
        variantSourceId: '30:26',
      },
    ])
    expect(remarks).toEqual([])
  })

  it('are paid, sent in a tracked parcel, and given back in part', () => {
    const { order } = lastOf(23)
    expect(order).toMatchObject({
      payment: {
        state: 'paid',
        gateway: 'checkmo',
        gatewayTitle: 'Check / Money order',
        paidAt: '2026-11-22T18:24:40Z',
        received: null,
      },
      fulfillment: 'fulfilled',
      shipments: [
        {
          trackingNumber: 'FF-TRK-1',
          company: 'Ferry Post',
          shippedAt: '2026-11-22T18:24:40Z',
          lines: [
            { lineSourceId: '34', quantity: 2 },
            { lineSourceId: '35', quantity: 1 },
          ],
        },
      ],
      refunds: [
        { amount: '38.92', shippingAmount: '0', lines: [{ lineSourceId: '34', quantity: 1 }] },
      ],
      discounts: [{ code: 'FERN10', amount: '20.89' }],
    })
  })

  it('keep two credit memos apart, with adjustments and a part of the shipping', () => {
    const { order } = lastOf(28)
    expect(order.refunds).toEqual([
      {
        sourceId: '6',
        amount: '43.25',
        reason: 'Shade was dented',
        refundedAt: '2026-11-22T18:24:46Z',
        lines: [{ lineSourceId: '44', quantity: 1, amount: '43.25' }],
        shippingAmount: '0',
      },
      {
        sourceId: '7',
        amount: '9.77',
        reason: null,
        refundedAt: '2026-11-22T18:24:46Z',
        lines: [{ lineSourceId: '45', quantity: 1, amount: '3.61' }],
        shippingAmount: '2.16',
      },
    ])
    expect(order.attributes.slice(0, 2)).toEqual([
      { name: 'Adjustment of refund 000000007', value: '5' },
      { name: 'Fee of refund 000000007', value: '1' },
    ])
  })

  it('are open as far as they are neither paid nor sent', () => {
    const { order } = lastOf(37)
    expect(order.payment).toMatchObject({ state: 'paid', received: '65.39' })
    expect(order.fulfillment).toBe('unfulfilled')
    expect(order.shipments).toMatchObject([
      { trackingNumber: 'FF-TRK-1', lines: [{ lineSourceId: '56', quantity: 1 }] },
    ])
  })

  it('are cancelled without having been paid', () => {
    const { order } = lastOf(30)
    expect(order.payment.state).toBe('voided')
    expect(order.cancelledAt).not.toBeNull()
    expect(order.refunds).toEqual([])
  })

  it('have the buyer’s currency, and the total of the books beside it', () => {
    const { order } = lastOf(27)
    expect(order).toMatchObject({
      number: '2000000002',
      currency: 'EUR',
      total: '134.49',
      inStoreCurrency: { currency: 'USD', total: '146.2' },
    })
  })

  it('have fixed product taxes as a fee, with the tax on it', () => {
    const { order } = lastOf(34)
    expect(order.fees).toEqual([
      {
        title: 'Recycling fee',
        amount: '9',
        taxes: [{ title: 'FF-US-CA', rate: '0.0825', amount: '0.74' }],
      },
    ])
  })

  it('have shipping that a coupon made cheaper, and goods at their own prices', () => {
    const { order } = lastOf(35)
    expect(order.shippingLines).toMatchObject([{ amount: '38.3' }])
    expect(order.discounts).toEqual([{ code: 'SKIFF5', amount: '3.3' }])
    expect(order.attributes).toContainEqual({ name: 'Shipping discount', value: '-1.7' })
  })

  it('need no address for what nobody sends', () => {
    const { order, remarks } = lastOf(36)
    expect(order.shippingAddress).toBeNull()
    expect(order.shippingLines).toEqual([])
    expect(remarks).toEqual([])
  })

  it('of a deleted account belong to whoever has its e-mail address', () => {
    const { order } = lastOf(40)
    expect(order.customerSourceId).toBe(order.guest?.sourceId)
    expect(order.guest).toMatchObject({ guest: true, email: order.email })
  })

  it('keep comments, oldest first', () => {
    const { order } = lastOf(33)
    expect(order.staffNotes).toEqual([
      'Called the customer; parcel moved to Friday.',
      'Your parcel ships on Friday.',
    ])
  })
})
