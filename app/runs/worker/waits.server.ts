import type { Services } from '#app/services.server.ts'
import type { Side, Waiting } from '../away.ts'
import { toJson } from '../run-rows.server.ts'

/** Shorter waits are no news. */
const NEWS_MS = 3_000

/** What one worker's execution of a run waits for, as the screens show it. */
export type Waits = {
  /** A side did not answer, and is asked again after `ms`. */
  again(side: Side, wait: { tries: number; ms: number }): void
  /** Shopify asked to slow down. */
  slowDown(ms: number): void
  /** Something was settled: nobody is away. */
  progressed(): void
  /** The first answer that did not come since then; null: all came. */
  awaySince(side: Side): Date | null
}

export function createWaits(
  { prisma, clock, logger }: Pick<Services, 'prisma' | 'clock' | 'logger'>,
  lease: { runId: string; shop: string; owner: string },
): Waits {
  const since: Record<Side, Date | null> = { source: null, target: null }

  function show(side: Side, tries: number | null, ms: number): void {
    if (ms < NEWS_MS) return
    const waiting: Waiting = { side, tries, until: new Date(clock.now() + ms) }
    prisma.run
      .updateMany({
        where: { id: lease.runId, shop: lease.shop, leaseOwner: lease.owner },
        data: { waiting: toJson(waiting) },
      })
      // A line that is not shown costs nothing but the line.
      .catch((error: unknown) => logger.debug({ err: error }, 'A wait could not be shown'))
  }

  return {
    again: (side, { tries, ms }) => {
      since[side] ??= new Date(clock.now())
      show(side, tries, ms)
    },
    slowDown: (ms) => show('target', null, ms),
    progressed: () => {
      since.source = null
      since.target = null
    },
    awaySince: (side) => since[side],
  }
}
