import { expect, test } from 'vitest'
import { isMuchLess, type ShortList } from '#app/migration/engine/run/short-list.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

const told = (lists: readonly ShortList[]) => sentenceOf(engineSays('listsLess', { lists }))

test('lists that are short are told in one sentence, however many they are', () => {
  const orders = { kind: 'order', listed: 0, expected: 53 } as const
  expect(told([orders])).toMatch(
    /^Your old store lists no orders, but 53 were moved from it before\. Check/,
  )
  expect(told([{ kind: 'product', listed: 1, expected: 1522 }, orders])).toMatch(
    /^Your old store lists only 1 product \(1,522 were moved from it before\) and no orders \(53 were moved from it before\)\. Check/,
  )
})

test.each([
  ['none of three', 0, 3, true],
  ['none of two', 0, 2, false],
  ['eight of twenty-seven', 8, 27, true],
  ['five of ten', 5, 10, true],
  ['three of seven, as a small store has it any day', 3, 7, false],
  ['nineteen of a thousand gone', 981, 1000, false],
  ['half of a thousand', 500, 1000, true],
])('a list is doubted or not: %s', (_, listed, expected, isDoubted) => {
  expect(isMuchLess(listed, expected)).toBe(isDoubted)
})
