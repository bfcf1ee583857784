import type { Transaction } from '#app/db.server.ts'
import { MAX_TRIES } from '#app/migration/engine/ports/ledger.ts'
import { NOTE_CODES } from '#app/migration/engine/ports/issue-weights.ts'
import type { IssueCode } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { idCursor, toPage, type ListArgs, type Page } from '#app/platform/page-cursor.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { LEFT_BEHIND } from '../ledger-rows.ts'
import { FIRST_AND_LAST, keptIssue, toKind, toldByAll, type KeptIssue } from './kept-rows.ts'
import type { ProjectScope, RecordRef, RunScope } from './scope.ts'
import { LEFT, OPEN } from './which-issues.ts'
import type { Told } from '#app/migration/messages/message.ts'

export type IssueFilter = {
  kind?: EntityKind
  severity?: KeptIssue['severity']
  /** Of remarks only those that ask something of a person. */
  onlyToDo?: boolean
  /** Default: only what is still open. */
  includeResolved?: boolean
  /** Only what kept records from arriving that were left behind, instead of what is open. */
  leftBehind?: boolean
}

/** Issues of a run, as it reported them last, or of all runs of a project. Newest first. */
export async function issuePage(
  db: Transaction,
  scope: ProjectScope | RunScope,
  filter: IssueFilter,
  { cursor, limit }: Required<ListArgs>,
): Promise<Page<KeptIssue>> {
  const before = idCursor(cursor)
  const rows = await db.issue.findMany({
    where: {
      ...scope,
      ...(filter.kind ? { kind: filter.kind } : {}),
      ...(filter.severity ? { severity: filter.severity } : {}),
      ...(filter.onlyToDo ? { code: { notIn: [...NOTE_CODES] } } : {}),
      ...(filter.includeResolved || filter.leftBehind ? {} : { resolvedAt: null }),
      ...(filter.leftBehind ? { resolution: LEFT_BEHIND } : {}),
      ...(before === null ? {} : { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return toPage(rows, limit, keptIssue, (row) => String(row.id))
}

/** What is open of these records, by record, in the order it was first told. */
export async function openIssuesOf(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Map<string, KeptIssue[]>> {
  const rows = await db.issue.findMany({
    where: { ...scope, kind, sourceId: { in: [...sourceIds] }, resolvedAt: null },
    orderBy: { id: 'asc' },
  })
  return Map.groupBy(rows.map(keptIssue), ({ sourceId }) => sourceId)
}

/** Records that did not arrive and are not left behind: of one kind, and as one run told them. */
export async function openFailures(
  db: Transaction,
  scope: ProjectScope,
  { kind, runId }: { kind?: EntityKind | null; runId?: string | null },
): Promise<RecordRef[]> {
  const rows = await db.issue.findMany({
    where: {
      ...scope,
      ...OPEN.didNotArrive,
      ...(kind ? { kind } : {}),
      ...(runId ? { runId } : {}),
    },
    distinct: ['kind', 'sourceId'],
    select: { kind: true, sourceId: true },
  })
  return rows.map((row) => ({ kind: toKind(row.kind), sourceId: row.sourceId }))
}

/** How many records of a project did not arrive, without those left behind. */
export async function countFailedRecords(
  db: Transaction,
  scope: ProjectScope,
  kind?: EntityKind,
): Promise<number> {
  const groups = await db.issue.groupBy({
    by: ['kind', 'sourceId'],
    where: { ...scope, ...OPEN.didNotArrive, ...(kind && { kind }) },
  })
  return groups.length
}

/** The records of this kind that failed last. */
export async function latestFailed(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  most: number,
): Promise<string[]> {
  const rows = await db.issue.findMany({
    where: { ...scope, kind, ...OPEN.didNotArrive },
    orderBy: { id: 'desc' },
    take: most,
    select: { sourceId: true },
  })
  return rows.map(({ sourceId }) => sourceId)
}

/** Those of these records that no run sends again by itself as long as they stay as they are. */
export async function notSentAgain(
  db: Transaction,
  scope: ProjectScope,
  kind: EntityKind,
  sourceIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.issue.findMany({
    where: {
      ...scope,
      kind,
      sourceId: { in: [...sourceIds] },
      severity: 'failed',
      OR: [{ resolvedAt: null, OR: [{ isTransient: false }, { tries: { gte: MAX_TRIES } }] }, LEFT],
    },
    select: { sourceId: true },
  })
  return new Set(rows.map(({ sourceId }) => sourceId))
}

/** Those of these records that are open as failed or gone, or that some run failed on or left out. */
export async function missingAmong(
  db: Transaction,
  { shop, projectId }: ProjectScope,
  records: readonly RecordRef[],
): Promise<RecordRef[]> {
  if (records.length === 0) return []
  const [issues, outcomes] = await Promise.all([
    db.issue.findMany({
      where: {
        shop,
        projectId,
        resolvedAt: null,
        OR: records.map(({ kind, sourceId }) => ({ kind, sourceId })),
        AND: { OR: [{ severity: 'failed' }, { code: 'SOURCE_RECORD_GONE' }] },
      },
      select: { kind: true, sourceId: true },
    }),
    // Run by run: outcomes are found by their run.
    db.$queryRaw<{ kind: string; sourceId: string }[]>`
      select distinct o."kind", o."sourceId"
      from "Run" r
      cross join jsonb_to_recordset(${jsonText(records)}::jsonb) as c("kind" text, "sourceId" text)
      join "Outcome" o on o."runId" = r."id" and o."kind" = c."kind"
        and o."sourceId" = c."sourceId"
      where r."shop" = ${shop} and r."projectId" = ${projectId}::uuid
        and o."outcome" in ('failed', 'skipped')`,
  ])
  const key = ({ kind, sourceId }: { kind: string; sourceId: string }) => `${kind}:${sourceId}`
  const known = new Set([...issues, ...outcomes].map(key))
  return [...new Map(records.map((record) => [key(record), record])).values()].filter((record) =>
    known.has(key(record)),
  )
}

/**
 * Records of a kind that a run left out on purpose, or the merchant left behind, and that are not in
 * the target. Guests stand in no list of the source and are not counted.
 */
export async function countLeftOut(
  db: Transaction,
  { shop, projectId }: ProjectScope,
  kind: EntityKind,
): Promise<number> {
  const code = 'RELATED_ORDER' satisfies IssueCode
  // A renewal belongs to another order as well; one that failed is still to come.
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    select count(distinct i."sourceId") as count from "Issue" i
    where i."shop" = ${shop} and i."projectId" = ${projectId}::uuid and i."kind" = ${kind}
      and ((i."resolvedAt" is null and i."code" = ${code})
        or (i."severity" = 'failed' and i."resolution" = ${LEFT_BEHIND}))
      and i."sourceId" not like 'guest:%'
      and not exists (select 1 from "Mapping" m
        where m."projectId" = i."projectId" and m."kind" = i."kind" and m."sourceId" = i."sourceId")
      and not exists (select 1 from "Issue" f
        where f."projectId" = i."projectId" and f."kind" = i."kind" and f."sourceId" = i."sourceId"
          and f."resolvedAt" is null and f."severity" = 'failed')`
  return Number(row?.count ?? 0)
}

/** Alike things told of one kind. */
export type ToldGroup = {
  kind: EntityKind
  code: string
  count: number
  /** Of one of them; of all of them when `isSame`. */
  message: Told
  isSame: boolean
}

/** What this run told and asks nothing of anybody, alike things together. */
export async function noteGroups(db: Transaction, scope: RunScope): Promise<ToldGroup[]> {
  const groups = await db.issue.groupBy({
    by: ['code', 'kind'],
    where: { ...scope, ...OPEN.notes },
    _count: { _all: true },
    ...FIRST_AND_LAST,
  })
  return groups.map(({ code, kind, _count, ...ends }) => ({
    code,
    kind: toKind(kind),
    count: _count._all,
    ...toldByAll(ends),
  }))
}

/** What this run told and is still open, counted. */
export async function openOfRun(
  db: Transaction,
  scope: RunScope,
): Promise<{ severity: string; code: string; isDecided: boolean; count: number }[]> {
  const groups = await db.issue.groupBy({
    by: ['severity', 'code', 'resolution'],
    where: { ...scope, resolvedAt: null },
    _count: { _all: true },
  })
  return groups.map(({ severity, code, resolution, _count }) => ({
    severity,
    code,
    isDecided: resolution !== null,
    count: _count._all,
  }))
}
