import type { Row } from './rows.ts'

/** Which rows of a list are parts of other records and none of their own. */
export type Wholes = {
  isPart(id: number): boolean
  /** The records it is a part of. */
  of(id: number): readonly number[]
  /** How many there are. */
  parts: number
}

type AsksWholes = {
  /** As it is now: before a list is walked. @throws SourceRequestError */
  now(): Promise<Wholes>
  /** As it was asked for lately: for a number. @throws SourceRequestError */
  lately(): Promise<Wholes>
  /** As it was asked for, unless one of these rows may have become a part since. @throws SourceRequestError */
  of(rows: readonly Row[]): Promise<Wholes>
}

const LATELY_MS = 10 * 60_000
/** Dates have whole seconds, and not every server of a store has the same clock. */
const TOLERANCE_MS = 60_000

const NONE: Wholes = { isPart: () => false, of: () => [], parts: 0 }

/**
 * A child says nothing of its parent and does not move its date (measured on 2.4.6): so all parents
 * are asked for their children, once per pass. Whatever was changed after that may be somebody's child
 * by now.
 * @param owners absent: nothing of the kind is part of another
 * @param storeTime milliseconds
 */
export function createWholes(
  owners: (() => Promise<ReadonlyMap<number, readonly number[]>>) | undefined,
  storeTime: () => number,
): AsksWholes {
  if (owners === undefined) {
    const none = () => Promise.resolve(NONE)
    return { now: none, lately: none, of: none }
  }
  let known: { wholes: Wholes; at: number } | null = null
  const now = async () => {
    const at = storeTime()
    const of = await owners()
    const wholes: Wholes = {
      isPart: (id) => of.has(id),
      of: (id) => of.get(id) ?? [],
      parts: of.size,
    }
    known = { wholes, at }
    return wholes
  }
  const lately = async () =>
    known !== null && Math.abs(storeTime() - known.at) < LATELY_MS ? known.wholes : now()
  return {
    now,
    lately,
    of: async (rows) => {
      if (known === null) return now()
      const { wholes, at } = known
      const mayBeNew = rows.some(
        ({ summary, changedAt }) =>
          !wholes.isPart(summary.id) &&
          changedAt !== null &&
          Date.parse(changedAt) >= at - TOLERANCE_MS,
      )
      return mayBeNew ? now() : wholes
    },
  }
}
