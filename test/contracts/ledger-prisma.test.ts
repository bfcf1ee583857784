import { createTestDatabase } from '../helpers/database.ts'
import { createFakeClock } from '../helpers/fake-clock.ts'
import { createLedgerProject } from '../helpers/ledger-run.ts'
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
