import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'

/*
 * A list that got much shorter than what was moved from it stops the run with a question. The
 * question must reach the merchant, whatever becomes of the worker that has it.
 */

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const IDS = Array.from({ length: 40 }, (_, i) => String(i + 1))
const LESS = { code: 'SOURCE_LISTS_LESS' }

beforeEach(async () => {
  engine = await createEngine(database.prisma)
  engine.source.put(...IDS.map((sourceId) => aProduct({ sourceId })))
  await engine.run('full')
  for (const id of IDS.slice(10)) engine.source.remove('product', id)
})

describe.each(['recent', 'comparison'] as const)(
  'a list of which most is gone, in a %s run',
  (mode) => {
    test('is asked about again when the worker died before the run was paused', async () => {
      const run = await engine.project.startRun(mode)
      await expect(engine.resume(run, { mode })).rejects.toMatchObject(LESS)
      // Nobody has paused the run: this is the next worker, not a merchant who resumed it.
      await expect(engine.resume(run, { mode })).rejects.toMatchObject(LESS)
      await run.answer('SOURCE_LISTS_LESS')
      await engine.resume(run, { mode })
    })

    test('is asked about again when it got shorter than what the merchant said yes to', async () => {
      const run = await engine.project.startRun(mode)
      await expect(engine.resume(run, { mode })).rejects.toMatchObject(LESS)
      await run.answer('SOURCE_LISTS_LESS')
      engine.source.remove('product', '10')
      await expect(engine.resume(run, { mode })).rejects.toMatchObject(LESS)
      await expect(engine.resume(run, { mode })).rejects.toMatchObject(LESS)
    })
  },
)
