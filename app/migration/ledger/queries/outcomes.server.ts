import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { IssueCode } from '#app/migration/engine/ports/errors.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { idCursor, toPage, type ListArgs, type Page } from '#app/platform/page-cursor.ts'
import { LEFT_BEHIND } from '../ledger-rows.ts'
import { toOutcome, type FailedLater, type OutcomeGroup } from './kept-rows.ts'
import type { ProjectScope, RunScope } from './scope.ts'

/** What became of a record in a run. */
export type KeptOutcome = {
  sourceId: string
  outcome: OutcomeKind
  gid: Gid | null
  reference: string
  /** Of an order: its total and currency as the source had them. */
  amount: string | null
}

/** What became of records of a kind in a run, in the order they were settled. */
export async function outcomePage(
  db: Transaction,
  scope: RunScope,
  kind: EntityKind,
  outcomes: readonly OutcomeKind[],
  { cursor, limit }: Required<ListArgs>,
): Promise<Page<KeptOutcome>> {
  const after = idCursor(cursor)
  const rows = await db.outcome.findMany({
    where: {
      ...scope,
      kind,
      outcome: { in: [...outcomes] },
      ...(after === null ? {} : { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  return toPage(
    rows,
    limit,
    ({ sourceId, outcome, gid, reference, amount }) => ({
      sourceId,
      outcome: toOutcome(outcome),
      gid,
      reference,
      amount,
    }),
    ({ id }) => String(id),
  )
}

/** What these runs came to, by the run's id; those without any outcome are left out. */
export async function outcomeGroups(
  db: Transaction,
  shop: string,
  runIds: readonly string[],
): Promise<Map<string, OutcomeGroup[]>> {
  const groups = await db.outcome.groupBy({
    by: ['runId', 'kind', 'classification', 'outcome'],
    where: { shop, runId: { in: [...runIds] } },
    _count: { _all: true },
  })
  const byRun = Map.groupBy(groups, ({ runId }) => runId)
  return new Map(
    [...byRun].map(([runId, own]) => [
      runId,
      own.map(({ kind, classification, outcome, _count }) => ({
        kind,
        classification,
        outcome,
        count: _count._all,
      })),
    ]),
  )
}

/** Conflicts over a record itself: what the source has of it is not in the target. */
const OVER_THE_RECORD = ['TARGET_RECORD_GONE', 'ANOTHER_RECORD'] satisfies IssueCode[]

/** How many records of these runs are in conflict and not in the target, by the run's id. */
export async function absentInConflict(
  db: Transaction,
  shop: string,
  runIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ runId: string; absent: number }[]>`
    select o."runId"::text as "runId", count(*)::int as "absent"
    from "Outcome" o
    where o."shop" = ${shop} and o."runId" = any(${[...runIds]}::uuid[])
      and o."outcome" = 'conflict' and exists (
        select 1 from "Issue" i where i."projectId" = o."projectId" and i."kind" = o."kind"
          and i."sourceId" = o."sourceId" and i."code" = any(${OVER_THE_RECORD}))
    group by o."runId"`
  return new Map(rows.map(({ runId, absent }) => [runId, absent]))
}

/** What became later of the records that did not arrive in a run. */
export async function failedLater(
  db: Transaction,
  { shop, runId }: RunScope,
): Promise<FailedLater> {
  const rows = await db.$queryRaw<FailedLater[]>`
    with failed as (
      select
        exists (select 1 from "Issue" i where i."projectId" = o."projectId"
          and i."kind" = o."kind" and i."sourceId" = o."sourceId" and i."severity" = 'failed'
          and i."resolution" = ${LEFT_BEHIND}) as "left",
        exists (select 1 from "Issue" i where i."projectId" = o."projectId"
          and i."kind" = o."kind" and i."sourceId" = o."sourceId" and i."severity" = 'failed'
          and i."resolvedAt" is null) as "open",
        exists (select 1 from "Mapping" m where m."projectId" = o."projectId"
          and m."kind" = o."kind" and m."sourceId" = o."sourceId") as "mapped"
      from "Outcome" o
      where o."shop" = ${shop} and o."runId" = ${runId}::uuid and o."outcome" = 'failed')
    select count(*)::int as "failed",
      count(*) filter (where "left")::int as "leftBehind",
      count(*) filter (where not "left" and "open")::int as "open",
      count(*) filter (where not "left" and not "open" and "mapped")::int as "arrived",
      count(*) filter (where not "left" and not "open" and not "mapped")::int as "gone"
    from failed`
  return rows[0] ?? { failed: 0, leftBehind: 0, open: 0, arrived: 0, gone: 0 }
}

/** Records settled per minute in the last `windowMs` by the database's clock, by kind. */
export async function ratesPerMinute(
  db: Transaction,
  { shop, runId }: RunScope,
  windowMs: number,
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ kind: string; records: number; seconds: number }[]>`
    select o."kind", count(*)::int as "records",
      greatest(1, extract(epoch from clock_timestamp() - greatest(
        clock_timestamp() - ${windowMs} * interval '1 millisecond',
        coalesce(min(p."startedAt"), min(o."at")))))::float8 as "seconds"
    from "Outcome" o
    left join "RunPass" p on p."runId" = o."runId" and p."kind" = o."kind"
    where o."shop" = ${shop} and o."runId" = ${runId}::uuid
      and o."at" > clock_timestamp() - ${windowMs} * interval '1 millisecond'
    group by o."kind"`
  return new Map(rows.map((row) => [row.kind, Math.round((row.records / row.seconds) * 600) / 10]))
}

const settledRows = z.array(z.object({ kind: z.string(), settled: z.coerce.number() }))

/**
 * How many of the records that stand in the source's lists a run settled, by kind: without guests, and
 * without those it passed over because the source does not have them any more.
 */
export async function settledListed(
  db: Transaction,
  { shop, projectId }: ProjectScope,
  runId: string,
): Promise<Map<string, number>> {
  const rows = settledRows.parse(
    await db.$queryRawUnsafe(
      `select o."kind", count(*) as "settled" from "Outcome" o
       where o."shop" = $1 and o."projectId" = $2::uuid and o."runId" = $3::uuid
         and o."sourceId" not like 'guest:%'
         and not (o."outcome" = 'skipped' and exists (select 1 from "Issue" i
           where i."projectId" = o."projectId" and i."kind" = o."kind"
             and i."sourceId" = o."sourceId" and i."resolvedAt" is null
             and i."code" in ('SOURCE_RECORD_GONE', 'SOURCE_RECORD_DELETED')))
       group by 1`,
      shop,
      projectId,
      runId,
    ),
  )
  return new Map(rows.map(({ kind, settled }) => [kind, settled]))
}

/** The latest run of a project that wrote something to the target; null: none did. */
export async function lastRunThatWrote(
  db: Transaction,
  scope: ProjectScope,
  runs: { modes?: readonly ('full' | 'recent' | 'comparison')[]; after?: Date } = {},
): Promise<{ id: string; finishedAt: Date | null } | null> {
  return db.run.findFirst({
    where: {
      ...scope,
      ...(runs.modes ? { mode: { in: [...runs.modes] } } : {}),
      ...(runs.after ? { createdAt: { gt: runs.after } } : {}),
      outcomes: { some: { outcome: { in: ['created', 'updated'] } } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, finishedAt: true },
  })
}
