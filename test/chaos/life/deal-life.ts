import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { RunPlan } from '../schedule.ts'
import { fitsLife, LIFE_KINDS, type LifeKind } from './life-kinds.ts'

/** In 200 runs each kind comes up so often. */
const PER_200 = 25
/** What finds nothing to live through is dealt again: so many of earlier runs in one, at most. */
const AGAIN_PER_RUN = 3

/**
 * Deals every kind in proportion to the runs, at least once, evenly over the runs that can see it.
 * @param all to each of those runs instead
 */
export function dealLife(
  random: Random,
  runs: readonly RunPlan[],
  only: readonly LifeKind[] = LIFE_KINDS,
  all = false,
): void {
  const copies = all ? runs.length : Math.ceil((runs.length * PER_200) / 200)
  for (const kind of random.shuffle(only)) {
    // The emptiest first, so that no run gets much more than others.
    const seats = random
      .shuffle(runs.filter(({ mode, life }) => fitsLife(kind, mode) && !life.includes(kind)))
      .toSorted((a, b) => a.life.length - b.life.length)
    for (const run of seats.slice(0, copies)) run.life.push(kind)
  }
}

/** Hands out a run's kinds of life, and those that found nothing a second time. */
export type LifeDealer = {
  kindsFor(run: RunPlan): LifeKind[]
  giveBack(kind: LifeKind): void
}

export function createLifeDealer(): LifeDealer {
  const back: LifeKind[] = []
  return {
    kindsFor(run) {
      const again: LifeKind[] = []
      for (const kind of [...back]) {
        if (again.length >= AGAIN_PER_RUN) break
        if (!fitsLife(kind, run.mode) || run.life.includes(kind) || again.includes(kind)) continue
        back.splice(back.indexOf(kind), 1)
        again.push(kind)
      }
      return [...run.life, ...again]
    },
    giveBack: (kind) => void back.push(kind),
  }
}
