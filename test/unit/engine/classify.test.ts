import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fieldFingerprints,
  fingerprint,
  type Json,
} from '#app/migration/kinds/values/fingerprint.ts'
import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import {
  classifyRecord,
  recordFingerprint,
  rejectionFingerprint,
} from '#app/migration/engine/record/classify/classify.ts'
import type { Mapping, OpenIssue } from '#app/migration/engine/ports/settlement.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'

const mapping: Mapping = {
  kind: 'product',
  sourceId: '1',
  gid: 'gid://shopify/Product/1',
  fingerprint: 'same',
  sourceFields: {},
  targetFields: {},
  children: {},
  sourceChangedAt: null,
  sourceRowHash: null,
  identity: null,
  mappingVersion: 1,
}
const issue: OpenIssue = {
  kind: 'product',
  sourceId: '1',
  code: 'REJECTED_BY_SHOPIFY',
  message: 'Shopify refused the record.',
  field: null,
  fingerprint: 'refused',
  severity: 'failed',
  isTransient: false,
  reference: '1',
  runId: 'r',
  sameRules: true,
  resolution: null,
  leftBehind: false,
  triedOut: false,
}
const now = { fingerprint: 'same', rejectionFingerprint: 'refused' }
const attempt = { fingerprint: 'other', fields: {} }

describe('a record is', () => {
  test('new when nothing is known about it', () => {
    expect(classifyRecord(now, { mapping: undefined, issues: [], attempts: [] }).state).toBe('new')
  })

  test('unchanged when its fingerprint is the one last written', () => {
    expect(classifyRecord(now, { mapping, issues: [], attempts: [] }).state).toBe('unchanged')
  })

  test('changed when its fingerprint is another', () => {
    const other = { ...now, fingerprint: 'other' }
    expect(classifyRecord(other, { mapping, issues: [], attempts: [] }).state).toBe('changed')
  })

  test('never unchanged while the result of a write is unknown', () => {
    expect(classifyRecord(now, { mapping, issues: [], attempts: [attempt] }).state).toBe('changed')
  })

  test('looked at again when the merchant has settled a conflict', () => {
    const settled: OpenIssue = {
      ...issue,
      severity: 'conflict',
      code: 'CONFLICT',
      field: 'title',
      resolution: 'take_source',
    }
    expect(classifyRecord(now, { mapping, issues: [settled], attempts: [] }).state).toBe('changed')
    const open = { ...settled, resolution: null }
    expect(classifyRecord(now, { mapping, issues: [open], attempts: [] }).state).toBe('unchanged')
  })

  test('not sent again after a refusal while record, options and mapping version are the same', () => {
    const state = (change: Partial<OpenIssue>) =>
      classifyRecord(now, {
        mapping: undefined,
        issues: [{ ...issue, ...change }],
        attempts: [],
      }).state
    expect(state({})).toBe('rejected')
    expect(state({ fingerprint: 'of another version' })).toBe('new')
    expect(state({ sameRules: false })).toBe('new')
    expect(state({ isTransient: true })).toBe('new')
  })
})

describe('fingerprints', () => {
  const json: fc.Arbitrary<Json> = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))

  test('are the same whatever order the keys come in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse())
        expect(fingerprint('key', reversed)).toBe(fingerprint('key', fields))
        expect(fieldFingerprints('key', reversed)).toEqual(fieldFingerprints('key', fields))
      }),
    )
  })

  test('differ for different values and different keys', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        // Objects with the same entries in another order are the same value.
        fc.pre(typeof a !== 'object' || typeof b !== 'object')
        expect(fingerprint('key', a)).not.toBe(fingerprint('key', b))
        expect(fingerprint('key', a)).not.toBe(fingerprint('another', a))
      }),
    )
  })

  test('are the same for "10" and "10.00" once amounts are normalised', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.nat(4),
        fc.nat(4),
        (units, places, zeros) => {
          const digits = units
            .toString()
            .replace('-', '')
            .padStart(places + 1, '0')
          const whole = digits.slice(0, digits.length - places)
          const part = digits.slice(digits.length - places)
          const text = `${units < 0n ? '-' : ''}${whole}${places > 0 ? `.${part}` : ''}`
          const longer = `${text}${places > 0 ? '' : zeros > 0 ? '.' : ''}${'0'.repeat(zeros)}`
          expect(normalizeDecimal(longer)).toBe(normalizeDecimal(text))
        },
      ),
    )
  })

  test('hold nothing of the value', () => {
    expect(fingerprint('key', 'anna@example.com')).toMatch(/^[\w-]{22}$/)
  })

  test('of a record depend on its target fields only', () => {
    const fields = fieldFingerprints('key', { title: 'Shirt', price: '10' })
    expect(recordFingerprint('key', { ...fields })).toBe(recordFingerprint('key', fields))
    expect(recordFingerprint('key', { ...fields, title: 'x' })).not.toBe(
      recordFingerprint('key', fields),
    )
  })

  test('of a refusal change with anything in the record but stock', () => {
    const product = aProduct()
    const sold = aProduct({
      variants: product.variants.map((variant) => ({
        ...variant,
        inventory: { ...variant.inventory, quantity: 3 },
      })),
    })
    const otherImage = aProduct({
      images: [{ sourceId: '9', url: 'https://old.example/new.jpg', alt: '' }],
    })
    expect(rejectionFingerprint('key', sold)).toBe(rejectionFingerprint('key', product))
    expect(rejectionFingerprint('key', otherImage)).not.toBe(rejectionFingerprint('key', product))
  })
})
