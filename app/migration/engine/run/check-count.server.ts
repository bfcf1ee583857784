import type { PassContext } from './pass-context.ts'
import type { Count, SourceWindow } from '../ports/source.ts'
import { withBackoff } from './backoff.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/** `Project.comparisonReason`: a full run settled fewer records than the source says it has. */
const COUNT_DIFFERS = 'COUNT_DIFFERS'

/**
 * The end of a pass over everything: what the source says it has against what was settled. It is
 * counted before the first page and once more now, because records come and go meanwhile: only what
 * is missing by both counts is a gap. A gap is told, and everything is compared in the same run, by
 * lists that know no dates.
 */
export async function checkCount(
  ctx: PassContext,
  window: SourceWindow,
  atFirst: Count | null,
): Promise<void> {
  const { ledger, source, kind } = ctx
  if (window.from !== null || atFirst === null) return
  const settled = await ledger.settledInRun(kind)
  if (settled >= atFirst.count) return
  const now = await withBackoff(ctx, 'source', () => source.count(kind, window))
  const there = Math.min(atFirst.count, now.count)
  if (settled >= there) return
  await ledger.setComparisonReason(COUNT_DIFFERS)
  await ctx.onEvent?.({
    level: 'warn',
    message: engineSays('countDiffers', { kind, there, read: settled }),
  })
}
