import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { count, kind, message, moment, text } from './parameters.ts'

/** What is told of a run's life: in its log, and where it stands still. */
export const RUNS = {
  requested: { mode: z.enum(['full', 'recent', 'comparison', 'retry', 'relink']) },
  pauseRequested: {},
  resumed: {},
  cancelRequested: {},
  pausedByYouBefore: {},
  pausedByYou: {},
  begun: {},
  goesOn: {},
  triesAgain: {},
  triedForADay: {},
  complete: {},
  completeWith: {
    done: count,
    created: count,
    updated: count,
    unchanged: count,
    conflicts: count,
    skipped: count,
    failed: count,
  },
  cancelled: {},
  cancelledBefore: {},
  uninstalled: {},
  keepsStopping: {},
  unexpected: {},
  noTask: {},
  erasedStayAway: { count },
  passGoesOn: { kind },
  passReadsChosen: { kind },
  passLooksForUnlinked: { kind },
  passReadsAll: { kind, to: moment },
  passReadsChanges: { kind, from: moment, to: moment },
  passSettled: { kind },
  settledSoFar: { kind, count },
  sourceChanged: { url: text, name: text },
  recordsGone: { gone: count, asked: count },
  targetDidNotAnswer: {},
  sourceStopped: { reason: message },
} as const satisfies Spec

export const runSays = sayer<typeof RUNS>('runs')
