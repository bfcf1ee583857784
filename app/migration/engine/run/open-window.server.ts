import { askIfMuchLess } from './short-list.server.ts'
import { tellNotices, type PassContext } from './pass-context.ts'
import type { OpenedWindow } from '../ports/window-ledger.ts'
import type { SourceMoment } from '../ports/source.ts'
import { withBackoff } from './backoff.server.ts'
import { planWindow } from './window.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

/** `Project.comparisonReason`: changes stamped before the watermark cannot be found by any filter. */
const SOURCE_CLOCK_WENT_BACK = 'SOURCE_CLOCK_WENT_BACK'

type Opened = OpenedWindow & {
  moment: SourceMoment
  /** The source's clock went back by this much since the last run. */
  wentBackMs: number | null
}

/**
 * Fixes the window of this run's pass, or finds the one it has. A list that got much shorter than
 * what was moved from it stops the run with a question, each time the pass begins or goes on.
 * @throws PauseRun
 */
export async function openWindow(ctx: PassContext): Promise<Opened> {
  const { ledger, source, kind, options } = ctx
  const last = await ledger.lastWindow(kind)
  const moment = await withBackoff(ctx, 'source', () => source.now(kind))
  const { mode, overlapMs } = options
  const tick = source.describe().kinds[kind].timeResolutionMs
  const planned = planWindow({ mode, last, moment, overlapMs: Math.max(overlapMs, tick) })
  // Before the window is fixed: a run that goes on does not see again that the clock went back.
  if (planned.wentBackMs !== null) await ledger.setComparisonReason(SOURCE_CLOCK_WENT_BACK)
  const opened = await ledger.openWindow(kind, planned.window, planned.opening)
  await tellNotices(ctx)
  if (!opened.done) await askIfMuchLess(ctx, moment.total, opened.askedTotal)
  // Of a pass that was interrupted the earlier window counts, and what it flagged was said then.
  const fresh = opened.window.to === planned.window.to && opened.resume === null && !opened.done
  if (!fresh) return { ...opened, moment, wentBackMs: null }
  if (planned.wentBackMs !== null) {
    const minutes = Math.max(1, Math.round(planned.wentBackMs / 60_000))
    await ctx.onEvent?.({
      level: 'warn',
      message: engineSays('clockWentBack', { minutes }),
    })
  }
  return { ...opened, moment, wentBackMs: planned.wentBackMs }
}
