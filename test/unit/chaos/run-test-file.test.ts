import { expect, test } from 'vitest'
import { verdictOf } from '#test/chaos/self-test/run-test-file.ts'

const file = (results: [status: string, ...messages: string[]][], message = '') => ({
  testResults: [
    {
      message,
      assertionResults: results.map(([status, ...failureMessages], at) => ({
        fullName: `test ${at}`,
        status,
        failureMessages,
      })),
    },
  ],
})
const WRONG = 'AssertionError: expected 1 to be 2\n    at a.test.ts:1:1'

test('an assertion that does not hold has seen something', () => {
  expect(verdictOf(file([['passed'], ['failed', WRONG]]), 1)).toEqual({
    is: 'failed',
    because: 'test 1',
  })
})

test.each([
  ['a file that does not load', file([], 'Cannot find module'), 1],
  ['a set-up that fails', file([['skipped']], 'no database'), 1],
  ['an assertion beside a set-up that fails', file([['failed', WRONG]], 'no database'), 1],
  ['an error that is no assertion', file([['failed', 'TypeError: f is no function']]), 1],
  ['an error outside of the tests', file([['passed']]), 1],
  ['a file whose tests are all left out', file([['skipped']]), 0],
  ['no file at all', { testResults: [] }, 1],
])('%s proves nothing', (_, report, exitCode) => {
  expect(verdictOf(report, exitCode).is).toBe('broken')
})

test('a file passes when a test of it ran and none failed', () => {
  expect(verdictOf(file([['passed'], ['skipped']]), 0).is).toBe('passed')
})
