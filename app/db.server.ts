import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#app/generated/prisma/client.ts'

export type Database = PrismaClient
/** What domain functions take when they may run inside a transaction of their caller. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Begin = Adapter['startTransaction']

/**
 * Prisma's adapter keeps a connection for ever when it breaks so that not even COMMIT or ROLLBACK
 * gets through (seen in 6.19.3): after as many as the pool is large, nothing works any more. This one
 * gives it back to the pool, which throws broken ones away.
 */
class ReleasingAdapter extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    const begin: Begin = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await begin(isolationLevel)
      const execute = transaction.executeRaw.bind(transaction)
      transaction.executeRaw = async (query) => {
        try {
          return await execute(query)
        } catch (error) {
          // Sends nothing, only releases; Prisma does not come back to a transaction it was to end.
          if (query.sql === 'COMMIT' || query.sql === 'ROLLBACK') await transaction.rollback()
          throw error
        }
      }
      return transaction
    }
    return adapter
  }
}

/** Statements of one connection that PostgreSQL keeps planned; each costs it some ten kilobytes. */
const MOST_NAMED = 300
/** Texts remembered for having come once. */
const MOST_SEEN = 1000

/** What PostgreSQL says of a transaction that may succeed when it is begun anew. */
const BEGIN_ANEW = '40001'

type Parametrised = { text: string }

/**
 * Prisma's adapter (6.19.3) names no statement, so that PostgreSQL parses and plans the same few
 * hundred texts over and over. This one names a text at its second coming. A name lives as long as its
 * connection, and so do these.
 */
class NamingClient extends pg.Client {
  private readonly names = new Map<string, string>()
  private readonly seen = new Set<string>()
  private given = 0

  // pg's `query` has a dozen overloads: what none of this is about passes through untouched.
  // oxlint-disable-next-line typescript/no-explicit-any
  override query(...args: any[]): any {
    const query: (...args: unknown[]) => unknown = super.query.bind(this)
    const [statement, values, done] = args
    const name = isParametrised(statement, values) ? this.nameOf(statement.text) : undefined
    if (name === undefined) return query(...args)
    const named = { ...statement, name }
    const isAlone = this.getTransactionStatus() === 'I'
    // Refused before anything was done, so a statement that stands for itself is simply sent again.
    const isToRepeat = (error: unknown) => this.isOutdated(error, isAlone) && isAlone
    if (typeof done === 'function') {
      return query(named, values, (error: unknown, result: unknown) =>
        isToRepeat(error) ? query(statement, values, done) : done(error, result),
      )
    }
    return Promise.resolve(query(named, values)).catch((error: unknown) => {
      if (isToRepeat(error)) return query(statement, values)
      throw error
    })
  }

  /** None for a text that comes for the first time, nor when enough have one. */
  private nameOf(text: string): string | undefined {
    const known = this.names.get(text)
    if (known !== undefined || this.given >= MOST_NAMED) return known
    if (!this.seen.delete(text)) {
      if (this.seen.size >= MOST_SEEN) this.seen.clear()
      this.seen.add(text)
      return undefined
    }
    this.given += 1
    const name = `s${this.given}`
    this.names.set(text, name)
    return name
  }

  /**
   * A migration changed what a statement of ours answers ("cached plan must not change result type"):
   * all are planned anew, under other names. A transaction it came up in is lost; it gets the code by
   * which everybody knows that the same may succeed in a moment.
   */
  private isOutdated(error: unknown, isAlone: boolean): boolean {
    if (!(error instanceof pg.DatabaseError)) return false
    if (error.routine !== 'RevalidateCachedQuery') return false
    this.names.clear()
    if (!isAlone) error.code = BEGIN_ANEW
    return true
  }
}

function isParametrised(statement: unknown, values: unknown): statement is Parametrised {
  if (typeof statement !== 'object' || statement === null || 'name' in statement) return false
  return 'text' in statement && Array.isArray(values) && values.length > 0
}

/** Prisma's own word for a pooler in front that gives each transaction another connection. */
function keepsConnections(url: string): boolean {
  return new URL(url).searchParams.get('pgbouncer') !== 'true'
}

/**
 * Opens a connection pool. The caller closes it with `$disconnect()`.
 *
 * @param options.idleInTransactionMs how long PostgreSQL lets a transaction of ours wait for its next
 *   statement. A process that is frozen in the middle of one would otherwise keep its locks, and with
 *   them its runs, for as long as it is frozen.
 */
export function createDatabase(options: {
  url: string
  poolSize?: number
  idleInTransactionMs?: number
  /** How long to wait for a connection, new or free; default 10 000. */
  connectTimeoutMs?: number
}): Database {
  return new PrismaClient({
    adapter: new ReleasingAdapter({
      connectionString: options.url,
      ...(keepsConnections(options.url) ? { Client: NamingClient } : {}),
      max: options.poolSize ?? 10,
      // A server that vanished without a word is noticed, and nobody waits for one that is not there.
      keepAlive: true,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
      ...(options.idleInTransactionMs === undefined
        ? {}
        : { idle_in_transaction_session_timeout: options.idleInTransactionMs }),
    }),
  })
}
