import { ENTITY_KINDS, type SweepResult } from '#app/migration/ports.ts'
import type { Services } from '#app/services.server.ts'
import type { KindCounts, KindProgress } from './run-types.ts'

type SweepRow = {
  compared: number
  total: number | null
  changed: number | null
  missing: number | null
  deleted: number | null
  startedAt: Date
  doneAt: Date | null
  /** Found and not settled yet. */
  waiting: number
}

/** How far the run's comparison of everything is, per kind; empty when it makes none. */
export async function readSweeps(
  prisma: Services['prisma'],
  { shop, runId }: { shop: string; runId: string },
): Promise<Map<string, SweepRow>> {
  const [passes, waiting] = await Promise.all([
    prisma.sweepPass.findMany({ where: { runId, run: { shop } } }),
    prisma.sweepFinding.groupBy({
      by: ['kind'],
      where: { shop, runId, settled: false, why: { not: 'guest' } },
      _count: { _all: true },
    }),
  ])
  const open = new Map(waiting.map(({ kind, _count }) => [kind, _count._all]))
  return new Map(passes.map((pass) => [pass.kind, { ...pass, waiting: open.get(pass.kind) ?? 0 }]))
}

/** Over all kinds, once all are done. */
export function sweepResult(sweeps: ReadonlyMap<string, SweepRow>): SweepResult | null {
  const rows = ENTITY_KINDS.flatMap((kind) => sweeps.get(kind) ?? [])
  if (rows.length < ENTITY_KINDS.length || rows.some(({ doneAt }) => doneAt === null)) return null
  const sum = (read: (row: SweepRow) => number | null) =>
    rows.reduce((total, row) => total + (read(row) ?? 0), 0)
  return {
    compared: sum(({ compared }) => compared),
    changed: sum(({ changed }) => changed),
    missing: sum(({ missing }) => missing),
    deleted: sum(({ deleted }) => deleted),
  }
}

/** A kind of a comparison run: done is what was compared, less what was found and still waits. */
export function sweepProgress(
  row: SweepRow | undefined,
  run: { isLive: boolean; moving: boolean; now: number; counts: KindCounts },
): KindProgress {
  if (!row) {
    return {
      state: 'waiting',
      total: null,
      totalExact: false,
      done: 0,
      percent: null,
      ratePerMinute: null,
      etaSeconds: null,
      counts: run.counts,
    }
  }
  const isDone = row.doneAt !== null
  const done = Math.max(0, row.compared - row.waiting)
  // What was as it should be has no outcome of its own.
  const { created, updated, conflicts, failed } = run.counts
  const unchanged = Math.max(0, done - created - updated - conflicts - failed)
  const counts = { ...run.counts, unchanged }
  const total = isDone ? done : row.total === null ? null : Math.max(row.total, row.compared)
  const minutes = (run.now - row.startedAt.getTime()) / 60_000
  const rate = !isDone && run.moving && minutes > 0 && done > 0 ? done / minutes : null
  return {
    state: isDone ? 'done' : run.isLive ? 'running' : 'waiting',
    total,
    totalExact: isDone,
    done,
    percent: isDone ? 100 : percentOf(done, total),
    ratePerMinute: rate === null ? null : Math.round(rate * 10) / 10,
    etaSeconds: total === null || rate === null ? null : Math.ceil(((total - done) / rate) * 60),
    counts,
  }
}

function percentOf(done: number, total: number | null): number | null {
  if (total === null) return null
  return total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))
}
