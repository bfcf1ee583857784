import type { Transaction } from '#app/db.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import type { Services } from '#app/services.server.ts'
import { awaySide, readAway, tryLater, type Away } from '../away.ts'
import { doneOf, sumOf } from '../outcome-counts.ts'
import { countSettled } from '../progress/run-counts.server.ts'
import { appendRunEvent, type LogLevel } from '../run-log.server.ts'
import { nextState, type RunState } from '../run-states.ts'
import type { RunMode } from '../run-types.ts'
import { NO_REASON, reasonColumns, toJson } from '../run-rows.server.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** How a worker's work on a run ended, and what the merchant is told. */
export type RunEnd =
  | { how: 'completed' }
  | {
      how: 'paused'
      code: string
      told: Message
      /** HTTP status and beginning of a store's absence, where they are known. */
      status?: number | null
      awaySince?: Date | null
    }
  | { how: 'cancelled' }
  | { how: 'failed'; code: string; told: Message }

type Lease = { shop: string; runId: string; owner: string }

/**
 * Writes the run's new state, its reason, the last line of its log and the end of the lease in one
 * transaction, if this worker still owns the run.
 * @returns the new state; null when the lease was lost, and then nothing was written
 */
export async function endRun(
  services: Pick<Services, 'prisma' | 'clock' | 'queue'>,
  lease: Lease,
  end: RunEnd,
): Promise<RunState | null> {
  const { shop, runId, owner } = lease
  if (end.how === 'paused' && awaySide(end.code)) await services.queue.ready()
  return services.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ state: RunState; away: unknown }[]>`
      select "state"::text as "state", "away" from "Run"
      where "id" = ${runId}::uuid and "shop" = ${shop} and "leaseOwner" = ${owner}
        and "leaseExpiresAt" > clock_timestamp()
      for update`
    const current = rows[0]
    if (!current) return null
    const state = resolve(current.state, end)
    if (state === null) return null
    const now = new Date(services.clock.now())
    const paused = state === 'paused'
    const later = paused ? pauseFor(end, readAway(current.away), now) : null
    const { mode } = await tx.run.update({
      where: { id: runId, shop },
      select: { mode: true },
      data: {
        state,
        ...reasonOf(state, end),
        leaseOwner: null,
        leaseExpiresAt: null,
        ...(paused ? { pausedAt: now } : { finishedAt: now }),
        away: later ? toJson(later.away) : Prisma.DbNull,
        waiting: Prisma.DbNull,
        resumeAt: later?.resumeAt ?? null,
      },
    })
    if (later?.resumeAt) await services.queue.wake(tx, runId, later.resumeAt)
    const [level, told] = await lastLine(tx, lease, { state, mode }, end)
    await appendRunEvent(tx, lease, level, told)
    if (later && !later.resumeAt) await appendRunEvent(tx, lease, 'warn', runSays('triedForADay'))
    return state
  })
}

/** When the run goes on by itself; null: the merchant has to fix something first. */
function pauseFor(end: RunEnd, before: Away | null, now: Date) {
  if (end.how !== 'paused') return null
  const side = awaySide(end.code)
  if (side === null) return null
  return tryLater(before, { side, since: end.awaySince ?? now, status: end.status ?? null, now })
}

/** A run the merchant is cancelling is not paused by a fault that comes in between. */
function resolve(current: RunState, end: RunEnd): RunState | null {
  switch (end.how) {
    case 'completed':
      return nextState(current, 'complete')
    case 'failed':
      return nextState(current, 'fail')
    case 'paused':
    case 'cancelled':
      return nextState(current, 'settle_pause') ?? nextState(current, 'settle_cancel')
  }
}

function reasonOf(state: RunState, end: RunEnd) {
  return (state === 'paused' || state === 'failed') && 'code' in end
    ? reasonColumns(end.code, end.told)
    : NO_REASON
}

async function lastLine(
  tx: Transaction,
  { shop, runId }: Lease,
  { state, mode }: { state: RunState; mode: RunMode },
  end: RunEnd,
): Promise<[LogLevel, Message]> {
  if (state === 'completed') {
    // A re-link creates and updates nothing; how many it linked was said of each kind.
    if (mode === 'relink') return ['info', runSays('complete')]
    const { counts } = await countSettled(tx, { shop, id: runId, mode })
    const sum = sumOf(counts)
    return ['info', runSays('completeWith', { ...sum, done: doneOf(sum) })]
  }
  if (state === 'cancelled') {
    return ['info', runSays('cancelled')]
  }
  return [state === 'failed' ? 'error' : 'warn', 'told' in end ? end.told : runSays('pausedByYou')]
}
