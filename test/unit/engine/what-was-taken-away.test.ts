import { describe, expect, test } from 'vitest'
import { mergeFields } from '#app/migration/engine/record/classify/three-way-merge.ts'
import type { Mapping } from '#app/migration/engine/ports/settlement.ts'
import { aCustomer } from '#test/helpers/records/canonical-samples.ts'
import {
  mappingAfterAdoption,
  mappingAfterRefusal,
} from '#app/migration/engine/record/settle/mappings.ts'

const FIELD = 'custom:billing_email'
const GID = 'gid://shopify/Customer/1'

const mapping: Mapping = {
  kind: 'customer',
  sourceId: '5',
  gid: GID,
  fingerprint: 'as it was',
  sourceFields: { firstName: 'Ada', [FIELD]: 'bills@' },
  targetFields: { firstName: 'Ada', [FIELD]: 'bills@' },
  children: {},
  sourceChangedAt: null,
  sourceRowHash: null,
  identity: null,
  mappingVersion: 1,
}

/** The next try, with what the old store wants and Shopify shows by then. */
const next = (
  { sourceFields, targetFields }: Mapping,
  source: Record<string, string>,
  target: Record<string, string>,
) =>
  mergeFields({
    base: { sourceFields, targetFields },
    attempts: [],
    source,
    target,
    open: new Set(),
    takeSource: new Set(),
    again: new Set(),
    policy: 'keep_target',
    baseOfOtherVersion: false,
  })

describe('a field the old store has no more', () => {
  const shown = { firstName: 'Ada', [FIELD]: 'bills@' }

  test('is taken away by the try after the one that was refused', () => {
    const wanted = { firstName: 'Ada' }
    const refused = mappingAfterRefusal(mapping, new Set([FIELD]), { wanted, shown })
    expect(next(refused, wanted, shown).write).toEqual([FIELD])
  })

  test('is taken away when it was only to be changed by the try that was refused', () => {
    const wanted = { firstName: 'Ada', [FIELD]: 'accounts@' }
    const refused = mappingAfterRefusal(mapping, new Set([FIELD]), { wanted, shown })
    expect(next(refused, { firstName: 'Ada' }, shown).write).toEqual([FIELD])
  })

  test('is taken away when the try that brought it was interrupted', () => {
    const wanted = { firstName: 'Ada' }
    const found = mappingAfterAdoption(
      {
        source: {
          kind: 'customer',
          sourceId: '5',
          changedAt: null,
          rowHash: 'now',
          identity: null,
          remarks: [],
          record: aCustomer({ sourceId: '5' }),
        },
        identity: null,
        mappingVersion: 1,
        fingerprint: 'now',
        wanted,
        snapshot: {
          kind: 'customer',
          gid: GID,
          label: '',
          fields: {},
          children: {},
        },
        shown,
        children: {},
      },
      [{ fingerprint: 'then', fields: shown }],
      [],
    )
    expect(next(found, wanted, shown).write).toEqual([FIELD])
    expect(found).toMatchObject({ fingerprint: '', sourceRowHash: null })
  })

  test('stays when the merchant put something else there meanwhile', () => {
    const wanted = { firstName: 'Ada' }
    const refused = mappingAfterRefusal(mapping, new Set([FIELD]), { wanted, shown })
    const edited = { ...shown, [FIELD]: 'merchant@' }
    expect(next(refused, wanted, edited)).toMatchObject({ write: [], conflicts: [FIELD] })
  })
})
