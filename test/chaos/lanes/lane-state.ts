import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import { later } from '../faults/armed.ts'
import type { createMerchant } from '../life/merchant/merchant.ts'
import type { Replaced } from '../life/restored.ts'
import type { Forgotten } from '../life/forgotten.ts'
import type { Patience } from './patience.ts'
import type { LanePlan, RunMode } from '../schedule.ts'
import type { Findings } from '../types.ts'
import type { World } from '../world/world.ts'

export type LaneResult = {
  lane: number
  /** Runs that were carried out under faults. */
  runs: number
  /** How many of each mode. */
  modes: Partial<Record<RunMode, number>>
  findings: Findings
  stuck: number
  /** Runs given up because the host had no time for them: whether they were stuck is not known. */
  starved: number
  /** How long the host had none for the runs that ended all the same. */
  starvedMs: number
}

/** A run that neither ended nor can be helped; its lane ends with it. */
export class Stuck extends Error {
  override readonly name = 'Stuck'
}

/** The host has no processor for a run; nothing is known of it, and its lane ends. */
export class Starved extends Error {
  override readonly name = 'Starved'
}

export type Lane = {
  world: World
  plan: LanePlan
  shop: string
  woo: WooStandIn
  random: Random
  merchant: ReturnType<typeof createMerchant>
  projectId: string
  /** Where the old store's clock went back to since the last window was opened. */
  wentBackTo: number | null
  /**
   * No window was opened since the clock went back. Were it put forward again before one does, nobody
   * who reads clocks could ever know, so the harness does not: that is not promised.
   */
  backUnseen: boolean
  /** How much further the old store's clock is than ours. */
  ahead: { ms: number }
  /** With the run that goes on now; null between runs. */
  patience: Patience | null
  replaced: Replaced
  /** What the app's database lost, and what both stores showed of it then. */
  forgotten: Forgotten
  /** What lasts as long as there are faults. */
  untilTheEnd: (() => void)[]
  result: LaneResult
}

/** Longer than any outage the harness makes, on a busy host as well. */
const STEADY_MS = 60_000

/** The harness's own calls outlive a restart of PostgreSQL and a Shopify that is busy. */
export async function steadily<T>(call: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + STEADY_MS; ;) {
    try {
      return await call()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await later(150)
    }
  }
}
