import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RecordError, TargetFails } from '#app/migration/engine/ports/errors.ts'
import { lastComparison } from '#app/runs/history/comparison.server.ts'
import { lastMoney, type Money } from '#app/verification/money.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { Crash } from '#test/helpers/engine/crash.ts'
import { anOrder } from '#test/helpers/records/canonical-samples.ts'
import { createEngine, type Engine, type Ports } from '#test/helpers/engine/engine.ts'
import type { LedgerRun } from '#test/helpers/engine/ledger-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

let engine: Engine
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

/** An order without customer, goods or taxes of interest: only what it comes to. */
function order(sourceId: string, total: string, placedAt: string, currency = 'EUR') {
  const [line] = anOrder({ sourceId }).lines
  if (!line) throw new Error('The sample order has a line.')
  return anOrder({
    sourceId,
    currency,
    placedAt,
    total,
    totalTax: '0',
    taxes: [],
    discounts: [],
    fees: [],
    shippingLines: [],
    lines: [{ ...line, quantity: 1, subtotal: total, total, taxes: [] }],
  })
}

const MORNING = '2026-01-05T09:00:00Z'
const LATE = '2026-01-06T02:30:00Z'

async function fullCheck(ports?: (ports: Ports) => Ports): Promise<LedgerRun> {
  const run = await engine.run('comparison', ports ? { ports } : {})
  await completed(run)
  return run
}

async function completed({ runId }: LedgerRun) {
  await database.prisma.run.update({
    where: { id: runId },
    data: { state: 'completed', finishedAt: new Date(engine.clock.now()) },
  })
}

async function money(): Promise<Money> {
  const { shop, projectId } = engine.project
  const { prisma } = database
  return lastMoney(
    { prisma },
    { shop, projectId },
    await lastComparison({ prisma }, shop, projectId),
  )
}

describe('the money of both stores', () => {
  test('is not known before everything was compared', async () => {
    engine.source.put(order('1', '10.00', MORNING))
    await completed(await engine.run('full'))
    expect(await money()).toMatchObject({ state: 'unknown', at: null, days: [] })
  })

  test('agrees by day of the Shopify store and by currency, to the cent', async () => {
    await database.prisma.shop.update({
      where: { domain: engine.project.shop },
      data: { timezone: 'America/Los_Angeles' },
    })
    engine.source.put(
      order('1', '10.10', MORNING),
      order('2', '0.20', LATE),
      order('3', '500', MORNING, 'JPY'),
      order('4', '7.00', '2026-01-06T09:00:00Z'),
    )
    await engine.run('full')
    const { runId } = await fullCheck()
    expect(await money()).toMatchObject({ state: 'agrees', runId, reasons: {}, days: [] })

    engine.target.edit('order', '2', { total: '0.19' })
    engine.target.edit('order', '3', { total: '499' })
    await fullCheck()
    expect((await money()).days).toEqual([
      // In Los Angeles half past two of the next morning is still the evening before.
      {
        day: '2026-01-05',
        currency: 'EUR',
        orders: { source: 2, target: 2 },
        total: { source: '10.3', target: '10.29' },
        difference: '-0.01',
        reasons: { kept: 1 },
      },
      {
        day: '2026-01-05',
        currency: 'JPY',
        orders: { source: 1, target: 1 },
        total: { source: '500', target: '499' },
        difference: '-1',
        reasons: { kept: 1 },
      },
    ])
  })

  test('differs when Shopify lacks money and nobody knows why', async () => {
    engine.source.put(order('1', '10.00', MORNING), order('2', '5.00', MORNING))
    await engine.run('full')
    engine.target.remove('order', '2')
    await fullCheck()
    expect(await money()).toMatchObject({
      state: 'differs',
      reasons: { unexplained: 1 },
      days: [
        {
          orders: { source: 2, target: 1 },
          total: { source: '15', target: '10' },
          difference: '-5',
          reasons: { unexplained: 1 },
        },
      ],
    })
  })

  test('agrees where each difference says why', async () => {
    engine.source.put(
      order('1', '10.00', MORNING),
      order('2', '5.00', MORNING),
      order('3', '1.00', MORNING),
      order('4', '2.00', MORNING),
    )
    engine.target.refuse = (record) =>
      record.sourceId === '4'
        ? new RecordError('REJECTED_BY_SHOPIFY', '4', says('Shopify did not accept it.'))
        : null
    await engine.run('full')
    engine.target.edit('order', '1', { total: '8' })
    engine.source.remove('order', '3')
    await fullCheck()
    expect(await money()).toMatchObject({
      state: 'agrees',
      reasons: { kept: 1, deleted: 1, did_not_arrive: 1 },
      days: [{ total: { source: '17', target: '14' }, difference: '-3' }],
    })
  })

  describe('of an order that could not be brought', () => {
    /** Decides about all issues of the order the way the to-do list does. */
    async function decided(sourceId: string, data: { resolution: string; resolvedAt: Date }) {
      const { shop, projectId } = engine.project
      await database.prisma.issue.updateMany({
        where: { shop, projectId, kind: 'order', sourceId },
        data,
      })
    }
    const now = () => new Date(engine.clock.now())
    const refused = (sourceId: string) => {
      engine.target.refuse = (record) =>
        record.sourceId === sourceId
          ? new RecordError('REJECTED_BY_SHOPIFY', sourceId, says('Shopify did not accept it.'))
          : null
    }

    test('is left out once the merchant left it behind', async () => {
      engine.source.put(order('1', '10.00', MORNING), order('2', '5.00', MORNING))
      refused('2')
      await engine.run('full')
      await decided('2', { resolution: 'left_behind', resolvedAt: now() })
      await fullCheck()
      expect(await money()).toMatchObject({ state: 'agrees', reasons: { left_out: 1 } })
    })

    test('says that its change did not arrive, where only that was refused', async () => {
      engine.source.put(order('1', '10.00', MORNING))
      await engine.run('full')
      refused('1')
      engine.source.put(order('1', '12.00', MORNING))
      await engine.run('recent')
      await fullCheck()
      expect(await money()).toMatchObject({ state: 'agrees', reasons: { did_not_arrive: 1 } })

      await decided('1', { resolution: 'left_behind', resolvedAt: now() })
      expect(await money()).toMatchObject({ state: 'agrees', reasons: { left_out: 1 } })
    })
  })

  describe('of an order whose story is over', () => {
    async function tell(code: string, rest: { severity?: string; field?: string } = {}) {
      const { shop, projectId } = engine.project
      const { id: runId } = await database.prisma.run.findFirstOrThrow({ where: { projectId } })
      const { id } = await database.prisma.issue.create({
        data: {
          shop,
          projectId,
          runId,
          kind: 'order',
          sourceId: '1',
          code,
          field: rest.field ?? '',
          severity: rest.severity ?? 'note',
          message: 'It was told.',
          reference: '1',
          fingerprint: '',
          isTransient: false,
          optionsHash: '',
          mappingVersion: 0,
        },
      })
      return async (data: { resolution: string | null; resolvedAt: Date | null }) => {
        await database.prisma.issue.update({ where: { id }, data })
        return (await money()).reasons
      }
    }
    const at = new Date(0)

    test('is still told after the merchant left the difference as it is', async () => {
      engine.source.put(order('1', '10.00', MORNING))
      await engine.run('full')
      await fullCheck()
      await database.prisma.orderTotal.updateMany({
        where: { projectId: engine.project.projectId },
        data: { targetAmount: '9.00' },
      })
      const become = await tell('TOTAL_MISMATCH', { field: 'total' })
      expect(await become({ resolution: null, resolvedAt: null })).toEqual({ told: 1 })
      expect(await become({ resolution: 'left', resolvedAt: at })).toEqual({ told: 1 })
      expect(await become({ resolution: null, resolvedAt: at })).toEqual({ unexplained: 1 })
    })

    test('is not known to be gone for a reason that is over', async () => {
      engine.source.put(order('1', '10.00', MORNING))
      await engine.run('full')
      engine.target.remove('order', '1')
      await fullCheck()
      const become = await tell('TARGET_RECORD_GONE', { severity: 'conflict' })
      expect(await become({ resolution: null, resolvedAt: null })).toEqual({ gone: 1 })
      expect(await become({ resolution: 'keep_target', resolvedAt: at })).toEqual({ gone: 1 })
      // It was made anew, and is gone again.
      expect(await become({ resolution: 'take_source', resolvedAt: at })).toEqual({
        unexplained: 1,
      })
    })

    test('is not deleted when it came back', async () => {
      engine.source.put(order('1', '10.00', MORNING))
      await engine.run('full')
      await fullCheck()
      await database.prisma.orderTotal.updateMany({
        where: { projectId: engine.project.projectId },
        data: { currency: null, amount: null },
      })
      const become = await tell('SOURCE_RECORD_DELETED')
      expect(await become({ resolution: null, resolvedAt: null })).toEqual({ deleted: 1 })
      expect(await become({ resolution: 'left', resolvedAt: at })).toEqual({ deleted: 1 })
      expect(await become({ resolution: null, resolvedAt: at })).toEqual({ not_read: 1 })
    })
  })

  test('is not known while Shopify does not show what one order comes to', async () => {
    engine.source.put(order('1', '10.00', MORNING), order('2', '5.00', MORNING))
    await engine.run('full')
    const failing = engine.target.bySourceId('order', '2')?.gid ?? ''
    await fullCheck((ports) => ({
      ...ports,
      target: {
        ...ports.target,
        totals: (gids) =>
          gids.includes(failing)
            ? Promise.reject(new TargetFails(says('It always fails.')))
            : ports.target.totals(gids),
      },
    }))
    expect(await money()).toMatchObject({ state: 'unknown', reasons: { not_read: 1 } })
  })

  test('counts an order that changed while everything was compared as it is now', async () => {
    engine.source.put(order('1', '10.00', MORNING))
    await engine.run('full')
    engine.source.putQuietly(order('1', '12.00', MORNING))
    await fullCheck((ports) => ({
      ...ports,
      source: {
        ...ports.source,
        readByIds: (kind, ids, how) => {
          engine.source.putQuietly(order('1', '13.00', MORNING))
          return ports.source.readByIds(kind, ids, how)
        },
      },
    }))
    expect(await money()).toMatchObject({ state: 'agrees', reasons: {} })
  })

  test('is asked for the rest only, when a check goes on after a crash', async () => {
    engine = await createEngine(database.prisma, { pageSize: 130 })
    const ids = Array.from({ length: 260 }, (_, i) => String(i + 1))
    engine.source.put(...ids.map((id) => order(id, '1.00', MORNING)))
    await engine.run('full', { options: { settleSize: 130 } })
    const asked: number[] = []
    const run = await engine.project.startRun('comparison')
    const ports = (own: Ports): Ports => ({
      ...own,
      target: {
        ...own.target,
        totals: (gids) => {
          asked.push(gids.length)
          if (asked.length === 2) throw new Crash('The process is gone.')
          return own.target.totals(gids)
        },
      },
    })
    await expect(engine.resume(run, { mode: 'comparison', ports })).rejects.toBeInstanceOf(Crash)
    await engine.resume(run, { mode: 'comparison', ports })
    await completed(run)
    expect(asked).toEqual([250, 10, 10])
    expect(await money()).toMatchObject({ state: 'agrees', reasons: {} })
  })

  test('is not known after a check that did not come to its end, and is after the next', async () => {
    engine.source.put(order('1', '10.00', MORNING))
    await engine.run('full')
    await fullCheck()
    const cancelled = await engine.project.startRun('comparison')
    await expect(
      engine.resume(cancelled, {
        mode: 'comparison',
        ports: (own) => ({
          ...own,
          target: {
            ...own.target,
            totals: () => Promise.reject(new Crash('The process is gone.')),
          },
        }),
      }),
    ).rejects.toBeInstanceOf(Crash)
    await database.prisma.run.update({
      where: { id: cancelled.runId },
      data: { state: 'cancelled' },
    })
    expect(await money()).toMatchObject({ state: 'unknown', at: null })
    const last = await fullCheck()
    expect(await money()).toMatchObject({ state: 'agrees', runId: last.runId })
    const kept = await database.prisma.orderTotal.findMany({
      where: { projectId: engine.project.projectId },
    })
    expect(kept.map(({ runId }) => runId)).toEqual([last.runId])
  })
})
