import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { cancelRun, resumeRun, startRun } from '#app/runs/life/runs.server.ts'
import { runProgress } from '#app/runs/progress/progress.server.ts'
import { runEvents } from '#app/runs/history/run-lists.server.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'
import { getRun } from '#app/runs/life/runs.server.ts'

const MAX_CRASHES = 3

let database: TestDatabase
let app: RunServices

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database, { runMaxCrashes: MAX_CRASHES })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

async function aRun(products = 3): Promise<ShopFixture & { runId: string }> {
  const fixture = await app.createShop()
  for (let i = 1; i <= products; i += 1) fixture.source.put(aProduct({ sourceId: `${i}` }))
  const started = await startRun(app.services, fixture.shop, fixture.project.id, 'full')
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return { ...fixture, runId: started.runId }
}

const never = () => ({ soft: new AbortController().signal, hard: new AbortController().signal })
const execute = (runId: string) =>
  executeRun(app.services, { runId, workerId: 'worker', shutdown: never() })
const row = (runId: string) => database.prisma.run.findUniqueOrThrow({ where: { id: runId } })

/** Leaves the run as a worker does that is killed at its next step. */
async function killed(runId: string): Promise<void> {
  await database.prisma.run.update({
    where: { id: runId },
    data: { leaseOwner: 'killed', leaseExpiresAt: new Date(0) },
  })
}

/** Works on the run until it asks for its first page, and is killed there. */
async function killedBeforeTheFirstPage({ runId, gate }: ShopFixture & { runId: string }) {
  gate.close()
  const working = execute(runId)
  await gate.reached()
  await killed(runId)
  gate.open()
  expect(await working).toEqual({ taken: true, state: null })
  await killed(runId)
}

test('a run over which every worker dies at the same place is paused with a reason', async () => {
  const run = await aRun()
  const { shop, runId } = run
  for (let n = 1; n <= MAX_CRASHES; n += 1) {
    expect((await row(runId)).state).not.toBe('paused')
    await killedBeforeTheFirstPage(run)
  }
  expect(await execute(runId)).toEqual({ taken: false })
  expect(await row(runId)).toMatchObject({
    state: 'paused',
    reasonCode: 'RUN_KEEPS_STOPPING',
    reasonSaid: expect.stringContaining('runs.keepsStopping'),
    leaseOwner: null,
  })
  const { items } = await runEvents(app.services, shop, runId)
  const { reason } = await getRun(app.services, shop, runId)
  expect(reason).toContain('nothing is sent twice')
  expect(items.at(-1)).toMatchObject({ level: 'error', message: reason })

  // The merchant may try as often as before.
  expect(await resumeRun(app.services, shop, runId)).toMatchObject({ ok: true })
  expect(await row(runId)).toMatchObject({ crashes: 0, reasonSaid: null })
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })
})

test('workers may die as often as they like while the run gets further', async () => {
  const fixture = await aRun(14)
  const { runId, source } = fixture
  let kills = 0
  for (;;) {
    let pages = 0
    source.beforePage = () => {
      pages += 1
      // One page is read ahead, so when the third is asked for, the first is settled.
      if (pages === 3) fixture.gate.close()
    }
    const working = execute(runId)
    const died = await Promise.race([
      fixture.gate.reached().then(() => true),
      working.then(() => false),
    ])
    if (!died) {
      expect(await working).toEqual({ taken: true, state: 'completed' })
      break
    }
    await killed(runId)
    source.beforePage = null
    fixture.gate.open()
    await working
    await killed(runId)
    kills += 1
  }
  expect(kills).toBeGreaterThan(MAX_CRASHES)
  expect(fixture.target.stats).toMatchObject({ creates: 14, blindRepeats: 0 })
})

test('records settled before do not count as progress when they are settled again', async () => {
  const fixture = await aRun(2)
  const { runId, target } = fixture
  // The second record kills whoever writes it; the first one is settled each time.
  let poison = 0
  for (let n = 1; n <= MAX_CRASHES + 1; n += 1) {
    let killedThisTime = false
    target.fault = (moment, intent) => {
      if (moment !== 'accepted' || intent.record.sourceId !== '2') return
      killedThisTime = true
      throw new Error('the process is gone')
    }
    const before = await row(runId)
    if (before.state === 'paused') break
    await execute(runId)
    if (!killedThisTime) break
    poison += 1
    // What a death leaves, in place of the unexpected error that the fault looks like here.
    await database.prisma.run.update({
      where: { id: runId },
      data: {
        state: 'running',
        leaseOwner: 'killed',
        leaseExpiresAt: new Date(0),
        finishedAt: null,
      },
    })
  }
  expect(poison).toBeGreaterThanOrEqual(MAX_CRASHES)
  expect(await execute(runId)).toEqual({ taken: false })
  expect(await row(runId)).toMatchObject({ state: 'paused', reasonCode: 'RUN_KEEPS_STOPPING' })
})

test('a run that keeps stopping while it is cancelled is cancelled', async () => {
  const run = await aRun()
  await execute(run.runId)
  const other = await aRun()
  await database.prisma.run.update({
    where: { id: other.runId },
    data: { state: 'running', leaseOwner: 'killed', leaseExpiresAt: new Date(0), crashes: 99 },
  })
  expect(await cancelRun(app.services, other.shop, other.runId)).toMatchObject({ ok: true })
  expect(await execute(other.runId)).toEqual({ taken: false })
  expect(await row(other.runId)).toMatchObject({ state: 'cancelled', reason: null })
  expect((await row(other.runId)).finishedAt).not.toBeNull()
})

test('a handover is no crash', async () => {
  const fixture = await aRun()
  const { runId, gate } = fixture
  for (let n = 0; n <= MAX_CRASHES; n += 1) {
    gate.close()
    const soft = new AbortController()
    const working = executeRun(app.services, {
      runId,
      workerId: 'worker',
      shutdown: { soft: soft.signal, hard: new AbortController().signal },
    })
    await gate.reached()
    soft.abort()
    gate.open()
    await working
    expect(await row(runId)).toMatchObject({ leaseOwner: null, crashes: 0 })
  }
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })
})

test('a run that breaks off at the same place again and again is paused, though nobody dies', async () => {
  const run = await aRun()
  const { runId, sourceOverrides } = run
  sourceOverrides.now = async () => {
    throw Object.assign(new Error('Transaction API error'), { code: 'P2028' })
  }
  for (let n = 1; n <= MAX_CRASHES; n += 1) {
    expect(await execute(runId)).toEqual({ taken: true, state: null })
  }
  expect(await execute(runId)).toEqual({ taken: false })
  expect(await row(runId)).toMatchObject({ state: 'paused', reasonCode: 'RUN_KEEPS_STOPPING' })

  delete sourceOverrides.now
  expect(await resumeRun(app.services, run.shop, runId)).toMatchObject({ ok: true })
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })
})

test('a reason that holds what no database takes is told all the same', async () => {
  const run = await aRun()
  run.sourceOverrides.check = async () => ({
    ok: false,
    code: 'BAD_CREDENTIALS',
    reason: says('The old store “A\0B” refused.'),
  })
  expect(await execute(run.runId)).toEqual({ taken: true, state: 'paused' })
  const { reason } = await getRun(app.services, run.shop, run.runId)
  expect(reason).toBe('The old store “AB” refused.')
})

test('a run that nobody works on says since when', async () => {
  const { shop, runId } = await aRun()
  const waiting = async () => (await runProgress(app.services, shop, runId)).waitingSince
  expect(await waiting()).toBeNull()

  const since = new Date(Date.now() - 60_000)
  await database.prisma.runEvent.updateMany({ where: { runId }, data: { at: since } })
  expect(await waiting()).toEqual(since)

  await database.prisma.run.update({
    where: { id: runId },
    data: { state: 'running', leaseOwner: 'dead', leaseExpiresAt: new Date(Date.now() - 30_000) },
  })
  expect((await waiting())?.getTime()).toBeGreaterThan(since.getTime())

  await database.prisma.run.update({
    where: { id: runId },
    data: { leaseExpiresAt: new Date(Date.now() + 30_000) },
  })
  expect(await waiting()).toBeNull()
  await execute(runId)
  expect(await waiting()).toBeNull()
})
