import { describe, expect, test } from 'vitest'
import { partsOf } from '#app/migration/engine/record/classify/merge-record.ts'
import type { TargetSnapshot } from '#app/migration/engine/ports/target.ts'

const base = { children: { 'address:0': 'gone' }, targetFields: { addresses: 'before' } }
const there = { 'address:0': 'one', 'address:1': 'two' }

function showing(addresses: string) {
  const current: TargetSnapshot = {
    kind: 'customer',
    gid: 'gid',
    label: '',
    fields: {},
    children: {},
    withoutId: { field: 'addresses', children: there },
  }
  return { current, shown: { addresses } }
}
const tried = (addresses: string) => [{ fingerprint: '', fields: { addresses } }]

describe('parts without an id of their own', () => {
  test('are ours where they are exactly what a write was about to bring that was never recorded', () => {
    expect(partsOf(base, showing('after'), tried('after'))).toEqual(there)
  })

  test('are not where somebody changed them since', () => {
    expect(partsOf(base, showing('merchant'), tried('after'))).toEqual(base.children)
    expect(partsOf(base, showing('after'), [])).toEqual(base.children)
  })

  test('are ours in the same place where they show what we remember', () => {
    expect(partsOf(base, showing('before'), [])).toEqual({ 'address:0': 'one' })
  })
})
