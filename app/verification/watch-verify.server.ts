import pLimit, { type LimitFunction } from 'p-limit'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Services } from '#app/services.server.ts'
import type { VerifyFilter, VerifyPage } from './verdict/verification-types.ts'
import { verifyRun } from './verify-run.server.ts'

/** How long both stores have to show one page of records. */
export const READING_BUDGET_MS = 25_000
/** Pages of one shop that are read at a time; the others wait for their turn. */
const AT_ONCE = 3

const turns = new Map<string, LimitFunction>()

/**
 * A page of Verify for somebody who looks at it. All who look at the same page share one reading; a
 * shop has a few at a time, so that one whose old store is slow keeps nobody else waiting; a reading
 * ends when its time is used up, or when nobody waits for it any more.
 *
 * @param waiter ends with the one who looks
 * @throws NotFound | WorkDropped | the waiter's reason
 */
export async function watchVerify(
  services: Services,
  shop: string,
  runId: string,
  kind: EntityKind,
  args: { filter: VerifyFilter; cursor: string | null; limit: number },
  waiter: AbortSignal,
): Promise<VerifyPage> {
  const { filter, cursor, limit } = args
  return await services.readings.share(
    JSON.stringify([shop, runId, kind, filter, cursor, limit]),
    (signal) =>
      inTurn(shop, () => verifyRun(services, shop, runId, kind, { filter, cursor, limit, signal })),
    { budgetMs: READING_BUDGET_MS, waiter },
  )
}

async function inTurn<T>(shop: string, read: () => Promise<T>): Promise<T> {
  const turn = turns.get(shop) ?? pLimit(AT_ONCE)
  turns.set(shop, turn)
  try {
    return await turn(read)
  } finally {
    if (turn.activeCount + turn.pendingCount === 0) turns.delete(shop)
  }
}
