import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCustomer } from '#test/helpers/records/canonical-samples.ts'
import { Crash, crashing } from '#test/helpers/engine/crash.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'
import { holdsEventually } from '#test/helpers/arithmetic/property.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const IDS = ['1', '2', '3', '4']
const FIELDS = ['firstName', 'lastName', 'phone'] as const
type Values = Record<(typeof FIELDS)[number], string>

/** Who edits what before each run. */
type Step = {
  source: { id: string; values: Values }[]
  merchant: { id: string; field: (typeof FIELDS)[number]; value: string }[]
  /** How the runs of the second store go: read twice, or dying at that step, before or after it. */
  twice: boolean
  crash: { step: number; moment: 'before' | 'after' } | null
}
const word = fc.constantFrom('a', 'b', 'c')
const id = fc.constantFrom(...IDS)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    source: fc.array(
      fc.record({ id, values: fc.record({ firstName: word, lastName: word, phone: word }) }),
      { maxLength: 4 },
    ),
    merchant: fc.array(
      fc.record({
        id,
        field: fc.constantFrom(...FIELDS),
        value: fc.constantFrom('a', 'b', 'mine'),
      }),
      { maxLength: 2 },
    ),
    twice: fc.boolean(),
    crash: fc.option(
      fc.record({
        step: fc.integer({ min: 0, max: 45 }),
        moment: fc.constantFrom('before' as const, 'after' as const),
      }),
    ),
  }),
  { minLength: 2, maxLength: 4 },
)

function edit({ source, target }: Engine, step: Step): void {
  for (const { id: sourceId, values } of step.source)
    source.put(aCustomer({ sourceId, email: `${sourceId}@example.com`, ...values }))
  for (const { id: sourceId, field, value } of step.merchant) {
    if (target.bySourceId('customer', sourceId))
      target.edit('customer', sourceId, { [field]: value })
  }
}

/** One run, which may die at a step and is then gone on with. */
async function runThrough(engine: Engine, crash: Step['crash']): Promise<void> {
  const run = await engine.project.startRun('recent')
  if (crash) {
    const dying = crashing(crash)
    const died = await engine
      .resume(run, { ports: dying.ports(engine.target) })
      .then(() => false)
      .catch((error: unknown) => {
        if (error instanceof Crash) return true
        throw error
      })
    engine.target.fault = null
    if (!died) return
  }
  await engine.resume(run)
}

async function shown(engine: Engine) {
  const open = await database.prisma.issue.findMany({
    where: { projectId: engine.project.projectId, resolvedAt: null, severity: 'conflict' },
    select: { kind: true, sourceId: true, field: true },
  })
  return {
    customers: IDS.map((sourceId) => engine.target.bySourceId('customer', sourceId)?.fields),
    count: engine.target.records('customer').length,
    conflicts: open.map((issue) => `${issue.kind} ${issue.sourceId} ${issue.field}`).toSorted(),
  }
}

test('pages of any size, reading twice and dying anywhere end where one quiet run ends', async () => {
  await holdsEventually(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (script, pageSize) => {
      const quiet = await createEngine(database.prisma, { pageSize: 100 })
      const troubled = await createEngine(database.prisma, { pageSize })
      for (const step of script) {
        edit(quiet, step)
        await runThrough(quiet, null)
        edit(troubled, step)
        await runThrough(troubled, step.crash)
        if (step.twice) await runThrough(troubled, null)
      }
      const wanted = await shown(quiet)
      expect(await shown(troubled)).toEqual(wanted)
      // Told once, however often it was met.
      expect(new Set(wanted.conflicts).size).toBe(wanted.conflicts.length)
      expect(troubled.target.stats.blindRepeats).toBe(0)
    }),
    6,
  )
})

test('what the merchant changed is never written over, and what the source did not change is never sent', async () => {
  await holdsEventually(
    fc.asyncProperty(steps, async (script) => {
      const engine = await createEngine(database.prisma, { pageSize: 3 })
      for (const step of script) {
        const before = new Map(
          IDS.map((sourceId) => [
            sourceId,
            engine.source.records('customer').find((each) => each.sourceId === sourceId),
          ]),
        )
        edit(engine, step)
        const after = new Map(
          IDS.map((sourceId) => [
            sourceId,
            structuredClone(engine.target.bySourceId('customer', sourceId)?.fields),
          ]),
        )
        await runThrough(engine, step.crash)
        for (const { id: sourceId, field, value } of step.merchant) {
          const was = after.get(sourceId)
          // The last of several edits of a field counts; nothing is there before the first run.
          if (!was || was[field] !== value || value !== 'mine') continue
          expect(engine.target.bySourceId('customer', sourceId)?.fields[field]).toBe('mine')
        }
        for (const record of engine.source.records('customer')) {
          const old = before.get(record.sourceId)
          const was = after.get(record.sourceId)
          if (!old || !was) continue
          const [wanted, known] = [record, old].map((each) => engine.target.expectedFields(each))
          for (const field of FIELDS) {
            if (wanted?.[field] !== known?.[field]) continue
            const now = engine.target.bySourceId('customer', record.sourceId)?.fields[field]
            // Unchanged in the source just now: as it was, or an older wish that was a conflict.
            expect([was[field], wanted?.[field]]).toContain(now)
          }
        }
      }
    }),
    5,
  )
})
