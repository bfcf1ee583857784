import { afterAll, beforeAll, expect, test } from 'vitest'
import { LeaseLost } from '#app/migration/engine/ports/ledger.ts'
import { createTestDatabase, type TestDatabase } from '../helpers/database/database.ts'
import { createFakeClock } from '../helpers/time/fake-clock.ts'
import { createLedgerProject } from '../helpers/engine/ledger-run.ts'
import { describeLedger } from './ledger.ts'

describeLedger('Prisma on PostgreSQL', async () => {
  const database = await createTestDatabase()
  const { prisma } = database
  const clock = createFakeClock()
  return {
    clock,
    async project() {
      const project = await createLedgerProject(prisma, clock)
      const { projectId } = project
      return {
        async startRun() {
          const run = await project.startRun()
          return {
            ...run,
            async classifications() {
              const rows = await prisma.outcome.findMany({
                where: { runId: run.runId },
                orderBy: { sourceId: 'asc' },
              })
              return rows.map(({ classification }) => classification)
            },
          }
        },
        async settleConflict(sourceId, resolution) {
          await prisma.issue.updateMany({
            where: { projectId, sourceId, severity: 'conflict' },
            data: { resolution },
          })
        },
        async issues() {
          const rows = await prisma.issue.findMany({ where: { projectId }, orderBy: { id: 'asc' } })
          return rows.map(({ code, field, resolvedAt, tries }) => ({
            code,
            field,
            open: resolvedAt === null,
            tries,
          }))
        },
      }
    },
    close: () => database.close(),
  }
})

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const attempt = { fingerprint: 'f', fields: {} }

test('a ledger write that waits for a takeover loses to it', async () => {
  const { prisma } = database
  const run = await (await createLedgerProject(prisma, createFakeClock())).startRun()
  const ledger = run.ledger()
  let write: Promise<void> | undefined
  await prisma.$transaction(async (tx) => {
    await tx.run.update({ where: { id: run.runId }, data: { leaseOwner: 'worker-2' } })
    write = ledger.saveIntents('order', [{ sourceId: '1', attempt }])
    // Waits for the row now; handled here so that it may fail before anyone awaits it.
    write.catch(() => undefined)
    await waitUntilBlocked()
  })
  await expect(write).rejects.toBeInstanceOf(LeaseLost)
  expect(await ledger.openIntents('order', ['1'])).toEqual(new Map())
})

test('connections that the database drops cost a repetition, not the run', async () => {
  const { prisma } = database
  const run = await (await createLedgerProject(prisma, createFakeClock())).startRun()
  const ledger = run.ledger()
  for (const sourceId of ['1', '2', '3']) {
    await prisma.$queryRaw`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    await ledger.saveIntents('order', [{ sourceId, attempt }])
  }
  expect((await ledger.openIntents('order', ['1', '2', '3'])).size).toBe(3)
})

/** Asks PostgreSQL itself whether somebody waits for a lock in this database. */
async function waitUntilBlocked(): Promise<void> {
  for (;;) {
    const waiting = await database.prisma.$queryRaw<unknown[]>`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    if (waiting.length > 0) return
  }
}
