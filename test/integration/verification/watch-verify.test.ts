import { verificationSays } from '#app/migration/messages/verification.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSharedWork, WorkDropped } from '#app/platform/shared-work.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import type { Services } from '#app/services.server.ts'
import type { VerifyPage } from '#app/verification/verdict/verification-types.ts'
import { READING_BUDGET_MS, watchVerify } from '#app/verification/watch-verify.server.ts'
import { anOrder } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createFakeClock, type FakeClock } from '#test/helpers/time/fake-clock.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

let database: TestDatabase
let app: RunServices
let store: ShopFixture
let runId: string
let clock: FakeClock
let services: Services
/** The old store was asked for records, each time with what ends the question. */
let asked: (AbortSignal | undefined)[]
/** Called when it is asked. */
let onAsked: () => void

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
})
afterAll(async () => {
  await app?.close()
  await database?.close()
})

beforeEach(async () => {
  store = await app.createShop()
  store.source.put(anOrder({ sourceId: '1' }), anOrder({ sourceId: '2' }))
  const started = await startRun(app.services, store.shop, store.project.id, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  runId = started.runId
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  await executeRun(app.services, { runId, workerId: 'w', shutdown })

  clock = createFakeClock()
  asked = []
  onAsked = () => undefined
  services = {
    ...app.services,
    clock,
    readings: createSharedWork<VerifyPage>(clock),
    // It answers nothing until it is told that nobody waits.
    sourceConnector: (connection, log, signal) => ({
      ...app.services.sourceConnector(connection, log),
      readByIds: () => {
        asked.push(signal)
        onAsked()
        return new Promise((_answer, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason)),
        )
      },
    }),
  }
})

const whenAsked = (times: number) =>
  new Promise<void>((resolve) => {
    onAsked = () => {
      if (asked.length === times) resolve()
    }
  })

function watch(waiter: AbortSignal, page: { cursor?: string | null; limit?: number } = {}) {
  return watchVerify(
    services,
    store.shop,
    runId,
    'order',
    { filter: 'all', cursor: null, limit: 20, ...page },
    waiter,
  )
}

test('all who look at the same page of Verify share one reading of both stores', async () => {
  const first = whenAsked(1)
  const waiter = new AbortController().signal
  const answers = [watch(waiter), watch(waiter), watch(waiter)]
  await first
  await clock.advance(READING_BUDGET_MS)
  const pages = await Promise.all(answers)
  expect(asked).toHaveLength(1)
  expect(new Set(pages).size).toBe(1)
})

test('an old store that takes too long is not known, and what Shopify shows stands', async () => {
  const first = whenAsked(1)
  const answer = watch(new AbortController().signal)
  await first
  await clock.advance(READING_BUDGET_MS)
  const { rows, problem } = await answer
  expect(problem?.message).toEqual(verificationSays('sourceTooSlow'))
  expect(rows.map(({ verdict, gid }) => [verdict, gid !== null])).toEqual([
    ['unknown', true],
    ['unknown', true],
  ])
})

test('a reading that nobody waits for ends', async () => {
  const first = whenAsked(1)
  const visitor = new AbortController()
  const answer = watch(visitor.signal)
  await first
  visitor.abort(new Error('The page was closed.'))
  await expect(answer).rejects.toThrow('The page was closed.')
  await clock.advance(10_000)
  expect(asked.map((signal) => signal?.reason)).toEqual([expect.any(WorkDropped)])
})

test('a shop has a few readings at a time, and the next begins when one is over', async () => {
  const three = whenAsked(3)
  const visitors = Array.from({ length: 5 }, () => new AbortController())
  const answers = visitors.map(({ signal }, i) => watch(signal, { limit: i + 1 }))
  for (const answer of answers) answer.catch(() => undefined)
  await three
  expect(asked).toHaveLength(3)
  const fourth = whenAsked(4)
  visitors[0]?.abort(new Error('The page was closed.'))
  await expect(answers[0]).rejects.toThrow('The page was closed.')
  await clock.advance(10_000)
  await fourth
  expect(asked).toHaveLength(4)
  services.readings.stop()
})
