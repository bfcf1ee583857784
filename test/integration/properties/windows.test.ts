import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCustomer } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, differences } from '#test/helpers/engine/engine.ts'
import { holdsEventually } from '#test/helpers/arithmetic/property.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const MINUTE = 60_000

/** Before each run: our time goes on, the source's clock is set, and records change. */
const intervals = fc.array(
  fc.record({
    pause: fc.integer({ min: 1, max: 300 * MINUTE }),
    jump: fc.oneof(fc.constant(0), fc.integer({ min: -200 * MINUTE, max: 200 * MINUTE })),
    changes: fc.array(
      fc.record({
        id: fc.constantFrom('1', '2', '3', '4', '5'),
        lastName: fc.constantFrom('a', 'b', 'c'),
      }),
      { maxLength: 3 },
    ),
  }),
  { minLength: 2, maxLength: 4 },
)

test('whatever the source’s clock does between runs, each run leaves both stores equal', async () => {
  await holdsEventually(
    fc.asyncProperty(intervals, fc.integer({ min: -14, max: 14 }), async (list, hoursOff) => {
      const engine = await createEngine(database.prisma)
      const { source, clock, project } = engine
      let offset = hoursOff * 60 * MINUTE
      for (const [index, { pause, jump, changes }] of list.entries()) {
        const told = engine.events.length
        await clock.advance(pause)
        offset += jump
        source.setNow(new Date(clock.now() + offset).toISOString())
        for (const { id, lastName } of changes) {
          source.put(aCustomer({ sourceId: id, email: `${id}@example.com`, lastName }))
          // The source moves its own clock with each change; ours keeps step.
          await clock.advance(1000)
        }
        await engine.run()
        expect(differences(source, engine.target)).toEqual([])
        const watermarks = await database.prisma.watermark.findMany({
          where: { projectId: project.projectId },
        })
        expect(watermarks).toHaveLength(3)
        for (const { at } of watermarks) {
          expect(Date.parse(at)).toBeLessThanOrEqual(Date.parse((await source.now('order')).clock))
        }
        // Flagged and closed by the comparison of everything in the same run.
        const { comparisonReason } = await database.prisma.project.findUniqueOrThrow({
          where: { id: project.projectId },
        })
        expect(comparisonReason).toBeNull()
        if (index > 0 && jump < -5000) {
          expect(
            engine.events.slice(told).some(({ message }) => message.includes('clock went back')),
          ).toBe(true)
        }
      }
    }),
    5,
  )
})
