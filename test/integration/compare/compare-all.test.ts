import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import { LeaseLost } from '#app/migration/engine/ports/ledger.ts'
import { eachInItsOwnTime } from '#test/helpers/time/each-in-its-own-time.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { Crash, crashing } from '#test/helpers/engine/crash.ts'
import { createEngine, differences, type Engine, type Ports } from '#test/helpers/engine/engine.ts'
import { aCustomer, anOrder, aProduct } from '#test/helpers/records/canonical-samples.ts'
import type { LedgerRun } from '#test/helpers/engine/ledger-run.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

let engine: Engine
beforeEach(async () => {
  engine = await createEngine(database.prisma)
})

const guest = aCustomer({ sourceId: 'guest:g', guest: true, email: 'guest@example.com' })

async function migrated(): Promise<void> {
  fill(engine)
  await engine.run('full')
}

function fill({ source }: Engine): void {
  source.put(
    ...['1', '2', '3'].map((sourceId) => aProduct({ sourceId })),
    ...['1', '2', '3'].map((sourceId) => aCustomer({ sourceId, email: `${sourceId}@example.com` })),
    anOrder({ sourceId: '1', customerSourceId: '1' }),
    anOrder({ sourceId: '2', customerSourceId: 'guest:g', guest }),
    anOrder({ sourceId: '3' }),
  )
}

/** Nothing of before lies in the window of the next run. */
async function runRecentOn(day: string): Promise<void> {
  engine.source.setNow(`2026-04-${day}T00:00:00Z`)
  // A record is touched without being changed: how far the stamping clock is shows in stamps only.
  const [first] = engine.source.records('product')
  if (first) engine.source.put(first)
  await engine.run('recent')
}

const lastEvent = () => engine.events.at(-1)?.message
const issues = (open = true) =>
  database.prisma.issue.findMany({
    where: { projectId: engine.project.projectId, ...(open ? { resolvedAt: null } : {}) },
    orderBy: { id: 'asc' },
  })
const passes = (run: LedgerRun) =>
  database.prisma.comparisonPass.findMany({ where: { runId: run.runId } })

describe('a check of everything', () => {
  test('of an unchanged store reads no record and sends nothing', async () => {
    await migrated()
    const { reads, updates, creates } = engine.target.stats
    engine.source.asked.length = 0
    const run = await engine.run('comparison')
    expect(engine.source.asked).toEqual([])
    expect(engine.target.stats).toMatchObject({ reads, updates, creates })
    expect(await run.outcomes()).toEqual({})
    expect(lastEvent()).toBe(
      'Everything: 9 compared, 0 had changed, 0 were missing, 0 were deleted in the old store.',
    )
  })

  test('finds what changed without a new date', async () => {
    await migrated()
    await runRecentOn('01')
    engine.source.putQuietly(
      aCustomer({ sourceId: '2', email: '2@example.com', lastName: 'Married' }),
    )
    await runRecentOn('02')
    expect(differences(engine.source, engine.target)).not.toEqual([])
    engine.source.asked.length = 0
    await engine.run('comparison')
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(engine.source.asked).toEqual(['customer:2'])
    expect(lastEvent()).toContain('9 compared, 1 had changed, 0 were missing')
  })

  test('finds a record that is missing here although the watermark is past it', async () => {
    await migrated()
    await runRecentOn('02')
    // As an order that was imported there with its old date.
    engine.source.setNow('2026-04-01T00:00:00Z')
    engine.source.putQuietly(anOrder({ sourceId: '4', customerSourceId: '1' }))
    await runRecentOn('03')
    expect(engine.target.bySourceId('order', '4')).toBeUndefined()
    const run = await engine.run('comparison')
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(await run.points()).toBe(0.8)
    expect(lastEvent()).toContain('10 compared, 0 had changed, 1 was missing')
  })

  test('brings back a row the ledger lost, without a second record', async () => {
    await migrated()
    const { projectId } = engine.project
    await database.prisma.mapping.deleteMany({
      where: { projectId, kind: 'product', sourceId: '2' },
    })
    await engine.run('comparison')
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(lastEvent()).toContain('1 was missing')
  })

  test('reads once what was mapped before row hashes were kept', async () => {
    await migrated()
    const { projectId } = engine.project
    await database.prisma.mapping.updateMany({
      where: { projectId },
      data: { sourceRowHash: null },
    })
    engine.source.asked.length = 0
    await engine.run('comparison')
    expect(engine.source.asked).toHaveLength(9)
    expect(lastEvent()).toContain('9 compared, 0 had changed, 0 were missing, 0 were deleted')
    engine.source.asked.length = 0
    await engine.run('comparison')
    expect(engine.source.asked).toEqual([])
  })

  test('keeps what the merchant edited', async () => {
    await migrated()
    engine.target.edit('product', '1', { title: 'Mine' })
    engine.source.putQuietly(aProduct({ sourceId: '1', title: 'Theirs' }))
    await engine.run('comparison')
    expect(engine.target.bySourceId('product', '1')?.fields['title']).toBe('Mine')
    expect(await issues()).toMatchObject([{ code: 'CONFLICT', field: 'title' }])
  })
})

describe('records deleted in the old store', () => {
  test('stay in Shopify and are told once, until they are back', async () => {
    await migrated()
    engine.source.remove('product', '2')
    engine.source.remove('order', '3')
    await engine.run('comparison')
    expect(engine.target.bySourceId('product', '2')).toBeDefined()
    expect(await issues()).toMatchObject([
      { code: 'SOURCE_RECORD_DELETED', kind: 'product', sourceId: '2', severity: 'note' },
      { code: 'SOURCE_RECORD_DELETED', kind: 'order', sourceId: '3', severity: 'note' },
    ])
    expect(lastEvent()).toContain('2 were deleted in the old store')
    await engine.run('comparison')
    expect(await issues(false)).toHaveLength(2)
    expect(lastEvent()).toContain('2 were deleted in the old store')

    engine.source.putQuietly(aProduct({ sourceId: '2' }))
    await engine.run('comparison')
    expect(await issues()).toMatchObject([{ kind: 'order', sourceId: '3' }])
    expect(lastEvent()).toContain('0 had changed, 0 were missing, 1 was deleted')
  })

  test('are not told again after the merchant decided, unless they were back meanwhile', async () => {
    await migrated()
    engine.source.remove('product', '2')
    await engine.run('comparison')
    await database.prisma.issue.updateMany({
      where: { projectId: engine.project.projectId },
      data: { resolvedAt: new Date(), resolution: 'left' },
    })
    await engine.run('comparison')
    expect(await issues()).toEqual([])
    expect(lastEvent()).toContain('0 were deleted')
    engine.source.putQuietly(aProduct({ sourceId: '2' }))
    await engine.run('comparison')
    engine.source.remove('product', '2')
    await engine.run('comparison')
    expect(await issues()).toMatchObject([{ code: 'SOURCE_RECORD_DELETED', sourceId: '2' }])
  })

  test('are nothing to tell when they are gone in Shopify as well', async () => {
    await migrated()
    engine.source.remove('product', '2')
    engine.target.remove('product', '2')
    await engine.run('comparison')
    expect(await issues()).toEqual([])
  })

  test('between the listing and the reading are told as well', async () => {
    await migrated()
    engine.source.putQuietly(aProduct({ sourceId: '2', title: 'Other' }))
    engine.source.beforeList = (kind, page) => {
      if (kind === 'order' && page === 1) engine.source.remove('product', '2')
    }
    await engine.run('comparison')
    expect(await issues()).toMatchObject([{ code: 'SOURCE_RECORD_DELETED', sourceId: '2' }])
    expect(lastEvent()).toContain('0 had changed, 0 were missing, 1 was deleted')
  })

  test('guests are never taken for deleted', async () => {
    await migrated()
    engine.source.remove('order', '2')
    await engine.run('comparison')
    expect(await issues()).toMatchObject([{ kind: 'order', sourceId: '2' }])
  })
})

describe('a check that is interrupted', () => {
  /** Enough of everything that every step of a check is taken. */
  async function prepared(): Promise<Engine> {
    // What lies before the check is read and settled at once.
    let pageSize = 100
    const own = await createEngine(database.prisma, { pageSize: () => pageSize })
    fill(own)
    await own.run('full', { options: { settleSize: 100 } })
    pageSize = 2
    own.source.putQuietly(
      aProduct({ sourceId: '1', title: 'Quietly renamed' }),
      aProduct({ sourceId: '7' }),
      anOrder({ sourceId: '9', customerSourceId: '1' }),
    )
    own.source.remove('customer', '3')
    own.source.listings = 0
    return own
  }

  async function dieAfter(step: number, name: string): Promise<Engine> {
    const own = await prepared()
    const run = await own.project.startRun('comparison')
    // `accepted` is counted once the target has taken the record, so dying before it is dying after.
    const moment = name.startsWith('accepted') ? 'before' : 'after'
    const crash = crashing({ step, moment })
    await expect(
      own.resume(run, { mode: 'comparison', ports: crash.ports(own.target) }),
    ).rejects.toBeInstanceOf(Crash)
    own.target.fault = null
    await own.resume(run, { mode: 'comparison' })
    return own
  }

  test('goes on after any step and ends as if nothing had happened', { timeout: 0 }, async () => {
    const undisturbed = await prepared()
    const count = crashing(null)
    await undisturbed.run('comparison', { ports: count.ports(undisturbed.target) })
    const sentence = undisturbed.events.at(-1)?.message
    expect(sentence).toContain('1 had changed, 2 were missing, 1 was deleted')
    // Dying around a step that only reads is the same as dying after the one before it.
    const changing =
      /accepted|saveIntents|settle|Comparison|recordCompared|closeListing|recordLookedUp/
    const steps = count.names.flatMap((name, step) => (changing.test(name) ? [step] : []))
    expect(steps.length).toBeGreaterThan(25)
    const results = await eachInItsOwnTime(steps, async (step) => {
      const own = await dieAfter(step, count.names[step] ?? '')
      const { projectId } = own.project
      const told = await database.prisma.issue.count({
        where: { projectId, code: 'SOURCE_RECORD_DELETED', sourceId: '3', resolvedAt: null },
      })
      return {
        step: count.names[step],
        sentence: own.events.at(-1)?.message,
        wrong: differences(own.source, own.target),
        told,
        // The page under way and the one read ahead may be listed again.
        listedTwice: Math.max(0, own.source.listings - undisturbed.source.listings - 2),
      }
    })
    expect(results).toEqual(
      steps.map((step) => ({
        step: count.names[step],
        sentence,
        wrong: [],
        told: 1,
        listedTwice: 0,
      })),
    )
  })

  test('that another worker took over records nothing more', async () => {
    const own = await prepared()
    const run = await own.project.startRun('comparison')
    let taken: Promise<void> | null = null
    const ports = (all: Ports): Ports => ({
      ...all,
      ledger: {
        ...all.ledger,
        closeListing: async (kind) => {
          taken ??= run.giveLeaseTo('worker-2')
          await taken
          await all.ledger.closeListing(kind)
        },
      },
    })
    await expect(own.resume(run, { mode: 'comparison', ports })).rejects.toBeInstanceOf(LeaseLost)
    expect(await passes(run)).toMatchObject([{ kind: 'product', compared: 4, listedAt: null }])
    expect(differences(own.source, own.target)).not.toEqual([])
  })
})

describe('Entity Points', () => {
  const limit = (points: number) =>
    database.prisma.project.update({
      where: { id: engine.project.projectId },
      data: { entityPointsLimit: points },
    })

  test('are counted before anything is written, guests of missing orders included', async () => {
    await migrated()
    const other = aCustomer({ sourceId: 'guest:h', guest: true, email: 'h@example.com' })
    engine.source.putQuietly(
      aProduct({ sourceId: '8' }),
      anOrder({ sourceId: '8', customerSourceId: 'guest:h', guest: other }),
      anOrder({ sourceId: '9', customerSourceId: 'guest:h', guest: other }),
    )
    await limit(3)
    const { creates } = engine.target.stats
    const run = await engine.project.startRun('comparison')
    const pausing = engine.resume(run, { mode: 'comparison' })
    await expect(pausing).rejects.toBeInstanceOf(PauseRun)
    await expect(pausing).rejects.toMatchObject({ code: 'ENTITY_POINTS_LIMIT' })
    await expect(pausing).rejects.toMatchObject({
      told: engineSays('compareCostsTooMuch', { points: '3.1', over: '0.1', limit: '3.0' }),
    })
    expect(engine.target.stats.creates).toBe(creates)

    await limit(4)
    engine.source.listings = 0
    await engine.resume(run, { mode: 'comparison' })
    expect(engine.source.listings).toBe(0)
    expect(await run.points()).toBe(3.1)
    expect(differences(engine.source, engine.target)).toEqual([])
  })
})

describe('a source clock that went back', () => {
  const reason = async () =>
    (
      await database.prisma.project.findUniqueOrThrow({
        where: { id: engine.project.projectId },
      })
    ).comparisonReason

  test('makes the next run compare everything, so that no change is lost', async () => {
    engine.source.setNow('2026-03-02T09:00:00Z')
    await migrated()
    // Far back, a change, and almost forward again: its stamp lies before every window.
    engine.source.setNow('2026-03-01T09:00:00Z')
    engine.source.put(anOrder({ sourceId: '1', customerSourceId: '1', note: 'Ring twice' }))
    engine.source.put(aProduct({ sourceId: '4' }))
    engine.source.setNow('2026-03-02T08:00:00Z')
    const run = await engine.run('recent')
    expect(differences(engine.source, engine.target)).toEqual([])
    expect(engine.events.map(({ message }) => message).join('\n')).toMatch(
      /clock went back.*[\s\S]*Everything: 10 compared/,
    )
    expect(await reason()).toBeNull()
    expect(await passes(run)).toHaveLength(3)
  })

  test('is remembered when that run is interrupted', async () => {
    engine.source.setNow('2026-03-02T09:00:00Z')
    await migrated()
    engine.source.setNow('2026-03-02T08:00:00Z')
    const run = await engine.project.startRun('recent')
    const stop = new AbortController()
    engine.source.beforeList = () => stop.abort(new Error('stopped'))
    await expect(engine.resume(run, { signal: stop.signal })).rejects.toThrow('stopped')
    engine.source.beforeList = null
    expect(await reason()).toBe('SOURCE_CLOCK_WENT_BACK')
    await engine.run('recent')
    expect(await reason()).toBeNull()
  })

  test('is no reason while the clock only runs on', async () => {
    await migrated()
    const run = await engine.run('recent')
    expect(await passes(run)).toEqual([])
  })
})
