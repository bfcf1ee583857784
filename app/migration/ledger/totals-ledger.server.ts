import { z } from 'zod'
import type { Database, Transaction } from '#app/db.server.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import type { OrderTotal } from '../engine/ports/source.ts'
import type { ComparisonLedger } from '../engine/ports/comparison-ledger.ts'
import { underLease, type LeaseHolder } from './ledger-transaction.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'

type TotalsLedger = Pick<
  ComparisonLedger,
  'recordTotals' | 'ordersToTotal' | 'recordTargetTotals' | 'forgetEarlierTotals'
>

const toTotal = z.array(
  z.object({ sourceId: z.string(), gid: z.string(), lastTotal: z.string().nullable() }),
)

/** The part of a complete comparison that remembers what orders came to in both stores. */
export function createTotalsLedger(deps: LeaseHolder & { prisma: Database }): TotalsLedger {
  const { prisma, shop, projectId, runId } = deps
  return {
    async recordTotals(totals) {
      if (totals.size === 0) return
      await underLease(prisma, deps, (tx) => writeTotals(tx, deps, totals))
    },

    async ordersToTotal(limit) {
      const rows = await repeatable(() =>
        prisma.$queryRawUnsafe(
          `select m."sourceId", m."gid", m."targetFields" ->> 'total' as "lastTotal"
           from "Mapping" m
           left join "OrderTotal" t on t."runId" = $3::uuid and t."sourceId" = m."sourceId"
           where m."shop" = $1 and m."projectId" = $2::uuid and m."kind" = 'order'
             and t."targetState" is null
           order by m."id" limit $4`,
          shop,
          projectId,
          runId,
          limit,
        ),
      )
      return toTotal.parse(rows)
    },

    async recordTargetTotals(totals) {
      const rows = totals.map((each) =>
        each.state === 'shown'
          ? { ...each.total, sourceId: each.sourceId, state: each.state, isEdited: each.isEdited }
          : { sourceId: each.sourceId, state: each.state, isEdited: false },
      )
      await underLease(prisma, deps, (tx) =>
        tx.$executeRawUnsafe(
          `insert into "OrderTotal" as t ("runId", "shop", "projectId", "sourceId", "placedAt",
             "targetState", "targetCurrency", "targetAmount", "isEdited")
           select $3::uuid, $1, $2::uuid, r."sourceId", r."placedAt", r."state", r."currency",
             r."amount", r."isEdited"
           from jsonb_to_recordset($4::jsonb) as r("sourceId" text, "placedAt" timestamptz,
             "state" text, "currency" text, "amount" numeric, "isEdited" boolean)
           on conflict ("runId", "sourceId") do update set
             "placedAt" = coalesce(t."placedAt", excluded."placedAt"),
             "targetState" = excluded."targetState", "targetCurrency" = excluded."targetCurrency",
             "targetAmount" = excluded."targetAmount", "isEdited" = excluded."isEdited"`,
          shop,
          projectId,
          runId,
          jsonText(rows),
        ),
      )
    },

    async forgetEarlierTotals() {
      await underLease(prisma, deps, (tx) =>
        tx.orderTotal.deleteMany({ where: { shop, projectId, runId: { not: runId } } }),
      )
    },
  }
}

/** Takes the place of what was known of the same orders. */
export async function writeTotals(
  tx: Transaction,
  { shop, projectId, runId }: LeaseHolder,
  totals: ReadonlyMap<string, OrderTotal>,
): Promise<void> {
  if (totals.size === 0) return
  await tx.$executeRawUnsafe(
    `insert into "OrderTotal" ("runId", "shop", "projectId", "sourceId", "placedAt", "currency",
       "amount")
     select $3::uuid, $1, $2::uuid, r."sourceId", r."placedAt", r."currency", r."amount"
     from jsonb_to_recordset($4::jsonb) as r("sourceId" text, "placedAt" timestamptz,
       "currency" text, "amount" numeric)
     on conflict ("runId", "sourceId") do update set "placedAt" = excluded."placedAt",
       "currency" = excluded."currency", "amount" = excluded."amount"`,
    shop,
    projectId,
    runId,
    jsonText([...totals].map(([sourceId, total]) => ({ sourceId, ...total }))),
  )
}
