import { expect, test } from 'vitest'
import { fieldFingerprints } from '#app/migration/kinds/values/fingerprint.ts'
import { asCalledNow } from '#app/migration/engine/record/classify/as-called-now.ts'
import { compareFields } from '#app/verification/verdict/compare-record.ts'

const KEY = 'key'
const hashes = (...collections: string[]) => fieldFingerprints(KEY, { title: 'Mug', collections })
const shown = {
  fields: { title: 'Mug', collections: ['Cups', 'Offers'] },
  formerly: {
    collections: [
      ['Mugs', 'Sale'],
      ['Cups', 'Sale'],
    ],
  },
}
const asNow = asCalledNow(KEY, shown)

test('what was remembered under any earlier names is what is shown now', () => {
  expect(asNow(hashes('Mugs', 'Sale'))).toEqual(hashes('Cups', 'Offers'))
  expect(asNow(hashes('Cups', 'Sale'))).toEqual(hashes('Cups', 'Offers'))
})

test('anything else that was remembered stays as it was', () => {
  // Names that the collections never had together, and others than the product is in.
  for (const other of [['Mugs', 'Offers'], ['Mugs'], ['Mugs', 'Sale', 'Gifts'], []]) {
    expect(asNow(hashes(...other))).toEqual(hashes(...other))
  }
  expect(asNow({ title: '' })).toEqual({ title: '' })
})

test('a comparison takes a new name for nobody’s edit', () => {
  const base = { sourceFields: hashes('Mugs', 'Sale'), targetFields: hashes('Mugs', 'Sale') }
  const verdict = (collections: string[], from = shown) =>
    compareFields({
      expected: { title: 'Mug', collections },
      shown: from.fields,
      formerly: from.formerly,
      base,
      remarks: [],
      isUndatedChange: true,
      fingerprintKey: KEY,
    }).find(({ field }) => field === 'collections')?.verdict
  expect(verdict(['Offers'])).toBe('explained')
  expect(verdict(['Offers'], { ...shown, formerly: { collections: [] } })).toBe('different')
})
