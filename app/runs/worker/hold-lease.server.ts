import { LeaseLost } from '#app/migration/engine/ports/ledger.ts'
import type { SendGuard } from '#app/migration/engine/ports/target.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Services } from '#app/services.server.ts'
import { heartbeat, type LeaseRef } from '../queue/lease.server.ts'

/** How soon a request of the merchant is seen, also with a slower heartbeat. */
const LOOK_EVERY_MS = 1_000
/** This part of the lease is left for what was sent in its last moment to arrive. */
const MARGIN = 1 / 4

export type HeldLease = SendGuard & {
  /** Aborted when the records under way shall be finished and nothing new begun. */
  readonly stop: AbortSignal
  /** Aborted when even what is under way shall end: nobody may count on this worker any more. */
  readonly dropped: AbortSignal
  /** Why `stop` was aborted; null while it was not. */
  stopReason(): StopReason | null
  /**
   * Whether nobody else can have the run at this moment, without asking anybody: counted from when
   * the last sign of life that arrived was *sent*.
   */
  isSure(): boolean
  /** Resolves when `isSure`, after a sign of life where that is needed. @throws `dropped`'s reason */
  assure(): Promise<void>
  /**
   * Lets `write` end the lease, still with a heartbeat: a sign of life that comes too late for it
   * is no loss. When `write` gives null, nothing was ended, and a loss counts again.
   */
  endWith<T>(write: () => Promise<T | null>): Promise<T | null>
  /** Ends the heartbeat. */
  letGo(): Promise<void>
}

/** `lost`: somebody else has the run, or had the time to take it. */
export type StopReason = 'pause' | 'cancel' | 'shutdown' | 'lost'

/** Thrown through the engine; only its kind matters. */
class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** A point in time by both clocks of this machine. */
export type Moment = { wall: number; steady: number }

export function momentNow(clock: Clock): Moment {
  return { wall: clock.now(), steady: performance.now() }
}

/**
 * The longer of what two clocks say. The steady one goes on while a process is stopped and does not
 * jump; the other one also shows that the whole machine was asleep.
 */
function msBetween(from: Moment, to: Moment): number {
  return Math.max(to.wall - from.wall, to.steady - from.steady)
}

/**
 * Keeps the lease alive and watches what the merchant asks for. When it could not renew the lease
 * for as long as the lease lasts, the run is given up, even if nobody took it meanwhile: a process
 * that stood still for so long knows an old state of the store, and must plan anew before it writes.
 *
 * @param since when the lease was asked for
 */
export function holdLease(
  services: Pick<Services, 'prisma' | 'clock' | 'logger' | 'metrics' | 'settings'>,
  lease: LeaseRef,
  shutdown: { soft: AbortSignal; hard: AbortSignal },
  since: Moment = momentNow(services.clock),
): HeldLease {
  const { prisma, clock, logger, metrics, settings } = services
  const every = Math.min(settings.runHeartbeatMs, LOOK_EVERY_MS)
  const sureForMs = lease.leaseMs * (1 - MARGIN)
  const stop = new AbortController()
  const dropped = new AbortController()
  const ended = new AbortController()
  let why: StopReason | null = null
  let ending = false
  let renewed = since
  let underWay: Promise<void> | null = null

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

  const msSinceRenewed = () => msBetween(renewed, momentNow(clock))
  const isSure = () => !dropped.signal.aborted && msSinceRenewed() < sureForMs

  function giveUp(error: Error): void {
    if (ended.signal.aborted || dropped.signal.aborted) return
    logger.warn({ msSinceRenewed: Math.round(msSinceRenewed()) }, 'The lease is lost')
    metrics.leaseLost()
    halt('lost', error)
  }

  async function renew(): Promise<void> {
    const asked = momentNow(clock)
    const answered = new AbortController()
    const patience = AbortSignal.any([answered.signal, ended.signal])
    try {
      // A connection that died without a word must not keep us waiting for longer than the lease.
      const state = await Promise.race([
        heartbeat(prisma, lease),
        clock.sleep(lease.leaseMs, patience).then(() => {
          throw new Error('The database did not answer in time')
        }),
      ])
      if (state === null) return ending ? undefined : giveUp(takenOver())
      if (msBetween(renewed, asked) >= lease.leaseMs) return giveUp(stoodStill())
      renewed = asked
      if (state === 'pausing') halt('pause')
      else if (state === 'cancelling') halt('cancel')
    } catch (error) {
      if (ended.signal.aborted) return
      metrics.databaseFailure()
      logger.warn({ err: error }, 'The lease could not be renewed')
      if (msSinceRenewed() >= lease.leaseMs) giveUp(stoodStill())
    } finally {
      answered.abort()
    }
  }

  /** One sign of life at a time, whoever needs it. */
  function beatOnce(): Promise<void> {
    return (underWay ??= renew().finally(() => (underWay = null)))
  }

  async function beat(): Promise<void> {
    while (!ended.signal.aborted && !dropped.signal.aborted) {
      const woken = await clock.sleep(every, ended.signal).then(
        () => true,
        () => false,
      )
      if (woken) await beatOnce()
    }
  }

  const beating = beat()
  return {
    stop: stop.signal,
    dropped: dropped.signal,
    stopReason: () => why,
    isSure,
    assure: async () => {
      for (;;) {
        dropped.signal.throwIfAborted()
        if (isSure()) return
        await beatOnce()
        if (!isSure()) await clock.sleep(every, dropped.signal)
      }
    },
    endWith: async (write) => {
      ending = true
      const written = await write().finally(() => (ending = false))
      if (written === null) {
        await underWay
        await beatOnce()
      }
      return written
    },
    letGo: async () => {
      ended.abort()
      shutdown.soft.removeEventListener('abort', onSoft)
      shutdown.hard.removeEventListener('abort', onHard)
      await beating
      await underWay
    },
  }
}

function takenOver(): LeaseLost {
  return new LeaseLost(
    'Another worker has taken this run over. Nothing was lost: it goes on there.',
  )
}

function stoodStill(): LeaseLost {
  return new LeaseLost(
    'This worker was cut off for longer than it may own a run. Nothing was lost: the run goes on from its checkpoint.',
  )
}
