import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooStandIn } from '#test/stand-ins/woocommerce/server.ts'
import type { Card } from '../schedule.ts'
import type { World } from '../world/world.ts'

/** What a fault needs to know of the run it is to strike. */
export type RunUnderFaults = {
  world: World
  lane: number
  shop: string
  woo: WooStandIn
  random: Random
  runId: string
  /** The clock of the old store went back, to this instant: what it stamps from now on lies there. */
  clockWentBackTo(ms: number): void
  /** False while nobody could have noticed yet that it went back. */
  mayPutClockForward(): boolean
}

export type Strike = (detail: string) => void

/** Sets a card up in a run; the returned function takes it away again. */
export type Arm = (run: RunUnderFaults, card: Card, struck: Strike) => () => void

export const between = (card: Card, from: number, to: number): number =>
  Math.round(from + card.size * (to - from))

export const later = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))
