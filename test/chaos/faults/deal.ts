import { createHash } from 'node:crypto'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { Arm, RunUnderFaults } from './armed.ts'
import type { FaultKind } from './kinds.ts'
import * as shopify from './of-shopify.ts'
import { makeEqualSeconds, makePassersBy } from './of-source.ts'
import * as source from './of-source.ts'
import * as workers from './of-workers.ts'
import type { Card } from '../schedule.ts'

/** The one table from a kind of fault to what it does. */
const ARM: Record<FaultKind, Arm> = { ...workers, ...shopify, ...source }

/** Sets the cards up in a run. @returns takes them away; gives those that found nothing to strike */
export function armAll(run: RunUnderFaults, cards: readonly Card[]): () => Card[] {
  const struck = new Set<Card>()
  const armed = cards.map((card) => ({
    card,
    disarm: ARM[card.kind](run, card, (detail) => {
      if (struck.has(card)) return
      struck.add(card)
      run.world.chronicle.struck(card.kind, run.lane, detail)
    }),
  }))
  return () => {
    for (const { disarm } of armed) disarm()
    return armed.flatMap(({ card }) => (struck.has(card) ? [] : [card]))
  }
}

/** What the old store must have lived through before the run, for these cards to mean anything. */
export function prepare(state: WooState, cards: readonly Card[], random: Random): string[] {
  const kinds = new Set(cards.map(({ kind }) => kind))
  const lines: string[] = []
  if (kinds.has('sourceEqualSeconds')) lines.push(makeEqualSeconds(state, random))
  if (kinds.has('sourceDeletedBetweenListAndRead')) {
    lines.push(makePassersBy(state, random))
  }
  return lines
}

/** A number for a lane's own randomness, the same for the same seed. */
export function laneSeed(seed: number, lane: number): number {
  return createHash('sha256').update(`${seed} ${lane}`).digest().readUInt32BE(0)
}
