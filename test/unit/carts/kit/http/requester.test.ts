import { describe, expect, test } from 'vitest'
import { kitSays } from '#app/migration/messages/kit.ts'
import { recoveryTable } from '#app/migration/carts/kit/http/recovery.ts'
import { createRequester } from '#app/migration/carts/kit/http/requester.ts'
import { DEFAULT_TUNING } from '#app/migration/carts/kit/tuning.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'

const words = { cart: 'Example', path: '/', mendMixed: kitSays('mendApi') }
const { judgeAnswer } = recoveryTable(words, [])

const failure = (status: number, retryAfterMs: number | null = null) =>
  judgeAnswer({ status, form: 'json', code: null, message: '', excerpt: '' }, { retryAfterMs })

/** Answers as told, one after the other; the last one for ever. */
function storeOf(
  answers: readonly (Error | string)[],
  clock = createFakeClock(0, { autoAdvance: true }),
) {
  const askedAt: number[] = []
  const ask = () => {
    const answer = answers[Math.min(askedAt.length, answers.length - 1)] ?? ''
    askedAt.push(clock.now())
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }
  const tuning = { ...DEFAULT_TUNING, concurrency: 1, maxAttempts: 4 }
  return { request: createRequester({ clock, logger: silentLogger, tuning }), ask, askedAt }
}

describe('a request to an old store', () => {
  test('is tried again, with waits that double', async () => {
    const { request, ask, askedAt } = storeOf([failure(500), failure(500), failure(500), 'well'])
    expect(await request('orders', ask)).toBe('well')
    expect(askedAt).toEqual([0, 1_000, 3_000, 7_000])
  })

  test('waits as long as the store asks, and leaves a longer wait to the run', async () => {
    const patient = storeOf([failure(429, 5_000), 'well'])
    expect(await patient.request('orders', patient.ask)).toBe('well')
    expect(patient.askedAt).toEqual([0, 5_000])
    const long = storeOf([failure(429, 3_600_000)])
    await expect(long.request('orders', long.ask)).rejects.toThrow(/slowDown/)
    expect(long.askedAt).toEqual([0])
  })

  test('is not sent while the store wants quiet, whoever asked for it', async () => {
    const clock = createFakeClock(0)
    const { request, ask, askedAt } = storeOf([failure(503, 9_000), 'well'], clock)
    const first = request('orders', ask)
    while (clock.sleepers === 0) await new Promise(setImmediate)
    const both = Promise.all([first, request('products', ask)])
    while (clock.sleepers === 1) await new Promise(setImmediate)
    await clock.advance(9_000)
    await both
    expect(askedAt).toEqual([0, 9_000, 9_000])
  })

  test.each([
    ['that the store refuses', failure(404), {}],
    ['that fails for another reason', new Error('ours'), {}],
    ['of a person who waits', failure(500), { attempts: 1 }],
  ])('%s is sent once', async (_, error, options) => {
    const { request, ask, askedAt } = storeOf([error])
    await expect(request('orders', ask, options)).rejects.toBe(error)
    expect(askedAt).toHaveLength(1)
  })

  test('has a bound on its time that only becomes shorter', async () => {
    const { request } = storeOf([])
    const bound = (timeoutMs: number) =>
      request('orders', (ms) => Promise.resolve(ms), { timeoutMs })
    expect(await bound(5)).toBe(5)
    expect(await bound(Number.MAX_SAFE_INTEGER)).toBe(DEFAULT_TUNING.requestTimeoutMs)
  })
})
