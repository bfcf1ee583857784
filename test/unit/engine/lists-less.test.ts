import { expect, test } from 'vitest'
import { shortListsSentence } from '#app/migration/engine/run/short-list.server.ts'

test('lists that are short are told in one sentence, however many they are', () => {
  const orders = { kind: 'order', listed: 0, expected: 53 } as const
  expect(shortListsSentence([orders])).toBe(
    'Your old store lists no orders, but 53 were moved from it before.',
  )
  expect(shortListsSentence([{ kind: 'product', listed: 1, expected: 1522 }, orders])).toBe(
    'Your old store lists only 1 product (1,522 were moved from it before) and no orders (53 were moved from it before).',
  )
})
