import { PauseRun } from '../ports/errors.ts'
import type { PassContext } from './pass-context.ts'
import { KIND, type EntityKind } from '#app/migration/kinds/kind.ts'
import { withRetries } from './backoff.server.ts'

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
  await ctx.clock.sleep(ctx.options.retry.firstDelayMs, ctx.signal)
  const { total } = await withRetries(ctx, 'source', () => source.now(kind))
  const listed = total ?? told
  if (!isMuchLess(listed, expected)) return
  if (askedTotal !== null && listed >= askedTotal) {
    await ctx.onEvent?.({
      level: 'warn',
      message: `Your old store lists ${counted(kind, listed)}, and ${number(expected)} were moved from it before. The run goes on because it was resumed. Nothing is deleted in Shopify.`,
    })
    return
  }
  await ledger.rememberAsked(kind, listed)
  throw muchLess(kind, listed, expected)
}

/** What to do about it. */
export const LOOK_INTO_IT =
  'Look into the old store: a plugin, a cache or the rights of the API key may hide them.'

export type ShortList = { kind: EntityKind; listed: number; expected: number }

/** The same of several lists at once. */
export function shortListsSentence(lists: readonly ShortList[]): string {
  const [only] = lists
  if (only && lists.length === 1) return muchLessSentence(only.kind, only.listed, only.expected)
  const parts = lists.map(
    ({ kind, listed, expected }) =>
      `${counted(kind, listed)} (${number(expected)} were moved from it before)`,
  )
  return `Your old store lists ${new Intl.ListFormat('en').format(parts)}.`
}

/** What is to be doubted, in words. */
function muchLessSentence(kind: EntityKind, listed: number, expected: number): string {
  return `Your old store lists ${counted(kind, listed)}, but ${number(expected)} were moved from it before.`
}

/** The question to the merchant, which resuming the run answers. */
export function muchLess(kind: EntityKind, listed: number, expected: number): PauseRun {
  return new PauseRun(
    'SOURCE_LISTS_LESS',
    `${muchLessSentence(kind, listed, expected)} ${LOOK_INTO_IT} Nothing was taken for deleted, and nothing was changed. When that is mended, or when it is right that so few are left, resume this run: it asks again and goes on.`,
  )
}

function counted(kind: EntityKind, count: number): string {
  const { one, many } = KIND[kind].noun
  return count === 0
    ? `no ${many}`
    : count === 1
      ? `only 1 ${one}`
      : `only ${number(count)} ${many}`
}

const number = (value: number) => value.toLocaleString('en')
