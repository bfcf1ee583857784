import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { decide, undoDecisions } from '#app/decisions/decide.server.ts'
import { openDecisions } from '#app/decisions/open-decisions.server.ts'
import { RecordError, type IssueCode } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRetry } from '#app/runs/life/retry.server.ts'
import { startRun, startTask } from '#app/runs/life/runs.server.ts'
import type { StartResult } from '#app/runs/run-types.ts'
import { aLine, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'
import { said, says } from '#test/helpers/said.ts'

let database: TestDatabase
let world: RunServices
let store: ShopFixture
/** Records that were sent to Shopify since the store was made, refused ones as well. */
let sent: string[]
beforeAll(async () => {
  database = await createTestDatabase()
  world = createRunServices(database)
})
afterAll(async () => {
  await world.close()
  await database.close()
})
beforeEach(async () => {
  store = await world.createShop()
  refuse()
})

function refuse(ids: Record<string, IssueCode> = {}, isTransient = true): void {
  sent = []
  store.target.refuse = ({ kind, sourceId }) => {
    sent.push(`${kind} ${sourceId}`)
    const code = ids[sourceId]
    return code
      ? new RecordError(code, sourceId, says(`No to ${sourceId}.`), { isTransient })
      : null
  }
}

async function finish(started: StartResult): Promise<string> {
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const how = { runId: started.runId, workerId: 'w', shutdown: { soft: idle, hard: idle } }
  expect(await executeRun(world.services, how)).toMatchObject({ state: 'completed' })
  return started.runId
}

const { shop, projectId } = {
  shop: () => store.shop,
  projectId: () => store.project.id,
}
const run = async (mode: 'full' | 'recent') =>
  finish(await startRun(world.services, shop(), projectId(), mode))
const comparison = async () =>
  finish(await startTask(world.services, shop(), projectId(), { mode: 'comparison' }))
const retry = async (selection: Parameters<typeof startRetry>[3]) =>
  finish(await startRetry(world.services, shop(), projectId(), selection))

const counts = () => openDecisions(world.services, shop(), projectId())
const issues = (sourceId = '1') =>
  database.prisma.issue.findMany({
    where: { projectId: projectId(), sourceId },
    orderBy: { id: 'asc' },
  })
const outcomes = (runId: string) =>
  database.prisma.outcome.findMany({
    where: { runId },
    orderBy: { id: 'asc' },
    select: { kind: true, sourceId: true, outcome: true },
  })
const who = () => ({ shop: shop(), projectId: projectId(), staff: '77' })
async function leave(...sourceIds: string[]): Promise<string | null> {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: projectId(), sourceId: { in: sourceIds }, severity: 'failed' },
  })
  const issueIds = rows.map(({ id }) => String(id))
  const result = await decide(world.services, who(), 'leave_behind', { issueIds })
  expect(result.decided).toBe(sourceIds.length)
  return result.undo
}

/** A store whose record 1 Shopify does not take, and the merchant left it behind. */
async function leftBehind(
  record: CanonicalRecord = aProduct({ sourceId: '1' }),
  isTransient = true,
) {
  store.source.put(record, aProduct({ sourceId: '9' }))
  refuse({ '1': 'REJECTED_BY_SHOPIFY' }, isTransient)
  await run('full')
  expect(await counts()).toMatchObject({ didNotArrive: 1, leftBehind: 0 })
  const undo = await leave('1')
  refuse()
  return undo
}

describe('a record left behind', () => {
  test('is no failure, and says who left it and when', async () => {
    const before = Date.now()
    await leftBehind()
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 1 })
    const [issue] = await issues()
    expect(issue).toMatchObject({ resolution: 'left_behind', decidedBy: '77' })
    expect(issue?.decidedAt?.getTime()).toBeGreaterThanOrEqual(before)
  })

  test.each([
    ['that was transient', true],
    ['that stands', false],
  ])(
    'after a failure %s is written by no run, whatever it reads again',
    async (_how, isTransient) => {
      await leftBehind(aProduct({ sourceId: '1' }), isTransient)
      await run('recent')
      const full = await run('full')
      await comparison()
      expect(sent).toEqual([])
      expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 1 })
      expect(await outcomes(full)).toContainEqual({
        kind: 'product',
        sourceId: '1',
        outcome: 'skipped',
      })
      expect((await outcomes(full)).filter(({ outcome }) => outcome === 'failed')).toEqual([])
    },
  )

  test('whose write was begun is not looked at either, and its tries are kept', async () => {
    await leftBehind()
    const kind: EntityKind = 'product'
    await database.prisma.intent.create({
      data: {
        projectId: projectId(),
        kind,
        sourceId: '1',
        runId: (await issues())[0]?.runId ?? '',
      },
    })
    await run('recent')
    await run('full')
    expect(sent).toEqual([])
    expect(await database.prisma.intent.count({ where: { projectId: projectId() } })).toBe(1)
  })

  test('is not tried again by “all”, nor as the parent of a record that is', async () => {
    const line = aLine({ productSourceId: '1', variantSourceId: '1' })
    store.source.put(aProduct({ sourceId: '1' }), anOrder({ sourceId: '30', lines: [line] }))
    refuse({ '1': 'REJECTED_BY_SHOPIFY', '30': 'REJECTED_BY_SHOPIFY' })
    await run('full')
    await leave('1')
    refuse()
    await retry({ all: { kind: null, reportedBy: null } })
    expect(sent).toEqual(['order 30'])
    expect(store.target.bySourceId('order', '30')).toBeDefined()
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 1 })
    const told = (await issues('30')).filter(({ resolvedAt }) => resolvedAt === null)
    expect(told.map(({ code, field }) => [code, field])).toEqual([['PARENT_MISSING', 'lines']])
  })

  test('does not keep a new order waiting that needs it', async () => {
    await leftBehind()
    const line = aLine({ productSourceId: '1', variantSourceId: '1' })
    store.source.put(anOrder({ sourceId: '31', lines: [line] }))
    await run('recent')
    expect(sent).toEqual(['order 31'])
    expect(store.target.bySourceId('order', '31')).toBeDefined()
  })

  test('is not counted as something that waits', async () => {
    await leftBehind()
    await run('recent')
    for (const mode of ['recent', 'full'] as const) {
      const { kinds } = await estimateRun(world.services, shop(), projectId(), mode)
      expect({ mode, new: kinds.product?.new }).toEqual({ mode, new: 0 })
    }
  })

  test('that changes in the old store is to be decided anew, and is not sent by itself', async () => {
    await leftBehind()
    store.source.put(aProduct({ sourceId: '1', title: 'Another title' }))
    await run('recent')
    await run('recent')
    await comparison()
    expect(sent).toEqual([])
    expect(await counts()).toMatchObject({ didNotArrive: 1, leftBehind: 0 })
    const open = (await issues()).filter(({ resolvedAt }) => resolvedAt === null)
    expect(open).toMatchObject([
      { resolution: null, decidedBy: null, decidedAt: null, severity: 'failed' },
    ])
    expect(open.map(said)[0]?.message).toContain('changed since you left it behind')
    await retry({ records: [{ kind: 'product', sourceId: '1' }] })
    expect(store.target.bySourceId('product', '1')?.fields['title']).toBe('Another title')
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 0 })
  })

  test('that cannot be read any more in the old store stays left behind', async () => {
    await leftBehind()
    const error = new RecordError('SOURCE_RECORD_INVALID', '1', says('It cannot be read.'))
    store.source.put(aProduct({ sourceId: '1' }))
    store.source.break('product', error, '1')
    await run('recent')
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 1 })
  })

  test('stays so when it is left while a run fails on it once more', async () => {
    store.source.put(aProduct({ sourceId: '1' }))
    refuse({ '1': 'REJECTED_BY_SHOPIFY' })
    await run('full')
    const { write } = store.target
    store.target.write = async function* (...args) {
      await leave('1')
      yield* write(...args)
    }
    await run('recent')
    expect(sent).toEqual(['product 1', 'product 1'])
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 1 })
  })
})

describe('bringing it after all', () => {
  test('takes it back, and the next run tries it', async () => {
    const undo = await leftBehind()
    expect(await undoDecisions(world.services, who(), { decidedAt: new Date(undo ?? '') })).toBe(1)
    expect(await counts()).toMatchObject({ didNotArrive: 1, leftBehind: 0 })
    await run('recent')
    expect(sent).toEqual(['product 1'])
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 0 })
  })

  test('by trying it again ends in Shopify, or among what did not arrive', async () => {
    await leftBehind()
    refuse({ '1': 'TITLE_MISSING' })
    await retry({ records: [{ kind: 'product', sourceId: '1' }] })
    expect(await counts()).toMatchObject({ didNotArrive: 1, leftBehind: 0 })
    await leave('1')
    refuse()
    await retry({ records: [{ kind: 'product', sourceId: '1' }] })
    expect(await counts()).toMatchObject({ didNotArrive: 0, leftBehind: 0 })
    expect(store.target.bySourceId('product', '1')).toBeDefined()
  })
})

test('another store can neither leave anything behind nor take it back', async () => {
  await leftBehind()
  const stranger = { ...who(), shop: 'stranger.myshopify.com' }
  const own = await world.createShop()
  const issueIds = (await issues()).map(({ id }) => String(id))
  const before = await issues()
  await expect(decide(world.services, stranger, 'leave_behind', { issueIds })).rejects.toThrow(
    'does not exist',
  )
  await expect(undoDecisions(world.services, stranger, { issueIds })).rejects.toThrow()
  const mixed = { shop: own.shop, projectId: own.project.id, staff: null }
  expect(await undoDecisions(world.services, mixed, { issueIds })).toBe(0)
  expect(await decide(world.services, mixed, 'leave_behind', { issueIds })).toMatchObject({
    decided: 0,
    undo: null,
  })
  expect(await issues()).toEqual(before)
})
