import { describe, expect, test } from 'vitest'
import { byQuestion, conflictWords } from '#app/words/conflict-words.ts'
import { asksFirst, isUnknown, leastText, waitingText } from '#app/ui/estimate/estimate-words.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'
import { valueLines } from '#app/words/field-value.ts'
import { createFormat, formatDuration } from '#app/words/format.ts'
import { verdictOf } from '#app/verification/verdict/verdict-words.ts'

const format = createFormat('America/New_York')

describe('formats', () => {
  test('show times in the store’s zone and counts with their noun', () => {
    expect(format.moment('2026-07-01T02:30:00Z')).toBe('Jun 30, 2026, 10:30 PM')
    expect(format.records('order', 1)).toBe('1 order')
    expect(format.records('customer', 1234)).toBe('1,234 customers')
    expect(['100000.0', '1234.5', '1000', '0.0'].map(format.points)).toEqual([
      '100,000',
      '1,234.5',
      '1,000',
      '0',
    ])
  })

  test('fall back to UTC for a zone nobody knows', () => {
    expect(createFormat('Mars/Olympus').moment('2026-07-01T02:30:00Z')).toBe('Jul 1, 2026, 2:30 AM')
  })

  test.each([
    [10, 'less than a minute'],
    [60, 'about 1 minute'],
    [250, 'about 4 minutes'],
    [3600, 'about 1 hour'],
    [7800, 'about 2 hours 10 minutes'],
    [40_000, 'about 11 hours'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  test('join lists as a sentence does', () => {
    expect(format.list(['37 orders', '4 products'])).toBe('37 orders and 4 products')
  })
})

describe('what was known to wait', () => {
  const kind = (count: number, exact = true) => ({ new: count, changed: 0, exact })
  test.each([
    ['some', kind(26), '26 orders'],
    ['some, and maybe more', kind(26, false), 'at least 26 orders'],
    ['none', kind(0), 'nothing new or changed'],
    ['none so far', kind(0, false), null],
    ['not counted', null, null],
  ])('%s', (_, order, text) => {
    const kinds = { product: kind(0), customer: kind(0), order }
    expect(waitingText({ kinds }, format)).toBe(text)
  })
})

describe('an estimate', () => {
  const all = (count: number, exact: boolean) => {
    const one = { new: count, changed: 0, exact }
    return { kinds: { product: one, customer: one, order: one } }
  }
  test('makes no number of a nothing that was not counted to its end', () => {
    expect(leastText(0, false, format)).toBe('Not known')
    expect(leastText(0, true, format)).toBe('0')
    expect(leastText(3, false, format)).toBe('At least 3')
    expect(isUnknown(all(0, false))).toBe(true)
    expect(isUnknown(all(0, true))).toBe(false)
    expect(isUnknown(all(1, false))).toBe(false)
  })

  test('promises a question of the run only where the run asks one', () => {
    const doubted = (code: string) => ({ canStart: true, problems: [{ code, message: '' }] })
    expect(asksFirst(doubted('SOURCE_LISTS_LESS'))).toBe(true)
    expect(asksFirst(doubted('SOURCE_LISTS_HIDE'))).toBe(false)
  })
})

describe('conflicts', () => {
  test('over the record itself are asked apart from those over its fields, in their own words', () => {
    const conflicts = ['CONFLICT', 'ANOTHER_RECORD', 'CONFLICT'].map((code, id) => ({ code, id }))
    const questions = byQuestion(conflicts).map(([code, some]) => [
      conflictWords(code).take_source.button,
      some.map(({ id }) => id),
    ])
    expect(questions).toEqual([
      ['It’s the same record', [1]],
      ['Use the old store’s', [0, 2]],
    ])
    expect(conflictWords('ANOTHER_RECORD').keep_target.decided).toContain('beside it')
    expect(conflictWords('toString')).toBe(conflictWords(null))
  })
})

describe('what a comparison comes to', () => {
  const row = (
    verdict: Parameters<typeof verdictOf>[0]['verdict'],
    fields: ('equal' | 'different' | 'kept' | 'explained')[] = [],
    codes: string[] = [],
  ) => ({
    verdict,
    fields: fields.map((each) => ({ verdict: each })),
    differences: fields.filter((each) => each === 'different').length,
    issues: codes.map((code) => ({ code })),
  })
  test.each([
    ['every field is the same', row('equal', ['equal', 'equal']), 'Same', true],
    [
      'a field differs for a known reason',
      row('equal', ['explained']),
      '1 known difference',
      false,
    ],
    ['the merchant’s own values', row('equal', ['kept', 'explained']), 'Your edits kept', false],
    ['two fields differ', row('different', ['different', 'different']), '2 differences', false],
    ['Shopify has none', row('missing'), 'Not in Shopify', false],
    ['one store could not be read', row('unknown'), 'Not checked', false],
    ['it may be another record', row('equal', [], ['ANOTHER_RECORD']), 'To be decided', false],
  ])('%s', (_, judged, text, isGreen) => {
    const verdict = verdictOf(judged)
    expect([verdict.text, verdict.tone === 'success']).toEqual([text, isGreen])
  })

  test('what could not be checked has no colour at all', () => {
    expect(verdictOf(row('unknown')).tone).toBeUndefined()
  })
})

describe('compared values', () => {
  const lines = (field: string, value: Parameters<typeof valueLines>[1]) =>
    valueLines(field, value, { moment: format.moment, currency: 'USD' })

  test('fields have names a merchant reads', () => {
    expect(fieldName('billingAddress')).toBe('Billing address')
    expect(fieldName('variant:12.compareAtPrice')).toBe('Variant 12: compare-at price')
    expect(fieldName('variant:12.sku')).toBe('Variant 12: SKU')
    expect(fieldName('pictures')).toBe('Image files')
  })

  test('merchants’ own words are shown exactly, Shopify’s codes as words', () => {
    expect(lines('title', 'SALE_ITEM')).toEqual(['SALE_ITEM'])
    expect(lines('financialStatus', 'PARTIALLY_REFUNDED')).toEqual(['Partially refunded'])
    expect(lines('title', '<script>alert(1)</script>')).toEqual(['<script>alert(1)</script>'])
  })

  test('nothing is nothing, whatever its shape', () => {
    for (const value of [null, undefined, '', [], {}]) expect(lines('note', value)).toEqual([])
  })

  test('addresses and lines become lines, long ones are cut and say so', () => {
    expect(lines('shippingAddress', { firstName: 'Ada', address2: null, zip: '1' })).toEqual([
      'First name: Ada',
      'Postal code: 1',
    ])
    expect(lines('lines', [{ title: 'Cup', quantity: 2 }])).toEqual(['Cup · 2'])
    const many = lines(
      'lines',
      Array.from({ length: 30 }, (_, at) => ({ title: `L${at}` })),
    )
    expect(many).toHaveLength(13)
    expect(many.at(-1)).toBe('… and 18 more')
  })
})

describe('amounts', () => {
  const shown = (field: string, value: Parameters<typeof valueLines>[1], currency: string | null) =>
    valueLines(field, value, { moment: format.moment, currency })

  test('are money in their currency, wherever they stand', () => {
    expect(shown('total', '687', 'USD')).toEqual(['687.00 USD'])
    expect(shown('refunded', '0', 'EUR')).toEqual(['0.00 EUR'])
    expect(shown('total', '1200', 'JPY')).toEqual(['1200 JPY'])
    expect(shown('total', '1.5', 'KWD')).toEqual(['1.500 KWD'])
    expect(shown('variant:12.price', '12.5', 'USD')).toEqual(['12.50 USD'])
    expect(shown('discount', { code: '10', amount: '5' }, 'USD')).toEqual([
      'Code: 10',
      'Amount: 5.00 USD',
    ])
    expect(shown('taxes', [{ title: 'VAT', rate: '0.2', amount: '-1.1' }], 'EUR')).toEqual([
      'VAT · 0.2 · -1.10 EUR',
    ])
    const line = { title: '100', sku: '200', quantity: 2, unitPrice: '9.9' }
    expect(shown('lines', [line], 'USD')).toEqual(['100 · 200 · 2 · 9.90 USD'])
  })

  test('are never rounded, and bare where the currency is not known', () => {
    expect(shown('total', '1.005', 'USD')).toEqual(['1.005 USD'])
    expect(shown('total', '687', null)).toEqual(['687'])
    expect(shown('name', '1001', 'USD')).toEqual(['1001'])
  })
})
