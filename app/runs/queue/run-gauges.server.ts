import client, { type GaugeConfiguration, type Registry } from 'prom-client'
import type { Database } from '#app/db.server.ts'
import { LIVE_STATES, statesAllowing } from '../run-states.ts'
import { RUN_MODES } from '../run-types.ts'

/** A scrape must not wait for a database that is away. */
const PATIENCE_MS = 2_000

type Row = { state: string; mode: string; runs: number; waiting: number; oldest: number | null }

/**
 * What the database says at each scrape, the same in every process: live runs by state, and those
 * that wait for a worker. Told by the web process as well, because a worker that is gone tells nothing.
 */
export function watchRuns(registry: Registry, prisma: Database): void {
  let looking: Promise<Row[] | null> | null = null
  /** One question for all gauges of one scrape; null when the database is away. */
  const look = () =>
    (looking ??= within(PATIENCE_MS, liveRuns(prisma))
      .catch(() => null)
      .finally(() => (looking = null)))
  const add = (gauge: GaugeConfiguration<string>) =>
    registry.registerMetric(new client.Gauge({ ...gauge, registers: [] }))

  add({
    name: 'rdm_database_up',
    help: 'Whether the database answered this scrape.',
    async collect() {
      this.set((await look()) ? 1 : 0)
    },
  })
  add({
    name: 'rdm_runs',
    help: 'Runs that are not over.',
    labelNames: ['state', 'mode'],
    async collect() {
      const rows = await look()
      this.reset()
      if (!rows) return
      for (const state of LIVE_STATES) for (const mode of RUN_MODES) this.set({ state, mode }, 0)
      for (const { state, mode, runs } of rows) this.set({ state, mode }, runs)
    },
  })
  // While the database is away there is no number: an old one would look like a present one.
  add({
    name: 'rdm_runs_waiting',
    help: 'Runs that wait for a worker.',
    async collect() {
      const rows = await look()
      if (rows) this.set(rows.reduce((sum, { waiting }) => sum + waiting, 0))
      else this.remove()
    },
  })
  add({
    name: 'rdm_runs_waiting_oldest_seconds',
    help: 'How long the run that waits longest for a worker has been waiting.',
    async collect() {
      const rows = await look()
      if (rows) this.set(Math.max(0, ...rows.map(({ oldest }) => oldest ?? 0)))
      else this.remove()
    },
  })
}

function liveRuns(prisma: Database): Promise<Row[]> {
  return prisma.$queryRaw<Row[]>`
    select r."state"::text as "state",
      case r."mode" when 'sweep' then 'comparison' else r."mode"::text end as "mode", count(*)::int as "runs",
      count(*) filter (where w."is")::int as "waiting",
      extract(epoch from clock_timestamp() - min(coalesce(r."leaseExpiresAt",
        (select max(e."at") from "RunEvent" e where e."runId" = r."id"), r."createdAt"))
        filter (where w."is"))::float8 as "oldest"
    from "Run" r, lateral (select r."state"::text = any(${statesAllowing('claim')})
      and (r."leaseExpiresAt" is null or r."leaseExpiresAt" < clock_timestamp()) as "is") w
    where r."state" in ('queued', 'running', 'pausing', 'paused', 'cancelling')
    group by r."state", r."mode"`
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
