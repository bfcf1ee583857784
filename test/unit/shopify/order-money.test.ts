import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, sum } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { planMoney } from '#app/migration/shopify/order/input/money.ts'
import { anOrder, aLine } from '#test/helpers/records/canonical-samples.ts'

/** An amount in the currency's smallest units as text, without any float. */
function amountText(units: number, decimals: number): string {
  if (decimals === 0) return String(units)
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0')
  return `${units < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

const currencies = [
  { code: 'EUR', decimals: 2 },
  { code: 'JPY', decimals: 0 },
  { code: 'KWD', decimals: 3 },
]

const orders: fc.Arbitrary<CanonicalOrder> = fc
  .record({
    currency: fc.constantFrom(...currencies),
    taxesIncluded: fc.boolean(),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 50 }),
        units: fc.integer({ min: 0, max: 500_000 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    fees: fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 2 }),
    shipping: fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 2 }),
    discountShare: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
    rates: fc.array(
      fc.record({
        percent: fc.integer({ min: 1, max: 27 }),
        units: fc.integer({ min: 0, max: 90_000 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ currency, taxesIncluded, lines, fees, shipping, discountShare, rates }) => {
    const text = (units: number) => amountText(units, currency.decimals)
    const goods = lines.reduce((total, line) => total + line.units, 0)
    const discounts = discountShare.map((share) => Math.floor((goods * share) / 120))
    const taxes = rates.map((rate, index) => ({
      title: `Rate ${index}`,
      rate: amountText(rate.percent, 2),
      amount: text(rate.units),
    }))
    const taxTotal = rates.reduce((total, rate) => total + rate.units, 0)
    const net =
      goods +
      fees.reduce((a, b) => a + b, 0) +
      shipping.reduce((a, b) => a + b, 0) -
      discounts.reduce((a, b) => a + b, 0)
    return anOrder({
      currency: currency.code,
      taxesIncluded,
      lines: lines.map((line, index) =>
        aLine({
          sourceId: String(index),
          quantity: line.quantity,
          subtotal: text(line.units),
          total: text(line.units),
          taxes: index % 2 === 0 ? taxes : [],
        }),
      ),
      fees: fees.map((units) => ({ title: 'Gift wrap', amount: text(units), taxes: [] })),
      shippingLines: shipping.map((units) => ({
        title: 'Post',
        code: 'post',
        amount: text(units),
        taxes: taxes.slice(0, 1),
      })),
      discounts: discounts.map((units, index) => ({ code: `CODE${index}`, amount: text(units) })),
      taxes,
      totalTax: text(taxTotal),
      total: text(net + (taxesIncluded ? 0 : taxTotal)),
    })
  })

/** What Shopify computes, measured: Σ unit × quantity − code discount + shipping + given taxes. */
function shopifyTotal(plan: ReturnType<typeof planMoney>, taxesIncluded: boolean): string {
  const items = plan.lines.reduce(
    (t, l) => t.plus(decimal(l.unitPrice).times(l.quantity)),
    decimal('0'),
  )
  const shipping = sum(plan.shipping.map((line) => line.amount))
  const taxes = sum([...plan.lines, ...plan.shipping].flatMap((l) => l.taxes.map((t) => t.amount)))
  return items
    .minus(decimal(plan.discount?.amount ?? '0'))
    .plus(decimal(shipping))
    .plus(decimal(taxesIncluded ? '0' : taxes))
    .toFixed()
}

describe('the money of an order', () => {
  it('adds up in Shopify to exactly the source’s total, whatever the mix', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const plan = planMoney(order)
        expect(decimal(shopifyTotal(plan, order.taxesIncluded)).eq(decimal(order.total))).toBe(true)
        expect(decimal(plan.total).eq(decimal(order.total))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the quantity and the amount of every line, and every price at the currency’s decimals', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const plan = planMoney(order)
        for (const line of order.lines) {
          const parts = plan.lines.filter((part) => part.sourceId === line.sourceId)
          expect(parts.reduce((total, part) => total + part.quantity, 0)).toBe(line.quantity)
          const amount = parts.reduce(
            (total, part) => total.plus(decimal(part.unitPrice).times(part.quantity)),
            decimal('0'),
          )
          expect(amount.eq(decimal(line.subtotal))).toBe(true)
        }
        for (const { unitPrice } of plan.lines) {
          expect(unitPrice.split('.')[1]?.length ?? 0).toBeLessThanOrEqual(plan.decimals)
        }
      }),
    )
  })

  it('gives every tax rate exactly its amount, shared among what carries it', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const plan = planMoney(order)
        for (const tax of order.taxes) {
          const shares = [...plan.lines, ...plan.shipping].flatMap((line) =>
            line.taxes.filter((t) => t.title === tax.title).map((t) => t.amount),
          )
          expect(decimal(sum(shares)).eq(decimal(tax.amount))).toBe(true)
        }
      }),
    )
  })

  it('splits a line that does not divide evenly into two lines one cent apart', () => {
    const plan = planMoney(
      anOrder({
        lines: [aLine({ quantity: 3, subtotal: '10.00', total: '10.00' })],
        total: '10.00',
      }),
    )
    expect(plan.lines.map(({ quantity, unitPrice }) => ({ quantity, unitPrice }))).toEqual([
      { quantity: 2, unitPrice: '3.33' },
      { quantity: 1, unitPrice: '3.34' },
    ])
  })

  it('sums several coupons and negative amounts into one discount and keeps their codes', () => {
    const plan = planMoney(
      anOrder({
        lines: [aLine({ subtotal: '50.00', total: '42.00' })],
        discounts: [
          { code: 'SPRING', amount: '5.00' },
          { code: 'Loyalty rebate', amount: '3.00' },
        ],
        total: '42.00',
      }),
    )
    expect(plan.discount).toEqual({ code: 'SPRING + Loyalty rebate', amount: '8' })
    expect(plan.total).toBe('42')
  })

  it('turns a tax that is negative because of a negative fee into part of the discount', () => {
    const order = anOrder({
      lines: [aLine({ subtotal: '10.00', total: '10.00' })],
      discounts: [{ code: 'Rebate', amount: '2.00' }],
      taxes: [{ title: 'VAT', rate: '0.2', amount: '-0.40' }],
      totalTax: '-0.40',
      total: '7.60',
    })
    const plan = planMoney(order)
    expect(plan.taxes).toEqual([])
    expect(plan.discount?.amount).toBe('2.4')
    expect(plan.total).toBe('7.6')
  })

  it('takes a discount that exceeds the goods off the shipping', () => {
    const plan = planMoney(
      anOrder({
        lines: [aLine({ subtotal: '5.00', total: '0.00' })],
        shippingLines: [{ title: 'Post', code: 'post', amount: '4.00', taxes: [] }],
        discounts: [{ code: 'GIFT', amount: '7.00' }],
        total: '2.00',
      }),
    )
    expect(plan.discount?.amount).toBe('5')
    expect(plan.shipping[0]?.amount).toBe('2')
    expect(plan.total).toBe('2')
  })

  it('takes a discount that exceeds goods and shipping off the taxes: a gift card that paid those too', () => {
    const plan = planMoney(
      anOrder({
        lines: [aLine({ subtotal: '0.00', total: '0.00' })],
        shippingLines: [{ title: 'Post', code: 'post', amount: '0.60', taxes: [] }],
        discounts: [{ code: 'Gift card', amount: '0.61' }],
        taxes: [{ title: 'VAT', rate: '0.0725', amount: '0.04' }],
        totalTax: '0.04',
        total: '0.03',
      }),
    )
    expect(plan.discount).toBeNull()
    expect(plan.shipping[0]?.amount).toBe('0')
    expect(shopifyTotal(plan, false)).toBe('0.03')
    expect(plan.total).toBe('0.03')
  })

  it('moves no amount that is a whole number of cents when another line is not', () => {
    const plan = planMoney(
      anOrder({
        lines: [
          aLine({ sourceId: '1', subtotal: '2969.073', total: '2969.073' }),
          aLine({ sourceId: '2', subtotal: '3.432', total: '3.432' }),
          aLine({ sourceId: '3', subtotal: '11892', total: '11892' }),
        ],
        total: '14864.51',
      }),
    )
    expect(plan.lines.map((line) => line.unitPrice)).toEqual(['2969.08', '3.43', '11892'])
  })

  it('takes the order’s stated tax where goods and shipping were rounded each for themselves', () => {
    const plan = planMoney(
      anOrder({
        currency: 'JPY',
        taxesIncluded: true,
        lines: [aLine({ subtotal: '1', total: '1', taxes: [] })],
        shippingLines: [{ title: 'Post', code: 'post', amount: '864', taxes: [] }],
        taxes: [{ title: 'Tax', rate: '0.0725', amount: '58' }],
        totalTax: '59',
        total: '865',
      }),
    )
    expect(plan.taxes).toEqual([{ title: 'Tax', rate: '0.0725', amount: '59' }])
  })

  it('makes the source’s own rounding visible as a line instead of losing a cent', () => {
    const plan = planMoney(
      anOrder({
        lines: [
          aLine({ sourceId: '1', subtotal: '8.264', total: '8.264' }),
          aLine({ sourceId: '2', subtotal: '8.264', total: '8.264' }),
        ],
        total: '16.54',
      }),
    )
    expect(plan.lines.at(-1)).toMatchObject({
      kind: 'rounding',
      title: 'Rounding',
      unitPrice: '0.01',
    })
    expect(plan.total).toBe('16.54')
  })

  it('leaves a real mismatch of the source visible and shows the arithmetic', () => {
    const plan = planMoney(
      anOrder({ lines: [aLine({ subtotal: '10.00', total: '10.00' })], total: '12.00' }),
    )
    expect(plan.total).toBe('10')
    const eur = (amount: string) => ({ amount, currency: 'EUR' })
    const none = eur('0')
    expect(plan.arithmetic).toEqual({
      items: eur('10'),
      discounts: none,
      shipping: none,
      taxes: none,
      sum: eur('10'),
    })
  })

  it('keeps a quantity that Shopify cannot count readable on the line', () => {
    const plan = planMoney(
      anOrder({
        lines: [aLine({ quantity: 2 ** 53, subtotal: '7.50', total: '7.50' })],
        total: '7.50',
      }),
    )
    expect(plan.lines[0]).toMatchObject({
      quantity: 1,
      properties: [{ name: 'Quantity', value: '9007199254740992' }],
    })
  })

  it('keeps a quantity that is no whole number readable on the line', () => {
    const plan = planMoney(
      anOrder({
        lines: [aLine({ quantity: 1.5, subtotal: '7.50', total: '7.50' })],
        total: '7.50',
      }),
    )
    expect(plan.lines[0]).toMatchObject({
      quantity: 1,
      unitPrice: '7.5',
      properties: [{ name: 'Quantity', value: '1.5' }],
    })
  })
})
