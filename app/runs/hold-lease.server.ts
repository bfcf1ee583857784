import { LeaseLost } from '#app/migration/ports.ts'
import type { Services } from '#app/services.server.ts'
import { heartbeat, type LeaseRef } from './lease.server.ts'

/** How soon a request of the merchant is seen, also with a slower heartbeat. */
const LOOK_EVERY_MS = 1_000

export type HeldLease = {
  /** Aborted when the records under way shall be finished and nothing new begun. */
  readonly stop: AbortSignal
  /** Aborted when even what is under way shall end: nobody may count on this worker any more. */
  readonly dropped: AbortSignal
  /** Why `stop` was aborted; null while it was not. */
  stopReason(): StopReason | null
  /** Ends the heartbeat. The lease itself is ended by who knows how the run ended. */
  letGo(): Promise<void>
}

export type StopReason = 'pause' | 'cancel' | 'shutdown' | 'lost'

/** Thrown through the engine; only its kind matters. */
class Stopped extends Error {
  override readonly name = 'Stopped'
}

/**
 * Keeps the lease alive and watches what the merchant asks for. When it cannot renew the lease for
 * as long as the lease lasts, it must be taken for lost.
 */
export function holdLease(
  services: Pick<Services, 'prisma' | 'clock' | 'logger' | 'settings'>,
  lease: LeaseRef,
  shutdown: { soft: AbortSignal; hard: AbortSignal },
): HeldLease {
  const { prisma, clock, logger, settings } = services
  const stop = new AbortController()
  const dropped = new AbortController()
  const ended = new AbortController()
  let why: StopReason | null = null

  const halt = (reason: StopReason, error: Error = new Stopped(reason)) => {
    if (why === null || reason === 'lost') why = reason
    stop.abort(error)
    if (reason === 'lost') dropped.abort(error)
  }
  const onSoft = () => halt('shutdown')
  const onHard = () => {
    halt('shutdown')
    dropped.abort(new Stopped('shutdown'))
  }
  if (shutdown.soft.aborted) onSoft()
  if (shutdown.hard.aborted) onHard()
  shutdown.soft.addEventListener('abort', onSoft, { once: true })
  shutdown.hard.addEventListener('abort', onHard, { once: true })

  async function beat(): Promise<void> {
    let renewedAt = clock.now()
    const every = Math.min(settings.runHeartbeatMs, LOOK_EVERY_MS)
    while (!ended.signal.aborted) {
      const wait = await clock.sleep(every, ended.signal).then(
        () => true,
        () => false,
      )
      if (!wait) return
      const askedAt = clock.now()
      try {
        const state = await heartbeat(prisma, lease)
        if (state === null) return halt('lost', lost())
        renewedAt = askedAt
        if (state === 'pausing') halt('pause')
        else if (state === 'cancelling') halt('cancel')
      } catch (error) {
        logger.warn({ runId: lease.runId, err: error }, 'The lease could not be renewed')
        if (clock.now() - renewedAt >= lease.leaseMs) return halt('lost', lost())
      }
    }
  }

  const beating = beat()
  return {
    stop: stop.signal,
    dropped: dropped.signal,
    stopReason: () => why,
    letGo: async () => {
      ended.abort()
      shutdown.soft.removeEventListener('abort', onSoft)
      shutdown.hard.removeEventListener('abort', onHard)
      await beating
    },
  }
}

function lost(): LeaseLost {
  return new LeaseLost(
    'Another worker has taken this run over. Nothing was lost: it goes on there.',
  )
}
