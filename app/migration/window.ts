import type { SourceWindow } from './ports.ts'

/** HTTP dates have whole seconds, and clocks are never quite equal. */
const CLOCK_TOLERANCE_MS = 2000

export type PlannedWindow = {
  window: SourceWindow
  /** How far the source's clock went back since the last run, when that was more than the overlap. */
  wentBackMs: number | null
}

/**
 * The window a pass must cover. `to` is the source's clock now; `from` is the watermark less the
 * overlap. When the source's clock moved less than ours since the watermark was read, it went back
 * by the difference D: changes made meanwhile carry times no earlier than watermark − D, so the
 * window begins there. Pure.
 */
export function planWindow(input: {
  mode: 'full' | 'recent'
  watermark: string | null
  /** By our own clock, since the source told the time that became the watermark. */
  watermarkAgeMs: number | null
  sourceNow: string
  overlapMs: number
}): PlannedWindow {
  const now = Date.parse(input.sourceNow)
  const to = new Date(now).toISOString()
  if (input.watermark === null) return { window: { from: null, to }, wentBackMs: null }
  const watermark = Date.parse(input.watermark)
  const age = Math.max(0, input.watermarkAgeMs ?? 0)
  const behind = watermark + age - now
  const tolerance = Math.max(input.overlapMs, CLOCK_TOLERANCE_MS)
  const wentBackMs = behind > tolerance || now < watermark ? behind : null
  if (input.mode === 'full') return { window: { from: null, to }, wentBackMs }
  const from = watermark - Math.max(0, behind) - input.overlapMs
  return { window: { from: new Date(from).toISOString(), to }, wentBackMs }
}
