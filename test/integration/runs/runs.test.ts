import { says } from '#test/helpers/said.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { FatalError, PauseRun, RecordError } from '#app/migration/engine/ports/errors.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { heartbeat } from '#app/runs/queue/lease.server.ts'
import {
  cancelRun,
  getRun,
  lastCompletedRun,
  lastMovingRun,
  pauseRun,
  resumeRun,
  startRun,
} from '#app/runs/life/runs.server.ts'
import { runProgress } from '#app/runs/progress/progress.server.ts'
import { runEvents, runIssues } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

let database: TestDatabase
let app: RunServices
const services = () => app.services

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
  await services().queue.ready()
})
afterAll(async () => {
  await app.close()
  await database.close()
})
let fixtures: ShopFixture[] = []
afterEach(() => {
  for (const { gate } of fixtures) gate.open()
  fixtures = []
})

async function aShop(): Promise<ShopFixture> {
  const fixture = await app.createShop()
  fixtures.push(fixture)
  fixture.source.put(
    aProduct({ sourceId: '1' }),
    aProduct({ sourceId: '2' }),
    aProduct({ sourceId: '3' }),
    aCustomer({ sourceId: '20' }),
    anOrder({ sourceId: '30', customerSourceId: '20' }),
  )
  return fixture
}

async function start(fixture: ShopFixture, mode: PassMode = 'full'): Promise<string> {
  const started = await startRun(services(), fixture.shop, fixture.project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

const never = () => ({ soft: new AbortController().signal, hard: new AbortController().signal })
const execute = (runId: string, workerId = 'worker-1', shutdown = never()) =>
  executeRun(services(), { runId, workerId, shutdown })

const stateOf = async ({ shop }: ShopFixture, runId: string) =>
  (await getRun(services(), shop, runId)).state

/** What a worker leaves behind that was killed in the middle of a run. */
async function killOwner(runId: string): Promise<void> {
  await database.prisma.run.update({
    where: { id: runId },
    data: { leaseOwner: 'killed', leaseExpiresAt: new Date(0) },
  })
}

const jobsOf = (runId: string) =>
  database.prisma.$queryRaw<unknown[]>`select 1 from pgboss.job where data->>'runId' = ${runId}`

test('a run is migrated to its end, counted and told in its log', async () => {
  const fixture = await aShop()
  const { shop } = fixture
  const runId = await start(fixture)
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })

  const run = await getRun(services(), shop, runId)
  expect(run).toMatchObject({ state: 'completed', points: '4.3', reason: null })
  expect(run.finishedAt).not.toBeNull()
  expect(await runCounts(services(), shop, runId)).toMatchObject({
    product: { new: 3, created: 3, failed: 0 },
    customer: { new: 1, created: 1 },
    order: { new: 1, created: 1 },
  })
  const progress = await runProgress(services(), shop, runId)
  expect(progress).toMatchObject({ percent: 100, done: 5, total: 5 })
  expect(progress.kinds.product).toMatchObject({ state: 'done', total: 3, done: 3, percent: 100 })
  const { items } = await runEvents(services(), shop, runId)
  expect(items[0]?.message).toBe('A full migration was requested.')
  expect(items.at(-1)?.message).toBe(
    'The run is complete. 5 records: 5 added, 0 updated, 0 no change, 0 conflicts, 0 left out, 0 did not arrive.',
  )
})

test('starting creates the run and the job that wakes a worker together', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  expect(await jobsOf(runId)).toHaveLength(1)
})

test('when the transaction that wakes a worker is rolled back, no job is left', async () => {
  const fixture = await aShop()
  const { prisma, queue } = services()
  let runId = ''
  const failing = prisma.$transaction(async (tx) => {
    const run = await tx.run.create({
      data: { shop: fixture.shop, projectId: fixture.project.id, mode: 'full', state: 'queued' },
    })
    runId = run.id
    await queue.wake(tx, run.id)
    throw new Error('something after the job')
  })
  await expect(failing).rejects.toThrow('something after the job')
  expect(await jobsOf(runId)).toHaveLength(0)
  expect(await prisma.run.count({ where: { shop: fixture.shop } })).toBe(0)
})

test('two tabs that start a run at once get one run and one clear refusal', async () => {
  const { shop, project } = await aShop()
  const both = await Promise.all([
    startRun(services(), shop, project.id, 'full'),
    startRun(services(), shop, project.id, 'full'),
  ])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  const refused = both.flatMap((each) => (each.ok ? [] : each.problems))
  expect(refused.map(({ code }) => code)).toEqual(['RUN_IN_PROGRESS'])
})

test('two workers that race for a run get one owner', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  const results = await Promise.all(
    ['a', 'b', 'c', 'd'].map((workerId) => execute(runId, workerId)),
  )
  expect(results.filter(({ taken }) => taken)).toHaveLength(1)
  expect(fixture.target.stats).toMatchObject({ creates: 5, blindRepeats: 0 })
})

test('a run whose worker was killed is taken over and goes on from its checkpoint', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  let page = 0
  fixture.source.beforePage = () => {
    page += 1
    if (page === 2) fixture.gate.close()
  }
  const first = execute(runId, 'killed worker')
  await fixture.gate.reached()
  await killOwner(runId)
  fixture.source.beforePage = null
  fixture.gate.open()
  expect(await first).toEqual({ taken: true, state: null })
  expect(await stateOf(fixture, runId)).toBe('running')

  expect(await execute(runId, 'next worker')).toEqual({ taken: true, state: 'completed' })
  expect(fixture.target.stats).toMatchObject({ creates: 5, blindRepeats: 0 })
  const { items } = await runEvents(services(), fixture.shop, runId)
  expect(items.map(({ message }) => message)).toContain('The run goes on where it stopped.')
})

test('a worker that lost its lease writes nothing more', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  fixture.gate.close()
  const running = execute(runId)
  await fixture.gate.reached()
  await database.prisma.run.update({ where: { id: runId }, data: { leaseOwner: 'somebody else' } })
  const eventsBefore = await database.prisma.runEvent.count({ where: { runId } })
  fixture.gate.open()
  expect(await running).toEqual({ taken: true, state: null })
  const run = await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })
  expect(run).toMatchObject({ state: 'running', leaseOwner: 'somebody else' })
  expect(await database.prisma.outcome.count({ where: { runId } })).toBe(0)
  expect(await database.prisma.runEvent.count({ where: { runId } })).toBe(eventsBefore)
})

test('a pause is honoured between records, and resuming brings the rest', async () => {
  const fixture = await aShop()
  const { shop } = fixture
  const runId = await start(fixture)
  let page = 0
  fixture.source.beforePage = () => {
    page += 1
    if (page === 2) fixture.gate.close()
  }
  const running = execute(runId)
  await fixture.gate.reached()
  expect(await pauseRun(services(), shop, runId)).toEqual({ ok: true, state: 'pausing' })
  // Seen by the worker with its next sign of life, which comes before the page goes on.
  await nextHeartbeat(runId)
  fixture.source.beforePage = null
  fixture.gate.open()
  expect(await running).toEqual({ taken: true, state: 'paused' })
  expect(await getRun(services(), shop, runId)).toMatchObject({
    reasonCode: 'STOPPED_BY_MERCHANT',
    allowed: { pause: false, resume: true, cancel: true },
  })
  expect(fixture.target.records('product').length).toBeLessThan(3)

  expect(await resumeRun(services(), shop, runId)).toEqual({ ok: true, state: 'queued' })
  expect(await jobsOf(runId)).toHaveLength(2)
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })
  expect(fixture.target.stats).toMatchObject({ creates: 5, blindRepeats: 0 })
})

/** Two renewals after now, so that one was begun after the request; or the run let go already. */
async function nextHeartbeat(runId: string): Promise<void> {
  const seen = new Set<number>()
  while (seen.size < 3) {
    const run = await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })
    if (run.leaseExpiresAt === null) return
    seen.add(run.leaseExpiresAt.getTime())
  }
}

test('a cancelled run keeps what it brought, and the next run brings the rest', async () => {
  const fixture = await aShop()
  const { shop } = fixture
  const runId = await start(fixture)
  let page = 0
  fixture.source.beforePage = () => {
    page += 1
    if (page === 2) fixture.gate.close()
  }
  const running = execute(runId)
  await fixture.gate.reached()
  expect(await cancelRun(services(), shop, runId)).toEqual({ ok: true, state: 'cancelling' })
  await nextHeartbeat(runId)
  fixture.source.beforePage = null
  fixture.gate.open()
  expect(await running).toEqual({ taken: true, state: 'cancelled' })
  expect(await resumeRun(services(), shop, runId)).toMatchObject({
    ok: false,
    problem: { code: 'CANNOT_RESUME' },
  })

  await execute(await start(fixture))
  expect(fixture.target.stats).toMatchObject({ creates: 5, blindRepeats: 0 })
})

test('a run that waits for a worker is paused and cancelled at once', async () => {
  const fixture = await aShop()
  const { shop } = fixture
  const runId = await start(fixture)
  expect(await pauseRun(services(), shop, runId)).toEqual({ ok: true, state: 'paused' })
  expect(await execute(runId)).toEqual({ taken: false })
  expect(await cancelRun(services(), shop, runId)).toEqual({ ok: true, state: 'cancelled' })
  expect(await cancelRun(services(), shop, runId)).toMatchObject({ ok: false })
})

test('what the merchant asked of a worker that died is done by the next one', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  await database.prisma.run.update({ where: { id: runId }, data: { state: 'pausing' } })
  await killOwner(runId)
  expect(await execute(runId)).toEqual({ taken: true, state: 'paused' })
  expect(fixture.target.stats.creates).toBe(0)
})

test('a source that refuses the key pauses the run with its own sentence', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  fixture.sourceOverrides.now = () =>
    Promise.reject(new PauseRun('SOURCE_CREDENTIALS', says('The old store refused the key.')))
  expect(await execute(runId)).toEqual({ taken: true, state: 'paused' })
  expect(await getRun(services(), fixture.shop, runId)).toMatchObject({
    reasonCode: 'SOURCE_CREDENTIALS',
    reason: 'The old store refused the key.',
  })
  fixture.sourceOverrides = Object.assign(fixture.sourceOverrides, { now: fixture.source.now })
  await resumeRun(services(), fixture.shop, runId)
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })
})

test('resuming a run that stopped to ask is the answer, and is remembered with the run', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  const pauses = ['SOURCE_RESTORED', 'SOURCE_CREDENTIALS', 'SOURCE_LISTS_LESS'] as const
  for (const code of pauses) {
    fixture.sourceOverrides.now = () => Promise.reject(new PauseRun(code, says('Is that so?')))
    expect(await execute(runId)).toEqual({ taken: true, state: 'paused' })
    await resumeRun(services(), fixture.shop, runId)
  }
  const run = await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })
  expect(run.answered).toEqual(['SOURCE_RESTORED', 'SOURCE_LISTS_LESS'])
})

test('an error nobody can mend by waiting fails the run, and a bug shows no inner words', async () => {
  const fixture = await aShop()
  const fatal = await start(fixture)
  fixture.sourceOverrides.now = () => Promise.reject(new FatalError(says('This cannot work.')))
  expect(await execute(fatal)).toEqual({ taken: true, state: 'failed' })
  expect(await getRun(services(), fixture.shop, fatal)).toMatchObject({
    reasonCode: 'FATAL',
    reason: 'This cannot work.',
  })
  fixture.sourceOverrides.now = fixture.source.now
  const broken = await start(fixture)
  fixture.sourceOverrides.now = () => Promise.reject(new TypeError('x is not a function'))
  expect(await execute(broken)).toEqual({ taken: true, state: 'failed' })
  const run = await getRun(services(), fixture.shop, broken)
  expect(run.reasonCode).toBe('UNEXPECTED_ERROR')
  expect(run.reason).not.toContain('not a function')
})

test('a worker that shuts down finishes what is under way and leaves the run to another', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  const soft = new AbortController()
  fixture.gate.close()
  const running = execute(runId, 'leaving', { soft: soft.signal, hard: never().hard })
  await fixture.gate.reached()
  soft.abort()
  fixture.gate.open()
  expect(await running).toEqual({ taken: true, state: null })
  const run = await database.prisma.run.findUniqueOrThrow({ where: { id: runId } })
  expect(run).toMatchObject({ state: 'running', leaseOwner: null })
  expect(await execute(runId, 'next')).toEqual({ taken: true, state: 'completed' })
})

test('a source that became another store stops the run before anything is read', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  const health = await fixture.source.check()
  if (!health.ok) throw new Error('The store in memory is always well')
  fixture.sourceOverrides.check = () =>
    Promise.resolve({
      ...health,
      identity: { url: 'https://other.example', storeId: 'other', name: 'Another store' },
    })
  expect(await execute(runId)).toEqual({ taken: true, state: 'paused' })
  expect(await getRun(services(), fixture.shop, runId)).toMatchObject({
    reasonCode: 'SOURCE_CHANGED',
  })
  expect(fixture.target.stats.creates).toBe(0)
})

test('a page of the host in place of the old store’s first answer is waited out', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  let asked = 0
  fixture.sourceOverrides.check = () => {
    asked += 1
    return asked === 1
      ? Promise.resolve({
          ok: false,
          code: 'ANSWERED_HTML',
          reason: says('The store sent a web page.'),
        })
      : fixture.source.check()
  }
  expect(await execute(runId)).toEqual({ taken: true, state: 'completed' })
  expect(asked).toBe(2)
})

test('a second recent run finds nothing and writes nothing', async () => {
  const fixture = await aShop()
  await execute(await start(fixture))
  fixture.source.put(aProduct({ sourceId: '4' }), aProduct({ sourceId: '1', title: 'New title' }))
  const recent = await start(fixture, 'recent')
  await execute(recent)
  expect((await runCounts(services(), fixture.shop, recent)).product).toMatchObject({
    new: 1,
    changed: 1,
    created: 1,
    updated: 1,
  })
  const { creates, updates } = fixture.target.stats
  const second = await start(fixture, 'recent')
  await execute(second)
  expect(fixture.target.stats).toMatchObject({ creates, updates })
  expect((await getRun(services(), fixture.shop, second)).points).toBe('0.0')
})

test("another shop's run does not exist for this shop", async () => {
  const mine = await aShop()
  const theirs = await aShop()
  const runId = await start(theirs)
  const { shop } = mine
  await expect(getRun(services(), shop, runId)).rejects.toThrow(NotFound)
  await expect(pauseRun(services(), shop, runId)).rejects.toThrow(NotFound)
  await expect(resumeRun(services(), shop, runId)).rejects.toThrow(NotFound)
  await expect(cancelRun(services(), shop, runId)).rejects.toThrow(NotFound)
  await expect(runProgress(services(), shop, runId)).rejects.toThrow(NotFound)
  await expect(runEvents(services(), shop, runId)).rejects.toThrow(NotFound)
  await expect(startRun(services(), shop, theirs.project.id, 'full')).rejects.toThrow(NotFound)
  await expect(getRun(services(), shop, 'not-an-id')).rejects.toThrow(NotFound)
  expect(await stateOf(theirs, runId)).toBe('queued')
})

test('a sign of life keeps the lease only for its owner', async () => {
  const fixture = await aShop()
  const runId = await start(fixture)
  fixture.gate.close()
  const running = execute(runId)
  await fixture.gate.reached()
  const other = { runId, owner: 'somebody else', leaseMs: 1_000 }
  expect(await heartbeat(database.prisma, other)).toBeNull()
  fixture.gate.open()
  await running
})

test('the last migration and the last run that moved something are no retry, no re-link and no look', async () => {
  const fixture = await aShop()
  const { shop, project } = fixture
  expect(await lastMovingRun(services(), shop, project.id)).toBeNull()
  const full = await start(fixture)
  await execute(full)
  const later = async (
    mode: 'recent' | 'comparison' | 'retry' | 'relink',
    outcome: string | null,
  ) => {
    const { id } = await services().prisma.run.create({
      data: { shop, projectId: project.id, mode, state: 'completed' },
    })
    const of = { shop, projectId: project.id, runId: id, kind: 'product', sourceId: '1' }
    if (outcome) {
      const data = { ...of, classification: 'changed', outcome, reference: '1' }
      await services().prisma.outcome.create({ data })
    }
    return id
  }
  await later('retry', 'created')
  await later('relink', 'updated')
  await later('comparison', null)
  const idle = await later('recent', 'unchanged')
  expect((await lastMovingRun(services(), shop, project.id))?.id).toBe(full)
  expect((await lastCompletedRun(services(), shop, project.id))?.id).toBe(idle)
  const check = await later('comparison', 'updated')
  expect((await lastMovingRun(services(), shop, project.id))?.id).toBe(check)
  expect((await lastCompletedRun(services(), shop, project.id))?.id).toBe(idle)
})

test('a run seen later says what became of the records that did not arrive, and when they were last tried', async () => {
  const fixture = await aShop()
  const { shop, project, target } = fixture
  target.refuse = ({ kind, sourceId }) =>
    kind === 'product' && sourceId !== '3'
      ? new RecordError('REJECTED_BY_SHOPIFY', sourceId, says('Not now.'), { isTransient: true })
      : null
  const first = await start(fixture)
  await execute(first)
  const before = await runProgress(services(), shop, first)
  expect(before).toMatchObject({
    outcomes: { created: 3, failed: 2 },
    result: { inShopify: 3 },
    later: { failed: 2, open: 2, arrived: 0, leftBehind: 0, gone: 0 },
    issues: { failed: 2, toDo: 2 },
  })

  target.refuse = ({ kind, sourceId }) =>
    kind === 'product' && sourceId === '2'
      ? new RecordError('REJECTED_BY_SHOPIFY', sourceId, says('Not now.'), { isTransient: true })
      : null
  const second = await start(fixture, 'recent')
  await execute(second)
  const { later, outcomes } = await runProgress(services(), shop, first)
  expect(later).toEqual({ failed: 2, open: 1, arrived: 1, leftBehind: 0, gone: 0 })
  expect(outcomes).toEqual(before.outcomes)
  const [issue] = (await runIssues(services(), shop, second, { severity: 'failed' })).items
  expect(issue?.toldAt.getTime()).toBeGreaterThan(issue?.createdAt.getTime() ?? 0)

  await services().prisma.issue.updateMany({
    where: { shop, projectId: project.id, sourceId: '2' },
    data: { resolution: 'left_behind', resolvedAt: new Date() },
  })
  expect((await runProgress(services(), shop, first)).later).toEqual({
    failed: 2,
    open: 0,
    arrived: 1,
    leftBehind: 1,
    gone: 0,
  })
})
