import { checkCount } from './check-count.server.ts'
import { settleLeftovers } from '../leftovers/leftovers.server.ts'
import { migrateRecords } from '../record/migrate-records.server.ts'
import { openWindow } from './open-window.server.ts'
import { readPages } from './pages.server.ts'
import { passContext, tellNotices, type PassDeps } from './pass-context.ts'
import type { PassResult } from './pass-options.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { withBackoff } from './backoff.server.ts'
import { readDiffering, withoutOldCopies } from './whole-list.server.ts'

export { DEFAULT_PASS_OPTIONS } from './pass-options.ts'
export type { PassOptions, PassResult } from './pass-options.ts'
export type { PassDeps } from './pass-context.ts'

/**
 * One walk over one entity kind. Start reading the engine here.
 *
 * The window is fixed once and survives a restart. Every record of a page is settled before the
 * checkpoint moves, and every page before the watermark moves; so whatever interrupts the pass,
 * calling it again for the same run goes on where it stopped and does nothing twice.
 *
 * @throws PauseRun the merchant has to do something first
 * @throws FatalError nothing a retry can change
 * @throws LeaseLost another worker owns the run
 * @throws the signal's reason, after what was under way has been settled
 */
export async function runPass(deps: PassDeps & { kind: EntityKind }): Promise<PassResult> {
  const ctx = passContext(deps, deps.kind)
  const { ledger, source, kind } = ctx
  const { window, resume, done, moment, wentBackMs, ...opened } = await openWindow(ctx)
  const result: PassResult = {
    kind,
    window,
    counts: ctx.counts,
    sourceClockWentBackMs: wentBackMs,
  }
  if (done) return result
  const isCompared = window.from !== null && source.describe().kinds[kind].listedWhole
  let { total } = opened
  if (total === null && !isCompared) {
    total = await withBackoff(ctx, 'source', () => source.count(kind, window))
    await ledger.setTotal(kind, total)
  }
  await settleLeftovers(ctx, moment.clock)
  const pages = isCompared ? readDiffering(ctx, resume) : readPages(ctx, window, resume)
  for await (const page of pages) {
    await migrateRecords(ctx, kind, await withoutOldCopies(ctx, page))
    // Before the checkpoint: a worker that goes on from there does not meet it again.
    await tellNotices(ctx)
    await ledger.checkpoint(kind, page.resume)
    ctx.signal.throwIfAborted()
  }
  await checkCount(ctx, window, total)
  await ledger.commitWatermark(kind)
  await tellNotices(ctx)
  return result
}
