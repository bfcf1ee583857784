import { describe, expect, it } from 'vitest'
import { beginningOf } from '#app/platform/stored-text.ts'

describe('the beginning of a text', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long', 3, 'too'],
    ['ab\u{1f600}cd', 3, 'ab'],
    ['ab\u{1f600}cd', 4, 'ab\u{1f600}'],
  ])('of “%s” up to %i is “%s”', (text, max, expected) => {
    expect(beginningOf(text, max)).toBe(expected)
  })
})
