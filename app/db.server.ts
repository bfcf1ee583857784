import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '#app/generated/prisma/client.ts'

export type Database = PrismaClient
/** What domain functions take when they may run inside a transaction of their caller. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** Opens a connection pool. The caller closes it with `$disconnect()`. */
export function createDatabase(options: { url: string; poolSize?: number }): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: options.url, max: options.poolSize ?? 10 }),
  })
}
