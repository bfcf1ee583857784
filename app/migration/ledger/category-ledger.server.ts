import type { Database } from '#app/db.server.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import type { CategoryLedger } from '../engine/ports/category-ledger.ts'
import { underLease, type LeaseHolder } from './ledger-transaction.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'

/** The part of the ledger that remembers what the source's categories were called. */
export function createCategoryLedger(deps: LeaseHolder & { prisma: Database }): CategoryLedger {
  const { prisma, shop, projectId } = deps
  return {
    async categories() {
      return await repeatable(() =>
        prisma.sourceCategory.findMany({
          where: { projectId, shop },
          orderBy: { sourceId: 'asc' },
          select: { sourceId: true, name: true, isGone: true },
        }),
      )
    },

    async rememberCategories(categories, forgotten) {
      if (categories.length === 0 && forgotten.length === 0) return
      await underLease(prisma, deps, async (tx) => {
        await tx.sourceCategory.deleteMany({
          where: { projectId, shop, sourceId: { in: [...forgotten] } },
        })
        await tx.$executeRawUnsafe(
          `insert into "SourceCategory" ("shop", "projectId", "sourceId", "name", "isGone")
           select $1, $2::uuid, c."sourceId", c."name", c."isGone"
           from jsonb_to_recordset($3::jsonb) as c("sourceId" text, "name" text, "isGone" boolean)
           on conflict ("projectId", "sourceId")
           do update set "name" = excluded."name", "isGone" = excluded."isGone"`,
          shop,
          projectId,
          jsonText(categories),
        )
      })
    },
  }
}
