import { describe, expect, it } from 'vitest'
import { decimal, subtract, sum, toDecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { moneyOf } from '#app/migration/shopify/order/input/two-currencies.ts'
import { aLine, anOrder } from '#test/helpers/records/canonical-samples.ts'

const shopTotal = (order: CanonicalOrder) => {
  const { shop } = moneyOf(order, 'EUR', { currency: 'USD' })
  const items = shop.lines.map(({ unitPrice, quantity }) =>
    toDecimalString(decimal(unitPrice).times(quantity)),
  )
  const taxes = order.taxesIncluded
    ? []
    : [...shop.lines, ...shop.shipping].flatMap((line) => line.taxes.map(({ amount }) => amount))
  const paid = sum([...items, ...shop.shipping.map(({ amount }) => amount), ...taxes])
  return subtract(paid, shop.discount?.amount ?? '0')
}

/** 7 pieces that do not divide, at a rate that does not either. */
const pieces = aLine({ quantity: 7, subtotal: '99.99', total: '99.99' })
const inBooks = (total: string) => ({ currency: 'USD', total })

describe('the shop’s side of an order in two currencies', () => {
  it.each<[string, Partial<CanonicalOrder>]>([
    ['a line of one piece', { lines: [pieces, aLine()], total: '112.49' }],
    [
      'the shipping',
      {
        lines: [pieces],
        shippingLines: [{ title: 'Post', code: 'post', amount: '4.00', taxes: [] }],
        total: '103.99',
      },
    ],
    ['the discount', { lines: [pieces], discounts: [{ code: 'A', amount: '5' }], total: '94.99' }],
    [
      'a tax',
      {
        lines: [{ ...pieces, taxes: [{ title: 'VAT', rate: '0.19', amount: '19.00' }] }],
        taxes: [{ title: 'VAT', rate: '0.19', amount: '19.00' }],
        totalTax: '19.00',
        total: '118.99',
      },
    ],
  ])('adds up to the source’s total, with the rounding in %s', (_where, parts) => {
    for (const total of ['131.07', '88.88', '1234.56', '150.01']) {
      expect(shopTotal(anOrder({ ...parts, inStoreCurrency: inBooks(total) }))).toBe(total)
    }
  })

  it('divides what was paid in parts so that the parts add up', () => {
    const order = anOrder({
      lines: [pieces, aLine()],
      total: '112.49',
      inStoreCurrency: inBooks('131.07'),
    })
    const bags = moneyOf(order, 'EUR', { currency: 'USD' }).sales(['33.33', '33.33', '45.83'])
    expect(sum(bags.map(({ shopMoney }) => String(shopMoney.amount)))).toBe('131.07')
  })

  it('is none where the books are in the buyer’s own currency, or in none that Shopify has', () => {
    for (const currency of ['EUR', 'XXX', 'GBP']) {
      const order = anOrder({ inStoreCurrency: { currency, total: '10.00' } })
      const { currencies, bag } = moneyOf(order, 'EUR', { currency: 'USD' })
      expect(currencies).toEqual({ currency: 'EUR' })
      expect(bag('1', '2')).toEqual({ shopMoney: { amount: '1', currencyCode: 'EUR' } })
    }
  })
})
