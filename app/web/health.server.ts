import { createDatabase } from '../db.server.ts'
import { env } from '../env.server.ts'
import type { Logger } from '../platform/logger.server.ts'

const HEADERS = { 'Cache-Control': 'no-store' }
const CONNECT_TIMEOUT_MS = 5_000

/**
 * Answers load balancers: 200 when this process reaches its database, 503 when it does not. The
 * connection is its own, so that merchants' work cannot keep it waiting, and one question answers all
 * who ask meanwhile.
 */
export function createHealthCheck(logger: Logger): () => Promise<Response> {
  const database = createDatabase({
    url: env().DATABASE_URL,
    poolSize: 1,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  })
  const ask = () =>
    database.$queryRaw`select 1`.then(
      () => true,
      (error: unknown) => {
        logger.error({ err: error }, 'The database does not answer')
        return false
      },
    )
  let asked: Promise<boolean> | null = null
  return async () => {
    asked ??= ask().finally(() => (asked = null))
    return (await asked)
      ? Response.json({ ok: true }, { headers: HEADERS })
      : Response.json(
          { ok: false, reason: 'The database does not answer.' },
          { status: 503, headers: HEADERS },
        )
  }
}
