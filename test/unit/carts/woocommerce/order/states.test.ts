import { wooSays } from '#app/migration/carts/woocommerce/messages/woocommerce.ts'
import { describe, expect, it } from 'vitest'
import { orderRow } from '#app/migration/carts/woocommerce/lists/row-hashes.ts'
import { readOrder, toOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { wireOrder, wireRefund } from '#app/migration/carts/woocommerce/wire/order.ts'
import type { WireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'
import { expectedOrder } from '#app/migration/shopify/order/snapshot.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { aLine, anOrder } from './order-fixture.ts'

const canonical = (wire: WireOrder) =>
  toOrder(wire, { refunds: [], notes: [], fingerprintKey: 'key' })

const unpaid = { date_paid_gmt: null }
const paid = { date_paid_gmt: '2026-02-01T10:00:05' }
const done = { date_completed_gmt: '2026-02-03T08:00:00' }

const takenFor = (status: string, payment: 'none' | 'all', isFulfilled: boolean) =>
  wooSays('orderStatusNotKnown', { status, payment, isFulfilled, isCancelled: false })

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
    // A payment date stays when an order leaves a paid status.
    ['failed', paid, 'voided', 'unfulfilled', true],
    ['pending', paid, 'pending', 'unfulfilled', false],
    ['on-hold', paid, 'pending', 'unfulfilled', false],
    ['processing', { ...paid, payment_method: 'cod' }, 'paid', 'unfulfilled', false],
    ['shipped', paid, 'paid', 'fulfilled', false],
    ['shipped', unpaid, 'pending', 'fulfilled', false],
    ['shipped', { ...unpaid, transaction_id: 'ch_1' }, 'paid', 'fulfilled', false],
    ['partial-shipped', paid, 'paid', 'unfulfilled', false],
    ['partially-paid', paid, 'pending', 'unfulfilled', false],
    ['constructor', unpaid, 'pending', 'unfulfilled', false],
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

describe('what is told of a status', () => {
  const told = (changes: Readonly<Record<string, unknown>>, statuses = {}) =>
    readOrder(anOrder(changes), { refunds: [], notes: [], fingerprintKey: 'key', statuses }).remarks

  it('is nothing for those of WooCommerce', () => {
    for (const status of ['pending', 'on-hold', 'failed']) {
      expect(told({ status, ...unpaid })).toEqual([])
    }
    for (const status of ['processing', 'completed', 'cancelled'])
      expect(told({ status })).toEqual([])
  })

  it('is what another one was taken for', () => {
    expect(told({ status: 'shipped' })).toMatchObject([
      { code: 'STATUS_NOT_KNOWN', message: takenFor('shipped', 'all', true) },
    ])
    expect(told({ status: 'in-the-kiln', ...unpaid })).toMatchObject([
      {
        code: 'STATUS_NOT_KNOWN',
        message: takenFor('in-the-kiln', 'none', false),
      },
    ])
  })

  it('is nothing where the project says what it means', () => {
    const statuses = { 'in-the-kiln': 'fulfilled' }
    expect(told({ status: 'in-the-kiln' }, statuses)).toEqual([])
    const wire = anOrder({ status: 'in-the-kiln', ...unpaid })
    const extras = { refunds: [], notes: [], fingerprintKey: 'key' } as const
    expect(toOrder(wire, { ...extras, statuses: { 'in-the-kiln': 'fulfilled' } })).toMatchObject({
      payment: { state: 'paid' },
      fulfillment: 'fulfilled',
    })
  })

  it.each(['failed', 'pending', 'on-hold'])('is the payment date of a %s order', (status) => {
    expect(told({ status, ...paid })).toMatchObject([{ code: 'PAYMENT_NOT_CLEAR' }])
  })
})

describe('a date that is no date', () => {
  it.each(['', '0000-00-00T00:00:00', '-0001-11-30T00:00:00', '1970-01-01T00:00:00', 'soon'])(
    '%j means that it did not happen',
    (none) => {
      const order = canonical(
        anOrder({ status: 'in-the-kiln', date_paid_gmt: none, date_completed_gmt: none }),
      )
      expect(order.payment).toMatchObject({ state: 'pending', paidAt: null })
      expect(order.fulfillment).toBe('unfulfilled')
    },
  )

  it('can be written in other ways', () => {
    const placed = (date: string) => canonical(anOrder({ date_created_gmt: date })).placedAt
    expect(placed('2026-02-20 10:00:00')).toBe('2026-02-20T10:00:00Z')
    expect(placed('2026-02-20T10:00:00+00:00')).toBe('2026-02-20T10:00:00Z')
    expect(placed('2026-02-20T10:00:00.123Z')).toBe('2026-02-20T10:00:00Z')
    expect(placed('2026-02-20T12:00:00+0200')).toBe('2026-02-20T10:00:00Z')
    expect(placed('2026-02-20T10:00')).toBe('2026-02-20T10:00:00Z')
  })

  it('in UTC is made from the store’s own clock, as other dates show it', () => {
    const { order, remarks } = readOrder(
      anOrder({
        date_created_gmt: null,
        date_created: '2026-02-01T02:00:00',
        date_modified: '2026-02-02T03:00:00',
        date_modified_gmt: '2026-02-02T11:00:00',
      }),
      { refunds: [], notes: [], fingerprintKey: 'key' },
    )
    expect(order.placedAt).toBe('2026-02-01T10:00:00Z')
    expect(remarks).toEqual([])
  })

  it('is told where no other date shows what the store’s clock is', () => {
    const { order, remarks } = readOrder(
      anOrder({ date_created_gmt: null, date_created: '2026-02-01T02:00:00' }),
      { refunds: [], notes: [], fingerprintKey: 'key' },
    )
    expect(order.placedAt).toBe('2026-02-01T02:00:00Z')
    expect(remarks).toMatchObject([{ code: 'VALUE_NOT_READABLE', field: 'placedAt' }])
  })
})

describe('a deposit', () => {
  const withDeposit = (changes: Readonly<Record<string, unknown>>, more: object[] = []) =>
    readOrder(
      anOrder({
        status: 'partially-paid',
        meta_data: [
          { key: '_awcdp_deposits_order_has_deposit', value: 'yes' },
          { key: '_awcdp_deposits_deposit_amount', value: '2.00' },
          { key: '_awcdp_deposits_second_payment', value: '18.00' },
          ...more,
        ],
        ...changes,
      }),
      { refunds: [], notes: [], fingerprintKey: 'key' },
    )

  it('is what was received, not the total', () => {
    const { order, remarks } = withDeposit({})
    expect(order.payment).toMatchObject({ state: 'paid', received: '2' })
    expect(order.attributes).toEqual([])
    expect(remarks).toMatchObject([
      { code: 'STATUS_NOT_KNOWN', message: { params: { payment: 'part' } } },
    ])
  })

  it('that was not paid is nothing received', () => {
    const { order } = withDeposit({}, [{ key: '_awcdp_deposits_deposit_paid', value: 'no' }])
    expect(order.payment).toMatchObject({ state: 'pending', received: null })
  })

  it('is the past once the order is processed', () => {
    expect(withDeposit({ status: 'processing' }).order.payment).toMatchObject({
      state: 'paid',
      received: null,
    })
  })

  it('and its rest are two payments once both are paid, which together are the total', () => {
    const { order } = withDeposit({ status: 'completed' }, [
      { key: '_awcdp_deposits_second_payment_paid', value: 'yes' },
    ])
    expect(order.payment).toMatchObject({ state: 'paid', received: null })
    expect(order.payments?.map(({ amount, means }) => [amount, means])).toEqual([
      ['2', 'money'],
      ['18', 'money'],
    ])
  })

  it.each([
    ['the rest of it is not paid', [{ key: '_awcdp_deposits_second_payment_paid', value: 'no' }]],
    ['nobody says whether the rest is paid', []],
  ])('is no payment of its own where %s', (_why, more) => {
    expect(withDeposit({ status: 'completed' }, more).order).not.toHaveProperty('payments')
    expect(withDeposit({}, more).order).not.toHaveProperty('payments')
  })

  it('does not change the hash that ledgers hold of the order’s row', () => {
    const isPaid = { key: '_awcdp_deposits_second_payment_paid', value: 'yes' }
    const row = (meta: readonly { key: string; value: string }[]) =>
      orderRow('key', anOrder({ status: 'completed', meta_data: meta })).rowHash
    const deposit = { key: '_awcdp_deposits_deposit_amount', value: '2.00' }
    expect(row([deposit, isPaid])).toBe(row([{ ...deposit, value: '20.00' }, isPaid]))
  })

  it('of unknown size leaves the order unpaid, and says so', () => {
    const { order, remarks } = readOrder(anOrder({ status: 'partially-paid' }), {
      refunds: [],
      notes: [],
      fingerprintKey: 'key',
    })
    expect(order.payment.state).toBe('pending')
    expect(remarks.map(({ code }) => code)).toEqual(['STATUS_NOT_KNOWN', 'PAYMENT_NOT_CLEAR'])
  })
})

describe('a refunded order', () => {
  const refunded = (changes: Readonly<Record<string, unknown>>, refunds: object[] = []) =>
    readOrder(anOrder({ status: 'refunded', ...changes }), {
      refunds: refunds.map((refund) => wireRefund.parse(refund)),
      notes: [],
      fingerprintKey: 'key',
    })

  it('without a refund is given back in full, and that is told', () => {
    const { order, remarks } = refunded({})
    expect(order.payment.state).toBe('paid')
    expect(order.refunds).toEqual([
      {
        sourceId: 'by-status',
        amount: '20',
        reason: null,
        refundedAt: '2026-02-01T10:00:05Z',
        lines: [],
        shippingAmount: '0',
      },
    ])
    expect(remarks).toMatchObject([{ code: 'PAYMENT_NOT_CLEAR', field: 'refunds' }])
  })

  it('has its refund at the same time after an edit of something else', () => {
    const before = refunded({}).order.refunds
    expect(refunded({ date_modified_gmt: '2026-05-05T05:05:05' }).order.refunds).toEqual(before)
  })

  it('with refunds of its own gets none more', () => {
    const { order, remarks } = refunded({ refunds: [{ id: 7 }] }, [
      {
        id: 7,
        date_created_gmt: '2026-02-05T10:00:00',
        amount: '20.00',
        line_items: [],
        shipping_lines: [],
      },
    ])
    expect(order.refunds).toMatchObject([{ sourceId: '7', amount: '20' }])
    expect(remarks).toEqual([])
  })

  it('whose refunds were not all read is not given back twice', () => {
    expect(refunded({ refunds: [{ id: 7 }] }).order.refunds).toEqual([])
  })

  it('is read although the date of a refund is none', () => {
    const { order, remarks } = refunded({ refunds: [{ id: 7 }] }, [
      { id: 7, date_created_gmt: null, amount: '20.00', line_items: [], shipping_lines: [] },
    ])
    expect(order.refunds).toMatchObject([{ sourceId: '7', refundedAt: '2026-02-02T11:00:00Z' }])
    expect(remarks).toMatchObject([{ code: 'VALUE_NOT_READABLE', field: 'refunds' }])
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
    expect(() => canonical(anOrder({ date_created_gmt: 'yesterday' }))).toThrow(/dateNotReadable/)
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
        { name: 'Config', value: 'a: 1' },
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
