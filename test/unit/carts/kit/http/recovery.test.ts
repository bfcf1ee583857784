import { describe, expect, test } from 'vitest'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import {
  CREDENTIALS,
  isGone,
  recoveryTable,
  toRunError,
  unlessForbidden,
  type JudgedAnswer,
} from '#app/migration/carts/kit/http/recovery.ts'

const { judgeAnswer, judgeTransport } = recoveryTable(
  {
    aStore: 'an Example store',
    theStore: 'the Example store',
    api: 'its API',
    path: '/api/',
    mendMixed: 'switch off what changes its answers',
  },
  [
    {
      when: ({ code }) => code === 'FORBIDDEN',
      verdict: {
        problem: 'BAD_CREDENTIALS',
        recovery: CREDENTIALS,
        say: 'The token is not known.',
      },
    },
  ],
)

const judged = (status: number, form: JudgedAnswer['form'] = 'json', parts = {}): JudgedAnswer => ({
  status,
  form,
  code: null,
  message: '',
  excerpt: '',
  ...parts,
})

describe('a cart’s recovery table', () => {
  test('asks the cart’s own rules first, also about an error in a success', () => {
    const error = judgeAnswer(judged(200, 'json', { code: 'FORBIDDEN', message: 'Nein' }))
    expect(error).toMatchObject({ problem: 'BAD_CREDENTIALS', message: 'The token is not known.' })
    expect(error.wireMessage).toBe('Nein')
    expect(toRunError(error)).toBeInstanceOf(PauseRun)
  })

  test.each([
    [judged(401, 'html'), 'BAD_CREDENTIALS', PauseRun],
    [judged(403, 'html'), 'ANSWERED_HTML', PauseRun],
    [judged(404, 'html'), 'NOT_THIS_CART', PauseRun],
    [judged(404), 'BROKEN_ANSWER', FatalError],
    [judged(200, 'html', { excerpt: '<h1>Coming soon' }), 'MAINTENANCE', RetriableError],
    [judged(503), 'MAINTENANCE', RetriableError],
    [judged(429), 'SERVER_ERROR', RetriableError],
    [judged(500), 'SERVER_ERROR', RetriableError],
    [judged(200, 'html'), 'ANSWERED_HTML', PauseRun],
    [judged(200, 'broken'), 'BROKEN_ANSWER', RetriableError],
    [judged(302), 'SERVER_ERROR', PauseRun],
  ])('knows what every store may answer: %j', (answer, problem, then) => {
    const error = judgeAnswer(answer, { retryAfterMs: 7 })
    expect(error).toMatchObject({ problem, status: answer.status, retryAfterMs: 7 })
    expect(toRunError(error)).toBeInstanceOf(then)
  })

  test('speaks of the cart in its own words', () => {
    expect(judgeAnswer(judged(403, 'html')).message).toContain('Allow requests to /api/ there')
    expect(judgeAnswer(judged(404, 'html')).message).toContain('No Example store was found')
    expect(judgeTransport('timeout', null).message).toContain('whether requests to /api/ are')
  })

  test('only the store’s own word says that a record is gone', () => {
    expect(isGone(judgeAnswer(judged(404)))).toBe(true)
    expect(isGone(judgeAnswer(judged(404, 'html')))).toBe(false)
    expect(isGone(judgeAnswer(judged(500)))).toBe(false)
  })

  test('does without what the key may not read, and without nothing else', async () => {
    const fails = (status: number) => () => Promise.reject(judgeAnswer(judged(status)))
    expect(await unlessForbidden(fails(403))).toBeNull()
    await expect(unlessForbidden(fails(500))).rejects.toThrow(/server error/)
  })
})
