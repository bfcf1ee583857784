import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Transaction } from '#app/db.server.ts'
import { LeaseLost } from '../ports.ts'

export type LeaseHolder = { shop: string; projectId: string; runId: string; leaseOwner: string }

/** How often and how patiently a transaction is repeated when PostgreSQL is away for a moment. */
const TRIES = 8
const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 3000

/**
 * Runs `work` in a transaction that holds the run's row for as long as it lasts, so that nobody can
 * take the lease over between the check and the commit. Time is the database's own.
 *
 * Repeated when the database is away or picks it as a deadlock's victim. The answer to a commit may
 * be lost, so `work` must be repeatable.
 *
 * @throws LeaseLost when the run has another owner, the lease has run out, or the run has ended
 */
export async function underLease<T>(
  prisma: Database,
  { shop, projectId, runId, leaseOwner }: LeaseHolder,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return await repeatable(() =>
    prisma.$transaction(
      async (tx) => {
        const held = await tx.$queryRaw<unknown[]>`
          select 1 from "Run"
          where "id" = ${runId}::uuid and "shop" = ${shop} and "projectId" = ${projectId}::uuid
            and "leaseOwner" = ${leaseOwner} and "leaseExpiresAt" > clock_timestamp()
            and "state" in ('running', 'pausing', 'cancelling')
          for no key update`
        if (held.length === 0) {
          throw new LeaseLost(
            'Another worker has taken this run over. Nothing was lost: it goes on there.',
          )
        }
        return await work(tx)
      },
      { maxWait: 30_000, timeout: 60_000 },
    ),
  )
}

/** Repeats what failed because the database was away; anything else is thrown at once. */
export async function repeatable<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      if (attempt >= TRIES || !isPassing(error)) throw error
      // Real time, whatever clock the run lives by: the database is not part of its story.
      await delay(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)))
    }
  }
}

/** Prisma's codes for a database that cannot be reached, is busy, or gave up a deadlock. */
const PRISMA_CODES = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
])
/** SQLSTATE classes and codes: connection lost, shutting or starting up, serialisation, deadlock. */
const SQL_STATES = /^(08...|57P0[123]|40001|40P01)$/
const NODE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'])
const MESSAGES =
  /Connection terminated|terminating connection|the database system is (starting up|shutting down)|not queryable|Connection ended/i

export function isPassing(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false
  const { code, originalCode, cause, meta } = error as {
    code?: unknown
    originalCode?: unknown
    cause?: unknown
    meta?: { driverAdapterError?: unknown }
  }
  for (const each of [code, originalCode]) {
    if (typeof each !== 'string') continue
    if (PRISMA_CODES.has(each) || NODE_CODES.has(each) || SQL_STATES.test(each)) return true
  }
  if (MESSAGES.test(error.message)) return true
  return isPassing(cause, depth + 1) || isPassing(meta?.driverAdapterError, depth + 1)
}
