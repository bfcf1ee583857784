import { expect, test } from 'vitest'
import { SourceRequestError } from '#app/migration/carts/kit/http/recovery.ts'
import { readPage, rowsOf } from '#app/migration/carts/magento/lists/rows.ts'
import { toFilter } from '#app/migration/carts/magento/time.ts'

test('a page that was asked for a few fields behind the last row is an empty one', () => {
  expect(readPage({ items: null, search_criteria: {}, total_count: 40 })).toEqual({
    items: [],
    total: 40,
  })
})

test('rows are known by their number, whatever the list calls it', () => {
  const { rows } = rowsOf([
    { id: 24, updated_at: '2026-11-22 18:24:32', type_id: 'simple' },
    { entity_id: 23, updated_at: '2026-11-22 18:24:40', customer_id: 8 },
    { entity_id: 9, order_id: 23, updated_at: null },
  ])
  expect(rows.map(({ summary, changedAt }) => [summary.id, changedAt])).toEqual([
    [24, '2026-11-22T18:24:32Z'],
    [23, '2026-11-22T18:24:40Z'],
    [9, null],
  ])
  expect(rows.map(({ summary }) => [summary.customer_id, summary.order_id])).toEqual([
    [null, null],
    [8, null],
    [null, 23],
  ])
})

test('rows without a number are counted', () => {
  expect(rowsOf([{ sku: 'A' }, { id: 1 }])).toMatchObject({
    rows: [{ summary: { id: 1 } }],
    unreadable: 1,
  })
})

test.for([[[]], [{}], [{ total_count: 3 }], [{ items: 'none' }], ['yes']])(
  'an answer that is no page is not taken for an empty one: %j',
  ([body]) => {
    expect(() => readPage(body)).toThrow(SourceRequestError)
  },
)

test('a list that does not count says so', () => {
  expect(readPage({ items: [], total_count: null }).total).toBeNull()
})

test('filters are in UTC, without a zone, in the notation of the store', () => {
  expect(toFilter(Date.parse('2026-11-22T18:24:30Z') / 1_000)).toBe('2026-11-22 18:24:30')
})
