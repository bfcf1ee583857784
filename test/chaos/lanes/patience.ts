import fs from 'node:fs'

/** One turn of the loop that waits for a run takes so long when nobody is in the way. */
export const TURN_MS = 100
const TURN_AT_MOST_MS = TURN_MS + 50

/** Without any sign of life or fault for so long, a run is stuck. */
const STUCK_AFTER_MS = 60_000
/** However many faults there were, no run of so few records may take so long. */
const ENDLESS_AFTER_MS = 300_000
/** A host that gave next to nothing for so long: whether the run is stuck is not known. */
const HOPELESS_AFTER_MS = 1_800_000

export type Verdict = 'go on' | 'stuck' | 'starved'

/**
 * Tells a run that is stuck from a host that has no time for it. Only time counts in which the
 * harness and the workers got a processor when they wanted one.
 */
export type Patience = {
  /** Something moved: progress, or a fault that may cost time. */
  moved(): void
  /** Once per turn of the waiting loop. */
  turn(): Verdict
  /** Time that counted since something moved. */
  idleMs(): number
  /** Time of this run in which the host had none for us. */
  starvedMs(): number
}

/** @param waitedMs how long each worker was ready to go on and got no processor, since it started */
export function createPatience(host: {
  now(): number
  waitedMs(): ReadonlyMap<number, number>
}): Patience {
  let last = host.now()
  let waited = host.waitedMs()
  let idle = 0
  let total = 0
  let starved = 0
  return {
    moved: () => {
      idle = 0
    },
    turn: () => {
      const now = host.now()
      const took = now - last
      last = now
      const waits = host.waitedMs()
      const longest = Math.max(0, ...[...waits].map(([pid, ms]) => ms - (waited.get(pid) ?? ms)))
      waited = waits
      // The loop itself came late (it asks PostgreSQL in each turn), or a worker stood in line.
      const lost = Math.min(took, Math.max(took - TURN_AT_MOST_MS, longest, 0))
      starved += lost
      idle += took - lost
      total += took - lost
      if (idle > STUCK_AFTER_MS || total > ENDLESS_AFTER_MS) return 'stuck'
      return total + starved > HOPELESS_AFTER_MS ? 'starved' : 'go on'
    },
    idleMs: () => idle,
    starvedMs: () => starved,
  }
}

/** From Linux's scheduler: nanoseconds on a processor, nanoseconds in line for one. Elsewhere none. */
export function waitedInLine(pids: readonly number[]): Map<number, number> {
  return new Map(
    pids.flatMap((pid) => {
      try {
        const [, inLine] = fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')
        return [[pid, Number(inLine) / 1e6] as const]
      } catch {
        return []
      }
    }),
  )
}
