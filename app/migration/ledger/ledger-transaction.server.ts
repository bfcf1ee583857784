import type { Database, Transaction } from '#app/db.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'
import { LeaseLost } from '../engine/ports/ledger.ts'

export type LeaseHolder = { shop: string; projectId: string; runId: string; leaseOwner: string }

/**
 * Runs `work` in a transaction that holds the run's row for as long as it lasts, so that nobody can
 * take the lease over between the check and the commit. Time is the database's own.
 *
 * A transaction that brings the run further also forgets the workers that died before it: they are
 * counted only to find a run that never gets anywhere (see `Run.crashes`).
 *
 * Repeated when the database is away or picks it as a deadlock's victim. The answer to a commit may
 * be lost, so `work` must be repeatable.
 *
 * @throws LeaseLost when the run has another owner, the lease has run out, or the run has ended
 */
export async function underLease<T>(
  prisma: Database,
  { shop, projectId, runId, leaseOwner }: LeaseHolder,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return await repeatable(() =>
    prisma.$transaction(
      async (tx) => {
        const held = await tx.$queryRaw<{ isTroubled: boolean }[]>`
          select "crashes" > 0 or "away" is not null as "isTroubled" from "Run"
          where "id" = ${runId}::uuid and "shop" = ${shop} and "projectId" = ${projectId}::uuid
            and "leaseOwner" = ${leaseOwner} and "leaseExpiresAt" > clock_timestamp()
            and "state" in ('running', 'pausing', 'cancelling')
          for no key update`
        const run = held[0]
        if (!run) {
          throw new LeaseLost(
            'Another worker has taken this run over. Nothing was lost: it goes on there.',
          )
        }
        if (!run.isTroubled) return await work(tx)
        const before = await progressOf(tx, runId)
        const result = await work(tx)
        if ((await progressOf(tx, runId)) !== before) {
          await tx.$executeRaw`
            update "Run" set "crashes" = 0, "away" = null where "id" = ${runId}::uuid and "shop" = ${shop}`
        }
        return result
      },
      { maxWait: 30_000, timeout: 60_000 },
    ),
  )
}

/**
 * Changes when the run gets further for good: a record settled for the first time, a checkpoint or a
 * pass ended. Settling the same records again after a crash leaves it as it is; otherwise a record
 * that kills every worker would look like progress through its neighbours. Asked only after a crash or
 * while a store is away.
 */
async function progressOf(tx: Transaction, runId: string): Promise<string> {
  const rows = await tx.$queryRaw<{ progress: string }[]>`
    select concat_ws(' ',
      (select max("id") from "Outcome" where "runId" = ${runId}::uuid),
      (select md5(string_agg(concat_ws(' ', "kind", "resume", "doneAt"), ',' order by "kind"))
       from "RunPass" where "runId" = ${runId}::uuid),
      (select md5(string_agg(concat_ws(' ', "kind", "resume", "listedAt", "doneAt"), ','
         order by "kind"))
       from "SweepPass" where "runId" = ${runId}::uuid),
      (select count(*) from "SweepFinding" where "runId" = ${runId}::uuid and "settled"),
      (select count(*) from "RelinkProposal" where "runId" = ${runId}::uuid)) as "progress"`
  return rows[0]?.progress ?? ''
}
