import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalAmounts, sum, subtract } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { readOrder, toOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { wireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'
import type { WireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'
import { capturesOf, readCaptures } from '#test/helpers/captures.ts'
import { aLine, anOrder } from './order-fixture.ts'

const canonical = (wire: WireOrder) =>
  toOrder(wire, { refunds: [], notes: [], fingerprintKey: 'key' })

/** Left side minus right side of the equation every canonical order promises. */
function difference(order: CanonicalOrder): string {
  const right = sum([
    ...order.lines.map((line) => line.subtotal),
    ...order.fees.map((fee) => fee.amount),
    ...order.shippingLines.map((line) => line.amount),
    ...(order.taxesIncluded ? [] : [order.totalTax]),
  ])
  const minus = sum(order.discounts.map((discount) => discount.amount))
  return subtract(order.total, subtract(right, minus))
}

function expectExact(order: CanonicalOrder) {
  expect(difference(order)).toBe('0')
  for (const discount of order.discounts) expect(new Big(discount.amount).gt(0)).toBe(true)
  for (const fee of order.fees) expect(new Big(fee.amount).gte(0)).toBe(true)
  for (const tax of order.taxes) {
    const shares = [...order.lines, ...order.fees, ...order.shippingLines]
      .flatMap((item) => item.taxes)
      .filter((share) => share.title === tax.title && share.rate === tax.rate)
    expect(sum(shares.map((share) => share.amount))).toBe(
      sum(
        order.taxes
          .filter((other) => other.title === tax.title && other.rate === tax.rate)
          .map((other) => other.amount),
      ),
    )
  }
}

describe('the arithmetic of an order', () => {
  it('adds up to the cent for whatever WooCommerce itself adds up', () => {
    fc.assert(
      fc.property(orders, (wire) => {
        const order = canonical(wire)
        expectExact(order)
        expect(sum(order.taxes.map((tax) => tax.amount))).toBe(order.totalTax)
      }),
      { numRuns: 400 },
    )
  })

  it.skipIf(!capturesOf('woocommerce').available)(
    'adds up for every order recorded from a real store',
    () => {
      const bodies = readCaptures('woocommerce').flatMap(({ file, response, request }) => {
        if (!/\/orders(\/\d+)?$/.test(request.path) || file.startsWith('099')) return []
        return (Array.isArray(response.body) ? response.body : [response.body]).flatMap((body) => {
          const parsed = wireOrder.safeParse(body)
          return parsed.success ? [parsed.data] : []
        })
      })
      expect(bodies.length).toBeGreaterThan(40)
      for (const body of bodies) {
        const order = canonical(body)
        expectExact(order)
        expect(sum(order.taxes.map((tax) => tax.amount))).toBe(order.totalTax)
      }
    },
  )

  it('keeps a difference visible when a plugin lowered the total alone', () => {
    const order = canonical(anOrder({ total: '15.00' }))
    expect(difference(order)).toBe('-5')
  })

  describe('whose total was lowered without a line', () => {
    const lamp = (changes: Readonly<Record<string, unknown>>) =>
      canonical(
        anOrder({
          line_items: [aLine({ quantity: 1, subtotal: '40.00', total: '40.00' })],
          total: '15.00',
          ...changes,
        }),
      )
    const meta = (key: string, value: unknown) => ({ meta_data: [{ key, value }] })

    it.each([
      ['Gift card ABCD', { gift_cards: [{ id: 3, code: 'ABCD', amount: 25 }] }],
      ['Gift card ABCD', { gift_cards: [{ id: 3, number: 'ABCD', amount: '25.00' }] }],
      ['Gift card ABCD', meta('_ywgc_applied_gift_cards', { ABCD: 25 })],
      ['Store credit smart', meta('smart_coupons_contribution', { smart: '25' })],
      ['Account funds', meta('_funds_used', '25.00')],
      ['credit', { coupon_lines: [{ id: 1, code: 'credit', discount: '25.00' }] }],
    ])('has a discount called “%s”', (code, changes) => {
      const order = lamp(changes)
      expect(order.discounts).toEqual([{ code, amount: '25' }])
      expect(order.attributes).toEqual([])
      expectExact(order)
    })

    it('is lowered by no more than is missing', () => {
      const order = lamp({ gift_cards: [{ id: 3, code: 'ABCD', amount: '100.00' }] })
      expect(order.discounts).toEqual([{ code: 'Gift card ABCD', amount: '25' }])
      expectExact(order)
    })

    it('keeps what the card does not explain visible', () => {
      const order = lamp({ gift_cards: [{ id: 3, code: 'ABCD', amount: '20.00' }] })
      expect(order.discounts).toEqual([{ code: 'Gift card ABCD', amount: '20' }])
      expect(difference(order)).toBe('-5')
    })

    it('shares between a coupon that lowered its lines and a card that did not', () => {
      const order = lamp({
        line_items: [aLine({ quantity: 1, subtotal: '40.00', total: '30.00' })],
        coupon_lines: [{ id: 1, code: 'ten', discount: '10.00' }],
        gift_cards: [{ id: 3, code: 'ABCD', amount: '15.00' }],
      })
      expect(order.discounts).toEqual([
        { code: 'ten', amount: '10' },
        { code: 'Gift card ABCD', amount: '15' },
      ])
      expectExact(order)
    })

    it('is found where prices include tax', () => {
      const order = lamp({
        prices_include_tax: true,
        line_items: [
          aLine({
            quantity: 1,
            subtotal: '33.61',
            subtotal_tax: '6.39',
            total: '33.61',
            total_tax: '6.39',
            taxes: [{ id: 1, total: '6.39' }],
          }),
        ],
        tax_lines: [{ rate_id: 1, label: 'VAT', tax_total: '6.39', rate_percent: '19%' }],
        total_tax: '6.39',
        gift_cards: [{ id: 3, code: 'ABCD', amount: '25.00' }],
      })
      expect(order.discounts).toEqual([{ code: 'Gift card ABCD', amount: '25' }])
      expect(order.taxes).toEqual([{ title: 'VAT', rate: '0.19', amount: '6.39' }])
      expectExact(order)
    })

    it('is no card’s doing where the lines already add up', () => {
      const order = lamp({
        total: '40.00',
        gift_cards: [{ id: 3, code: 'ABCD', amount: '25.00' }],
      })
      expect(order.discounts).toEqual([])
      expect(order.attributes).toEqual([{ name: 'Gift card ABCD', value: '25' }])
      expectExact(order)
    })
  })

  it('reads a rate however it is written, and tells of one that is none', () => {
    const taxed = (rate_percent: unknown) =>
      readOrder(
        anOrder({
          total: '21.60',
          total_tax: '1.60',
          tax_lines: [{ rate_id: 'US-NV', label: 'Tax', tax_total: '1.60', rate_percent }],
        }),
        { refunds: [], notes: [], fingerprintKey: 'key' },
      )
    for (const rate of [8, '8', '8%', '8.0 %', '8,0']) {
      expect(taxed(rate).order.taxes, String(rate)).toEqual([
        { title: 'Tax', rate: '0.08', amount: '1.6' },
      ])
      expect(taxed(rate).remarks).toEqual([])
    }
    expect(taxed('reduced').order.taxes).toEqual([{ title: 'Tax', rate: '0', amount: '1.6' }])
    expect(taxed('reduced').remarks).toMatchObject([{ code: 'VALUE_NOT_READABLE', field: 'taxes' }])
    expect(taxed(null).remarks).toEqual([])
  })

  it('counts a line that was raised by hand as sold at that price', () => {
    const order = canonical(
      anOrder({ total: '25.00', line_items: [aLine({ subtotal: '20.00', total: '25.00' })] }),
    )
    expect(order.discounts).toEqual([])
    expect(order.lines[0]).toMatchObject({ subtotal: '25', total: '25' })
    expectExact(order)
  })

  it('turns a negative fee into a discount under its own name', () => {
    const order = canonical(
      anOrder({
        total: '17.00',
        fee_lines: [{ id: 3, name: 'Loyalty &amp; more', total: '-3.00', total_tax: '0.00' }],
      }),
    )
    expect(order.fees).toEqual([])
    expect(order.discounts).toEqual([{ code: 'Loyalty & more', amount: '3' }])
    expectExact(order)
  })

  it('makes lines gross where prices include tax, and puts a cent of rounding where the most tax is', () => {
    const order = canonical(
      anOrder({
        prices_include_tax: true,
        total: '11.00',
        total_tax: '1.00',
        line_items: [
          aLine({
            id: 1,
            subtotal: '6.67',
            subtotal_tax: '0.66',
            total: '6.67',
            total_tax: '0.66',
          }),
          aLine({
            id: 2,
            subtotal: '3.33',
            subtotal_tax: '0.33',
            total: '3.33',
            total_tax: '0.33',
          }),
        ],
        tax_lines: [
          {
            rate_id: 1,
            label: 'VAT',
            tax_total: '1.00',
            shipping_tax_total: '0',
            rate_percent: 10,
          },
        ],
      }),
    )
    expect(order.lines.map((line) => line.total)).toEqual(['7.34', '3.66'])
    expectExact(order)
  })

  it('splits what several coupons took off exactly, also when their own sums are a cent off', () => {
    const order = canonical(
      anOrder({
        total: '9.99',
        line_items: [aLine({ subtotal: '20.00', total: '9.99' })],
        coupon_lines: [
          { id: 1, code: 'A', discount: '5' },
          { id: 2, code: 'B', discount: '5' },
        ],
      }),
    )
    expect(order.discounts).toEqual([
      { code: 'A', amount: '5.01' },
      { code: 'B', amount: '5' },
    ])
  })

  it('keeps the code of a coupon that gave free shipping only', () => {
    const order = canonical(anOrder({ coupon_lines: [{ id: 1, code: 'FREESHIP', discount: '0' }] }))
    expect(order.discounts).toEqual([])
    expect(order.attributes).toEqual([{ name: 'Coupon', value: 'FREESHIP' }])
  })

  it('reads tax rates as exact fractions', () => {
    const order = canonical(
      anOrder({
        total: '21.45',
        total_tax: '1.45',
        line_items: [aLine({ total_tax: '1.45', taxes: [{ id: 9, total: '1.45' }] })],
        tax_lines: [{ rate_id: 9, label: 'CA', tax_total: '1.45', rate_percent: 7.25 }],
      }),
    )
    expect(order.taxes).toEqual([{ title: 'CA', rate: '0.0725', amount: '1.45' }])
    expect(order.lines[0]?.taxes).toEqual([{ title: 'CA', rate: '0.0725', amount: '1.45' }])
  })

  it('accepts an order without any line', () => {
    const order = canonical(anOrder({ total: '0.00', line_items: [] }))
    expect(order.lines).toEqual([])
    expectExact(order)
  })
})

/* Orders made by WooCommerce's own rules: amounts of two places, taxes rounded per line, totals
   summed from what is shown. Amounts are generated in cents. */

const cents = (max: number) => fc.integer({ min: 0, max })
const money = (value: number) => new Big(value).div(100).toFixed(2)

type Generated = { net: number; before: number; rates: number[] }
const generatedLine = fc
  .record({ before: cents(50_000), off: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ before, off }) => ({ before, net: Math.round(before * off) }))

const orders: fc.Arbitrary<WireOrder> = fc
  .record({
    gross: fc.boolean(),
    rates: fc.array(fc.constantFrom(7, 19, 7.25, 3, 8.875), { minLength: 0, maxLength: 2 }),
    lines: fc.array(generatedLine, { minLength: 1, maxLength: 6 }),
    fees: fc.array(fc.integer({ min: -500, max: 2_000 }), { maxLength: 3 }),
    shipping: fc.array(cents(3_000), { maxLength: 2 }),
    coupons: fc.array(fc.constantFrom('SAVE', 'VIP', 'SPRING'), { maxLength: 2 }),
  })
  .map(({ gross, rates, lines, fees, shipping, coupons }) => {
    const taxOf = (net: number, rate: number) => (net * rate) / 100
    const item = (net: number): Generated => ({
      net,
      before: net,
      rates: rates.map((rate) => taxOf(net, rate)),
    })
    const taxSum = (values: number[]) => Math.round(values.reduce((a, b) => a + b, 0))
    const taxes = (entry: Generated) =>
      entry.rates.map((tax, i) => ({ id: i + 1, total: new Big(tax).div(100).toFixed(6) }))
    const lineItems = lines.map(({ before, net }) => ({ ...item(net), before }))
    const feeItems = fees.map(item)
    const shippingItems = shipping.map(item)
    const perRate = (items: Generated[], i: number) => taxSum(items.map((x) => x.rates[i] ?? 0))
    const taxLines = rates.map((rate, i) => ({
      rate_id: i + 1,
      label: `Tax ${i + 1}`,
      rate_percent: rate,
      tax_total: money(perRate([...lineItems, ...feeItems], i)),
      shipping_tax_total: money(perRate(shippingItems, i)),
    }))
    const totalTax = taxLines.reduce(
      (total, line) => total.plus(line.tax_total).plus(line.shipping_tax_total),
      new Big(0),
    )
    const nets = [...lineItems, ...feeItems, ...shippingItems].reduce((a, b) => a + b.net, 0)
    const shared = lines.reduce((a, line) => a + line.before - line.net, 0)
    return anOrder({
      prices_include_tax: gross,
      total: new Big(nets).div(100).plus(totalTax).toFixed(2),
      total_tax: totalTax.toFixed(2),
      line_items: lineItems.map((line, i) =>
        aLine({
          id: i + 1,
          subtotal: money(line.before),
          subtotal_tax: money(taxSum(rates.map((rate) => taxOf(line.before, rate)))),
          total: money(line.net),
          total_tax: money(taxSum(line.rates)),
          taxes: taxes(line),
        }),
      ),
      fee_lines: feeItems.map((fee, i) => ({
        id: 100 + i,
        name: `Fee ${i}`,
        total: money(fee.net),
        total_tax: money(taxSum(fee.rates)),
        taxes: taxes(fee),
      })),
      shipping_lines: shippingItems.map((line, i) => ({
        id: 200 + i,
        method_title: 'Parcel',
        method_id: 'flat_rate',
        total: money(line.net),
        total_tax: money(taxSum(line.rates)),
        taxes: taxes(line),
      })),
      tax_lines: taxLines,
      coupon_lines: coupons.map((code, i) => ({
        id: 300 + i,
        code,
        discount: money(Math.floor(shared / coupons.length)),
        discount_tax: '0',
      })),
    })
  })

it('the generator makes orders that WooCommerce would make', () => {
  fc.assert(
    fc.property(orders, (wire) => {
      const shown = sum([
        ...wire.line_items.map((line) => line.total),
        ...wire.fee_lines.map((fee) => fee.total),
        ...wire.shipping_lines.map((line) => line.total),
        wire.total_tax,
      ])
      expect(equalAmounts(shown, wire.total)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

it('keeps all of the tax of an order with more taxes under one rate than anybody charges', () => {
  const taxes = Array.from({ length: 30 }, (_, i) => ({
    rate_id: 'service',
    label: `Tax ${i + 1}`,
    rate_percent: '1',
    tax_total: '0.10',
  }))
  const wire = anOrder({
    total: '23.00',
    total_tax: '3.00',
    tax_lines: taxes,
    line_items: [aLine({ total_tax: '3.00', taxes: [{ id: 'service', total: '3.00' }] })],
  })
  const { order, remarks } = readOrder(wire, { refunds: [], notes: [], fingerprintKey: 'key' })
  expect(order.taxes).toHaveLength(20)
  expect(sum(order.taxes.map(({ amount }) => amount))).toBe('3')
  expect(sum(order.lines[0]?.taxes.map(({ amount }) => amount) ?? [])).toBe('3')
  expect(order.taxes.at(-1)).toMatchObject({ title: 'Tax 20', amount: '1.1' })
  expect(remarks).toMatchObject([{ code: 'CUSTOM_DATA_LEFT_BEHIND', field: 'taxes' }])
})

it('an order of more items than anybody sorts out is told, and not worked out', () => {
  const wire = anOrder({
    line_items: Array.from({ length: 990 }, (_, i) => aLine({ id: i + 1 })),
    shipping_lines: Array.from({ length: 11 }, (_, i) => ({ id: i, method_title: 'Post' })),
  })
  expect(() => canonical(wire)).toThrow(/tooManyLines .*"count":1001,"most":250/)
})
