import type { LastWindow, WindowOpening } from '../ports/window-ledger.ts'
import type { SourceMoment, SourceWindow } from '../ports/source.ts'

/** HTTP dates have whole seconds, and clocks are never quite equal. */
const CLOCK_TOLERANCE_MS = 2000

/** Before every stamp: a source that stamped nothing yet has proven nothing. */
const NOTHING_PROVEN = new Date(0).toISOString()

export type PlannedWindow = {
  window: SourceWindow
  opening: WindowOpening
  /** How far the source's clock went back since the last run, when that was more than the overlap. */
  wentBackMs: number | null
}

/**
 * The window a pass must cover, and what the watermark moves to when it is settled. Pure.
 *
 * Two clocks may tell the source's time: the one that stamps changes, and the one its answers show,
 * which may be a proxy's, ahead or behind. What is complete is said in stamps, so the watermark moves
 * to the latest stamp there is and never to the shown time alone: that a stamp exists proves that
 * the stamping clock had come so far, and everything stamped from now on is not earlier. A store
 * where nothing happens keeps its watermark, and what lies in the overlap before it is read again.
 *
 * `from` is the watermark less the overlap. When the shown clock moved less than ours since the last
 * window was opened, it went back by the difference D: changes made meanwhile carry times no earlier
 * than watermark − D, so the window begins there.
 */
export function planWindow(input: {
  mode: 'full' | 'recent'
  last: LastWindow | null
  moment: SourceMoment
  overlapMs: number
}): PlannedWindow {
  const { mode, last, moment } = input
  const now = Date.parse(moment.clock)
  const to = new Date(now).toISOString()
  const proven = Math.min(now, Date.parse(moment.stamped ?? NOTHING_PROVEN))
  const opening: WindowOpening = {
    clock: to,
    completeUpTo: new Date(proven).toISOString(),
    newest: moment.newest,
  }
  const everything: SourceWindow = { from: null, to, knownUpTo: null }
  if (last === null) return { window: everything, opening, wentBackMs: null }
  const behind = Date.parse(last.clock) + Math.max(0, last.ageMs) - now
  const tolerance = Math.max(input.overlapMs, CLOCK_TOLERANCE_MS)
  const wentBackMs = behind > tolerance || now < Date.parse(last.clock) ? behind : null
  if (mode === 'full') return { window: everything, opening, wentBackMs }
  const from = Date.parse(last.watermark) - Math.max(0, behind) - input.overlapMs
  return {
    window: { from: new Date(from).toISOString(), to, knownUpTo: last.newest },
    opening,
    wentBackMs,
  }
}
