import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import {
  retryRecords,
  type AllFailures,
} from '#app/migration/engine/leftovers/retry-records.server.ts'
import { aCustomer, aLine, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import { Crash, crashing } from '#test/helpers/engine/crash.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'
import { said, says } from '#test/helpers/said.ts'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

type Chosen = { kind: EntityKind; sourceId: string }

const retry = (records: Chosen[], all?: AllFailures) =>
  engine.run('recent', {
    ledger: { triesAnew: true },
    task: (deps) => retryRecords({ ...deps, records, all }),
  })

async function issue(kind: EntityKind, sourceId: string) {
  const { projectId } = engine.project
  const rows = await database.prisma.issue.findMany({
    where: { projectId, kind, sourceId },
    orderBy: { id: 'asc' },
  })
  return rows.map(said)
}

async function openIssue(kind: EntityKind, sourceId: string) {
  return (await issue(kind, sourceId)).filter(({ resolvedAt }) => resolvedAt === null)
}

const refuse = (isTransient: boolean, ...ids: string[]) => {
  engine.target.refuse = (record) =>
    ids.includes(record.sourceId)
      ? new RecordError('REJECTED_BY_SHOPIFY', record.sourceId, says('Shopify said no.'), {
          isTransient,
        })
      : null
}
const accept = () => (engine.target.refuse = () => null)

describe('a transient failure', () => {
  test('a record is tried in five runs, stands then, and is tried again when the merchant asks', async () => {
    engine.source.put(aProduct({ sourceId: '1' }))
    refuse(true, '1')
    await engine.run('full')
    for (let run = 2; run <= 8; run += 1) {
      await engine.run()
      expect((await openIssue('product', '1'))[0]).toMatchObject({ tries: Math.min(run, 5) })
    }
    expect(engine.source.asked.filter((id) => id === 'product:1')).toHaveLength(4)

    accept()
    await engine.run()
    expect(engine.target.bySourceId('product', '1')).toBeUndefined()
    const run = await retry([{ kind: 'product', sourceId: '1' }])
    expect(engine.target.bySourceId('product', '1')).toBeDefined()
    expect(await openIssue('product', '1')).toEqual([])
    expect(await run.points()).toBe(1)
  })

  test('a retry that fails again gives the record all its tries anew', async () => {
    engine.source.put(aProduct({ sourceId: '1' }))
    refuse(true, '1')
    await engine.run('full')
    for (let run = 2; run <= 6; run += 1) await engine.run()
    await retry([{ kind: 'product', sourceId: '1' }])
    expect((await openIssue('product', '1'))[0]).toMatchObject({ tries: 1 })
    accept()
    await engine.run()
    expect(engine.target.bySourceId('product', '1')).toBeDefined()
  })

  test('two failures that take turns do not start the count anew', async () => {
    engine.source.put(aProduct({ sourceId: '1' }))
    let turn = 0
    engine.target.refuse = ({ kind, sourceId }) =>
      kind === 'product'
        ? new RecordError(
            (turn += 1) % 2 === 0 ? 'IMAGE_FAILED' : 'REJECTED_BY_SHOPIFY',
            sourceId,
            says('No.'),
            { isTransient: true },
          )
        : null
    // The latest change is a later one, so that no window reads the product again.
    engine.source.setNow('2026-03-01T01:00:00Z')
    engine.source.put(anOrder({ sourceId: '2' }))
    await engine.run('full')
    for (let run = 2; run <= 8; run += 1) await engine.run()
    expect(turn).toBe(5)
  })

  test('a record that cannot be read from the source is asked for in a bounded number of runs', async () => {
    const error = new RecordError('SOURCE_RECORD_INVALID', '1', says('It fails.'), {
      isTransient: true,
    })
    engine.source.put(aProduct({ sourceId: '1' }))
    engine.source.break('product', error, '1')
    await engine.run('full')
    for (let run = 2; run <= 9; run += 1) await engine.run()
    expect(engine.source.asked.filter((id) => id === 'product:1')).toHaveLength(4)
    expect(await openIssue('product', '1')).toHaveLength(1)
  })

  test('a parent that was tried too often is not asked for with every order', async () => {
    const line = aLine({ productSourceId: '1', variantSourceId: '1' })
    engine.source.put(aProduct({ sourceId: '1' }))
    refuse(true, '1')
    await engine.run('full')
    for (let run = 2; run <= 6; run += 1) await engine.run()
    const asked = engine.source.asked.length
    engine.source.put(anOrder({ sourceId: '30', lines: [line] }))
    await engine.run()
    expect(engine.source.asked.length).toBe(asked)
    expect(engine.target.bySourceId('order', '30')).toBeDefined()
  })

  test('a record that was gone and came back arrives, and nothing says that it is gone', async () => {
    engine.source.put(aProduct({ sourceId: '1' }))
    refuse(true, '1')
    await engine.run('full')
    const [product] = engine.source.records('product')
    engine.source.remove('product', '1')
    await engine.run()
    expect((await openIssue('product', '1')).map(({ code }) => code)).toEqual([
      'SOURCE_RECORD_GONE',
    ])
    accept()
    // Back from the bin with its old date: no window shows it.
    engine.source.setNow('2026-02-01T00:00:00Z')
    if (product) engine.source.put(product)
    engine.source.setNow('2026-03-01T06:00:00Z')
    await engine.run()
    expect(engine.target.bySourceId('product', '1')).toBeDefined()
    expect(await openIssue('product', '1')).toEqual([])
  })
})

describe('a retry the merchant asked for', () => {
  test('sends what was refused before under the same rules, and its parents', async () => {
    const line = aLine({ productSourceId: '1', variantSourceId: '1' })
    engine.source.put(aProduct({ sourceId: '1' }), anOrder({ sourceId: '30', lines: [line] }))
    refuse(false, '1', '30')
    await engine.run('full')
    accept()
    await engine.run()
    expect(engine.target.records('order')).toEqual([])
    const before = await watermarks()
    await retry([{ kind: 'order', sourceId: '30' }])
    expect(engine.target.bySourceId('order', '30')?.linked.variants).toHaveLength(1)
    expect(await openIssue('product', '1')).toEqual([])
    expect(await openIssue('order', '30')).toEqual([])
    expect(await watermarks()).toEqual(before)
  })

  test('reads only what was chosen', async () => {
    engine.source.put(aProduct({ sourceId: '1' }), aProduct({ sourceId: '2' }))
    refuse(false, '1', '2')
    await engine.run('full')
    accept()
    await retry([{ kind: 'product', sourceId: '2' }])
    expect(engine.target.records('product').map(({ sourceId }) => sourceId)).toEqual(['2'])
    expect(await openIssue('product', '1')).toHaveLength(1)
  })

  test('takes every open failure, of one kind or as one run told them, in many pages', async () => {
    engine = await createEngine(database.prisma, { pageSize: 120 })
    const ids = Array.from({ length: 120 }, (_, at) => String(at + 1))
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    engine.source.put(aCustomer({ sourceId: '500', email: 'a@example.com' }))
    refuse(false, ...ids, '500')
    const full = await engine.run('full', { options: { settleSize: 120 } })
    accept()
    await retry([], { kind: 'customer', reportedBy: full.runId })
    expect(engine.target.records('customer')).toHaveLength(1)
    expect(engine.target.records('product')).toHaveLength(0)
    await retry([], { kind: null, reportedBy: null })
    expect(engine.target.records('product')).toHaveLength(120)
  })

  test('of a record that is gone from the old store says so', async () => {
    engine.source.put(aProduct({ sourceId: '1' }))
    refuse(false, '1')
    await engine.run('full')
    engine.source.remove('product', '1')
    const run = await retry([{ kind: 'product', sourceId: '1' }])
    expect(await run.outcomes()).toEqual({ product: 'skipped 1' })
    expect((await openIssue('product', '1'))[0]?.message).toContain('no longer in the old store')
  })

  test('finds a guest on an order that arrived without them, or says when they come', async () => {
    const guest = aCustomer({ sourceId: 'guest:g', guest: true, email: 'guest@example.com' })
    engine.source.put(anOrder({ sourceId: '30', customerSourceId: 'guest:g', guest }))
    refuse(false, 'guest:g')
    await engine.run('full')
    expect(engine.target.records('order')).toHaveLength(1)
    const [order] = engine.source.records('order')
    engine.source.remove('order', '30')
    await retry([{ kind: 'customer', sourceId: 'guest:g' }])
    expect((await openIssue('customer', 'guest:g'))[0]?.message).toContain('their next order')
    if (order) engine.source.put(order)
    accept()
    await retry([{ kind: 'customer', sourceId: 'guest:g' }])
    expect(engine.target.records('customer')).toHaveLength(1)
    expect(await openIssue('customer', 'guest:g')).toEqual([])
  })

  test('goes on where it was interrupted and brings nothing twice', async () => {
    const ids = ['1', '2', '3']
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    refuse(false, ...ids)
    await engine.run('full')
    accept()
    const task = (deps: Parameters<typeof retryRecords>[0]) => retryRecords({ ...deps })
    const records = ids.map((sourceId) => ({ kind: 'product' as const, sourceId }))
    for (let step = 0; ; step += 1) {
      const run = await engine.project.startRun('recent')
      const crash = crashing({ step, moment: 'after' })
      const died = await engine
        .resume(run, {
          ports: crash.ports(engine.target),
          task: (deps) => task({ ...deps, records }),
        })
        .then(() => false)
        .catch((error: unknown) => {
          if (error instanceof Crash) return true
          throw error
        })
      engine.target.fault = null
      await engine.resume(run, { task: (deps) => task({ ...deps, records }) })
      expect(engine.target.records('product')).toHaveLength(3)
      if (!died) break
    }
    expect(engine.target.stats).toMatchObject({ creates: 3, blindRepeats: 0 })
  })

  test('skips nobody when chosen records are taken off the list while it is interrupted', async () => {
    engine = await createEngine(database.prisma, { pageSize: 60 })
    const ids = Array.from({ length: 60 }, (_, i) => `${i + 1}`)
    engine.source.put(...ids.map((sourceId) => aProduct({ sourceId })))
    refuse(false, ...ids)
    await engine.run('full', { options: { settleSize: 60 } })
    accept()
    const chosen = ids.map((sourceId) => ({ kind: 'product' as const, sourceId }))
    const run = await engine.project.startRun('recent')
    // Dies with the first fifty settled and the next ten asked for.
    const dying = engine.resume(run, {
      ports: (ports) => ({
        ...ports,
        source: {
          ...ports.source,
          readByIds: (kind, asked) =>
            asked.includes('60')
              ? Promise.reject(new Crash('the process is gone'))
              : ports.source.readByIds(kind, asked),
        },
      }),
      task: (deps) => retryRecords({ ...deps, records: chosen }),
    })
    await expect(dying).rejects.toBeInstanceOf(Crash)
    expect(engine.target.records('product')).toHaveLength(50)
    engine.target.fault = null
    await engine.resume(run, {
      task: (deps) => retryRecords({ ...deps, records: chosen.slice(5) }),
    })
    expect(engine.target.records('product')).toHaveLength(60)
  })
})

async function watermarks() {
  const { projectId } = engine.project
  return await database.prisma.watermark.findMany({
    where: { projectId },
    orderBy: { kind: 'asc' },
  })
}
