import { PauseRun } from '../ports/errors.ts'
import type { PassContext } from './pass-context.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { withBackoff } from './backoff.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/** Fewer that are missing are what happens in a store every day, a small one included. */
const FEW = 5
/** As many that are gone altogether are no coincidence. */
const SMALLEST = 3

/**
 * Whether a list is so much shorter than what was moved from it that the list is to be doubted and
 * not the records: empty, or by half and more. Pure.
 */
export function isMuchLess(listed: number, expected: number): boolean {
  if (listed === 0) return expected >= SMALLEST
  return expected - listed >= Math.max(FEW, expected / 2)
}

/**
 * Stops the run when the source says that it has far fewer records than were moved before: it is
 * asked once more, and then the merchant is. Resuming such a run asks the source again; when it
 * still has no fewer than the merchant was told, that is how it is, and the run goes on.
 * @throws PauseRun SOURCE_LISTS_LESS
 */
export async function askIfMuchLess(
  ctx: PassContext,
  told: number | null,
  askedTotal: number | null,
): Promise<void> {
  const { ledger, source, kind } = ctx
  if (told === null) return
  const expected = await ledger.expected(kind)
  if (!isMuchLess(told, expected)) return
  await ctx.clock.sleep(ctx.options.backoff.firstDelayMs, ctx.signal)
  const { total } = await withBackoff(ctx, 'source', () => source.now(kind))
  const listed = total ?? told
  if (!isMuchLess(listed, expected)) return
  if (askedTotal !== null && listed >= askedTotal) {
    await ctx.onEvent?.({
      level: 'warn',
      message: engineSays('goesOnWithLess', { kind, listed, expected }),
    })
    return
  }
  await ledger.rememberAsked(kind, listed)
  throw muchLess(kind, listed, expected)
}

export type ShortList = { kind: EntityKind; listed: number; expected: number }

/** The question to the merchant, which resuming the run answers. */
export function muchLess(kind: EntityKind, listed: number, expected: number): PauseRun {
  return new PauseRun('SOURCE_LISTS_LESS', engineSays('askListsLess', { kind, listed, expected }))
}
