import { randomUUID } from 'node:crypto'
import type { Database } from '#app/db.server.ts'
import { createPrismaLedger } from '#app/migration/ledger/prisma-ledger.server.ts'
import type { PauseCode } from '#app/migration/engine/ports/errors.ts'
import type { Ledger } from '#app/migration/engine/ports/ledger.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { RunMode } from '#app/runs/run-types.ts'

const POINTS = { product: '1', customer: '0.5', order: '0.8' } as const

/** A project in the database, with runs to make ledgers for. */
export type LedgerProject = {
  shop: string
  projectId: string
  /** Ends the run before, starts one and takes its lease for `owner`. */
  startRun(mode?: RunMode): Promise<LedgerRun>
}

export type LedgerRun = {
  runId: string
  ledger(options?: Partial<LedgerRunOptions>): Ledger
  /** Gives the lease to somebody else. */
  giveLeaseTo(owner: string): Promise<void>
  /** Lets the lease run out. */
  expireLease(): Promise<void>
  /** The merchant resumes the run after it had paused with this question. */
  answer(code: PauseCode): Promise<void>
  points(): Promise<number>
  /** Outcomes of this run, as "created 2, failed 1" per kind. */
  outcomes(): Promise<Record<string, string>>
}

type LedgerRunOptions = {
  owner: string
  clock: Clock
  optionsHash: string
  mappingVersion: number
  maxTries: number
  triesAnew: boolean
}

export async function createLedgerProject(prisma: Database, clock: Clock): Promise<LedgerProject> {
  const shop = `shop-${randomUUID()}.myshopify.com`
  await prisma.shop.create({ data: { domain: shop } })
  const project = await prisma.project.create({
    data: {
      shop,
      name: 'Old store',
      cart: 'woocommerce',
      sourceUrl: 'https://old.example',
      sourceStoreId: 's',
      sourceName: 'Old',
      sourceVersion: '1',
      sourceTimezone: 'UTC',
      sourceCurrency: 'EUR',
      credentialsCipher: new Uint8Array([1]),
      credentialsKeyId: 'k1',
    },
  })
  const projectId = project.id
  return {
    shop,
    projectId,
    async startRun(mode = 'recent') {
      await prisma.run.updateMany({ where: { projectId }, data: { state: 'completed' } })
      const { id: runId } = await prisma.run.create({
        data: {
          shop,
          projectId,
          mode,
          state: 'running',
          leaseOwner: 'worker-1',
          leaseExpiresAt: new Date(Date.now() + 3_600_000),
        },
      })
      return {
        runId,
        ledger: (options = {}) =>
          createPrismaLedger({
            prisma,
            shop,
            projectId,
            runId,
            leaseOwner: options.owner ?? 'worker-1',
            clock: options.clock ?? clock,
            pointsPerKind: POINTS,
            optionsHash: options.optionsHash ?? 'options',
            mappingVersion: options.mappingVersion ?? 1,
            ...(options.maxTries !== undefined && { maxTries: options.maxTries }),
            ...(options.triesAnew !== undefined && { triesAnew: options.triesAnew }),
          }),
        async giveLeaseTo(owner) {
          await prisma.run.update({ where: { id: runId }, data: { leaseOwner: owner } })
        },
        async expireLease() {
          await prisma.run.update({ where: { id: runId }, data: { leaseExpiresAt: new Date(0) } })
        },
        async answer(code) {
          await prisma.run.update({ where: { id: runId }, data: { answered: { push: code } } })
        },
        async points() {
          const run = await prisma.run.findUniqueOrThrow({ where: { id: runId } })
          return run.points.toNumber()
        },
        async outcomes() {
          const rows = await prisma.outcome.groupBy({
            by: ['kind', 'outcome'],
            where: { runId },
            _count: true,
            orderBy: [{ kind: 'asc' }, { outcome: 'asc' }],
          })
          const result: Record<string, string> = {}
          for (const { kind, outcome, _count } of rows) {
            result[kind] = [result[kind], `${outcome} ${_count}`].filter(Boolean).join(', ')
          }
          return result
        },
      }
    },
  }
}
