import type { Services } from '#app/services.server.ts'
import { AWAY_CODES } from '../away.ts'
import { appendRunEvent } from '../run-log.server.ts'
import { nextState, statesAllowing, type RunState } from '../run-states.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { NO_REASON } from '../run-rows.server.ts'

/** More than these at one look wait for the next. */
const AT_ONCE = 20

/**
 * Queues the runs whose pause for an absent store is over. Every worker looks: the job that wakes
 * one at that moment may be lost. What the merchant paused, or has to fix, is left alone, whatever
 * an older version of the app left in the row.
 */
export async function resumeWhatIsDue({
  prisma,
  clock,
}: Pick<Services, 'prisma' | 'clock'>): Promise<void> {
  const now = new Date(clock.now())
  const due = {
    state: { in: statesAllowing('resume_by_itself') },
    resumeAt: { lte: now },
    reasonCode: { in: [...AWAY_CODES] },
  }
  const rows = await prisma.run.findMany({
    where: due,
    orderBy: { resumeAt: 'asc' },
    take: AT_ONCE,
    select: { id: true, shop: true },
  })
  for (const { id, shop } of rows) {
    await prisma.$transaction(async (tx) => {
      const locked = await tx.$queryRaw<{ state: RunState }[]>`
        select "state"::text as "state" from "Run" where "id" = ${id}::uuid and "shop" = ${shop}
        for update skip locked`
      const state = locked[0] ? nextState(locked[0].state, 'resume_by_itself') : null
      if (state === null) return
      // Asked again under the lock: somebody else may have been here.
      const { count } = await tx.run.updateMany({
        where: { ...due, id, shop },
        data: { state, ...NO_REASON, resumeAt: null, pausedAt: null },
      })
      if (count > 0) await appendRunEvent(tx, { shop, runId: id }, 'info', runSays('triesAgain'))
    })
  }
}
