import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eachInItsOwnTime } from '#test/helpers/time/each-in-its-own-time.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { Crash, crashing, statesToDieIn, type CrashPoint } from '#test/helpers/engine/crash.ts'
import { createEngine, differences, type Engine } from '#test/helpers/engine/engine.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import type { LedgerRun } from '#test/helpers/engine/ledger-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const lineOf = (id: string) => aLine({ productSourceId: id, variantSourceId: id })
const guest = aCustomer({ sourceId: 'guest:g', guest: true, email: 'guest@example.com' })

function fill({ source }: Engine): void {
  source.put(
    aProduct({ sourceId: '1' }),
    aProduct({ sourceId: '2' }),
    aProduct({ sourceId: '3' }),
    aCustomer({ sourceId: '1', email: 'one@example.com' }),
    aCustomer({ sourceId: '2', email: 'two@example.com' }),
    anOrder({ sourceId: '1', customerSourceId: '1', lines: [lineOf('1')] }),
    anOrder({ sourceId: '2', customerSourceId: 'guest:g', guest, lines: [lineOf('2')] }),
    anOrder({ sourceId: '3' }),
  )
}

/** What happens in the old store after the full migration. */
function goOn({ source }: Engine): void {
  const variants = [aVariant({ sourceId: '1', price: '15' }), aVariant({ sourceId: '11' })]
  source.put(
    aProduct({ sourceId: '1', title: 'Renamed', variants }),
    aProduct({ sourceId: '4' }),
    aCustomer({ sourceId: '1', email: 'one@example.com', lastName: 'Married' }),
    aCustomer({ sourceId: '3', email: 'three@example.com' }),
    anOrder({ sourceId: '1', customerSourceId: '1', lines: [lineOf('1')], note: 'Ring twice' }),
    anOrder({ sourceId: '3', cancelledAt: '2026-03-01T12:00:00Z' }),
    anOrder({ sourceId: '4', customerSourceId: '3', lines: [lineOf('4')] }),
  )
}

async function expectAllWell(engine: Engine, run: LedgerRun): Promise<void> {
  const { prisma } = database
  const { projectId } = engine.project
  expect(differences(engine.source, engine.target)).toEqual([])
  expect(
    engine.target.records('customer').filter(({ sourceId }) => sourceId === 'guest:g'),
  ).toHaveLength(1)
  expect(await prisma.intent.count({ where: { projectId } })).toBe(0)
  const issues = { projectId, resolvedAt: null, severity: { not: 'note' } }
  expect(await prisma.issue.count({ where: issues })).toBe(0)
  // Every mapping leads to the one record of its source id.
  const mappings = await prisma.mapping.findMany({ where: { projectId } })
  for (const { kind, sourceId, gid } of mappings) {
    const stored = engine.target.bySourceId(kind as 'order', sourceId)
    expect(`${kind} ${sourceId} ${gid}`).toBe(`${kind} ${sourceId} ${stored?.gid}`)
  }
  const passes = await prisma.runPass.findMany({ where: { runId: run.runId } })
  const watermarks = await prisma.watermark.findMany({ where: { projectId } })
  for (const { kind, at } of watermarks) {
    expect(at).toBe(passes.find((pass) => pass.kind === kind)?.windowTo)
  }
  expect(watermarks).toHaveLength(3)
}

/** A watermark may only name what is completely in the target. */
async function expectNoLie(engine: Engine): Promise<void> {
  const { source, target, project } = engine
  const watermarks = await database.prisma.watermark.findMany({
    where: { projectId: project.projectId },
  })
  for (const { kind, at } of watermarks) {
    for await (const rows of source.listChanged(kind as 'order', { from: null, to: at })) {
      for (const { sourceId } of rows) {
        const record = source.records(kind as 'order').find((each) => each.sourceId === sourceId)
        if (!record) continue
        expect(target.bySourceId(kind as 'order', sourceId)?.fields).toEqual(
          target.expectedFields(record),
        )
      }
    }
  }
}

async function crashAt(
  point: CrashPoint,
  mode: 'full' | 'recent',
  meanwhile: (engine: Engine) => void = () => undefined,
): Promise<void> {
  const engine = await preparedFor(mode)
  const run = await engine.project.startRun(mode)
  const crash = crashing(point)
  const died = await engine
    .resume(run, { ports: crash.ports(engine.target), options: { mode } })
    .then(() => false)
    .catch((error: unknown) => {
      if (error instanceof Crash) return true
      throw error
    })
  engine.target.fault = null
  await expectNoLie(engine)
  meanwhile(engine)
  expect(died, 'the process died where it should').toBe(true)
  await engine.resume(run, { options: { mode } })
  expect(engine.target.stats.blindRepeats, 'nothing is sent twice without a look first').toBe(0)
  if (meanwhile.length > 0) {
    const last = await engine.run()
    await expectAllWell(engine, last)
  } else {
    await expectAllWell(engine, run)
    const { outcomes } = await counts(run)
    expect(outcomes).toEqual(await wanted(mode))
    // What the ledger remembers of each record is as it should be, too. Where in a kind the process
    // died makes no difference to that: a third of the deaths is looked at again.
    if (point.step % 3 !== 0) return
    const before = { ...engine.target.stats }
    await engine.run()
    expect(engine.target.stats.creates).toBe(before.creates)
    expect(engine.target.stats.updates).toBe(before.updates)
  }
}

async function counts(run: LedgerRun) {
  return { outcomes: { ...(await run.outcomes()), points: await run.points() } }
}

const uninterrupted = new Map<string, Promise<unknown>>()
/** Outcomes and points of the same run when nothing happens to it. */
function wanted(mode: 'full' | 'recent'): Promise<unknown> {
  let result = uninterrupted.get(mode)
  if (!result) {
    result = (async () => {
      const engine = await preparedFor(mode)
      return (await counts(await engine.run(mode))).outcomes
    })()
    uninterrupted.set(mode, result)
  }
  return result
}

/** What lies before the run in question is read and settled at once; the run itself in many steps. */
async function preparedFor(mode: 'full' | 'recent'): Promise<Engine> {
  let pageSize = 100
  const engine = await createEngine(database.prisma, { pageSize: () => pageSize })
  fill(engine)
  if (mode === 'recent') {
    await engine.run('full', { options: { settleSize: 100 } })
    goOn(engine)
  }
  pageSize = 2
  return engine
}

async function stepsOf(mode: 'full' | 'recent'): Promise<string[]> {
  const engine = await preparedFor(mode)
  const counting = crashing(null)
  await engine.run(mode, { ports: counting.ports(engine.target) })
  engine.target.fault = null
  return counting.names
}

/** Several deaths at a time: each has an engine and a project of its own. */
async function dieAtEach(
  names: readonly string[],
  dieAt: (point: CrashPoint) => Promise<void>,
  { every = 1 } = {},
): Promise<void> {
  const states = statesToDieIn(names).filter((_state, at) => at % every === 0)
  await eachInItsOwnTime(states, (point) =>
    dieAt(point).catch((cause: unknown) => {
      const { step, moment } = point
      throw new Error(`died ${moment} step ${step} (${names[step]})`, { cause })
    }),
  )
}

describe.each(['full', 'recent'] as const)(
  'a %s run that dies and is taken up again',
  { timeout: 0 },
  (mode) => {
    test('leaves exactly one target record per source record, whatever the step it died at', async () => {
      const names = await stepsOf(mode)
      expect(names).toEqual(
        expect.arrayContaining([
          'ledger.saveIntents',
          'accepted order',
          'ledger.settle',
          'ledger.checkpoint',
          'ledger.commitWatermark',
        ]),
      )
      await dieAtEach(names, (point) => crashAt(point, mode))
    })

    test('catches up with what the old store changed or deleted while it lay dead', async () => {
      const meanwhile = ({ source }: Engine) => {
        source.put(
          aProduct({ sourceId: '1', title: 'Changed meanwhile' }),
          aProduct({ sourceId: '2', title: 'Changed meanwhile' }),
          aCustomer({ sourceId: '1', email: 'one@example.com', firstName: 'Changed' }),
          anOrder({ sourceId: '1', customerSourceId: '1', note: 'Changed meanwhile' }),
        )
        source.remove('order', '3')
      }
      // Every state by itself is what the test before tries; here it is what happens meanwhile.
      await dieAtEach(await stepsOf(mode), (point) => crashAt(point, mode, meanwhile), { every: 3 })
    })
  },
)
