import type { Database } from './db.server.ts'
import type { Logger } from './platform/logger.server.ts'

/** However many ask, the database is asked no more often. */
const GOOD_FOR_MS = 500

/**
 * For load balancers: 200 when this process reaches its database, 503 when it does not. One question
 * to the database answers all who ask meanwhile.
 *
 * @param database with connections of its own: merchants' work must not be able to keep it waiting
 */
export function healthCheck(database: Database, logger: Logger): () => Promise<Response> {
  let asked: Promise<boolean> | null = null
  const reached = () =>
    (asked ??= database.$queryRaw`select 1`
      .then(
        () => true,
        (error: unknown) => {
          logger.error({ err: error }, 'The database does not answer')
          return false
        },
      )
      .finally(() => setTimeout(() => (asked = null), GOOD_FOR_MS).unref()))
  return async () =>
    (await reached())
      ? Response.json({ ok: true }, { headers: HEADERS })
      : Response.json(
          { ok: false, reason: 'The database does not answer.' },
          { status: 503, headers: HEADERS },
        )
}

const HEADERS = { 'Cache-Control': 'no-store' }
