import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import type { Services } from '#app/services.server.ts'
import type { FailedLater } from '../run-types.ts'

/** What became of the records that did not arrive in this run, as the ledger has them now. */
export async function failedLater(
  prisma: Services['prisma'],
  { shop, runId }: { shop: string; runId: string },
): Promise<FailedLater> {
  const rows = await prisma.$queryRaw<FailedLater[]>`
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
