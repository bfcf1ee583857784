/**
 * A run's life. The merchant asks (`request_*`, `resume`), the worker that owns the run does
 * (`claim`, `settle_*`, `complete`, `fail`). A state changes only through this table.
 *
 * ```
 * queued ──claim──▶ running ──complete──▶ completed
 *   ▲                │  │  └──fail──▶ failed
 *   │     request_pause  settle_pause (credentials, source down …)
 *   │                ▼  ▼
 * resume ◀──────  pausing ──settle_pause──▶ paused
 * ```
 * `resume_by_itself` is a `resume` nobody asked for: a store that was away is asked again (`resume-later.server.ts`).
 * Cancelling works the same way from each live state. `claim` by another worker leaves the state as
 * it is: a run that was pausing when its worker died is still to be paused.
 */
export const RUN_STATES = [
  'queued',
  'running',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
] as const
export type RunState = (typeof RUN_STATES)[number]

export type RunTransition =
  | 'claim'
  | 'request_pause'
  | 'resume'
  | 'resume_by_itself'
  | 'request_cancel'
  | 'settle_pause'
  | 'settle_cancel'
  | 'complete'
  | 'fail'

const TABLE: Readonly<Record<RunState, Partial<Record<RunTransition, RunState>>>> = {
  queued: {
    claim: 'running',
    // Nobody works on it yet, so there is nothing to wait for.
    request_pause: 'paused',
    request_cancel: 'cancelled',
  },
  running: {
    claim: 'running',
    request_pause: 'pausing',
    request_cancel: 'cancelling',
    settle_pause: 'paused',
    complete: 'completed',
    fail: 'failed',
  },
  pausing: {
    claim: 'pausing',
    request_cancel: 'cancelling',
    settle_pause: 'paused',
    // The last record was settled before the request was seen.
    complete: 'completed',
    fail: 'failed',
  },
  paused: {
    resume: 'queued',
    resume_by_itself: 'queued',
    request_cancel: 'cancelled',
  },
  cancelling: {
    claim: 'cancelling',
    settle_cancel: 'cancelled',
    complete: 'completed',
    fail: 'failed',
  },
  cancelled: {},
  completed: {},
  failed: {},
}

/** The next state, or null when the table does not allow the step. */
export function nextState(from: RunState, transition: RunTransition): RunState | null {
  return TABLE[from][transition] ?? null
}

/** States from which the transition is allowed: the condition of the database update. */
export function statesAllowing(transition: RunTransition): RunState[] {
  return RUN_STATES.filter((state) => nextState(state, transition) !== null)
}

/** A live run keeps its project from starting another one (also a partial unique index). */
export function isLive(state: RunState): boolean {
  return Object.keys(TABLE[state]).length > 0
}

export const LIVE_STATES: readonly RunState[] = RUN_STATES.filter(isLive)
