import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Transaction } from '#app/db.server.ts'
import { LeaseLost } from '../engine/ports/ledger.ts'

export type LeaseHolder = { shop: string; projectId: string; runId: string; leaseOwner: string }

/** How often and how patiently a transaction is repeated when PostgreSQL is away for a moment. */
const TRIES = 8
const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 3000

/**
 * Runs `work` in a transaction that holds the run's row for as long as it lasts, so that nobody can
 * take the lease over between the check and the commit. Time is the database's own.
 *
 * A transaction that brings the run further also forgets the workers that died before it: they are
 * counted only to find a run that never gets anywhere (see `Run.crashes`).
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
        const held = await tx.$queryRaw<{ isTroubled: boolean }[]>`
          select "crashes" > 0 or "away" is not null as "isTroubled" from "Run"
          where "id" = ${runId}::uuid and "shop" = ${shop} and "projectId" = ${projectId}::uuid
            and "leaseOwner" = ${leaseOwner} and "leaseExpiresAt" > clock_timestamp()
            and "state" in ('running', 'pausing', 'cancelling')
          for no key update`
        const run = held[0]
        if (!run) {
          throw new LeaseLost(
            'Another worker has taken this run over. Nothing was lost: it goes on there.',
          )
        }
        if (!run.isTroubled) return await work(tx)
        const before = await progressMark(tx, runId)
        const result = await work(tx)
        if ((await progressMark(tx, runId)) !== before) {
          await tx.$executeRaw`
            update "Run" set "crashes" = 0, "away" = null where "id" = ${runId}::uuid and "shop" = ${shop}`
        }
        return result
      },
      { maxWait: 30_000, timeout: 60_000 },
    ),
  )
}

/**
 * Changes when the run gets further for good: a record settled for the first time, a checkpoint or a
 * pass ended. Settling the same records again after a crash leaves it as it is; otherwise a record
 * that kills every worker would look like progress through its neighbours. Asked only after a crash or
 * while a store is away.
 */
async function progressMark(tx: Transaction, runId: string): Promise<string> {
  const rows = await tx.$queryRaw<{ mark: string }[]>`
    select concat_ws(' ',
      (select max("id") from "Outcome" where "runId" = ${runId}::uuid),
      (select md5(string_agg(concat_ws(' ', "kind", "resume", "doneAt"), ',' order by "kind"))
       from "RunPass" where "runId" = ${runId}::uuid),
      (select md5(string_agg(concat_ws(' ', "kind", "resume", "listedAt", "doneAt"), ','
         order by "kind"))
       from "SweepPass" where "runId" = ${runId}::uuid),
      (select count(*) from "SweepFinding" where "runId" = ${runId}::uuid and "settled"),
      (select count(*) from "RelinkProposal" where "runId" = ${runId}::uuid)) as "mark"`
  return rows[0]?.mark ?? ''
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
/**
 * SQLSTATE classes and codes: connection lost, shutting or starting up, ended by PostgreSQL because
 * we stood still in a transaction, too many connections, serialisation, deadlock.
 */
const SQL_STATES = /^(08...|57P0[123]|25P0[34]|53300|40001|40P01)$/
const NODE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'])
const MESSAGES =
  /Connection terminated|terminating connection|the database system is (starting up|shutting down)|not queryable|Connection ended|timeout exceeded when trying to connect/i

/** What Prisma's adapter calls the same when it tells no code: it throws these as they are from COMMIT. */
const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
])

type Clues = Partial<
  Record<
    'code' | 'originalCode' | 'kind' | 'message' | 'cause' | 'meta' | 'driverAdapterError',
    unknown
  >
>

/** Whether the database was only away, or busy: the same call may succeed in a moment. */
export function isPassing(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { code, originalCode, kind, message, cause, meta, driverAdapterError }: Clues = error
  for (const each of [code, originalCode]) {
    if (typeof each !== 'string') continue
    if (PRISMA_CODES.has(each) || NODE_CODES.has(each) || SQL_STATES.test(each)) return true
  }
  if (typeof kind === 'string' && ADAPTER_KINDS.has(kind)) return true
  if (typeof message === 'string' && MESSAGES.test(message)) return true
  return [cause, meta, driverAdapterError].some((inner) => isPassing(inner, depth + 1))
}
