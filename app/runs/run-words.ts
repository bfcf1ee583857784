/** What the screens call a run's mode, its state and its outcomes. */
import type { Tone } from '#app/words/names.ts'
import type { OutcomeCounter } from './outcome-counts.ts'
import type { RunState } from './run-states.ts'
import type { RunMode } from './run-types.ts'

export const MODE_NAMES: Readonly<Record<RunMode, string>> = {
  full: 'Full migration',
  recent: 'Recent Data Migration',
  comparison: 'Full check',
  retry: 'Trying again',
  relink: 'Matching records',
}

export const STATE_WORDS: Readonly<Record<RunState, { text: string; tone: Tone }>> = {
  queued: { text: 'Starting', tone: 'info' },
  running: { text: 'Running', tone: 'info' },
  pausing: { text: 'Pausing', tone: 'attention' },
  paused: { text: 'Paused', tone: 'attention' },
  cancelling: { text: 'Cancelling', tone: 'attention' },
  cancelled: { text: 'Cancelled', tone: undefined },
  completed: { text: 'Done', tone: undefined },
  failed: { text: 'Stopped', tone: 'critical' },
}

/** The six outcomes, as a column or a filter names them. */
export const COUNTER_NAMES: Readonly<Record<OutcomeCounter, string>> = {
  created: 'Added',
  updated: 'Updated',
  unchanged: 'No change',
  conflicts: 'Conflict',
  skipped: 'Left out',
  failed: 'Did not arrive',
}
