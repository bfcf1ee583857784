import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { count, kind, words } from './parameters.ts'

/** What is told of the merchant's decisions. */
export const DECISIONS = {
  refused: { words },
  onlyLeft: { kind },
  stopped: {},
  decidedLabel: {
    choice: z.enum(['leave_behind', 'keep_target', 'take_source', 'leave', 'archive', 'cancel']),
    count,
  },
  openAgainLabel: {},
  nothingToUndoLabel: {},
  notLeftLabel: {},
  triedNowLabel: {},
  triedAgainLabel: {},
  onTheListLabel: {},
} as const satisfies Spec

export const decisionSays = sayer<typeof DECISIONS>('decisions')
