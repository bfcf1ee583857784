import type { Database } from '#app/db.server.ts'
import { LIVE_STATES, nextState, statesAllowing, type RunState } from '../run-states.ts'
import type { RunMode } from '../run-types.ts'

/**
 * Who works on a run. One conditional UPDATE each, by the database's clock, so that workers on
 * machines whose clocks differ agree. The ledger checks the same columns inside its own
 * transactions.
 */
export type LeaseRef = { runId: string; owner: string; leaseMs: number }

export type LeasedRun = {
  id: string
  shop: string
  projectId: string
  mode: RunMode
  /** Of a retry or a relink: see `run-task.ts`. */
  task: unknown
  state: RunState
  /** False when the run goes on after another worker, or after a pause. */
  firstStart: boolean
  /** The worker before went silent without handing the run over. */
  tookOver: boolean
}

/** States in which a worker has something to do. */
const CLAIMABLE = statesAllowing('claim')

/**
 * Takes the run if it is claimable and nobody holds it; null otherwise. Counts workers that died
 * over it: who hands a run over leaves no owner behind.
 */
export async function acquireLease(prisma: Database, lease: LeaseRef): Promise<LeasedRun | null> {
  return prisma.$transaction(async (tx) => {
    const found = await tx.$queryRaw<
      { state: RunState; startedAt: Date | null; leaseOwner: string | null }[]
    >`
      select "state"::text as "state", "startedAt", "leaseOwner" from "Run"
      where "id" = ${lease.runId}::uuid
        and "state"::text = any(${[...CLAIMABLE]})
        and ("leaseExpiresAt" is null or "leaseExpiresAt" < clock_timestamp())
      for update skip locked`
    const current = found[0]
    const state = current ? nextState(current.state, 'claim') : null
    if (!current || !state) return null
    const tookOver = current.leaseOwner !== null
    await tx.$executeRaw`
      update "Run" set
        "state" = ${state}::"RunState",
        "leaseOwner" = ${lease.owner},
        "leaseExpiresAt" = clock_timestamp() + ${lease.leaseMs} * interval '1 millisecond',
        "startedAt" = coalesce("startedAt", clock_timestamp()),
        "crashes" = "crashes" + ${tookOver ? 1 : 0}
      where "id" = ${lease.runId}::uuid`
    const run = await tx.run.findUniqueOrThrow({
      where: { id: lease.runId },
      select: { id: true, shop: true, projectId: true, mode: true, task: true, state: true },
    })
    return { ...run, firstStart: current.startedAt === null, tookOver }
  })
}

/**
 * A sign of life. Gives the state, in which the merchant may have asked for something; null when
 * the lease is lost. An expired lease that nobody took yet is kept.
 */
export async function heartbeat(prisma: Database, lease: LeaseRef): Promise<RunState | null> {
  const rows = await prisma.$queryRaw<{ state: RunState }[]>`
    update "Run" set
      "leaseExpiresAt" = clock_timestamp() + ${lease.leaseMs} * interval '1 millisecond'
    where "id" = ${lease.runId}::uuid
      and "leaseOwner" = ${lease.owner}
      and "state"::text = any(${[...LIVE_STATES]})
    returning "state"::text as "state"`
  return rows[0]?.state ?? null
}

/** Lets another worker go on at once; nothing happens when the lease is not ours any more. */
export async function releaseLease(
  prisma: Database,
  lease: Pick<LeaseRef, 'runId' | 'owner'>,
): Promise<void> {
  await prisma.$executeRaw`
    update "Run" set "leaseOwner" = null, "leaseExpiresAt" = null
    where "id" = ${lease.runId}::uuid and "leaseOwner" = ${lease.owner}`
}

/**
 * The same for a worker that broke off without being asked to. Its name stays, so that this counts
 * like a worker that died: a run over which it happens again and again does not go on for ever.
 */
export async function abandonLease(
  prisma: Database,
  lease: Pick<LeaseRef, 'runId' | 'owner'>,
): Promise<void> {
  // The column keeps whole milliseconds, rounded: the next look must not find it valid.
  await prisma.$executeRaw`
    update "Run" set "leaseExpiresAt" = clock_timestamp() - interval '1 millisecond'
    where "id" = ${lease.runId}::uuid and "leaseOwner" = ${lease.owner}`
}

/** Runs that wait for a worker, oldest first: new ones and those whose worker went silent. */
export async function runsWithoutWorker(prisma: Database, limit: number): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    select "id" from "Run"
    where "state"::text = any(${[...CLAIMABLE]})
      and ("leaseExpiresAt" is null or "leaseExpiresAt" < clock_timestamp())
    order by "createdAt", "id" limit ${limit}`
  return rows.map((row) => row.id)
}
