import type { Transaction } from '#app/db.server.ts'
import { storedText } from '#app/platform/stored-text.ts'
import type { Services } from '#app/services.server.ts'
import { outcomesLine, sumOf } from './outcome-counts.ts'
import { countSettled } from './run-counts.server.ts'
import { appendRunEvent, type LogLevel } from './run-log.server.ts'
import { nextState, type RunState } from './run-states.ts'
import type { RunMode } from './run-types.ts'

/** How a worker's work on a run ended, and what the merchant is told. */
export type RunEnd =
  | { how: 'completed' }
  | { how: 'paused'; code: string; message: string }
  | { how: 'cancelled' }
  | { how: 'failed'; code: string; message: string }

type Lease = { shop: string; runId: string; owner: string }

/**
 * Writes the run's new state, its reason, the last line of its log and the end of the lease in one
 * transaction, if this worker still owns the run.
 * @returns the new state; null when the lease was lost, and then nothing was written
 */
export async function endRun(
  services: Pick<Services, 'prisma' | 'clock'>,
  lease: Lease,
  end: RunEnd,
): Promise<RunState | null> {
  const { shop, runId, owner } = lease
  return services.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ state: RunState }[]>`
      select "state"::text as "state" from "Run"
      where "id" = ${runId}::uuid and "shop" = ${shop} and "leaseOwner" = ${owner}
        and "leaseExpiresAt" > clock_timestamp()
      for update`
    const current = rows[0]?.state
    if (!current) return null
    const state = resolve(current, end)
    if (state === null) return null
    const final = state !== 'paused'
    const { mode } = await tx.run.update({
      where: { id: runId, shop },
      select: { mode: true },
      data: {
        state,
        ...reasonOf(state, end),
        leaseOwner: null,
        leaseExpiresAt: null,
        ...(final ? { finishedAt: new Date(services.clock.now()) } : {}),
      },
    })
    const [level, message] = await lastLine(tx, lease, { state, mode }, end)
    await appendRunEvent(tx, lease, level, message)
    return state
  })
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
    ? { reasonCode: end.code, reason: storedText(end.message) }
    : { reasonCode: null, reason: null }
}

async function lastLine(
  tx: Transaction,
  { shop, runId }: Lease,
  { state, mode }: { state: RunState; mode: RunMode },
  end: RunEnd,
): Promise<[LogLevel, string]> {
  if (state === 'completed') {
    // A re-link creates and updates nothing; how many it linked was said of each kind.
    if (mode === 'relink') return ['info', 'The run is complete.']
    const { counts } = await countSettled(tx, { shop, id: runId, mode })
    return ['info', `The run is complete. ${outcomesLine(sumOf(counts))}`]
  }
  if (state === 'cancelled') {
    return [
      'info',
      'The run was cancelled. What was migrated stays; the next run goes on from there.',
    ]
  }
  const message = 'message' in end ? end.message : ''
  return [state === 'failed' ? 'error' : 'warn', message]
}
