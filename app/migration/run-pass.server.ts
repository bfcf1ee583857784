import { healRecords } from './heal.server.ts'
import { migrateRecords } from './migrate-records.server.ts'
import { readPages } from './pages.server.ts'
import { passContext, type PassContext, type PassDeps } from './pass-context.ts'
import type { PassResult } from './pass-options.ts'
import type { EntityKind, SourceWindow } from './ports.ts'
import { withRetries } from './retry.server.ts'
import { planWindow } from './window.ts'

/** `Project.sweepReason`: changes stamped before the watermark cannot be found by any filter. */
const SOURCE_CLOCK_WENT_BACK = 'SOURCE_CLOCK_WENT_BACK'

export { DEFAULT_PASS_OPTIONS } from './pass-options.ts'
export type { PassEvent, PassOptions, PassResult } from './pass-options.ts'
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
  const { window, resume, done, wentBackMs } = await openWindow(ctx)
  const result: PassResult = {
    kind: ctx.kind,
    window,
    counts: ctx.counts,
    sourceClockWentBackMs: wentBackMs,
  }
  if (done) return result
  await healRecords(ctx)
  for await (const page of readPages(ctx, window, resume)) {
    await migrateRecords(ctx, ctx.kind, page)
    await ctx.ledger.checkpoint(ctx.kind, page.resume)
    ctx.signal.throwIfAborted()
  }
  await ctx.ledger.commitWatermark(ctx.kind)
  return result
}

async function openWindow(ctx: PassContext): Promise<{
  window: SourceWindow
  resume: string | null
  done: boolean
  wentBackMs: number | null
}> {
  const { ledger, source, kind, options } = ctx
  const [watermark, watermarkAgeMs] = await Promise.all([
    ledger.watermark(kind),
    ledger.watermarkAge(kind),
  ])
  const sourceNow = await withRetries(ctx, 'source', () => source.now())
  const { mode, overlapMs } = options
  const tick = source.describe().kinds[kind].timeResolutionMs
  const planned = planWindow({
    mode,
    watermark,
    watermarkAgeMs,
    sourceNow,
    overlapMs: Math.max(overlapMs, tick),
  })
  // Before the window is fixed: a run that goes on does not see again that the clock went back.
  if (planned.wentBackMs !== null) await ledger.setSweepReason(SOURCE_CLOCK_WENT_BACK)
  const opened = await ledger.openWindow(kind, planned.window)
  // Of a pass that was interrupted the earlier window counts, and what it flagged was said then.
  const fresh = opened.window.to === planned.window.to && opened.resume === null && !opened.done
  if (!fresh) return { ...opened, wentBackMs: null }
  if (planned.wentBackMs !== null) {
    const minutes = Math.max(1, Math.round(planned.wentBackMs / 60_000))
    await ctx.onEvent?.({
      level: 'warn',
      message: `The old store’s clock went back by about ${minutes} min since the last run. This run reads that much further back and then compares everything, so that no change made meanwhile is missed.`,
    })
  }
  const total = await withRetries(ctx, 'source', () => source.count(kind, opened.window))
  await ledger.setTotal(kind, total)
  return { ...opened, wentBackMs: planned.wentBackMs }
}
