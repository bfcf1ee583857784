/** When the old store's records were changed last, before and after something happens. */
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'

type Dated = { id: number; modifiedAt: number | null }
type Moved = { name: string; record: Dated; was: number | null }

/** @returns gives the records that were there and have another change date since */
export function rememberDates(state: WooState): () => Moved[] {
  const before = (['product', 'variation', 'customer', 'order'] as const).flatMap((kind) =>
    [...state[`${kind}s`].values()].map((record: Dated) => ({
      name: `${kind} ${record.id}`,
      record,
      was: record.modifiedAt,
    })),
  )
  return () => before.filter(({ record, was }) => record.modifiedAt !== was)
}

/**
 * Sees to it that no change date goes back: a change that no run has read would be hidden behind it,
 * and the app accused of it. No date at all is another story, and so is one that lay in the future,
 * as of what is scheduled. @throws naming the records
 */
export function withoutGoingBack<T>(state: WooState, act: () => T): T {
  const moved = rememberDates(state)
  const result = act()
  const back = moved().filter(
    ({ record: { modifiedAt }, was }) =>
      modifiedAt !== null && was !== null && modifiedAt < was && was <= state.now(),
  )
  if (back.length === 0) return result
  throw new Error(`put the change date back of ${back.map(({ name }) => name).join(', ')}`)
}
