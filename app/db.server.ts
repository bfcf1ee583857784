import { PrismaPg } from '@prisma/adapter-pg'
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
