import { sentenceOf } from '#app/words/sentence.server.ts'
import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PauseRun, RecordError, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
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

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const estimate = ({ shop, project }: ShopFixture, mode: PassMode = 'recent') =>
  estimateRun(app.services, shop, project.id, mode)
const codes = async (fixture: ShopFixture, mode: PassMode = 'recent') =>
  (await estimate(fixture, mode)).problems.map(({ code }) => code)

async function run({ shop, project }: ShopFixture, mode: PassMode): Promise<string> {
  const started = await startRun(app.services, shop, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  await executeRun(app.services, { runId: started.runId, workerId: 'w', shutdown })
  return started.runId
}

/** A shop after its full migration: 3 products, 2 customers, 1 order. */
async function migratedShop(): Promise<ShopFixture> {
  const fixture = await app.createShop()
  fixture.source.put(
    aProduct({ sourceId: '1' }),
    aProduct({ sourceId: '2' }),
    aProduct({ sourceId: '3' }),
    aCustomer({ sourceId: '20', email: 'a@example.com' }),
    aCustomer({ sourceId: '21', email: 'b@example.com' }),
    anOrder({ sourceId: '30', customerSourceId: '20' }),
  )
  await run(fixture, 'full')
  return fixture
}

test('right after a migration nothing is behind and nothing costs anything', async () => {
  const fixture = await migratedShop()
  expect(await estimate(fixture)).toMatchObject({
    kinds: {
      product: { new: 0, changed: 0, exact: true },
      customer: { new: 0, changed: 0, exact: true },
      order: { new: 0, changed: 0, exact: true },
    },
    points: '0.0',
    canStart: true,
    problems: [],
  })
})

test('new and changed records are told apart by what is mapped, guests are counted once', async () => {
  const fixture = await migratedShop()
  const guest = aCustomer({ sourceId: 'guest:abc', guest: true, email: 'guest@example.com' })
  fixture.source.put(
    aProduct({ sourceId: '1', title: 'Changed' }),
    aProduct({ sourceId: '4' }),
    aCustomer({ sourceId: '22', email: 'c@example.com' }),
    anOrder({ sourceId: '31', number: '31', customerSourceId: guest.sourceId, guest }),
    anOrder({ sourceId: '32', number: '32', customerSourceId: guest.sourceId, guest }),
  )
  const before = await estimate(fixture)
  expect(before).toMatchObject({
    kinds: {
      product: { new: 1, changed: 1, exact: true },
      customer: { new: 2, changed: 0, exact: true },
      order: { new: 2, changed: 0, exact: true },
    },
    guests: 1,
    points: '3.6',
  })
  const counts = await runCounts(app.services, fixture.shop, await run(fixture, 'recent'))
  expect(counts.product).toMatchObject({ created: 1, updated: 1 })
  expect(counts.customer).toMatchObject({ created: 2 })
  expect(counts.order).toMatchObject({ created: 2 })
})

test('a record Shopify refused is not announced as new again until it changes in the source', async () => {
  const fixture = await migratedShop()
  fixture.target.refuse = (record) =>
    record.kind === 'product' && record.title === ''
      ? new RecordError('TITLE_MISSING', record.sourceId, says('The product has no title.'))
      : null
  fixture.source.put(aProduct({ sourceId: '5', title: '' }))
  expect((await estimate(fixture)).kinds.product).toMatchObject({ new: 1 })
  await run(fixture, 'recent')
  expect((await estimate(fixture)).kinds.product).toMatchObject({ new: 0 })
  fixture.source.setNow(new Date(Date.now() + 3_600_000).toISOString())
  fixture.source.put(aProduct({ sourceId: '5', title: 'Now with a title' }))
  expect((await estimate(fixture)).kinds.product).toMatchObject({ new: 1 })
})

test('a transient failure is announced with the next run', async () => {
  const fixture = await migratedShop()
  fixture.source.put(aProduct({ sourceId: '6' }))
  fixture.source.break(
    'product',
    new RecordError('SOURCE_RECORD_INVALID', '6', says('It cannot be read.'), {
      isTransient: true,
    }),
    '6',
  )
  await run(fixture, 'recent')
  const next = await estimate(fixture)
  expect(next.retrying).toBe(1)
  expect(next.kinds.product).toMatchObject({ new: 1, changed: 0 })
})

test('over the limit the run does not start, and the reason says what it needs and what the limit is', async () => {
  const fixture = await migratedShop()
  const { shop, project } = fixture
  await database.prisma.project.update({
    where: { id: project.id },
    data: { entityPointsLimit: '1.5' },
  })
  fixture.source.put(aProduct({ sourceId: '7' }), aProduct({ sourceId: '8' }))
  const over = await estimate(fixture)
  expect(over).toMatchObject({ points: '2.0', limit: '1.5', overBy: '0.5', canStart: false })
  const started = await startRun(app.services, shop, project.id, 'recent')
  expect(started).toMatchObject({ ok: false, problems: [{ code: 'OVER_LIMIT' }] })
  expect(sentenceOf(over.problems[0]?.message ?? '')).toContain(
    'needs 2 points; your limit is 1.5 per run',
  )
  expect(await database.prisma.run.count({ where: { shop, state: 'queued' } })).toBe(0)
})

test('a recent run needs a completed full migration, a full one does not', async () => {
  const fixture = await app.createShop()
  fixture.source.put(aProduct({ sourceId: '1' }))
  expect(await codes(fixture)).toEqual(['FULL_MIGRATION_MISSING'])
  expect(await codes(fixture, 'full')).toEqual([])
  expect((await estimate(fixture, 'full')).kinds.product).toEqual({
    new: 1,
    changed: 0,
    exact: true,
  })
})

test('each thing that must be true has its own code and sentence', async () => {
  const fixture = await migratedShop()
  const { sourceOverrides, source, target } = fixture
  sourceOverrides.check = () =>
    Promise.resolve({ ok: false, code: 'BAD_CREDENTIALS', reason: says('The key was refused.') })
  expect((await estimate(fixture)).problems).toEqual([
    { code: 'BAD_CREDENTIALS', message: says('The key was refused.') },
  ])
  const health = await source.check()
  if (!health.ok) throw new Error('The store in memory is always well')
  sourceOverrides.check = () =>
    Promise.resolve({
      ...health,
      identity: { url: 'https://x.example', storeId: 'x', name: 'Another' },
    })
  expect(await codes(fixture)).toEqual(['SOURCE_CHANGED'])
  sourceOverrides.check = source.check

  const anchors = target.checkAnchors
  target.checkAnchors = () =>
    Promise.resolve([{ code: 'LOCATION_GONE', message: says('The location is gone.') }])
  expect(await codes(fixture)).toEqual(['LOCATION_GONE'])
  target.checkAnchors = () =>
    Promise.reject(new PauseRun('TARGET_CREDENTIALS', says('Open the app once.')))
  expect(await codes(fixture)).toEqual(['TARGET_CREDENTIALS'])
  target.checkAnchors = () => Promise.reject(new RetriableError(says('HTTP 502')))
  expect(await codes(fixture)).toEqual(['TARGET_UNREACHABLE'])
  target.checkAnchors = anchors

  for (const sourceId of ['1', '2', '3']) target.remove('product', sourceId)
  for (const sourceId of ['20', '21']) target.remove('customer', sourceId)
  expect(await codes(fixture)).toEqual(['TARGET_RECORDS_GONE'])
})

test('a source that stops answering while it is listed is a problem, not a crash', async () => {
  const fixture = await migratedShop()
  fixture.sourceOverrides.listChanged = async function* () {
    yield await Promise.reject<never>(new RetriableError(says('The store did not answer.')))
  }
  const answer = await estimate(fixture)
  expect(answer.canStart).toBe(false)
  expect(answer.problems.map(({ code }) => code)).toEqual(['SOURCE_UNREACHABLE'])
})

test("another shop's project cannot be estimated", async () => {
  const mine = await migratedShop()
  const theirs = await migratedShop()
  await expect(estimateRun(app.services, mine.shop, theirs.project.id)).rejects.toThrow(NotFound)
})
