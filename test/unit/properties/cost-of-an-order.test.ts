import { describe, expect, it } from 'vitest'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { ORDER_FIELDS } from '#app/migration/carts/woocommerce/fields/order.ts'
import { unknownFields } from '#app/migration/carts/kit/wire/field-remarks.ts'
import { orderRow } from '#app/migration/carts/woocommerce/lists/row-hashes.ts'
import { readOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { wireOrder, wireRefund } from '#app/migration/carts/woocommerce/wire/order.ts'
import { readShape } from '#app/migration/carts/kit/wire/shapes.ts'
import { expectedFields } from '#app/migration/shopify/kinds.ts'
import { buildOrder } from '#app/migration/shopify/order/input/order-input.ts'
import { outOfProportion } from '#test/helpers/time/operations.ts'
import { aLine } from '../carts/woocommerce/order/order-fixture.ts'

const OPTIONS = {
  projectId: 'p1',
  orderNamePrefix: '',
  locationId: null,
  currency: 'USD',
}

type Row = Record<string, unknown>
const many = <T>(size: number, each: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => each(i))
const meta = (size: number, key: (i: number) => string, value: (i: number) => unknown = String) =>
  many(size, (i) => ({ id: i, key: key(i), value: value(i) }))
const refund = (id: number, changes: Row = {}) => ({
  id,
  date_created_gmt: '2026-02-03T10:00:00',
  amount: '0.10',
  line_items: [],
  ...changes,
})
const refundLine = (of: number) => ({
  id: of,
  quantity: -1,
  total: '-0.01',
  meta_data: [{ id: 1, key: '_refunded_item_id', value: String(of) }],
})
const tax = (rate: unknown, i = 0) => ({
  rate_id: rate,
  label: `Rate ${i}`,
  rate_code: '',
  rate_percent: String(1 + (i % 20)),
  tax_total: '1.00',
  shipping_tax_total: '0.00',
})

/** Orders that somebody really had, and what may come of them. */
const SHAPES: Record<string, (size: number) => { order: Row; refunds?: Row[] }> = {
  'custom data of one line': (size) => ({
    order: { line_items: [aLine({ meta_data: meta(size, (i) => `Engraving ${i}`) })] },
  }),
  'custom data of one line that might be the end of its name': (size) => ({
    order: {
      line_items: [aLine({ name: 'Tea - 1', meta_data: meta(size, (i) => `pa_${i}`) })],
    },
  }),
  'private custom data of one line': (size) => ({
    order: { line_items: [aLine({ meta_data: meta(size, (i) => `_private_${i}`) })] },
  }),
  'custom data of the order': (size) => ({
    order: { meta_data: meta(size, (i) => `Note ${i}`) },
  }),
  'custom data under one key': (size) => ({
    order: { meta_data: meta(size, () => 'Delivery note') },
  }),
  lines: (size) => ({
    order: { line_items: many(size, (i) => aLine({ id: i + 1, product_id: i + 1 })) },
  }),
  'lines whose amount does not divide by their quantity': (size) => ({
    order: {
      line_items: many(size, (i) =>
        aLine({ id: i + 1, quantity: 3, subtotal: '20.00', total: '19.00' }),
      ),
    },
  }),
  'lines with taxes of ten rates each': (size) => ({
    order: {
      total_tax: '10.00',
      tax_lines: many(10, (i) => tax(i + 1, i)),
      line_items: many(size / 4, (i) =>
        aLine({
          id: i + 1,
          quantity: 3,
          taxes: many(10, (rate) => ({ id: rate + 1, total: '0.11', subtotal: '0.11' })),
        }),
      ),
    },
  }),
  'rates on one line': (size) => ({
    order: {
      total_tax: String(size),
      tax_lines: many(size, (i) => tax(i + 1, i)),
      line_items: [
        aLine({
          quantity: 3,
          taxes: many(size, (i) => ({ id: i + 1, total: '1', subtotal: '1' })),
        }),
      ],
    },
  }),
  'lines with a rate of their own': (size) => ({
    order: {
      total_tax: String(size),
      tax_lines: many(size, (i) => tax(i + 1, i)),
      line_items: many(size, (i) =>
        aLine({ id: i + 1, taxes: [{ id: i + 1, total: '1', subtotal: '1' }] }),
      ),
    },
  }),
  'lines and tax lines of one rate': (size) => ({
    order: {
      total_tax: String(size),
      tax_lines: many(size, (i) => tax('', i)),
      line_items: many(size, (i) =>
        aLine({ id: i + 1, taxes: [{ id: '', total: '1', subtotal: '1' }] }),
      ),
    },
  }),
  'tax lines that are no item’s': (size) => ({
    order: {
      total_tax: String(size),
      tax_lines: many(size, (i) => tax(i + 1, i)),
      line_items: many(size, (i) => aLine({ id: i + 1 })),
    },
  }),
  'fees, shipping, coupons': (size) => ({
    order: {
      fee_lines: many(size / 4, (i) => ({
        id: i + 1,
        name: `Fee ${i}`,
        total: i % 2 ? '1' : '-1',
      })),
      shipping_lines: many(size / 4, (i) => ({ id: i + 1, method_title: 'Post', total: '1.00' })),
      coupon_lines: many(size, (i) => ({ id: i + 1, code: `code-${i}`, discount: '0.07' })),
    },
  }),
  'gift cards': (size) => ({
    order: {
      gift_cards: many(size, (i) => ({ code: `card-${i}`, amount: '0.01' })),
      meta_data: [
        {
          id: 1,
          key: '_ywgc_applied_gift_cards',
          value: Object.fromEntries(many(size, (i) => [`card-${i}`, '0.01'])),
        },
      ],
    },
  }),
  refunds: (size) => ({
    order: { status: 'refunded', refunds: many(size, (i) => ({ id: i + 1, total: '-0.01' })) },
    refunds: many(size, (i) => refund(i + 1, i % 2 ? {} : { date_created_gmt: null, amount: '' })),
  }),
  'lines and refunds of each': (size) => ({
    order: { line_items: many(size, (i) => aLine({ id: i + 1 })) },
    refunds: many(size, (i) => refund(i + 1, { line_items: [refundLine(i + 1)] })),
  }),
  'lines in one refund': (size) => ({
    order: { line_items: many(size, (i) => aLine({ id: i + 1 })) },
    refunds: [refund(1, { line_items: many(size, (i) => refundLine(i + 1)) })],
  }),
  'refund lines of one line': (size) => ({
    order: { line_items: [aLine()] },
    refunds: [refund(1, { line_items: many(size, () => refundLine(1)) })],
  }),
  parcels: (size) => ({
    order: {
      meta_data: [
        {
          id: 1,
          key: '_wc_shipment_tracking_items',
          value: many(size, (i) => ({ tracking_number: `AB${i}`, tracking_provider: `Post ${i}` })),
        },
      ],
    },
  }),
  'parcels and lines, each in its own': (size) => ({
    order: {
      line_items: many(size, (i) =>
        aLine({
          id: i + 1,
          meta_data: meta(
            1,
            () => '_vi_wot_order_item_tracking_data',
            () => [{ tracking_number: `AB${i}` }],
          ),
        }),
      ),
    },
  }),
  'lines in one parcel': (size) => ({
    order: {
      line_items: many(size, (i) =>
        aLine({
          id: i + 1,
          meta_data: meta(
            1,
            () => '_vi_wot_order_item_tracking_data',
            () => [{ tracking_number: 'AB1' }],
          ),
        }),
      ),
    },
  }),
  'tracking numbers and addresses under single keys': (size) => ({
    order: {
      meta_data: [
        ...meta(
          size,
          (i) => `carrier${i}_tracking_number`,
          (i) => `AB${i}CD`,
        ),
        ...meta(
          size,
          (i) => `carrier${i}_tracking_url`,
          (i) => `https://post.example/t/AB${i}CD`,
        ),
      ],
    },
  }),
  'purchase order numbers and related orders': (size) => ({
    order: {
      meta_data: [...meta(size, () => 'po_number'), ...meta(size, () => '_subscription_renewal')],
    },
  }),
  'fields nobody knows': (size) => ({
    order: Object.fromEntries(many(size, (i) => [`of_a_plugin_${i}`, { a: [i] }])),
  }),
}

describe('what an order costs grows no faster than the order, with twice as many', () => {
  it.each(Object.entries(SHAPES))('%s', (_name, shape) => {
    expect(outOfProportion((size) => costOf(shape(size)))).toEqual([])
  })
})

/** From the answer of the old store to what is sent to Shopify. */
function costOf({ order, refunds = [] }: { order: Row; refunds?: Row[] }): () => void {
  const raw = {
    id: 500,
    number: '500',
    status: 'processing',
    currency: 'USD',
    prices_include_tax: false,
    date_created_gmt: '2026-02-01T10:00:00',
    date_modified_gmt: '2026-02-02T11:00:00',
    total: '20.00',
    total_tax: '0.00',
    billing: { email: 'ada@example.test', country: 'US' },
    line_items: [aLine()],
    ...order,
  }
  return () => {
    const { result } = readShape(wireOrder, raw)
    const wire = result.data ?? wireOrder.parse(raw)
    orderRow('key', wire)
    const read = readOrder(wire, {
      refunds: refunds.map((each) => wireRefund.parse(each)),
      notes: [],
      fingerprintKey: 'key',
    })
    unknownFields([[ORDER_FIELDS, raw]])
    fingerprint('key', expectedFields(read.order, OPTIONS))
    try {
      buildOrder(read.order, { parts: new Map(), owner: null }, OPTIONS, Date.now())
    } catch (error) {
      // Told to the merchant: more lines than Shopify takes.
      if (!(error instanceof RecordError)) throw error
    }
  }
}
