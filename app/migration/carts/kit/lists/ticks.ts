/**
 * The steps of a source's change time, counted from 1970. Whatever a cart writes and filters (seconds,
 * milliseconds, days), paging counts in these.
 */
export type Ticks = {
  /** Length of one, milliseconds. */
  ms: number
  /** The tick a time lies in. @param iso any notation of ISO 8601 */
  of(iso: string): number
}

export function ticksOf(ms: number): Ticks {
  return { ms, of: (iso) => Math.floor(Date.parse(iso) / ms) }
}

/** Whether a filter by change time finds the tick it names. Measured for each cart, at both ends. */
export type Bound = 'strict' | 'inclusive'

/** The tick to name as a lower bound, so that what is later than `after` is found, and nothing else. */
export function lowerBound(after: number, bound: Bound): number {
  return bound === 'strict' ? after : after + 1
}

/** The tick to name as an upper bound, so that `upTo` itself is still found, and nothing later. */
export function upperBound(upTo: number, bound: Bound): number {
  return bound === 'strict' ? upTo + 1 : upTo
}
