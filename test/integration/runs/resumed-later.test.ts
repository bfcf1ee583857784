import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { systemClock } from '#app/platform/clock.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { cancelRun, getRun, pauseRun, resumeRun, startRun } from '#app/runs/life/runs.server.ts'
import { runEvents } from '#app/runs/history/run-lists.server.ts'
import { resumeWhatIsDue } from '#app/runs/worker/resume-later.server.ts'
import { startWorkLoop } from '#app/runs/worker/work-loop.server.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let database: TestDatabase
let app: RunServices
let ahead = 0
/** Goes on by itself, and jumps while no run is worked on: waiting in between costs no time. */
const clock = { now: () => Date.now() + ahead, sleep: systemClock.sleep }
const open = () =>
  createRunServices(
    database,
    { backoff: { attempts: 1, firstDelayMs: 1, maxDelayMs: 1 } },
    undefined,
    { clock },
  )

beforeAll(async () => {
  database = await createTestDatabase()
  app = open()
  await app.services.queue.ready()
})
afterAll(async () => {
  await app.close()
  await database.close()
})

/** A store with two products whose run was started. */
async function started(): Promise<ShopFixture & { runId: string }> {
  const fixture = await app.createShop()
  fixture.source.put(aProduct({ sourceId: '1' }), aProduct({ sourceId: '2' }))
  const { shop, project } = fixture
  const run = await startRun(app.services, shop, project.id, 'full')
  if (!run.ok) throw new Error(JSON.stringify(run.problems))
  return { ...fixture, runId: run.runId }
}

/** The old store answers 503 from now on. */
function goAway({ sourceOverrides }: ShopFixture): void {
  sourceOverrides.check = async () => ({
    ok: false,
    code: 'MAINTENANCE',
    reason: says('Under maintenance.'),
    status: 503,
  })
}

function comeBack({ sourceOverrides }: ShopFixture): void {
  delete sourceOverrides.check
  delete sourceOverrides.readChanged
}

async function work(runId: string): Promise<void> {
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  await executeRun(app.services, { runId, workerId: 'worker', shutdown })
}

const viewOf = ({ shop, runId }: { shop: string; runId: string }) =>
  getRun(app.services, shop, runId)

/** Minutes until it is tried again by itself; null: it is not. */
async function pauseOf(run: { shop: string; runId: string }): Promise<number | null> {
  const { resumeAt } = await viewOf(run)
  return resumeAt && Math.round((resumeAt.getTime() - clock.now()) / MINUTE)
}

/** Lets the pause go by; nobody works on the run yet. */
async function waitFor(run: { shop: string; runId: string }): Promise<void> {
  const { resumeAt } = await viewOf(run)
  if (resumeAt) ahead += Math.max(0, resumeAt.getTime() - clock.now())
  await resumeWhatIsDue(app.services)
}

async function tryAgain(run: { shop: string; runId: string }): Promise<void> {
  await waitFor(run)
  await work(run.runId)
}

const logOf = async ({ shop, runId }: { shop: string; runId: string }) =>
  (await runEvents(app.services, shop, runId, { limit: 250 })).items.map(({ message }) => message)

const jobsOf = (runId: string) =>
  database.prisma.$queryRaw<{ at: Date }[]>`
    select "start_after" as "at" from pgboss.job where data->>'runId' = ${runId}
    order by "start_after" desc`

describe('a run whose old store does not answer', () => {
  test('is tried again after growing pauses, and goes on when the store is back', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    const first = await viewOf(run)
    expect(first).toMatchObject({
      state: 'paused',
      reasonCode: 'MAINTENANCE',
      away: { side: 'source', status: 503 },
    })
    expect(await pauseOf(run)).toBe(1)
    // Too early: nothing happens.
    await resumeWhatIsDue(app.services)
    expect((await viewOf(run)).state).toBe('paused')

    for (const minutes of [2, 5, 10]) {
      await tryAgain(run)
      expect(await pauseOf(run)).toBe(minutes)
    }
    expect((await viewOf(run)).away?.since).toEqual(first.away?.since)
    comeBack(run)
    await tryAgain(run)
    expect(await viewOf(run)).toMatchObject({ state: 'completed', resumeAt: null, away: null })
    expect(run.target.records('product')).toHaveLength(2)
  })

  test('wakes a worker at the right moment, and is found when that job was lost', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    const { resumeAt } = await viewOf(run)
    const [job] = await jobsOf(run.runId)
    expect(Math.abs((job?.at.getTime() ?? 0) - (resumeAt?.getTime() ?? 0))).toBeLessThan(1000)
    await database.prisma.$executeRaw`delete from pgboss.job where data->>'runId' = ${run.runId}`

    comeBack(run)
    ahead += 2 * MINUTE
    const loop = startWorkLoop(app.services, { workerId: 'another' })
    await expect.poll(async () => (await viewOf(run)).state).toBe('completed')
    await loop.stop()
  })

  test('is tried again by a process that was started meanwhile', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    const restarted = open()
    ahead += 2 * MINUTE
    await resumeWhatIsDue(restarted.services)
    await restarted.close()
    expect((await viewOf(run)).state).toBe('queued')
  })

  test('stays paused after a day and says so, and the merchant begins another day', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    for (const _ of [1, 2, 3, 4, 5, 6]) await tryAgain(run)
    expect(await pauseOf(run)).toBe(60)
    ahead += 22 * HOUR + 30 * MINUTE
    await resumeWhatIsDue(app.services)
    await work(run.runId)
    expect(await viewOf(run)).toMatchObject({ state: 'paused', resumeAt: null })
    expect((await logOf(run)).at(-1)).toContain('tried for a day')
    ahead += 48 * HOUR
    await resumeWhatIsDue(app.services)
    expect((await viewOf(run)).state).toBe('paused')

    const { since } = (await viewOf(run)).away ?? {}
    expect(await resumeRun(app.services, run.shop, run.runId)).toEqual({
      ok: true,
      state: 'queued',
    })
    await work(run.runId)
    expect(await pauseOf(run)).toBe(1)
    expect((await viewOf(run)).away?.since).toEqual(since)
  })

  test('begins anew with short pauses once it got further', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    await tryAgain(run)
    expect(await pauseOf(run)).toBe(2)
    // It answers, gives a page, and is away again.
    comeBack(run)
    run.sourceOverrides.readChanged = async function* (kind, window, resume) {
      yield* run.source.readChanged(kind, window, resume)
      throw new RetriableError(says('No answer.'), { status: 502 })
    }
    await tryAgain(run)
    expect(await pauseOf(run)).toBe(1)
    expect((await viewOf(run)).away).toMatchObject({ status: 502 })
  })

  test('is asked at once when the merchant does not want to wait', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    comeBack(run)
    await resumeRun(app.services, run.shop, run.runId)
    // The job of before wakes somebody: there is nothing left to try again.
    ahead += 2 * MINUTE
    await resumeWhatIsDue(app.services)
    await work(run.runId)
    expect((await viewOf(run)).state).toBe('completed')
    expect((await logOf(run)).filter((line) => line === 'Trying again by itself.')).toEqual([])
  })
})

test('a run that Shopify’s absence paused is tried again as well', async () => {
  const run = await started()
  run.target.checkAnchors = async () => {
    throw new RetriableError(says('Shopify answered with HTTP 503.'), { status: 503 })
  }
  await work(run.runId)
  expect(await viewOf(run)).toMatchObject({
    reasonCode: 'TARGET_UNREACHABLE',
    away: { side: 'target', status: 503 },
  })
  expect(await pauseOf(run)).toBe(1)
})

describe('by itself is never tried again', () => {
  const waited = async (run: { shop: string; runId: string }) => {
    ahead += 72 * HOUR
    await resumeWhatIsDue(app.services)
    return (await viewOf(run)).state
  }

  test('what the merchant paused, also while the store was away', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    await waitFor(run)
    await pauseRun(app.services, run.shop, run.runId)
    expect(await viewOf(run)).toMatchObject({ reasonCode: 'STOPPED_BY_MERCHANT', resumeAt: null })
    expect(await waited(run)).toBe('paused')
  })

  test('what needs the merchant', async () => {
    const run = await started()
    run.sourceOverrides.now = async () => {
      throw new PauseRun('SOURCE_CREDENTIALS', says('The key was revoked.'))
    }
    await work(run.runId)
    expect(await viewOf(run)).toMatchObject({ reasonCode: 'SOURCE_CREDENTIALS', resumeAt: null })
    expect(await waited(run)).toBe('paused')
  })

  test('what was cancelled while it waited', async () => {
    const run = await started()
    goAway(run)
    await work(run.runId)
    await cancelRun(app.services, run.shop, run.runId)
    expect(await waited(run)).toBe('cancelled')
  })

  test('a pause in which an older version left a time behind', async () => {
    const run = await started()
    await pauseRun(app.services, run.shop, run.runId)
    await database.prisma.run.update({
      where: { id: run.runId },
      data: { resumeAt: new Date(clock.now()) },
    })
    expect(await waited(run)).toBe('paused')
  })
})
