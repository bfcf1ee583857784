import { sentenceOf } from '#app/words/sentence.server.ts'
import { says } from '#test/helpers/said.ts'
import { describe, expect, it } from 'vitest'
import {
  fateOf,
  staysBehind,
  undecidedPaths,
  type FieldTable,
} from '#app/migration/carts/kit/wire/field-table.ts'
import { ORDER_FIELDS } from '#app/migration/carts/woocommerce/fields/order.ts'
import { unknownFields } from '#app/migration/carts/kit/wire/field-remarks.ts'

const TABLE: FieldTable = {
  id: { readFor: 'knowing it again' },
  name: { arrives: 'title' },
  lines: { arrives: 'lines' },
  'lines[].image': { staysBehind: says('Pictures. They are the product’s.') },
  links: { staysBehind: says('Links. They are of no use.') },
  'lines[].links': { staysBehind: says('Links. They are of no use.') },
}

describe('what becomes of each field', () => {
  it('is said by the longest path that decides', () => {
    expect(fateOf(TABLE, 'lines[].total')).toEqual({ arrives: 'lines' })
    expect(fateOf(TABLE, 'lines[].image.src')).toEqual({
      staysBehind: says('Pictures. They are the product’s.'),
    })
    expect(fateOf(TABLE, 'lines_of_another')).toBeUndefined()
  })

  it('is undecided only for what nobody named', () => {
    const record = {
      id: 1,
      name: 'Mug',
      lines: [{ total: '1', image: { src: 'x' } }],
      acf: { size: 'L', colours: { 0: 'red', 3: 'blue' } },
      empty: {},
      none: null,
    }
    expect(undecidedPaths(TABLE, record)).toEqual(['acf.colours[]', 'acf.size'])
    expect(undecidedPaths(TABLE, record, { withEmpty: true })).toEqual([
      'acf.colours[]',
      'acf.size',
      'empty',
      'none',
    ])
  })

  it('is decided entry by entry: an unknown name in a line is told, an empty list is none', () => {
    const line = { id: 1, name: 'Mug', bundled_by: 7 }
    expect(undecidedPaths(ORDER_FIELDS, { line_items: [line] })).toEqual([
      'line_items[].bundled_by',
    ])
    expect(undecidedPaths(ORDER_FIELDS, { line_items: [] }, { withEmpty: true })).toEqual([])
  })

  it('is undecided also for names that every object carries', () => {
    const odd: unknown = JSON.parse('{"constructor": "x", "__proto__": "y", "toString": {"a": 1}}')
    expect(undecidedPaths(TABLE, odd)).toEqual(['__proto__', 'constructor', 'toString.a'])
  })

  it('is told to the merchant by name, and never by value', () => {
    const [remark] = unknownFields([[TABLE, { id: 1, acf: { secret: '4711' } }]])
    expect(remark?.code).toBe('FIELD_NOT_KNOWN')
    expect(sentenceOf(remark?.message ?? '')).toContain('“acf.secret”')
    expect(JSON.stringify(remark)).not.toContain('4711')
    expect(unknownFields([[TABLE, { id: 1, name: 'Mug' }]])).toEqual([])
  })

  it('makes the list of what is never moved, each thing once', () => {
    expect(staysBehind([TABLE, TABLE])).toEqual([
      says('Pictures. They are the product’s.'),
      says('Links. They are of no use.'),
    ])
  })
})
