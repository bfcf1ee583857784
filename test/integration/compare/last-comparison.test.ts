import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PauseRun, RecordError } from '#app/migration/engine/ports/errors.ts'
import { lastComparison } from '#app/runs/history/comparison.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { cancelRun, startRun, startTask, type TaskRun } from '#app/runs/life/runs.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

let database: TestDatabase
let app: RunServices
let fixture: ShopFixture

beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
})
afterAll(async () => {
  await app.close()
  await database.close()
})
beforeEach(async () => {
  fixture = await app.createShop()
  fixture.source.put(...['1', '2', '3', '4'].map((sourceId) => aProduct({ sourceId })))
  await run('full')
})

const last = () => lastComparison(app.services, fixture.shop, fixture.project.id)

async function run(mode: PassMode | TaskRun): Promise<string> {
  const { shop, project } = fixture
  const started =
    typeof mode === 'string'
      ? await startRun(app.services, shop, project.id, mode)
      : await startTask(app.services, shop, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  await executeRun(app.services, { runId: started.runId, workerId: 'w', shutdown })
  return started.runId
}
const compare = () => run({ mode: 'comparison' })

test('a comparison that found, read and brought everything is done, also when one did not arrive', async () => {
  expect(await last()).toEqual({ state: 'never', at: null, runId: null, unread: null })
  fixture.source.putQuietly(aProduct({ sourceId: '5' }), aProduct({ sourceId: '6', title: '' }))
  fixture.source.putQuietly(aProduct({ sourceId: '1', title: 'Renamed in silence' }))
  fixture.target.refuse = (record) =>
    record.kind === 'product' && record.title === ''
      ? new RecordError('TITLE_MISSING', record.sourceId, says('The product has no title.'))
      : null
  const runId = await compare()
  expect(await last()).toMatchObject({ state: 'done', runId, unread: 0, at: expect.any(Date) })
})

test('a comparison that stopped on its way is none, whatever one before it had found', async () => {
  await compare()
  fixture.sourceOverrides.listAll = () => {
    throw new PauseRun('SOURCE_CREDENTIALS', says('The keys are refused.'))
  }
  const runId = await compare()
  expect(await last()).toMatchObject({ state: 'interrupted', runId, at: null })
  await cancelRun(app.services, fixture.shop, runId)
  expect(await last()).toMatchObject({ state: 'interrupted', runId, at: null })
})

test('a comparison of a version that knew fewer kinds is whole', async () => {
  const runId = await compare()
  await database.prisma.comparisonPass.delete({ where: { runId_kind: { runId, kind: 'order' } } })
  expect(await last()).toMatchObject({ state: 'done', runId })
})

test('a comparison that waits for a worker is no comparison yet', async () => {
  await compare()
  const { shop, project } = fixture
  expect(await startTask(app.services, shop, project.id, { mode: 'comparison' })).toMatchObject({
    ok: true,
  })
  expect((await last()).state).toBe('running')
})

test('a record that was listed, and that nobody could read then, is counted', async () => {
  fixture.source.putQuietly(aProduct({ sourceId: '5' }))
  fixture.sourceOverrides.readByIds = () => Promise.resolve({ records: [], rejected: [] })
  await compare()
  expect(await last()).toMatchObject({ state: 'unread', unread: 1 })
})

test('a comparison made by a version that did not count proves nothing', async () => {
  const runId = await compare()
  await database.prisma.comparisonPass.updateMany({ where: { runId }, data: { unread: null } })
  expect(await last()).toMatchObject({ state: 'unread', unread: null })
})

test('a list that was far too short, and taken as it is, is odd', async () => {
  const runId = await compare()
  await database.prisma.comparisonPass.update({
    where: { runId_kind: { runId, kind: 'product' } },
    data: { askedTotal: 1 },
  })
  expect((await last()).state).toBe('odd')
})

test('a retry that brings a record outdates it, as every run that writes does', async () => {
  fixture.target.refuse = ({ sourceId }) =>
    sourceId === '5' ? new RecordError('REJECTED_BY_SHOPIFY', '5', says('Not now.')) : null
  fixture.source.put(aProduct({ sourceId: '5' }))
  await compare()
  expect((await last()).state).toBe('done')
  await run('recent')
  expect((await last()).state).toBe('done')
  fixture.target.refuse = () => null
  await run({ mode: 'retry', records: [{ kind: 'product', sourceId: '5' }] })
  expect((await last()).state).toBe('outdated')
})
