import { describe, expect, test } from 'vitest'
import type { Json } from '#test/cases/case-file.ts'
import { sameByValue } from '#test/cases/compare.ts'
import { readingOf } from '#test/cases/path.ts'

describe('a path', () => {
  const asked = (path: string) => readingOf('Order', path).selection

  test('lists connections by itself, however they are written', () => {
    const wanted = 'lineItems(first: 250) { nodes { title } }'
    for (const path of ['lineItems.title', 'lineItems[0].title', 'lineItems.nodes[0].title']) {
      expect(asked(path)).toBe(wanted)
    }
    expect(asked('lineItems.edges[0].node.title')).toBe(wanted)
    expect(asked('lineItems(first: 3).title')).toBe('lineItems(first: 3) { nodes { title } }')
  })

  test('asks for what its selector looks at, and finds the type that has a field', () => {
    expect(asked('customAttributes[key=Engraving].value')).toBe('customAttributes { value key }')
    expect(asked('discountApplications[0].value.amount')).toContain('... on MoneyV2 { amount }')
  })

  test('picks its value out of the answer', () => {
    const order = {
      customAttributes: [
        { key: 'Size', value: 'L' },
        { key: 'Engraving', value: 'For Kim' },
      ],
      lineItems: { nodes: [{ title: 'A' }, { title: 'B' }] },
    }
    const pick = (path: string) => readingOf('Order', path).pick(order)
    expect(pick('customAttributes[key=Engraving].value')).toBe('For Kim')
    expect(pick('customAttributes[key="Engraving"].value')).toBe('For Kim')
    expect(pick('customAttributes[key=Colour].value')).toBeNull()
    expect(pick('lineItems[1].title')).toBe('B')
    expect(pick('lineItems.title')).toEqual(['A', 'B'])
    expect(pick('lineItems.length')).toBe(2)
    expect(pick('lineItems[7].title')).toBeNull()
  })

  test.for([
    ['colour', 'has no "colour"'],
    ['lineItems', 'name a field of it'],
    ['name.first', 'plain value'],
    ['lineItems..title', 'cannot be read'],
    ['lineItems[x].title', 'neither a number nor'],
  ])('that leads nowhere is refused with words: %s', ([path = '', words = '']) => {
    expect(() => asked(path)).toThrow(words)
  })
})

describe('values', () => {
  test.for<[Json, Json, boolean]>([
    ['10.00', '10.0', true],
    [10, '10.00', true],
    [0.08, 0.08, true],
    ['10.00', '10.01', false],
    ['007', '7', false],
    ['2026-02-20T10:00:00Z', '2026-02-20T11:00:00+01:00', true],
    [{ value: '10', unit: 'cm' }, '{"unit":"cm","value":10}', true],
    [['Oak', 'Steel'], '["Oak","Steel"]', true],
    [null, '', false],
    [true, 'true', false],
    [{ $contains: 'Kim' }, 'For Kim', true],
    [{ $contains: 'b' }, ['a', 'b'], true],
    [{ $containsAll: ['a', 'c'] }, ['a', 'b'], false],
    [{ $anyOrder: ['a', 'b'] }, ['b', 'a'], true],
    [{ $oneOf: ['1', '2'] }, '2.0', true],
    [{ $not: null }, 'x', true],
    [{ $matches: '^[A-Z]+$' }, 'abc', false],
  ])('%j and %j: %s', ([expected, got, same]) => {
    expect(sameByValue(expected, got)).toBe(same)
  })
})
