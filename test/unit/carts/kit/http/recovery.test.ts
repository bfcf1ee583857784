import { describe, expect, test } from 'vitest'
import { kitSays } from '#app/migration/messages/kit.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import {
  CREDENTIALS,
  isGone,
  recoveryTable,
  type SourceRequestError,
  toRunError,
  unlessForbidden,
  type JudgedAnswer,
} from '#app/migration/carts/kit/http/recovery.ts'

const TOKEN_UNKNOWN = { key: 'example.tokenUnknown', params: {} }

const { judgeAnswer, judgeTransport } = recoveryTable(
  {
    cart: 'Example',
    path: '/api/',
    mendMixed: kitSays('mendApi'),
  },
  [
    {
      when: ({ code }) => code === 'FORBIDDEN',
      verdict: {
        problem: 'BAD_CREDENTIALS',
        recovery: CREDENTIALS,
        say: TOKEN_UNKNOWN,
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
    expect(error).toMatchObject({ problem: 'BAD_CREDENTIALS', told: TOKEN_UNKNOWN })
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
    const said = ({ told }: SourceRequestError) => sentenceOf(told)
    expect(said(judgeAnswer(judged(403, 'html')))).toContain('Allow requests to /api/ there')
    expect(said(judgeAnswer(judged(404, 'html')))).toContain('There’s no Example store at')
    expect(said(judgeTransport('timeout', null))).toContain('whether requests to /api/ are')
  })

  test('only the store’s own word says that a record is gone', () => {
    expect(isGone(judgeAnswer(judged(404)))).toBe(true)
    expect(isGone(judgeAnswer(judged(404, 'html')))).toBe(false)
    expect(isGone(judgeAnswer(judged(500)))).toBe(false)
  })

  test('does without what the key may not read, and without nothing else', async () => {
    const fails = (status: number) => () => Promise.reject(judgeAnswer(judged(status)))
    expect(await unlessForbidden(fails(403))).toBeNull()
    await expect(unlessForbidden(fails(500))).rejects.toThrow(/serverError/)
  })
})
