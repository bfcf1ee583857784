import type { Prisma } from '#app/generated/prisma/client.ts'
import { NOTE_CODES } from '#app/migration/engine/ports/issue-weights.ts'
import { idCursor } from '#app/platform/page-cursor.ts'
import { LEFT_BEHIND } from '../ledger-rows.ts'
import { DELETED_CODE, type Alike, type Section } from './questions.ts'

/** `Issue.resolution` of what the merchant left as it is. */
export const LEFT_AS_IT_IS = 'left'

type Where = Prisma.IssueWhereInput

/** Issues that are open: the one place that says so, for counts and lists alike. */
export const OPEN: Readonly<Record<Section, Where>> = {
  didNotArrive: { severity: 'failed', resolvedAt: null },
  // A decided conflict waits for the next run, not for the merchant.
  conflicts: { severity: 'conflict', resolvedAt: null, resolution: null },
  deleted: { severity: 'note', code: DELETED_CODE, resolvedAt: null },
  cannotFollow: {
    severity: 'note',
    resolvedAt: null,
    code: { notIn: [...NOTE_CODES, DELETED_CODE] },
  },
  notes: { severity: 'note', resolvedAt: null, code: { in: [...NOTE_CODES] } },
}

export const LEFT: Where = { severity: 'failed', resolution: LEFT_BEHIND }

/** Decisions that can be taken back, because nothing of them was written. */
export const UNDOABLE: Where = {
  OR: [
    LEFT,
    { severity: 'note', resolution: LEFT_AS_IT_IS },
    { severity: 'conflict', resolution: { not: null }, resolvedAt: null },
  ],
}

export const DECIDED: Where = { resolution: { not: null }, decidedAt: { not: null } }

/** The open issues that are alike. */
export function openAlike({ section, kind, code, field }: Alike): Where {
  const [, part] = /^variant\.([^.]+)$/.exec(field ?? '') ?? []
  return {
    AND: [
      OPEN[section],
      { kind, code },
      { field: part ? { startsWith: 'variant:', endsWith: `.${part}` } : (field ?? '') },
    ],
  }
}

export type Chosen =
  /** Ids of issues. Those that are not open in this project, or do not fit, are passed over. */
  | { issueIds: readonly string[] }
  /** All that are alike. */
  | { alike: Alike }

/** Whether a record is the same is asked of each one: a wrong yes overwrites somebody else. */
export const NOT_FOR_ALL = 'ANOTHER_RECORD'

export function chosenIssues(chosen: Chosen): Where {
  if ('alike' in chosen) return { AND: [openAlike(chosen.alike), { code: { not: NOT_FOR_ALL } }] }
  return { id: { in: chosen.issueIds.flatMap((id) => idCursor(id) ?? []) } }
}
