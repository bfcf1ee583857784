import type { Clock } from '#app/platform/clock.ts'
import type { Database } from '#app/db.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { MAX_TRIES } from '../engine/ports/ledger.ts'
import { KIND, type EntityKind } from '../kinds/kind.ts'
import type { Ledger } from '../engine/ports/ledger.ts'
import type { Mapping, OpenIssue, WriteAttempt } from '../engine/ports/settlement.ts'
import { createCategoryLedger } from './category-ledger.server.ts'
import {
  attemptsFromJson,
  groupsOfDistinctRecords,
  issueFromRow,
  LEFT_BEHIND,
  mappingFromRow,
  settlementRows,
  type IssueRow,
  type MappingRow,
} from './ledger-rows.ts'
import { underLease, type LeaseHolder } from './ledger-transaction.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'
import { createRelinkLedger } from './relink-ledger.server.ts'
import { withoutForeign } from './one-record-each.server.ts'
import { createComparisonLedger } from './comparison-ledger.server.ts'
import { createWindowLedger } from './window-ledger.server.ts'
import { writeSettlements, type LedgerRules } from './settle-statements.server.ts'

export type PrismaLedgerDeps = LeaseHolder &
  Pick<LedgerRules, 'pointsPerKind' | 'optionsHash' | 'mappingVersion'> & {
    prisma: Database
    /** Measures how much time passed here between two readings of the source's clock. */
    clock: Clock
    /** In how many runs a transient failure is tried before it only stays visible. */
    maxTries?: number
    /** True for a retry the merchant asked for: failures get all their tries anew. */
    triesAnew?: boolean
  }

/** Records of a page of failures. */
const FAILURES_PAGE = 50
/** Records looked through for guests. */
const MOST_OWNED = 200

/**
 * The ledger of one run in PostgreSQL. Reads are scoped by shop and project. Every write is a
 * transaction that first locks the run's row and checks that this worker still holds the lease by
 * the database's clock.
 *
 * @throws LeaseLost from every write when another worker owns the run; nothing of it is kept
 */
export function createPrismaLedger(deps: PrismaLedgerDeps): Ledger {
  const { prisma, shop, projectId, runId } = deps
  const maxTries = deps.maxTries ?? MAX_TRIES
  const rules: LedgerRules = {
    maxTries,
    triesAnew: deps.triesAnew ?? false,
    optionsHash: deps.optionsHash,
    mappingVersion: deps.mappingVersion,
    pointsPerKind: deps.pointsPerKind,
  }
  const scope = (kind: EntityKind) => ({ shop, projectId, kind })

  const isLeft = Prisma.sql`"severity" = 'failed' and "resolution" = ${LEFT_BEHIND}`
  // Notes once per run: a record may be read several times.
  const isOpen = Prisma.sql`"resolvedAt" is null and ("severity" in ('failed', 'conflict')
    or "severity" = 'note' and "mayHeal" and "runId" <> ${runId}::uuid)`

  /** In SQL: each page asks for these, and Prisma takes ten times as long to put them into words. */
  async function issuesOf(kind: EntityKind, where: Prisma.Sql): Promise<OpenIssue[]> {
    const rows = await repeatable(
      () => prisma.$queryRaw<IssueRow[]>`
        select *, "mayHeal" as "isTransient" from "Issue" where "shop" = ${shop} and "projectId" = ${projectId}::uuid
          and "kind" = ${kind} and ${where} order by "id"`,
    )
    return rows.map((row) => issueFromRow(kind, row, rules))
  }

  /** In SQL for the same reason, and one statement however many are asked for, so that it stays prepared. */
  async function mappingsOf(kind: EntityKind, where: Prisma.Sql): Promise<Mapping[]> {
    const rows = await repeatable(
      () => prisma.$queryRaw<MappingRow[]>`
        select "sourceId", "gid", "fingerprint", "sourceFields", "targetFields", "children",
          "sourceChangedAt", "sourceMark" as "sourceRowHash", "identity", "mappingVersion"
        from "Mapping" where "shop" = ${shop} and "projectId" = ${projectId}::uuid
          and "kind" = ${kind} and ${where} order by "id"`,
    )
    return rows.map((row) => mappingFromRow(kind, row))
  }

  async function mapped(kind: EntityKind, sourceIds: readonly string[]): Promise<Set<string>> {
    const rows = await repeatable(
      () => prisma.$queryRaw<{ sourceId: string }[]>`
        select "sourceId" from "Mapping" where "shop" = ${shop} and "projectId" = ${projectId}::uuid
          and "kind" = ${kind} and "sourceId" = any(${[...sourceIds]})`,
    )
    return new Set(rows.map(({ sourceId }) => sourceId))
  }

  return {
    ...createComparisonLedger(deps),
    ...createRelinkLedger(deps),
    ...createWindowLedger(deps),
    ...createCategoryLedger(deps),

    async mappings(kind, sourceIds) {
      if (sourceIds.length === 0) return new Map()
      const found = await mappingsOf(kind, Prisma.sql`"sourceId" = any(${[...sourceIds]})`)
      return new Map(found.map((mapping) => [mapping.sourceId, mapping]))
    },

    async mappingsTo(kind, gids) {
      if (gids.length === 0) return []
      return await mappingsOf(kind, Prisma.sql`"gid" = any(${[...gids]})`)
    },

    async openIssues(kind, sourceIds) {
      if (sourceIds.length === 0) return new Map()
      const asked = Prisma.sql`"sourceId" = any(${[...sourceIds]}) and (${isOpen} or ${isLeft})`
      const issues = await issuesOf(kind, asked)
      return Map.groupBy(issues, ({ sourceId }) => sourceId)
    },

    async leftovers(kind) {
      const hasOtherRules = Prisma.sql`"optionsHash" is distinct from ${rules.optionsHash}
        or "mappingVersion" <> ${rules.mappingVersion}`
      const [intents, issues, left] = await Promise.all([
        repeatable(() =>
          prisma.intent.findMany({
            where: { projectId, kind, project: { shop } },
            select: { sourceId: true },
          }),
        ),
        issuesOf(
          kind,
          Prisma.sql`${isOpen} and ("severity" = 'conflict' and "resolution" is not null
            or "severity" = 'failed' and "runId" <> ${runId}::uuid
              and ("mayHeal" and "tries" < ${maxTries} or ${hasOtherRules})
            or "severity" = 'note' and "tries" < ${maxTries})`,
        ),
        issuesOf(kind, isLeft),
      ])
      const leftBehind = new Set(left.map(({ sourceId }) => sourceId))
      const ids = new Set([...intents, ...issues].map(({ sourceId }) => sourceId))
      return [...ids].filter((id) => !leftBehind.has(id))
    },

    async takeBack(kind, sourceIds) {
      if (sourceIds.length === 0) return
      await underLease(prisma, deps, (tx) =>
        tx.issue.updateMany({
          where: {
            ...scope(kind),
            severity: 'failed',
            resolution: LEFT_BEHIND,
            sourceId: { in: [...sourceIds] },
          },
          data: { resolution: null, resolvedAt: null, decidedAt: null, decidedBy: null },
        }),
      )
    },

    async skipped(kind) {
      const rows = await repeatable(() =>
        prisma.issue.findMany({
          where: {
            ...scope(kind),
            code: 'SOURCE_RECORD_GONE',
            resolvedAt: null,
            runId: { not: runId },
            tries: { lt: maxTries },
          },
          select: { sourceId: true },
        }),
      )
      const ids = rows.map(({ sourceId }) => sourceId)
      const arrived = await mapped(kind, ids)
      return ids.filter((id) => !arrived.has(id))
    },

    async failures(kind, { reportedBy, after }) {
      const rows = await repeatable(() =>
        prisma.issue.findMany({
          where: {
            ...scope(kind),
            severity: 'failed',
            resolvedAt: null,
            runId: { not: runId, ...(reportedBy === null ? {} : { equals: reportedBy }) },
            ...(after === null ? {} : { id: { gt: BigInt(after) } }),
          },
          orderBy: { id: 'asc' },
          take: FAILURES_PAGE,
          select: { id: true, sourceId: true },
        }),
      )
      const last = rows.at(-1)
      return {
        sourceIds: [...new Set(rows.map(({ sourceId }) => sourceId))],
        next: rows.length === FAILURES_PAGE && last ? String(last.id) : null,
      }
    },

    async withoutOwner(kind) {
      const { owner } = KIND[kind]
      if (!owner) return []
      const rows = await repeatable(() =>
        prisma.issue.findMany({
          where: {
            ...scope(kind),
            resolvedAt: null,
            OR: [{ code: 'PARENT_MISSING', field: owner.field }, { severity: 'failed' }],
          },
          orderBy: { id: 'desc' },
          take: MOST_OWNED,
          select: { sourceId: true },
        }),
      )
      return [...new Set(rows.map(({ sourceId }) => sourceId))]
    },

    async ownersArrived(kind) {
      const rows = await repeatable(() =>
        prisma.intent.findMany({
          where: { projectId, kind, project: { shop }, attempts: { equals: [] } },
          select: { sourceId: true },
        }),
      )
      return rows.map(({ sourceId }) => sourceId)
    },

    async firstTold(code) {
      const run = { id: runId, shop }
      const { createdAt } = await repeatable(() =>
        prisma.run.findFirstOrThrow({ where: run, select: { createdAt: true } }),
      )
      return await repeatable(() =>
        prisma.issue.count({
          where: {
            shop,
            projectId,
            code,
            createdAt: { gte: createdAt },
            resolvedAt: null,
            resolution: null,
          },
        }),
      )
    },

    async answered(code) {
      const run = await repeatable(() =>
        prisma.run.findFirst({
          where: { id: runId, shop, answered: { has: code } },
          select: { id: true },
        }),
      )
      return run !== null
    },

    async standing(kind) {
      return await issuesOf(
        kind,
        Prisma.sql`${isOpen} and "severity" = 'failed' and "runId" <> ${runId}::uuid
          and "optionsHash" = ${rules.optionsHash} and "mappingVersion" = ${rules.mappingVersion}
          and (not "mayHeal" or "tries" >= ${maxTries})`,
      )
    },

    async openIntents(kind, sourceIds) {
      if (sourceIds.length === 0) return new Map()
      const rows = await repeatable(
        () => prisma.$queryRaw<{ sourceId: string; attempts: unknown }[]>`
          select i."sourceId", i."attempts" from "Intent" i
          join "Project" p on p."id" = i."projectId" and p."shop" = ${shop}
          where i."projectId" = ${projectId}::uuid and i."kind" = ${kind}
            and i."sourceId" = any(${[...sourceIds]})`,
      )
      return new Map(
        rows.map((row): [string, WriteAttempt[]] => [row.sourceId, attemptsFromJson(row.attempts)]),
      )
    },

    async saveIntents(kind, intents) {
      if (intents.length === 0) return
      await underLease(prisma, deps, (tx) =>
        tx.$executeRawUnsafe(
          `insert into "Intent" ("projectId", "kind", "sourceId", "runId", "attempts")
           select $1::uuid, $2, r."sourceId", $3::uuid, jsonb_build_array(
             r."attempt" || jsonb_build_object('run', $3::text, 'worker', $5::text))
           from jsonb_to_recordset($4::jsonb) as r("sourceId" text, "attempt" jsonb)
           on conflict ("projectId", "kind", "sourceId") do update set
             "runId" = excluded."runId",
             "attempts" = case when "Intent"."attempts" @> excluded."attempts"
               then "Intent"."attempts" else "Intent"."attempts" || excluded."attempts" end`,
          projectId,
          kind,
          runId,
          jsonText(intents),
          deps.leaseOwner,
        ),
      )
    },

    async settle(settlements) {
      if (settlements.length === 0) return
      await underLease(prisma, deps, async (tx) => {
        for (const group of groupsOfDistinctRecords(settlements)) {
          const own = await withoutForeign(tx, deps, group)
          await writeSettlements(tx, deps, rules, settlementRows(own))
        }
      })
    },
  }
}
