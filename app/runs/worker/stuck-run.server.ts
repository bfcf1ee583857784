import type { Services } from '#app/services.server.ts'
import { appendRunEvent } from '../run-log.server.ts'
import { nextState, statesAllowing, type RunState } from '../run-states.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { reasonColumns } from '../run-rows.server.ts'

/** For support; the merchant reads the sentence. */
const RUN_KEEPS_STOPPING = 'RUN_KEEPS_STOPPING'

const CLAIMABLE = statesAllowing('claim')

/**
 * Pauses a run over which one worker after the other died or broke off without getting it any
 * further, instead of letting it take the next one down. (A run the merchant was cancelling is cancelled.)
 * @returns whether the run is settled, so that nobody needs to take it
 */
export async function pauseIfStuck(
  {
    prisma,
    clock,
    logger,
    metrics,
    settings,
  }: Pick<Services, 'prisma' | 'clock' | 'logger' | 'metrics' | 'settings'>,
  runId: string,
): Promise<boolean> {
  const stuck = await prisma.$transaction(async (tx) => {
    const found = await tx.$queryRaw<
      { state: RunState; shop: string; projectId: string; crashes: number }[]
    >`
      select "state"::text as "state", "shop", "projectId", "crashes" from "Run"
      where "id" = ${runId}::uuid
        and "state"::text = any(${[...CLAIMABLE]})
        and "leaseOwner" is not null and "leaseExpiresAt" < clock_timestamp()
        and "crashes" >= ${settings.runMaxCrashes - 1}
      for update skip locked`
    const run = found[0]
    if (!run) return null
    const state = nextState(run.state, 'settle_pause') ?? nextState(run.state, 'settle_cancel')
    if (!state) return null
    const paused = state === 'paused'
    await tx.run.update({
      where: { id: runId, shop: run.shop },
      data: {
        state,
        crashes: run.crashes + 1,
        leaseOwner: null,
        leaseExpiresAt: null,
        ...(paused
          ? {
              ...reasonColumns(RUN_KEEPS_STOPPING, runSays('keepsStopping')),
              pausedAt: new Date(clock.now()),
            }
          : { finishedAt: new Date(clock.now()) }),
      },
    })
    await appendRunEvent(
      tx,
      { shop: run.shop, runId },
      paused ? 'error' : 'info',
      runSays(paused ? 'keepsStopping' : 'cancelledBefore'),
    )
    return { ...run, state, crashes: run.crashes + 1 }
  })
  if (!stuck) return false
  const { shop, projectId, state, crashes } = stuck
  metrics.runGivenUp()
  logger.error({ runId, shop, projectId, state, crashes }, 'A run keeps stopping and was given up')
  return true
}
