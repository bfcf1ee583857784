import { setTimeout as delay } from 'node:timers/promises'

/** How often and how patiently a call is repeated when PostgreSQL is away for a moment. */
const TRIES = 8
const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 3000

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
