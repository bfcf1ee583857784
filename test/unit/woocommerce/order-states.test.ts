import { describe, expect, it } from 'vitest'
import { toOrder } from '#app/migration/sources/woocommerce/order-to-canonical.ts'
import { wireOrder, wireRefund } from '#app/migration/sources/woocommerce/wire/order.ts'
import type { WireOrder } from '#app/migration/sources/woocommerce/wire/order.ts'
import { expectedOrder } from '#app/migration/target/order-snapshot.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { aLine, anOrder } from './order-fixture.ts'

const canonical = (wire: WireOrder) =>
  toOrder(wire, { refunds: [], notes: [], fingerprintKey: 'key' })

const unpaid = { date_paid_gmt: null }
const paid = { date_paid_gmt: '2026-02-01T10:00:05' }
const done = { date_completed_gmt: '2026-02-03T08:00:00' }

describe('what a status means', () => {
  it.each([
    ['pending', unpaid, 'pending', 'unfulfilled', false],
    ['on-hold', unpaid, 'pending', 'unfulfilled', false],
    ['processing', paid, 'paid', 'unfulfilled', false],
    ['processing', unpaid, 'paid', 'unfulfilled', false],
    ['processing', { ...unpaid, payment_method: 'cod' }, 'pending', 'unfulfilled', false],
    ['processing', { ...paid, ...done }, 'paid', 'unfulfilled', false],
    ['completed', { ...paid, ...done }, 'paid', 'fulfilled', false],
    ['completed', unpaid, 'paid', 'fulfilled', false],
    ['cancelled', unpaid, 'voided', 'unfulfilled', true],
    ['cancelled', paid, 'paid', 'unfulfilled', true],
    ['failed', unpaid, 'voided', 'unfulfilled', true],
    ['refunded', { ...paid, ...done }, 'paid', 'fulfilled', false],
    ['refunded', paid, 'paid', 'unfulfilled', false],
    ['awaiting-pickup', paid, 'paid', 'unfulfilled', false],
    ['awaiting-pickup', unpaid, 'pending', 'unfulfilled', false],
    ['delivered', { ...paid, ...done }, 'paid', 'fulfilled', false],
  ])('%s with %j is %s, %s', (status, dates, payment, fulfillment, cancelled) => {
    const order = canonical(anOrder({ status, ...dates }))
    expect(order.payment.state).toBe(payment)
    expect(order.fulfillment).toBe(fulfillment)
    expect(order.cancelledAt).toBe(cancelled ? '2026-02-02T11:00:00Z' : null)
    expect(order.sourceStatus).toBe(status)
  })
})

describe('unusual orders come through as they are', () => {
  it('an unknown currency, a far date, a bad e-mail, a strange country and a long name', () => {
    const order = canonical(
      anOrder({
        currency: 'xts',
        date_created_gmt: '1970-01-01T00:00:00',
        customer_id: 0,
        billing: {
          first_name: 'N'.repeat(300),
          last_name: '🏮',
          email: 'not an e-mail',
          phone: 'call me',
          country: 'ZZ',
          address_1: 'Somewhere 1',
        },
      }),
    )
    expect(order).toMatchObject({
      currency: 'XTS',
      placedAt: '1970-01-01T00:00:00Z',
      email: 'not an e-mail',
      phone: 'call me',
      billingAddress: { country: 'ZZ', lastName: '🏮' },
    })
    expect(order.guest?.firstName).toHaveLength(300)
    expect(canonical(anOrder({ date_created_gmt: '2043-05-06T07:08:09' })).placedAt).toBe(
      '2043-05-06T07:08:09Z',
    )
  })

  it('a date that cannot be read sets the order aside', () => {
    expect(() => canonical(anOrder({ date_created_gmt: 'yesterday' }))).toThrow(
      /date that cannot be read/,
    )
  })

  it('a deleted product, a fractional quantity and metadata of every shape', () => {
    const order = canonical(
      anOrder({
        line_items: [
          aLine({
            product_id: 0,
            sku: null,
            quantity: 0.75,
            name: 'Cheese &amp; more',
            meta_data: [
              { key: 'Cut', value: 'x', display_key: 'Cut', display_value: '<p>thin</p>\n' },
              { key: 'Config', value: { a: [1] } },
              { key: 'Gift', value: true },
              { key: '_secret', value: 'no' },
            ],
          }),
        ],
      }),
    )
    expect(order.lines[0]).toMatchObject({
      title: 'Cheese & more',
      sku: null,
      productSourceId: null,
      variantSourceId: null,
      quantity: 1,
      properties: [
        { name: 'Quantity', value: '0.75' },
        { name: 'Cut', value: 'thin' },
        { name: 'Config', value: '{"a":[1]}' },
        { name: 'Gift', value: 'true' },
      ],
    })
  })

  it('keeps a chosen value of an "any" variation on the line, and the fixed ones in its title', () => {
    const order = canonical(
      anOrder({
        line_items: [
          aLine({
            name: 'Tidewater Jacket - S',
            parent_name: 'Tidewater Jacket',
            variation_id: 806,
            meta_data: [
              { key: 'pa_size', value: 's', display_key: 'Size', display_value: 'S' },
              { key: 'colour', value: 'Rust', display_key: 'Colour', display_value: 'Rust' },
            ],
          }),
        ],
      }),
    )
    expect(order.lines[0]).toMatchObject({
      title: 'Tidewater Jacket',
      variantTitle: 'S',
      variantSourceId: '806',
      properties: [{ name: 'Colour', value: 'Rust' }],
    })
  })

  it('does not change when its product is renamed, gets another SKU or is deleted afterwards', () => {
    const sold = {
      name: 'Tidewater Jacket - S, Slate',
      parent_name: 'Tidewater Jacket',
      sku: 'FF-JKT-S-SL',
      product_id: 800,
      variation_id: 806,
      meta_data: [
        { key: 'pa_size', value: 's', display_key: 'Size', display_value: 'S' },
        { key: 'colour', value: 'Slate', display_key: 'Colour', display_value: 'Slate' },
        { key: 'Engraving', value: 'Ada', display_key: 'Engraving', display_value: 'Ada' },
      ],
    }
    const shown = (line: Parameters<typeof aLine>[0]) => {
      const order = canonical(anOrder({ line_items: [aLine(line)] }))
      const [first] = order.lines
      return {
        lines: expectedOrder(order)['lines'],
        title: first?.title,
        variantTitle: first?.variantTitle,
        properties: first?.properties,
      }
    }
    const before = shown(sold)
    expect(before).toMatchObject({
      title: 'Tidewater Jacket',
      variantTitle: 'S, Slate',
      properties: [{ name: 'Engraving', value: 'Ada' }],
    })
    expect(shown({ ...sold, parent_name: 'Storm Jacket', sku: 'SJ-1' })).toEqual(before)
    const gone = { parent_name: null, sku: null, product_id: 0, variation_id: 0 }
    expect(shown({ ...sold, ...gone })).toEqual(before)
  })

  it('orders staff notes by time and reads them as text', () => {
    const order = toOrder(anOrder(), {
      fingerprintKey: 'key',
      refunds: [],
      notes: [
        { id: 9, note: 'Later', date_created_gmt: '2026-02-02T00:00:00' },
        {
          id: 4,
          note: 'Paid via <a href="https://x.example">link</a> &amp; done',
          date_created_gmt: '2026-02-01T00:00:00',
        },
        { id: 3, note: '  ', date_created_gmt: '2026-02-01T00:00:00' },
      ],
    })
    expect(order.staffNotes).toEqual(['Paid via link & done', 'Later'])
  })
})

describe.skipIf(!capturesOf('woocommerce').available)('orders recorded from a real store', () => {
  const captures = capturesOf('woocommerce').available ? readCaptures('woocommerce') : []
  const body = (start: string) => captures.find(({ file }) => file.startsWith(start))?.response.body

  it('refunds point to their lines, and what has no line is an amount', () => {
    const order = wireOrder.parse(body('088'))
    const list = body('089')
    const refunds = [body('085'), ...(Array.isArray(list) ? list : [])].map((refund) =>
      wireRefund.parse(refund),
    )
    const result = toOrder(order, { refunds, notes: [], fingerprintKey: 'key' })
    expect(result.refunds).toMatchObject([
      {
        sourceId: '837',
        amount: '42.85',
        reason: 'Shade was dented',
        lines: [{ lineSourceId: '582', quantity: 1, amount: '42.85' }],
        shippingAmount: '0',
      },
      { sourceId: '838', amount: '5', reason: 'Goodwill', lines: [] },
      { sourceId: '839', amount: '2', reason: null, lines: [], shippingAmount: '2' },
    ])
  })

  it('a gross order with a coupon', () => {
    const result = canonical(wireOrder.parse(body('074')))
    expect(result).toMatchObject({
      taxesIncluded: true,
      total: '277.43',
      lines: [
        { subtotal: '286.27', total: '257.64' },
        { subtotal: '15.51', total: '13.96' },
      ],
      shippingLines: [{ amount: '5.83' }],
      discounts: [{ code: 'FERN10', amount: '30.18' }],
      taxes: [
        { title: 'MwSt. 19 %', rate: '0.19', amount: '42.07' },
        { title: 'MwSt. 7 %', rate: '0.07', amount: '0.91' },
      ],
    })
  })

  it('a deleted product leaves its line with its name and price', () => {
    const [line] = canonical(wireOrder.parse(body('434'))).lines
    expect(line).toMatchObject({ productSourceId: null, variantSourceId: null, sku: null })
    expect(line?.title).not.toBe('')
  })
})
