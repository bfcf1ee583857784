import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord, EntityKind } from '#app/migration/kinds/kind.ts'
import type { RecordIdentity } from '#app/migration/engine/ports/source.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, differences, type Engine } from '#test/helpers/engine/engine.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Creation times and keys by "kind id": what is not named was made in 2025. */
let made: Record<string, Partial<RecordIdentity>>
beforeEach(async () => {
  engine = await createEngine(database.prisma)
  made = {}
  engine.source.identityOf = (record) => ({
    createdAt: '2025-01-01T00:00:00Z',
    fixed: {},
    known: knownBy(record),
    ...made[`${record.kind} ${record.sourceId}`],
  })
})
const knownBy = (record: CanonicalRecord): Record<string, string> =>
  record.kind === 'product' ? { title: record.title } : { email: record.email ?? '' }
/** The store was restored, and gave the id out again. */
function exchange(...records: CanonicalRecord[]) {
  for (const { kind, sourceId } of records) {
    made[`${kind} ${sourceId}`] = { createdAt: '2025-11-11T11:11:11Z' }
  }
  engine.source.put(...records)
}

async function openIssues() {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: engine.project.projectId, resolvedAt: null },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, sourceId, code, field }) =>
    `${kind} ${sourceId} ${code} ${field}`.trim(),
  )
}

async function decide(resolution: 'keep_target' | 'take_source') {
  await database.prisma.issue.updateMany({
    where: { projectId: engine.project.projectId, code: 'ANOTHER_RECORD', resolvedAt: null },
    data: { resolution },
  })
}

async function paused(work: Promise<unknown>): Promise<PauseRun> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof PauseRun)) throw new Error('The run did not pause.', { cause: error })
  return error
}

const alice = aCustomer({ sourceId: '32', email: 'alice@example.com', firstName: 'Alice' })
const bob = aCustomer({ sourceId: '32', email: 'bob@example.com', firstName: 'Bob' })
const chair = aProduct({ sourceId: '77', title: 'Chair' })
const table = aProduct({
  sourceId: '77',
  title: 'Table',
  variants: [aVariant({ sourceId: '77', price: '500.00' })],
})
const lines = [aLine({ productSourceId: '77', variantSourceId: '77' })]
const alices = anOrder({
  sourceId: '512',
  number: '512',
  email: 'alice@example.com',
  customerSourceId: '32',
  note: 'Ring',
  lines,
})
const bobs = { ...alices, email: 'bob@example.com', note: 'Leave it at the door' }

const shown = (kind: EntityKind, sourceId: string) => engine.target.bySourceId(kind, sourceId)

describe('after the old store was restored from a backup', () => {
  beforeEach(async () => {
    engine.source.put(chair, alice, alices)
    await engine.run('full')
  })

  test('nothing is written onto the records that had the ids before, and each is told', async () => {
    const before = (['product', 'customer', 'order'] as const).map((kind) =>
      engine.target.records(kind),
    )
    exchange(table, bob, bobs)
    const pause = await paused(engine.run())
    expect(pause.code).toBe('SOURCE_RESTORED')
    expect(sentenceOf(pause.told)).toMatch(/restored from a backup.*3 moved records.*Is that so\?/)
    expect(
      (['product', 'customer', 'order'] as const).map((kind) => engine.target.records(kind)),
    ).toEqual(before)
    expect(await openIssues()).toEqual([
      'product 77 ANOTHER_RECORD',
      'customer 32 ANOTHER_RECORD',
      'order 512 ANOTHER_RECORD',
    ])
  })

  test('the run asks once: resumed, it brings everything else', async () => {
    exchange(table, bob, bobs)
    engine.source.put(anOrder({ sourceId: '513', number: '513' }))
    const run = await engine.project.startRun('recent')
    await paused(engine.resume(run))
    // A worker that dies between telling and pausing must not swallow the question.
    await paused(engine.resume(run))
    await database.prisma.run.update({
      where: { id: run.runId },
      data: { answered: ['SOURCE_RESTORED'] },
    })
    await engine.resume(run)
    expect(shown('order', '513')).toBeDefined()
    expect(await run.outcomes()).toEqual({
      product: 'conflict 1',
      customer: 'conflict 1',
      order: 'conflict 1, created 1',
    })
    // What was told is not asked again by the next run.
    await engine.run('full')
    expect(await openIssues()).toHaveLength(3)
  })

  test('one record alone stops nothing, and is told', async () => {
    exchange(bobs)
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'conflict 1' })
    expect(shown('order', '512')?.fields).toMatchObject({ note: 'Ring' })
    await engine.run('comparison')
    expect(shown('order', '512')?.fields).toMatchObject({ note: 'Ring' })
  })

  test('an order of the new customer does not hang on the old one, nor on the old product', async () => {
    exchange(table, bob)
    engine.source.put({ ...bobs, sourceId: '600', number: '600' })
    await engine.run()
    expect(shown('order', '600')?.linked).toEqual({ customer: null, variants: [] })
    expect(await openIssues()).toEqual([
      'product 77 ANOTHER_RECORD',
      'customer 32 ANOTHER_RECORD',
      'order 600 PARENT_MISSING lines',
      'order 600 PARENT_MISSING customer',
    ])
  })

  test('what the merchant calls the same record is updated as usual, and stays the same', async () => {
    exchange(bobs)
    await engine.run()
    await decide('take_source')
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'updated 1' })
    expect(shown('order', '512')?.fields).toMatchObject({ note: 'Leave it at the door' })
    expect(await openIssues()).toEqual([])
    engine.source.put({ ...bobs, note: 'Ring the bell' })
    await engine.run()
    expect(differences(engine.source, engine.target)).toEqual([])
  })

  test('what the merchant calls another record arrives beside the one in Shopify', async () => {
    exchange(bob)
    await engine.run()
    await decide('keep_target')
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ customer: 'created 1' })
    expect(await run.points()).toBe(0.5)
    const all = engine.target.records('customer')
    expect(all.map(({ fields, sourceId }) => [fields['firstName'], sourceId])).toEqual([
      ['Alice', null],
      ['Bob', '32'],
    ])
    expect(await openIssues()).toEqual([])
    engine.source.put({ ...bob, firstName: 'Robert' })
    await engine.run()
    expect(engine.target.records('customer').map(({ fields }) => fields['firstName'])).toEqual([
      'Alice',
      'Robert',
    ])
  })

  test.for(['keep_target', 'take_source'] as const)(
    'a full check that carries out the decision (%s) finds nothing else in what it brought itself',
    async (resolution) => {
      exchange(table, bobs)
      await engine.run()
      await decide(resolution)
      await engine.run('comparison')
      expect(await openIssues()).toEqual([])
      expect(differences(engine.source, engine.target)).toEqual([])
    },
  )

  test('a record that fits again is no conflict any more', async () => {
    exchange(bobs)
    await engine.run()
    made = {}
    engine.source.put(alices)
    const run = await engine.run()
    expect(await run.outcomes()).toEqual({ order: 'unchanged 1' })
    expect(await openIssues()).toEqual([])
  })

  test('a project that takes the old store’s side in conflicts is asked all the same', async () => {
    exchange(bobs)
    await engine.run('recent', { options: { conflicts: 'take_source' } })
    expect(shown('order', '512')?.fields).toMatchObject({ note: 'Ring' })
    expect(await openIssues()).toEqual(['order 512 ANOTHER_RECORD'])
  })
})

test('a mapping of an earlier release learns what makes its record itself', async () => {
  engine.source.put(alices)
  await engine.run('full')
  const where = { projectId: engine.project.projectId, kind: 'order' }
  await database.prisma.$executeRaw`update "Mapping" set "identity" = null
    where "projectId" = ${engine.project.projectId}::uuid`
  await engine.run('full')
  const learnt = await database.prisma.mapping.findFirst({ where })
  expect(learnt?.identity).not.toBeNull()
  expect(JSON.stringify(learnt?.identity)).not.toContain('alice')
  exchange(bobs)
  await engine.run()
  expect(await openIssues()).toContain('order 512 ANOTHER_RECORD')
})
