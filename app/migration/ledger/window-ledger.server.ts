import { z } from 'zod'
import type { Database } from '#app/db.server.ts'
import type { Clock } from '#app/platform/clock.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import type { EntityKind } from '../kinds/kind.ts'
import type { WindowLedger } from '../engine/ports/window-ledger.ts'
import { underLease, type LeaseHolder } from './ledger-transaction.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'
import { acceptedTotal, askAnew } from './short-list-question.server.ts'

type WindowLedgerDeps = LeaseHolder & { prisma: Database; clock: Clock }

const counted = z.tuple([z.object({ count: z.bigint() })])
const highest = z.tuple([z.object({ id: z.string().nullable() })])

/** Mappings "m" of records that the source should still list. */
export const SHOULD_BE_LISTED = `m."sourceId" not like 'guest:%'
  and not exists (select 1 from "Issue" i where i."projectId" = m."projectId"
    and i."kind" = m."kind" and i."sourceId" = m."sourceId" and i."code" = 'SOURCE_RECORD_DELETED'
    and (i."resolvedAt" is null or i."resolution" is not null))`

/** The part of the ledger that remembers windows: how far each kind is, and what falls due. */
export function createWindowLedger(deps: WindowLedgerDeps): WindowLedger {
  const { prisma, clock, shop, projectId, runId } = deps
  const own = (kind: EntityKind) => ({ runId_kind: { runId, kind } })

  /** The highest id that was ever brought, where the last window does not say what there was. */
  async function highestMapped(kind: EntityKind): Promise<string | null> {
    const rows = await repeatable(() =>
      prisma.$queryRawUnsafe(
        `select max("sourceId"::bigint)::text as "id" from "Mapping"
         where "shop" = $1 and "projectId" = $2::uuid and "kind" = $3 and "sourceId" ~ '^[0-9]{1,15}$'`,
        shop,
        projectId,
        kind,
      ),
    )
    return highest.parse(rows)[0].id
  }

  async function count(statement: string, ...more: unknown[]): Promise<number> {
    const rows = await repeatable(() => prisma.$queryRawUnsafe(statement, shop, projectId, ...more))
    return Number(counted.parse(rows)[0].count)
  }

  return {
    async lastWindow(kind) {
      const row = await repeatable(() =>
        prisma.watermark.findFirst({ where: { projectId, kind, project: { shop } } }),
      )
      if (!row) return null
      const pass = await repeatable(() =>
        prisma.runPass.findFirst({ where: { runId: row.runId, kind, run: { shop } } }),
      )
      const isOlder = !pass || pass.sourceClock === null
      // A list may have been empty because something hid its records: what was brought says more.
      const newest = isOlder
        ? await highestMapped(kind)
        : (pass.newest ?? (await highestMapped(kind)) ?? '0')
      return {
        watermark: row.at,
        clock: pass?.sourceClock ?? row.at,
        ageMs: clock.now() - (pass?.startedAt ?? row.updatedAt).getTime(),
        newest,
      }
    },

    async openWindow(kind, window, opening) {
      return await underLease(prisma, deps, async (tx) => {
        await tx.runPass.createMany({
          data: {
            runId,
            kind,
            windowFrom: window.from,
            windowTo: window.to,
            knownUpTo: window.knownUpTo ?? null,
            sourceClock: opening?.clock ?? null,
            completeUpTo: opening?.completeUpTo ?? null,
            newest: opening?.newest ?? null,
            startedAt: new Date(clock.now()),
          },
          skipDuplicates: true,
        })
        const pass = await tx.runPass.findUniqueOrThrow({ where: own(kind) })
        return {
          window: { from: pass.windowFrom, to: pass.windowTo, knownUpTo: pass.knownUpTo },
          resume: pass.resume,
          done: pass.doneAt !== null,
          askedTotal:
            pass.askedTotal === null ? null : await acceptedTotal(tx, deps, pass.askedTotal),
          total: pass.total === null ? null : { count: pass.total, exact: pass.totalExact },
        }
      })
    },

    async rememberAsked(kind, total) {
      await underLease(prisma, deps, async (tx) => {
        await tx.runPass.update({ where: own(kind), data: { askedTotal: total } })
        await askAnew(tx, deps)
      })
    },

    async expected(kind) {
      return await count(
        `select count(*) from "Mapping" m
         where m."shop" = $1 and m."projectId" = $2::uuid and m."kind" = $3
           and ${SHOULD_BE_LISTED}`,
        kind,
      )
    },

    async settledInRun(kind) {
      return await count(
        `select count(*) from "Outcome" o
         where o."shop" = $1 and o."projectId" = $2::uuid and o."runId" = $3::uuid
           and o."kind" = $4 and o."sourceId" not like 'guest:%'
           and not (o."outcome" = 'skipped' and exists (select 1 from "Issue" i
             where i."projectId" = o."projectId" and i."kind" = o."kind"
               and i."sourceId" = o."sourceId" and i."resolvedAt" is null
               and i."code" in ('SOURCE_RECORD_GONE', 'SOURCE_RECORD_DELETED')))`,
        runId,
        kind,
      )
    },

    async checkpoint(kind, resume) {
      await underLease(prisma, deps, async (tx) => {
        // In SQL: each page ends with this.
        const passes = await tx.$executeRaw`
          update "RunPass" set "resume" = ${resume} where "runId" = ${runId}::uuid and "kind" = ${kind}`
        if (passes === 0) throw new Error(`No window of ${kind} is open to go on in.`)
      })
    },

    async commitWatermark(kind) {
      await underLease(prisma, deps, async (tx) => {
        const pass = await tx.runPass.update({
          where: own(kind),
          data: { doneAt: new Date(clock.now()) },
        })
        const to = { at: pass.completeUpTo ?? pass.windowTo, runId }
        await tx.watermark.upsert({
          where: { projectId_kind: { projectId, kind } },
          create: { projectId, kind, ...to },
          update: to,
        })
      })
    },

    async finishPass(kind) {
      await underLease(prisma, deps, (tx) =>
        tx.runPass.update({ where: own(kind), data: { doneAt: new Date(clock.now()) } }),
      )
    },

    async setTotal(kind, total) {
      await underLease(prisma, deps, (tx) =>
        tx.runPass.update({
          where: own(kind),
          data: { total: total.count, totalExact: total.exact },
        }),
      )
    },

    async setDue(kind, records) {
      if (records.length === 0) return
      const over = records.flatMap(({ sourceId, at }) => (at === null ? [sourceId] : []))
      const due = [
        ...new Map(
          records.flatMap(({ sourceId, at }) => (at === null ? [] : [[sourceId, at] as const])),
        ),
      ].map(([sourceId, at]) => ({ sourceId, at }))
      await underLease(prisma, deps, async (tx) => {
        if (over.length > 0) {
          await tx.dueRecord.deleteMany({
            where: { projectId, shop, kind, sourceId: { in: over } },
          })
        }
        if (due.length > 0) {
          await tx.$executeRawUnsafe(
            `insert into "DueRecord" ("shop", "projectId", "kind", "sourceId", "at")
             select $1, $2::uuid, $3, r."sourceId", r."at"
             from jsonb_to_recordset($4::jsonb) as r("sourceId" text, "at" text)
             on conflict ("projectId", "kind", "sourceId") do update set "at" = excluded."at"`,
            shop,
            projectId,
            kind,
            jsonText(due),
          )
        }
      })
    },

    async due(kind, at) {
      const rows = await repeatable(() =>
        prisma.dueRecord.findMany({
          // Text of one form: ISO 8601 UTC in whole seconds sorts as the times do.
          where: { projectId, shop, kind, at: { lte: at } },
          orderBy: { at: 'asc' },
          select: { sourceId: true },
        }),
      )
      return rows.map(({ sourceId }) => sourceId)
    },
  }
}
