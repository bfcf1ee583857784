import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import { later } from './armed.ts'
import type { createMerchant } from './life/merchant.ts'
import type { LanePlan } from './schedule.ts'
import type { Findings } from './types.ts'
import type { World } from './world.ts'

export type LaneResult = {
  lane: number
  /** Runs that were carried out under faults. */
  runs: number
  findings: Findings
  stuck: number
}

/** A run that neither ended nor can be helped; its lane ends with it. */
export class Stuck extends Error {
  override readonly name = 'Stuck'
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
  lastSign: number
}

/** The harness's own calls outlive a restart of PostgreSQL and a Shopify that is busy. */
export async function steadily<T>(call: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 20_000; ;) {
    try {
      return await call()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await later(150)
    }
  }
}
