/** In so many rounds a record is tried before it is quarantined. */
const ROUNDS = 2
/** When so many records fail in one round and none is settled, Shopify may just not work. */
const LOOKS_BROKEN = 5

export type Round = {
  /** Records the target failed on although it answers. */
  failed: readonly string[]
  /** Records of which the target said what became of them. */
  settled: number
}

/** Which of some records are tried, and which are given up for this run. Pure. */
export type FailingRecords = {
  /** Whom the next round is for. */
  next(ids: readonly string[]): readonly string[]
  /** @returns those who are quarantined now */
  after(round: Round): string[]
  /** Rounds so far in which records failed: how long to wait grows with them. */
  readonly rounds: number
}

/**
 * One record that always fails is tried in a few rounds and quarantined. Where many fail together it
 * may be the target: then one of them at a time is tried, another in each round, for as many rounds
 * as there are attempts. The first that goes through shows that the target works again; when none
 * does, they are all quarantined without having been sent over and over.
 *
 * @param isKnown records that were quarantined in an earlier run: they are tried in one round, and say
 *   nothing about the target
 */
export function createFailingRecords(
  attempts: number,
  isKnown: (id: string) => boolean,
): FailingRecords {
  const failures = new Map<string, number>()
  let singly: number | null = null
  let rounds = 0

  const quarantine = (ids: readonly string[]) => {
    for (const id of ids) failures.delete(id)
    return [...ids]
  }

  return {
    get rounds() {
      return rounds
    },
    next(ids) {
      if (singly === null) return ids
      const candidates = ids.filter((id) => failures.has(id))
      const one = candidates[singly % candidates.length]
      return one === undefined ? ids : [one]
    },
    after({ failed, settled }) {
      if (failed.length > 0) rounds += 1
      for (const id of failed) failures.set(id, (failures.get(id) ?? 0) + 1)
      const known = failed.filter(isKnown)
      if (settled > 0) singly = null
      else if (singly !== null) singly += 1
      else if (failed.length - known.length >= LOOKS_BROKEN) singly = 1
      if (singly === null) {
        return quarantine(failed.filter((id) => isKnown(id) || (failures.get(id) ?? 0) >= ROUNDS))
      }
      if (singly < attempts) return quarantine(known)
      singly = null
      return quarantine([...failures.keys()])
    },
  }
}
