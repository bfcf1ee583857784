import type { Prisma } from '#app/generated/prisma/client.ts'
import { NOTE_CODES } from '#app/migration/issue-weights.ts'

/** What waits for the merchant, by what it asks. */
export const DECISION_GROUPS = ['didNotArrive', 'conflicts', 'deleted', 'cannotFollow'] as const
export type DecisionGroup = (typeof DECISION_GROUPS)[number]

/** `Issue.resolution` of a record that the merchant accepted to stay in the old store. */
const LEFT_BEHIND = 'left_behind'

const DELETED_CODE = 'SOURCE_RECORD_DELETED'

type Where = Prisma.IssueWhereInput

/** Issues that are open to a decision: the one place that says so, for counts and lists alike. */
export const OPEN: Readonly<Record<DecisionGroup, Where>> = {
  didNotArrive: { severity: 'failed', resolvedAt: null },
  // A decided conflict waits for the next run, not for the merchant.
  conflicts: { severity: 'conflict', resolvedAt: null, resolution: null },
  deleted: { code: DELETED_CODE, resolvedAt: null },
  cannotFollow: {
    severity: 'note',
    resolvedAt: null,
    code: { notIn: [...NOTE_CODES, DELETED_CODE] },
  },
}

export const LEFT: Where = { severity: 'failed', resolution: LEFT_BEHIND }
