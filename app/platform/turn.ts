import { setImmediate } from 'node:timers/promises'

let last: Promise<unknown> = Promise.resolve()

/**
 * Resolves after everything else that waits has had its turn: timers (a lease's sign of life among
 * them), answers, other runs. Awaited before each record, so that a page of huge ones, none of which
 * takes long by itself, holds nobody up. Turns are taken one after the other, whoever asks.
 */
export function turn(): Promise<unknown> {
  last = last.then(() => setImmediate())
  return last
}
