import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocate,
  currencyDecimals,
  decimal,
  equalAmounts,
  normalizeDecimal,
  subtract,
  sum,
} from '#app/migration/kinds/values/money.ts'
import { value } from '#app/migration/carts/kit/order/amounts.ts'
import { numberText, roundMoney } from '#app/migration/shopify/values/normalize.ts'
import {
  below,
  exact,
  minus,
  over,
  plus,
  rounded,
  same,
  sumOf,
  textOf,
  times,
} from '#test/helpers/arithmetic/exact.ts'
import { holds } from '#test/helpers/arithmetic/property.ts'

/** Up to 25 digits before and 12 behind the point: far more than a float could hold. */
const amounts = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(12))
  .map(([units, places]) => textOf({ n: units, d: 10n ** BigInt(places) }, places))
const places = fc.constantFrom(0, 2, 3)
/** A whole number of a currency's smallest units. */
const countable = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), places)
  .map(([units, digits]) => ({
    text: textOf({ n: units, d: 10n ** BigInt(digits) }, digits),
    digits,
  }))

describe('exact amounts', () => {
  it('add up to what fractions of whole numbers add up to, however many digits they have', () => {
    holds(
      fc.property(fc.array(amounts, { maxLength: 8 }), (list) => {
        expect(same(exact(sum(list)), sumOf(list))).toBe(true)
      }),
    )
  })

  it('do not depend on the order they are added in', () => {
    holds(
      fc.property(fc.array(amounts, { maxLength: 8 }), (list) => {
        expect(sum(list.toReversed())).toBe(sum(list))
      }),
    )
  })

  it('subtract and compare exactly', () => {
    holds(
      fc.property(amounts, amounts, (a, b) => {
        expect(same(exact(subtract(a, b)), minus(exact(a), exact(b)))).toBe(true)
        expect(equalAmounts(a, b)).toBe(same(exact(a), exact(b)))
        expect(subtract(a, a)).toBe('0')
      }),
    )
  })

  it('have one spelling, whatever zeros they came with, and never an exponent', () => {
    holds(
      fc.property(amounts, fc.nat(30), fc.nat(3), (text, behind, before) => {
        const sign = text.startsWith('-') ? '-' : ''
        const bare = text.replace('-', '')
        const longer = `${sign}${'0'.repeat(before)}${bare}${bare.includes('.') ? '' : '.0'}${'0'.repeat(behind)}`
        const normal = normalizeDecimal(text)
        expect(normalizeDecimal(longer)).toBe(normal)
        expect(normal).toMatch(/^(0|-?[1-9]\d*(\.\d*[1-9])?|-?0\.\d*[1-9])$/)
        expect(normalizeDecimal(normal)).toBe(normal)
        expect(same(exact(normal), exact(text))).toBe(true)
      }),
    )
  })

  it('are nothing but plain decimal numbers', () => {
    const odd = fc.constantFrom(
      '',
      ' ',
      '1e1',
      '1E5',
      '.5',
      '5.',
      '+1',
      '0x10',
      '١',
      '1,000',
      'NaN',
    )
    holds(
      fc.property(odd, (text) => {
        expect(() => decimal(text)).toThrow(/Not a decimal/)
      }),
    )
    holds(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^-?\d+(\.\d+)?$/.test(text))
        expect(() => decimal(text)).toThrow(/Not a decimal/)
      }),
    )
  })

  it('are read from every notation that PHP writes numbers in', () => {
    holds(
      fc.property(
        fc.integer({ min: -(10 ** 9), max: 10 ** 9 }),
        fc.integer({ min: -9, max: 9 }),
        (digits, power) => {
          const spelled = `${digits}e${power}`
          expect(same(exact(value(spelled)), exact(spelled))).toBe(true)
        },
      ),
    )
    expect([
      value(''),
      value('.5'),
      value('10'),
      value('10.00'),
      value('1e1'),
      value('-0.00'),
    ]).toEqual(['0', '0.5', '10', '10', '10', '0'])
  })

  it('of a float that JSON carried are the digits JSON carried, not what the float nearly is', () => {
    holds(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: 0, max: 6 }),
        (digits, shift) => {
          const spelled = textOf({ n: BigInt(digits), d: 10n ** BigInt(shift) }, shift)
          expect(same(exact(numberText(Number(spelled))), exact(spelled))).toBe(true)
        },
      ),
    )
  })
})

describe('rounding to a currency', () => {
  it('goes to the nearest unit, a half away from zero', () => {
    holds(
      fc.property(amounts, places, (text, digits) => {
        expect(same(exact(roundMoney(decimal(text), digits)), rounded(exact(text), digits))).toBe(
          true,
        )
      }),
    )
  })

  it('leaves alone what already is a whole number of units', () => {
    holds(
      fc.property(countable, ({ text, digits }) => {
        expect(equalAmounts(roundMoney(decimal(text), digits), text)).toBe(true)
      }),
    )
  })

  it('knows currencies without and with three decimals, and takes what it does not know for two', () => {
    expect(['JPY', 'KRW', 'EUR', 'USD', 'KWD', 'TND', '???'].map(currencyDecimals)).toEqual([
      0, 0, 2, 2, 3, 3, 2,
    ])
  })
})

describe('sharing an amount out', () => {
  const weights = fc.array(fc.oneof(amounts, fc.constant('0'), fc.nat(1000).map(String)), {
    minLength: 1,
    maxLength: 9,
  })
  const size = (text: string) => exact(text.replace('-', ''))

  it('gives away the whole, nothing more and nothing less, in whole units', () => {
    holds(
      fc.property(countable, weights, ({ text, digits }, list) => {
        const shares = allocate(text, list, digits)
        expect(shares).toHaveLength(list.length)
        expect(same(sumOf(shares), exact(text))).toBe(true)
        for (const share of shares)
          expect(share.split('.')[1]?.length ?? 0).toBeLessThanOrEqual(digits)
      }),
      400,
    )
  })

  it('gives each less than a unit off its exact share, and nothing to what weighs nothing', () => {
    holds(
      fc.property(countable, weights, ({ text, digits }, list) => {
        const shares = allocate(text, list, digits)
        const all = plus(...list.map(size))
        if (all.n === 0n) return
        for (const [index, share] of shares.entries()) {
          const fair = over(times(exact(text), size(list[index] ?? '0')), all)
          const off = minus(exact(share), fair)
          const limit = { n: 1n, d: 10n ** BigInt(digits) }
          expect(below(off, limit) && below({ n: -off.n, d: off.d }, limit)).toBe(true)
          if (fair.n === 0n) expect(share).toBe('0')
        }
      }),
      400,
    )
  })

  it('is fair: who weighs more never gets less', () => {
    holds(
      fc.property(countable, weights, ({ text, digits }, list) => {
        const shares = allocate(text.replace('-', ''), list, digits)
        for (const [i, a] of list.entries()) {
          for (const [j, b] of list.entries()) {
            if (!below(size(a), size(b))) continue
            expect(below(exact(shares[j] ?? '0'), exact(shares[i] ?? '0'))).toBe(false)
          }
        }
      }),
    )
  })

  it('ends, and stays exact, also for more digits than a division could give', () => {
    const total = `0.${'0'.repeat(38)}10`
    const shares = allocate(total, ['1', '1', '1'], 40)
    expect(same(sumOf(shares), exact(total))).toBe(true)
    expect(shares.map((share) => share.slice(-1))).toEqual(['4', '3', '3'])
  })
})
