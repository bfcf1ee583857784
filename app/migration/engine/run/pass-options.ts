import { perKind, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '../ports/settlement.ts'
import type { SourceWindow } from '../ports/source.ts'
import type { ConflictPolicy } from '../record/classify/three-way-merge.ts'
import type { Message } from '#app/migration/messages/message.ts'

export type PassOptions = {
  /** `full` reads from the beginning, `recent` from the watermark. Otherwise they are the same. */
  mode: 'full' | 'recent'
  /** How far before the watermark a recent pass begins, milliseconds; at least one tick of the source. */
  overlapMs: number
  /** What happens to a field that both sides changed. */
  conflicts: ConflictPolicy
  /** Calls that may succeed later: how often without any progress, and how long in between. */
  backoff: { attempts: number; firstDelayMs: number; maxDelayMs: number }
  /** Results settled in one transaction. */
  settleSize: number
}

export const DEFAULT_PASS_OPTIONS: PassOptions = {
  mode: 'recent',
  overlapMs: 5 * 60_000,
  conflicts: 'keep_target',
  backoff: { attempts: 6, firstDelayMs: 1000, maxDelayMs: 30_000 },
  settleSize: 25,
}

export type PassCounts = {
  /** Records whose fate was decided here, per kind of outcome. Parents count with their own kind. */
  outcomes: Record<OutcomeKind, number>
  new: number
  changed: number
  unchanged: number
}

export type PassResult = {
  kind: EntityKind
  window: SourceWindow
  /** What this process settled, per entity kind; after a restart the ledger holds the rest. */
  counts: Record<EntityKind, PassCounts>
  /** The source's clock went back by this much since the last run; the window reaches further back. */
  sourceClockWentBackMs: number | null
}

export type PassProgress = { kind: EntityKind; counts: Record<EntityKind, PassCounts> }

/** A line for the run's log, as the merchant reads it. */
export type PassEvent = { level: 'info' | 'warn'; message: Message }

export function noCounts(): Record<EntityKind, PassCounts> {
  const none = (): PassCounts => ({
    outcomes: { created: 0, updated: 0, unchanged: 0, conflict: 0, skipped: 0, failed: 0 },
    new: 0,
    changed: 0,
    unchanged: 0,
  })
  return perKind(none)
}
