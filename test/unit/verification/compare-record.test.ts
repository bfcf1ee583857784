import { expect, test } from 'vitest'
import { fieldFingerprints, type Fields } from '#app/migration/kinds/values/fingerprint.ts'
import { compareFields, type Remark } from '#app/verification/verdict/compare-record.ts'

const KEY = 'test key'

function compare(input: {
  expected: Fields
  shown: Fields
  wroteSource?: Fields
  wroteTarget?: Fields
  remarks?: Remark[]
  isUndatedChange?: boolean
}) {
  const { expected, shown, remarks = [] } = input
  return Object.fromEntries(
    compareFields({
      expected,
      shown,
      remarks,
      fingerprintKey: KEY,
      isUndatedChange: input.isUndatedChange ?? false,
      base: {
        sourceFields: fieldFingerprints(KEY, input.wroteSource ?? expected),
        targetFields: fieldFingerprints(KEY, input.wroteTarget ?? input.wroteSource ?? expected),
      },
    }).map(({ field, verdict }) => [field, verdict]),
  )
}

const remark = (overrides: Partial<Remark>): Remark => ({
  code: 'TEXT_SHORTENED',
  field: null,
  severity: 'note',
  message: 'Shortened.',
  ...overrides,
})

test('equal values are equal whatever the order of their keys', () => {
  expect(compare({ expected: { a: { x: 1, y: 2 } }, shown: { a: { y: 2, x: 1 } } })).toEqual({
    a: 'equal',
  })
})

test('a value Shopify lost right at the write is a difference', () => {
  expect(
    compare({ expected: { note: 'hello' }, shown: { note: null }, wroteTarget: { note: null } }),
  ).toEqual({ note: 'different' })
})

test('a change of the source that did not arrive is a difference', () => {
  expect(
    compare({ expected: { title: 'new' }, shown: { title: 'old' }, wroteSource: { title: 'old' } }),
  ).toEqual({ title: 'different' })
})

test('a value the merchant changed in Shopify is theirs', () => {
  expect(compare({ expected: { vendor: 'a' }, shown: { vendor: 'mine' } })).toEqual({
    vendor: 'kept',
  })
})

test('an open conflict keeps its own field and no other', () => {
  expect(
    compare({
      expected: { title: 'new', note: 'new' },
      shown: { title: 'mine', note: 'old' },
      wroteSource: { title: 'old', note: 'old' },
      remarks: [remark({ code: 'CONFLICT', field: 'title', severity: 'conflict' })],
    }),
  ).toEqual({ title: 'kept', note: 'different' })
})

test('a remark explains the field it names and no other', () => {
  expect(
    compare({
      expected: { title: 'new', note: 'new' },
      shown: { title: 'x', note: 'x' },
      wroteTarget: { title: 'x', note: 'x' },
      remarks: [remark({ field: 'title' })],
    }),
  ).toEqual({ title: 'explained', note: 'different' })
})

test('a remark without a field explains only the fields its code is about', () => {
  expect(
    compare({
      expected: { phone: '1', email: 'a' },
      shown: { phone: null, email: null },
      wroteTarget: { phone: null, email: null },
      remarks: [remark({ code: 'PHONE_NOT_ACCEPTED' })],
    }),
  ).toEqual({ phone: 'explained', email: 'different' })
})

test('what only Shopify has and we never wrote is not compared', () => {
  expect(compare({ expected: { title: 'a' }, shown: { title: 'a', extra: 'x' } })).toEqual({
    title: 'equal',
  })
})

test('what the source no longer has but Shopify still shows is a difference', () => {
  expect(
    compare({
      expected: {},
      shown: { 'variant:1.price': '5' },
      wroteSource: { 'variant:1.price': '5' },
    }),
  ).toEqual({ 'variant:1.price': 'different' })
})

test('a change the old store did not date is explained, one it dated is not', () => {
  const change = {
    expected: { note: 'new' },
    shown: { note: 'old' },
    wroteSource: { note: 'old' },
  }
  expect(compare({ ...change, isUndatedChange: true })).toEqual({ note: 'explained' })
  expect(compare({ ...change, isUndatedChange: false })).toEqual({ note: 'different' })
})

test('a value Shopify did not take is a difference also where the old store dates nothing', () => {
  expect(
    compare({
      expected: { note: 'hello' },
      shown: { note: null },
      wroteTarget: { note: null },
      isUndatedChange: true,
    }),
  ).toEqual({ note: 'different' })
})

test('what differs while the id may be another record’s waits for the merchant, and is no difference', () => {
  const [remarks, wroteSource] = [
    [remark({ code: 'ANOTHER_RECORD', severity: 'conflict' as const })],
    { email: 'alice@example.com', note: 'Ring' },
  ]
  const expected = { email: 'bob@example.com', note: 'Ring' }
  expect(compare({ expected, shown: wroteSource, wroteSource, remarks })).toEqual({
    email: 'kept',
    note: 'equal',
  })
})

test('a remark on the money given back speaks about each single refund, and not the reverse', () => {
  const differing = {
    expected: { refunds: ['5'], singleRefunds: { r1: '5' } },
    shown: { refunds: ['6'], singleRefunds: { r1: '6' } },
    wroteTarget: { refunds: ['6'], singleRefunds: { r1: '6' } },
  }
  expect(compare({ ...differing, remarks: [remark({ field: 'refunds' })] })).toEqual({
    refunds: 'explained',
    singleRefunds: 'explained',
  })
  expect(compare({ ...differing, remarks: [remark({ field: 'singleRefunds' })] })).toEqual({
    refunds: 'different',
    singleRefunds: 'explained',
  })
})
