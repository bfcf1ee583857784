import { z } from 'zod'
import type { Database } from '#app/db.server.ts'
import type { Clock } from '#app/platform/clock.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { KIND, type EntityKind } from '../kinds/kind.ts'
import { ownerKindOf } from '../kinds/owner.ts'
import { GUEST_PREFIX } from '../kinds/values/guest-id.ts'
import type { ComparisonLedger, FindingReason } from '../engine/ports/comparison-ledger.ts'
import { createTotalsLedger, writeTotals } from './totals-ledger.server.ts'
import { underLease, type LeaseHolder } from './ledger-transaction.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'
import { acceptedTotal, askAnew } from './short-list-question.server.ts'
import { SHOULD_BE_LISTED } from './window-ledger.server.ts'
import type { LedgerRules } from './settle-statements.server.ts'

type ComparisonLedgerDeps = LeaseHolder &
  Pick<LedgerRules, 'pointsPerKind'> & { prisma: Database; clock: Clock }

const cost = z.tuple([
  z.object({ points: z.string(), limit: z.string(), overBy: z.string().nullable() }),
])

const counted = z.tuple([z.object({ count: z.bigint() })])
const reason = z.enum(['missing', 'refused', 'changed', 'no_row_hash', 'returned', 'guest'])
/** As the database keeps it: the word of older versions, which may go on with our runs and we with theirs. */
const NO_ROW_HASH = 'unmarked'

/** The part of the ledger that remembers how far a complete comparison is. */
export function createComparisonLedger(deps: ComparisonLedgerDeps): ComparisonLedger {
  const { prisma, clock, shop, projectId, runId, pointsPerKind } = deps
  const own = (kind: EntityKind) => ({ runId_kind: { runId, kind } })
  const inRun = { shop, projectId, runId }

  return {
    ...createTotalsLedger(deps),

    async openComparison(kind) {
      return await underLease(prisma, deps, async (tx) => {
        // Of a comparison that was cancelled nobody goes on.
        await tx.comparisonFinding.deleteMany({ where: { shop, projectId, runId: { not: runId } } })
        await tx.comparisonPass.createMany({
          data: { runId, kind, startedAt: new Date(clock.now()) },
          skipDuplicates: true,
        })
        const pass = await tx.comparisonPass.findUniqueOrThrow({ where: own(kind) })
        return {
          resume: pass.resume,
          listed: pass.listedAt !== null,
          done: pass.doneAt !== null,
          compared: pass.compared,
          askedTotal:
            pass.askedTotal === null ? null : await acceptedTotal(tx, deps, pass.askedTotal),
        }
      })
    },

    async restartListing(kind, askedTotal) {
      await underLease(prisma, deps, async (tx) => {
        await tx.comparisonFinding.deleteMany({ where: { ...inRun, kind } })
        await tx.mapping.updateMany({
          where: { shop, projectId, kind, comparedRunId: runId },
          data: { comparedRunId: null },
        })
        await tx.comparisonPass.update({
          where: own(kind),
          data: { resume: null, compared: 0, ...(askedTotal === null ? {} : { askedTotal }) },
        })
        if (askedTotal !== null) await askAnew(tx, deps)
        if (KIND[kind].total) await tx.orderTotal.deleteMany({ where: { shop, runId } })
      })
    },

    async unseenCount(kind) {
      const rows = await repeatable(() =>
        prisma.$queryRawUnsafe(
          `select count(*) from "Mapping" m
           where m."shop" = $1 and m."projectId" = $2::uuid and m."kind" = $4
             and m."sweptRunId" is distinct from $3::uuid and ${SHOULD_BE_LISTED}`,
          shop,
          projectId,
          runId,
          kind,
        ),
      )
      return Number(counted.parse(rows)[0].count)
    },

    async recordCompared(kind, { sourceIds, findings, totals, total, resume }) {
      await underLease(prisma, deps, async (tx) => {
        await tx.mapping.updateMany({
          where: { shop, projectId, kind, sourceId: { in: [...sourceIds] } },
          data: { comparedRunId: runId },
        })
        await tx.comparisonFinding.createMany({
          data: findings.map((finding) => ({
            ...inRun,
            ...finding,
            why: storedReason(finding.why),
          })),
          skipDuplicates: true,
        })
        await writeTotals(tx, deps, totals)
        // A repetition finds its own checkpoint and counts nothing.
        await tx.comparisonPass.updateMany({
          where: {
            runId,
            kind,
            run: { shop },
            OR: [{ resume: null }, { resume: { not: resume } }],
          },
          data: { resume, compared: { increment: sourceIds.length }, total },
        })
      })
    },

    async closeListing(kind) {
      await underLease(prisma, deps, (tx) =>
        tx.comparisonPass.update({ where: own(kind), data: { listedAt: new Date(clock.now()) } }),
      )
    },

    async comparisonCost() {
      const rows = await repeatable(() =>
        prisma.$queryRawUnsafe(
          `with waiting as (
             select coalesce(sum(($4::jsonb ->> f."kind")::numeric), 0) as "points"
             from "SweepFinding" f
             where f."shop" = $1 and f."projectId" = $2::uuid and f."runId" = $3::uuid
               and f."why" in ('missing', 'guest') and not f."settled"
               and not exists (select 1 from "Mapping" m where m."projectId" = f."projectId"
                 and m."kind" = f."kind" and m."sourceId" = f."sourceId"))
           select round(w."points", 1)::text as "points",
             round(p."entityPointsLimit", 1)::text as "limit",
             case when r."points" + w."points" > p."entityPointsLimit"
               then round(r."points" + w."points" - p."entityPointsLimit", 1)::text end as "overBy"
           from waiting w, "Run" r join "Project" p on p."id" = r."projectId"
           where r."id" = $3::uuid and r."shop" = $1`,
          shop,
          projectId,
          runId,
          jsonText(pointsPerKind),
        ),
      )
      return cost.parse(rows)[0]
    },

    async findings(kind, limit) {
      const rows = await repeatable(() =>
        prisma.comparisonFinding.findMany({
          // Guests come with their orders: no store can look them up.
          where: { ...inRun, kind, settled: false, why: { not: 'guest' } },
          orderBy: { id: 'asc' },
          take: limit,
          select: { sourceId: true, why: true, rowHash: true },
        }),
      )
      return rows.map(({ why, ...finding }) => ({ ...finding, why: readReason(why) }))
    },

    async settleFindings(kind, sourceIds) {
      if (sourceIds.length === 0) return
      await underLease(prisma, deps, async (tx) => {
        const found = { sourceId: { in: [...sourceIds] } }
        await tx.comparisonFinding.updateMany({
          where: { ...inRun, kind, ...found },
          data: { settled: true },
        })
        // Those that were missing are mapped only now, and were listed all the same.
        await tx.mapping.updateMany({
          where: { shop, projectId, kind, ...found },
          data: { comparedRunId: runId },
        })
      })
    },

    async unseen(kind, after, limit) {
      const rows = await repeatable(() =>
        prisma.mapping.findMany({
          where: {
            shop,
            projectId,
            kind,
            OR: [{ comparedRunId: null }, { comparedRunId: { not: runId } }],
            NOT: { sourceId: { startsWith: GUEST_PREFIX } },
            ...(after === null ? {} : { id: { gt: BigInt(after) } }),
          },
          orderBy: { id: 'asc' },
          take: limit,
          select: { id: true, sourceId: true },
        }),
      )
      return {
        sourceIds: rows.map(({ sourceId }) => sourceId),
        next: rows.length < limit ? null : String(rows.at(-1)?.id),
      }
    },

    async recordLookedUp(kind, sourceIds, deleted) {
      if (sourceIds.length === 0) return
      await underLease(prisma, deps, async (tx) => {
        await tx.mapping.updateMany({
          where: { shop, projectId, kind, sourceId: { in: [...sourceIds] } },
          data: { comparedRunId: runId },
        })
        await tx.$executeRawUnsafe(
          `insert into "SweepFinding" ("shop", "projectId", "runId", "kind", "sourceId", "why", "settled")
           select $1, $2::uuid, $3::uuid, $4, d, 'deleted', true
           from jsonb_array_elements_text($5::jsonb) as d
           on conflict ("runId", "kind", "sourceId") do update set "why" = 'deleted', "settled" = true`,
          shop,
          projectId,
          runId,
          kind,
          jsonText(deleted),
        )
      })
    },

    async toldDeleted(kind, sourceIds) {
      if (sourceIds.length === 0) return new Map()
      const rows = await repeatable(() =>
        prisma.issue.findMany({
          where: {
            shop,
            projectId,
            kind,
            sourceId: { in: [...sourceIds] },
            code: 'SOURCE_RECORD_DELETED',
            OR: [{ resolvedAt: null }, { resolution: { not: null } }],
          },
          select: { sourceId: true, resolvedAt: true },
        }),
      )
      return new Map(
        rows.map(({ sourceId, resolvedAt }) => [sourceId, resolvedAt ? 'decided' : 'open']),
      )
    },

    async finishComparison(kind) {
      return await underLease(prisma, deps, async (tx) => {
        await tx.$executeRawUnsafe(
          `update "SweepPass" s set "doneAt" = $5::timestamptz,
             "changed" = f."changed", "missing" = f."missing", "deleted" = f."deleted",
             "unread" = f."unread"
           from (
             select
               count(*) filter (where f."why" in ('changed', '${NO_ROW_HASH}') and o."outcome" in
                 ('updated', 'conflict') or f."why" = 'changed' and o."outcome" = 'failed') as "changed",
               count(*) filter (where f."why" = 'missing' and o."outcome" is not null) as "missing",
               count(*) filter (where f."why" = 'deleted') as "deleted",
               count(*) filter (where f."why" not in ('deleted', 'guest')
                 and o."outcome" is null) as "unread"
             from "SweepFinding" f
             left join "Outcome" o on o."runId" = f."runId" and o."kind" = f."kind"
               and o."sourceId" = f."sourceId"
             where f."shop" = $1 and f."projectId" = $2::uuid and f."runId" = $3::uuid
               and f."kind" = $4) f
           where s."runId" = $3::uuid and s."kind" = $4 and s."doneAt" is null`,
          shop,
          projectId,
          runId,
          kind,
          new Date(clock.now()),
        )
        // Guests wait for the records they come with.
        const owner = ownerKindOf(kind)
        const ofKind = { kind, why: { not: 'guest' } }
        const over = owner ? { OR: [ofKind, { kind: owner, why: 'guest' }] } : ofKind
        await tx.comparisonFinding.deleteMany({ where: { ...inRun, ...over } })
        const pass = await tx.comparisonPass.findUniqueOrThrow({ where: own(kind) })
        return {
          compared: pass.compared,
          changed: pass.changed ?? 0,
          missing: pass.missing ?? 0,
          deleted: pass.deleted ?? 0,
        }
      })
    },

    async comparisonReason() {
      const project = await repeatable(() =>
        prisma.project.findFirst({
          where: { id: projectId, shop },
          select: { comparisonReason: true },
        }),
      )
      return project?.comparisonReason ?? null
    },

    async setComparisonReason(reason) {
      await underLease(prisma, deps, (tx) =>
        tx.project.updateMany({
          where: { id: projectId, shop },
          data: { comparisonReason: reason },
        }),
      )
    },
  }
}

const storedReason = (why: FindingReason) => (why === 'no_row_hash' ? NO_ROW_HASH : why)
const readReason = (why: string) => (why === NO_ROW_HASH ? 'no_row_hash' : reason.parse(why))
