import type { Transaction } from '#app/db.server.ts'
import type { Resolution } from '#app/migration/engine/ports/settlement.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { idCursor, toPage, type ListArgs, type Page } from '#app/platform/page-cursor.ts'
import { LEFT_BEHIND } from '../ledger-rows.ts'
import { FIRST_AND_LAST, keptIssue, toKind, toldByAll, type KeptIssue } from './kept-rows.ts'
import {
  alikeField,
  DELETED_CODE,
  sectionOf,
  type Alike,
  type AlikeGroup,
  type DecisionSection,
  type Section,
} from './questions.ts'
import type { ProjectScope, RecordRef } from './scope.ts'
import {
  chosenIssues,
  DECIDED,
  LEFT,
  LEFT_AS_IT_IS,
  NOT_FOR_ALL,
  OPEN,
  openAlike,
  UNDOABLE,
  type Chosen,
} from './which-issues.ts'

/** How many open questions there are: exactly as many as the lists of them have rows. */
export async function countOpen(
  db: Transaction,
  scope: ProjectScope,
): Promise<Record<DecisionSection | 'leftBehind', number>> {
  const count = (where: (typeof OPEN)[Section]) => db.issue.count({ where: { ...scope, ...where } })
  const [didNotArrive, leftBehind, conflicts, deleted, cannotFollow] = await Promise.all([
    count(OPEN.didNotArrive),
    count(LEFT),
    count(OPEN.conflicts),
    count(OPEN.deleted),
    count(OPEN.cannotFollow),
  ])
  return { didNotArrive, leftBehind, conflicts, deleted, cannotFollow }
}

/** What is open, by what it asks. Groups of different fields may be alike. */
export async function openByQuestion(
  db: Transaction,
  scope: ProjectScope,
  sections: readonly Section[],
): Promise<AlikeGroup[]> {
  const rows = await db.issue.groupBy({
    by: ['severity', 'code', 'kind', 'field'],
    where: { ...scope, OR: sections.map((section) => OPEN[section]) },
    _count: { _all: true },
    ...FIRST_AND_LAST,
  })
  return rows.map(({ kind, code, severity, field, _count, ...ends }) => ({
    section: sectionOf({ severity, code }),
    kind: toKind(kind),
    code,
    field: alikeField(field),
    count: _count._all,
    message: toldByAll(ends).isSame ? toldByAll(ends).message : null,
  }))
}

/** Open questions that are alike, oldest first. */
export async function alikePage(
  db: Transaction,
  scope: ProjectScope,
  alike: Alike,
  { cursor, limit }: Required<ListArgs>,
): Promise<Page<KeptIssue>> {
  const after = idCursor(cursor)
  const rows = await db.issue.findMany({
    where: { ...scope, AND: [openAlike(alike), after === null ? {} : { id: { gt: after } }] },
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  return toPage(rows, limit, keptIssue, ({ id }) => String(id))
}

/** @returns the ids of the open questions that are alike, oldest first */
export async function idsOfAlike(
  db: Transaction,
  scope: ProjectScope,
  alike: Alike,
): Promise<string[]> {
  const rows = await db.issue.findMany({
    where: { ...scope, AND: openAlike(alike) },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  return rows.map(({ id }) => String(id))
}

/** What was decided, latest first; `canUndo`: nothing of it was written yet. */
export async function decidedPage(
  db: Transaction,
  scope: ProjectScope,
  { cursor, limit }: Required<ListArgs>,
): Promise<Page<KeptIssue & { canUndo: boolean }>> {
  const after = decidedCursor(cursor)
  const rows = await db.issue.findMany({
    where: {
      ...scope,
      ...DECIDED,
      AND: after
        ? { OR: [{ decidedAt: { lt: after.at } }, { decidedAt: after.at, id: { lt: after.id } }] }
        : {},
    },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const undoable = await db.issue.findMany({
    where: { ...scope, AND: [UNDOABLE, { id: { in: rows.map(({ id }) => id) } }] },
    select: { id: true },
  })
  const canUndo = new Set(undoable.map(({ id }) => id))
  return toPage(
    rows,
    limit,
    (row) => ({ ...keptIssue(row), canUndo: canUndo.has(row.id) }),
    ({ decidedAt, id }) => `${decidedAt?.toISOString() ?? ''}~${id}`,
  )
}

/** Of rows ordered by the moment of the decision. */
function decidedCursor(cursor: string | null): { at: Date; id: bigint } | null {
  const [time = '', last] = (cursor ?? '').split('~')
  const at = new Date(time)
  const id = idCursor(last)
  return id === null || Number.isNaN(at.getTime()) ? null : { at, id }
}

/** How many decisions the list of them has. */
export function countDecisions(db: Transaction, scope: ProjectScope): Promise<number> {
  return db.issue.count({ where: { ...scope, ...DECIDED } })
}

/** The records that were chosen among those that did not arrive. */
export async function chosenFailures(
  db: Transaction,
  scope: ProjectScope,
  chosen: Chosen,
  most: number,
): Promise<RecordRef[]> {
  const rows = await db.issue.findMany({
    where: { ...scope, severity: 'failed', AND: chosenIssues(chosen) },
    orderBy: { id: 'asc' },
    distinct: ['kind', 'sourceId'],
    take: most,
    select: { kind: true, sourceId: true },
  })
  return rows.map(({ kind, sourceId }) => ({ kind: toKind(kind), sourceId }))
}

/** `by`: Shopify's id of the member of staff who decides; null: not known. */
export type Decider = { at: Date; by: string | null }

export type Answer = 'leave_behind' | Resolution | 'leave'

/**
 * Keeps what was decided about open questions. A conflict stays open until a run has acted on it.
 * @returns how many
 */
export async function answerOpen(
  db: Transaction,
  scope: ProjectScope,
  answer: Answer,
  chosen: Chosen,
  { at, by }: Decider,
): Promise<number> {
  const { count } = await db.issue.updateMany({
    where: { ...scope, AND: [askingFor(answer), chosenIssues(chosen)] },
    data: { ...answered(answer, at), decidedAt: at, decidedBy: by },
  })
  return count
}

function askingFor(answer: Answer) {
  switch (answer) {
    case 'leave_behind':
      return OPEN.didNotArrive
    case 'keep_target':
    case 'take_source':
      return OPEN.conflicts
    case 'leave':
      return { OR: [OPEN.deleted, OPEN.cannotFollow] }
  }
}

function answered(answer: Answer, at: Date) {
  switch (answer) {
    case 'leave_behind':
      return { resolution: LEFT_BEHIND, resolvedAt: at }
    case 'keep_target':
    case 'take_source':
      return { resolution: answer }
    case 'leave':
      return { resolution: LEFT_AS_IT_IS, resolvedAt: at }
  }
}

/**
 * Opens questions again whose decision nobody acted on yet.
 * @param about the chosen ones, or all that was decided at one moment
 * @returns how many
 */
export async function reopen(
  db: Transaction,
  scope: ProjectScope,
  about: Chosen | { decidedAt: Date },
): Promise<number> {
  const { count } = await db.issue.updateMany({
    where: { ...scope, AND: [UNDOABLE, 'decidedAt' in about ? about : chosenIssues(about)] },
    data: { resolution: null, resolvedAt: null, decidedAt: null, decidedBy: null },
  })
  return count
}

export type ConflictSelection =
  | { all: true; kind?: EntityKind }
  /** Ids of issues. */
  | { issueIds: readonly string[] }

/**
 * Keeps which side is right in open conflicts, also in decided ones that no run has acted on.
 * @returns how many
 */
export async function decideConflicts(
  db: Transaction,
  scope: ProjectScope,
  selection: ConflictSelection,
  resolution: Resolution,
  { at, by }: Decider,
): Promise<number> {
  const chosen =
    'all' in selection
      ? { code: { not: NOT_FOR_ALL }, ...(selection.kind ? { kind: selection.kind } : {}) }
      : { id: { in: selection.issueIds.flatMap((id) => idCursor(id) ?? []) } }
  const { count } = await db.issue.updateMany({
    where: { ...scope, severity: 'conflict', resolvedAt: null, ...chosen },
    data: { resolution, decidedAt: at, decidedBy: by },
  })
  return count
}

const OPEN_DELETED = { code: DELETED_CODE, resolvedAt: null }

/** Those of these that wait for a decision, oldest first; ids that are none are passed over. */
export async function openDeleted(
  db: Transaction,
  scope: ProjectScope,
  issueIds: readonly string[],
): Promise<KeptIssue[]> {
  const rows = await db.issue.findMany({
    where: {
      ...scope,
      ...OPEN_DELETED,
      id: { in: issueIds.flatMap((id) => idCursor(id) ?? []) },
    },
    orderBy: { id: 'asc' },
  })
  return rows.map(keptIssue)
}

/**
 * Takes a record that was deleted in the source off the list, with what was done about it.
 * @returns false when it is not open any more
 */
export async function resolveDeleted(
  db: Transaction,
  scope: ProjectScope,
  issueId: string,
  done: 'left' | 'archived' | 'cancelled',
  { at, by }: Decider,
): Promise<boolean> {
  const { count } = await db.issue.updateMany({
    where: { ...scope, ...OPEN_DELETED, id: BigInt(issueId) },
    data: { resolvedAt: at, resolution: done, decidedAt: at, decidedBy: by },
  })
  return count > 0
}
