import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absorbRounding, mostRounding } from '#app/migration/carts/kit/order/rounding.ts'
import { sharedDiscounts } from '#app/migration/carts/kit/order/discounts.ts'
import { shareTaxes } from '#app/migration/carts/kit/order/tax-shares.ts'
import { equalAmounts, sum } from '#app/migration/kinds/values/money.ts'

const cents = fc.integer({ min: 0, max: 100_000 }).map((n) => (n / 100).toFixed(2))
/** As exact as stores keep a line's tax. */
const millionths = fc.integer({ min: 0, max: 10 ** 9 }).map((n) => (n / 10 ** 6).toFixed(6))

describe('the taxes of an order, shared out over what bears them', () => {
  const rates = ['a', 'b', 'unknown'] as const
  const bearer = fc.record({
    isShipping: fc.boolean(),
    rates: fc
      .dictionary(fc.constantFrom('a', 'b'), millionths)
      .map((own) => new Map(Object.entries(own))),
  })
  const tax = fc.record({
    rateId: fc.constantFrom(...rates),
    title: fc.constant('VAT'),
    rate: fc.constant('0.2'),
    onItems: cents,
    onShipping: cents,
  })

  it('sum up to exactly what the order says, of items and of shipping alike', () => {
    fc.assert(
      fc.property(fc.array(tax), fc.array(bearer), (taxes, bearers) => {
        const shares = shareTaxes(taxes, bearers)
        const shared = (isShipping: boolean) =>
          sum(
            shares.flatMap((own, i) =>
              bearers[i]?.isShipping === isShipping ? own.map(({ amount }) => amount) : [],
            ),
          )
        for (const isShipping of [false, true]) {
          const all = sum(taxes.map((each) => (isShipping ? each.onShipping : each.onItems)))
          const isBorne = bearers.some((each) => each.isShipping === isShipping)
          expect(equalAmounts(shared(isShipping), isBorne ? all : '0')).toBe(true)
        }
      }),
    )
  })

  it('go to those that bear the rate, by what they bear', () => {
    const line = (weight: string, rate = 'a') => ({
      isShipping: false,
      rates: new Map([[rate, weight]]),
    })
    const vat = { rateId: 'a', title: 'VAT', rate: '0.19', onItems: '0.10', onShipping: '0' }
    const shares = shareTaxes([vat], [line('0.066666'), line('0.033333'), line('1', 'b')])
    expect(shares.map((own) => own.map(({ amount }) => amount))).toEqual([['0.07'], ['0.03'], []])
  })
})

describe('what was taken off an order', () => {
  it('is split over its codes, exact in sum', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ code: fc.string(), amount: cents })),
        cents,
        (codes, off) => {
          const amounts = sharedDiscounts(codes, off).map(({ amount }) => amount)
          expect(equalAmounts(sum(amounts), off)).toBe(true)
        },
      ),
    )
  })

  it('stays with its codes where they add up, and has a name where there is none', () => {
    const codes = [
      { code: 'A', amount: '1.00' },
      { code: 'B', amount: '2.00' },
    ]
    expect(sharedDiscounts(codes, '3')).toBe(codes)
    expect(sharedDiscounts([], '3')).toEqual([{ code: 'Discount', amount: '3' }])
    expect(sharedDiscounts(codes, '0')).toEqual([])
  })
})

describe('taxes that were rounded per order', () => {
  const items = () => [
    { tax: '1.10', subtotalTax: '2.20' },
    { tax: '5.50', subtotalTax: '5.50' },
  ]

  it('give their cent to the item with the most tax', () => {
    const made = items()
    absorbRounding('6.61', made, [])
    expect(made).toEqual([
      { tax: '1.10', subtotalTax: '2.20' },
      { tax: '5.51', subtotalTax: '5.51' },
    ])
  })

  it.each(['6.60', '6.63', '9.00'])('stay as they are where the order says %s', (total) => {
    const made = items()
    absorbRounding(total, made, [])
    expect(made).toEqual(items())
  })

  it('may be off by a unit, as it is shown, for everything added up', () => {
    expect(mostRounding(['1.5', '2.125'], 3).toFixed()).toBe('0.003')
    expect(mostRounding(['1'], 2).toFixed()).toBe('2')
  })
})
