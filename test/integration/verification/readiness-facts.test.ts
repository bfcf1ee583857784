import { shown } from '#app/words/sentence.server.ts'
import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PauseRun, RecordError, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { collectFacts } from '#app/readiness/collect-facts.server.ts'
import { readinessOf } from '#app/readiness/readiness.ts'
import type { StatementId } from '#app/readiness/statement.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { cancelRun, startRun, startTask, type TaskRun } from '#app/runs/life/runs.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { createFormat } from '#app/words/format.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

const format = createFormat('UTC')

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

async function newShop(): Promise<void> {
  fixture = await app.createShop()
  fixture.source.put(
    ...['1', '2', '3'].map((sourceId) => aProduct({ sourceId })),
    aCustomer({ sourceId: '20', email: 'a@example.com' }),
    anOrder({ sourceId: '30', customerSourceId: '20' }),
  )
}

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

const count = () => estimateRun(app.services, fixture.shop, fixture.project.id)

async function readiness(minutesLater = 0) {
  const facts = shown(await collectFacts(app.services, fixture.shop, fixture.project.id))
  return readinessOf(facts, Date.parse(facts.at) + minutesLater * 60_000, format)
}
async function states(minutesLater = 0) {
  const { statements } = await readiness(minutesLater)
  return Object.fromEntries(statements.map(({ id, state }) => [id, state]))
}
async function said(id: StatementId) {
  const { statements } = await readiness()
  const found = statements.find((each) => each.id === id)
  if (!found) throw new Error(id)
  return found
}

test('nothing that was never asked is known, and what was never done is not true', async () => {
  await newShop()
  expect(await states()).toEqual({
    answers: 'not_known',
    history: 'not_true',
    waiting: 'not_known',
    arrived: 'not_known',
    decided: 'not_known',
    checked: 'not_true',
    money: 'not_known',
  })
  expect((await readiness()).headline).toBe('Not yet')
})

test('another shop is told nothing', async () => {
  await newShop()
  const { project } = fixture
  await expect(collectFacts(app.services, 'other.myshopify.com', project.id)).rejects.toThrow(
    NotFound,
  )
})

/** Reads nothing while it is asked: whatever is said comes from our own database. */
function silence(): void {
  const silent = () => {
    throw new Error('The old store was asked')
  }
  Object.assign(fixture.sourceOverrides, {
    check: silent,
    now: silent,
    count: silent,
    listChanged: silent,
    listAll: silent,
  })
}

test('after a migration, a full check and a count all that the old store says is true', async () => {
  await newShop()
  await run('full')
  expect(await states()).toMatchObject({
    answers: 'true',
    history: 'true',
    waiting: 'not_known',
    arrived: 'true',
    decided: 'true',
    checked: 'not_true',
  })
  await run({ mode: 'comparison' })
  await count()
  silence()
  const { headline, statements } = await readiness()
  expect(statements.filter(({ state }) => state !== 'true').map(({ id }) => id)).toEqual([])
  expect(headline).toBe('Ready')
  expect((await readiness(15)).headline).toBe('Can’t say yet')
})

/** What a browser of the merchant's shows, whatever the old store does: never green, never nothing. */
const TROUBLES: [string, () => void, RegExp][] = [
  [
    'keys that are revoked',
    () => {
      fixture.sourceOverrides.check = () =>
        Promise.resolve({
          ok: false,
          code: 'BAD_CREDENTIALS',
          reason: says('The keys are refused.'),
        })
    },
    /refused the keys \(since .*Last known at .*: nothing waiting/,
  ],
  [
    'answers of 500',
    () => {
      fixture.sourceOverrides.now = () =>
        Promise.reject(new RetriableError(says('The old store answered with a server error.')))
    },
    /didn’t answer \(since .*Last known at .*: nothing waiting/,
  ],
  [
    'keys that are refused in the middle',
    () => {
      fixture.sourceOverrides.listChanged = () => {
        throw new PauseRun('SOURCE_CREDENTIALS', says('The keys are refused.'))
      }
    },
    /refused the keys/,
  ],
]

test.each(TROUBLES)(
  '%s end what was green, and say why, since when and what to do',
  async (_, trouble, why) => {
    await newShop()
    await run('full')
    await run({ mode: 'comparison' })
    await count()
    expect((await readiness()).headline).toBe('Ready')
    const order = anOrder({ sourceId: '31', number: '31', customerSourceId: '20' })
    fixture.source.put(order)
    trouble()
    await count()
    expect((await readiness()).headline).not.toBe('Ready')
    const [answers, waiting] = [await said('answers'), await said('waiting')]
    expect(answers.state).not.toBe('true')
    expect(waiting).toMatchObject({ state: 'not_known', why: expect.stringMatching(why) })
    for (const { action } of [answers, waiting]) expect(action).not.toBeNull()
  },
)

test('a list that is suddenly empty is no nothing', async () => {
  await newShop()
  await run('full')
  for (const { sourceId } of fixture.source.records('product')) {
    fixture.source.remove('product', sourceId)
  }
  const { kinds } = await count()
  expect(kinds.product).toEqual({ new: 0, changed: 0, exact: false })
  expect(kinds.order?.exact).toBe(true)
  expect((await said('answers')).state).toBe('not_known')
  expect(await said('waiting')).toMatchObject({
    state: 'not_known',
    why: expect.stringMatching(
      /^We can’t tell\. Your old store lists no products.*may be hiding them\.$/,
    ),
  })
})

test('a count is over when a run has moved something', async () => {
  await newShop()
  await run('full')
  await count()
  expect((await said('waiting')).state).toBe('true')
  fixture.source.put(aProduct({ sourceId: '4' }))
  await run('recent')
  expect((await said('waiting')).state).toBe('not_known')
})

test('a run that was cancelled leaves open whether everything arrived', async () => {
  await newShop()
  await run('full')
  fixture.sourceOverrides.readChanged = () => {
    throw new PauseRun('SOURCE_CREDENTIALS', says('The keys are refused.'))
  }
  const runId = await run('recent')
  for (const id of ['arrived', 'decided'] as const) {
    expect(await said(id)).toMatchObject({
      state: 'not_known',
      why: expect.stringMatching(/is paused before it has read everything/),
      action: { url: `/app/runs/${runId}` },
    })
  }
  await cancelRun(app.services, fixture.shop, runId)
  expect((await said('arrived')).why).toMatch(/was cancelled/)
  fixture.sourceOverrides = {}
})

test('a retry of chosen records is not the run that read everything', async () => {
  await newShop()
  fixture.target.refuse = ({ sourceId }) =>
    sourceId === '3' ? new RecordError('REJECTED_BY_SHOPIFY', '3', says('Not now.')) : null
  await run('full')
  expect(await said('arrived')).toMatchObject({ state: 'not_true', title: '1 did not arrive' })
  fixture.target.refuse = () => null
  await run({ mode: 'retry', records: [{ kind: 'product', sourceId: '3' }] })
  expect((await said('arrived')).state).toBe('true')
})

test('a full migration that settled fewer than the old store counted does not add up', async () => {
  await newShop()
  const runId = await run('full')
  await database.prisma.runPass.update({
    where: { runId_kind: { runId, kind: 'order' } },
    data: { total: 5 },
  })
  expect(await said('history')).toMatchObject({
    state: 'not_known',
    why: expect.stringMatching(/of 5 orders the full migration settled 1/),
  })
  await run({ mode: 'comparison' })
  expect((await said('history')).state).toBe('true')
})
