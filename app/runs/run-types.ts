/** What screens and scripts see of runs. No secrets, no personal data. */
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { FailedLater } from '#app/migration/ledger/queries/kept-rows.ts'
import type { ComparisonResult } from '#app/migration/engine/ports/comparison-ledger.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Away, Waiting } from './away.ts'
import type { RunState } from './run-states.ts'

/** The modes that read a window and move the watermark; these are estimated before they start. */
export type PassMode = 'full' | 'recent'
/**
 * `comparison` compares everything, whatever the change dates say; `retry` brings chosen records;
 * `relink` finds our records in the target again. None of these moves a watermark.
 */
export const RUN_MODES = [
  'full',
  'recent',
  'comparison',
  'retry',
  'relink',
] as const satisfies readonly (PassMode | 'comparison' | 'retry' | 'relink')[]
export type RunMode = (typeof RUN_MODES)[number]

export type EstimatedKind = {
  new: number
  /** Touched in the source since they were read; some may turn out to be as they were. */
  changed: number
  /** False: at least this many; the source could not say more cheaply. */
  exact: boolean
}

/** Null: not counted. That is never the same as nothing. */
export type EstimatedKinds = Record<EntityKind, EstimatedKind | null>

export type Estimate = {
  mode: PassMode
  kinds: EstimatedKinds
  /** Of the customers, how many exist only as guests on orders. */
  guests: number
  /** Entity Points of the new records that were counted, one decimal place. */
  points: string
  /** The limit for one run. */
  limit: string
  /** Null within the limit. */
  overBy: string | null
  canStart: boolean
  /** In the order they were checked; empty when the run can start. */
  problems: Problem[]
  /** Records of earlier runs that this run tries again. */
  retrying: number
  /** When the counting began: ISO 8601 UTC, our clock. */
  at: string
}

/** Why the last try to count came to nothing, and since when that is so. */
export type EstimateFailure = Problem & { since: Date }

/** What is known without asking the old store. */
export type KnownEstimate = {
  /** The last one that came through; null: none did. */
  estimate: Estimate | null
  /** The last try came to nothing; null: it came through, or there was none. */
  failed: EstimateFailure | null
  /** Somebody counts just now. */
  isCounting: boolean
}

/**
 * One kind's records in one run. `new` and `changed` say what was found; the rest are the six
 * outcomes, which add up to what is done (`outcome-counts.ts`).
 */
export type KindCounts = {
  new: number
  changed: number
  created: number
  updated: number
  unchanged: number
  conflicts: number
  skipped: number
  failed: number
}

export type RunCounts = Record<EntityKind, KindCounts>

/** What became of all records of a run. */
export type RunResult = {
  counts: KindCounts
  /** Also those in conflict whose record is there. */
  inShopify: number
}

export type RunView = {
  id: string
  projectId: string
  projectName: string
  /** What the merchant knows the old store's system as. */
  cartName: string
  mode: RunMode
  state: RunState
  /** PauseCode or failure code, with its sentence; null while all is well. */
  reasonCode: string | null
  reason: string | null
  /** Entity Points used so far. */
  points: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  pausedAt: Date | null
  /** When a paused run is tried again by itself; null: not by itself. */
  resumeAt: Date | null
  /** The store that keeps it waiting, since it last got anywhere. */
  away: Away | null
  /** What its worker waits for before it asks again. */
  waiting: Waiting | null
  allowed: { pause: boolean; resume: boolean; cancel: boolean }
}

export type KindProgress = {
  state: 'waiting' | 'running' | 'done'
  /** Null until the source said how many. */
  total: number | null
  totalExact: boolean
  /** Settled records: written, unchanged or an issue. */
  done: number
  /** 0 … 100, null while the total is unknown. */
  percent: number | null
  /** Records per minute lately; null when nothing moved. */
  ratePerMinute: number | null
  etaSeconds: number | null
  counts: KindCounts
}

export type RunProgress = {
  run: RunView
  /** When this was read, by our clock. */
  at: Date
  kinds: Record<EntityKind, KindProgress>
  /** Over all kinds; the six outcomes add up to `done`. */
  outcomes: KindCounts
  done: number
  total: number | null
  percent: number | null
  /** For the whole run; null until it can be said honestly. */
  etaSeconds: number | null
  /** Nobody has worked on the run since then, although somebody should; null while all is well. */
  waitingSince: Date | null
  /** What the run's comparison of everything found; null while it is not done, or when it made none. */
  comparison: ComparisonResult | null
  /** Of a run that is complete; null before. */
  result: RunResult | null
  /** Of a complete run in which something did not arrive. */
  later: FailedLater | null
  /** A sentence when something outside sets the pace, e.g. Shopify's five orders a minute. */
  paceNote: string | null
  /** What this re-link proposes and nobody has decided yet; 0 for other runs. */
  proposals: number
  /**
   * What this run told and is still open. `toDo`: what only the merchant can decide, with failed
   * records, undecided conflicts, and remarks that ask something.
   */
  issues: { failed: number; conflicts: number; toDo: number; notes: number }
}

/** Alike notes on records of one kind. */
export type NoteGroup = {
  code: string
  kind: EntityKind
  count: number
  /** Of one of them; of all of them when `isSame`. */
  message: string
  isSame: boolean
}

export type RunEventView = {
  id: string
  at: Date
  level: 'info' | 'warn' | 'error'
  message: string
}

export type IssueView = {
  id: string
  runId: string
  kind: EntityKind
  sourceId: string
  code: string
  field: string | null
  message: string
  severity: 'failed' | 'conflict' | 'note'
  isTransient: boolean
  /** Whether it is tried again by itself, in words; null for what is not an open failure. */
  next: string | null
  reference: string
  resolution: 'keep_target' | 'take_source' | null
  /** The merchant accepted that the record stays in the old store; `by` is an id of Shopify's. */
  left: { at: Date | null; by: string | null } | null
  resolvedAt: Date | null
  createdAt: Date
  /** When a run last met it again; what is settled keeps the time it was first told. */
  toldAt: Date
}

/** What a screen hears when it asks something of a run; null: it was done. */
export type RunAnswer = { problem: Problem | null }

/** What a screen hears when a run was not started. */
export type NotStarted = { problems: Problem[] }

export type StartResult = { ok: true; runId: string } | { ok: false; problems: Problem[] }
export type RequestResult = { ok: true; state: RunState } | { ok: false; problem: Problem }
