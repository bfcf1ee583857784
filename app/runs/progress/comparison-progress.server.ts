import { isKind } from '#app/migration/kinds/kind.ts'
import { hasGuests } from '#app/migration/kinds/owner.ts'
import type { Transaction } from '#app/db.server.ts'
import {
  comparePassesOf,
  countGuests,
  findingsOf,
  type ComparePass,
} from '#app/migration/ledger/queries/passes.server.ts'
import type { RunScope } from '#app/migration/ledger/queries/scope.ts'
import type { ComparisonResult } from '#app/migration/engine/ports/comparison-ledger.ts'
import { doneOf } from '../outcome-counts.ts'
import type { KindCounts, KindProgress } from '../run-types.ts'

export type ComparisonRow = Omit<ComparePass, 'kind' | 'askedTotal' | 'unread'> & {
  /** Found and not settled yet. */
  waiting: number
  /** Outcomes of records that stand in no list of the old store: guests, and what was deleted there. */
  unlisted: number
}

/** How far the run's comparison of everything is, per kind; empty when it makes none. */
export async function readComparisons(
  db: Transaction,
  run: RunScope,
): Promise<Map<string, ComparisonRow>> {
  const passes = await comparePassesOf(db, run)
  if (passes.length === 0) return new Map()
  const [findings, guests] = await Promise.all([findingsOf(db, run), countGuests(db, run)])
  const found = (kind: string, which: (finding: (typeof findings)[number]) => boolean) =>
    findings
      .filter((finding) => finding.kind === kind && which(finding))
      .reduce((sum, { count }) => sum + count, 0)
  return new Map(
    passes.map((pass) => {
      const deleted = pass.deleted ?? found(pass.kind, ({ why }) => why === 'deleted')
      return [
        pass.kind,
        {
          ...pass,
          waiting: found(pass.kind, ({ why, settled }) => !settled && why !== 'deleted'),
          unlisted: deleted + (isKind(pass.kind) && hasGuests(pass.kind) ? guests : 0),
        },
      ]
    }),
  )
}

/** Compared and as it should be: such a record has no outcome of its own. */
export function withoutRows(row: ComparisonRow | undefined, counts: KindCounts): number {
  if (!row) return 0
  return Math.max(0, row.compared - row.waiting - (doneOf(counts) - row.unlisted))
}

/** Over all kinds, once all are done. */
export function comparisonResult(
  comparisons: ReadonlyMap<string, ComparisonRow>,
): ComparisonResult | null {
  // Nothing is done before all are begun, so a kind that came since is not waited for.
  const rows = [...comparisons.values()]
  if (rows.length === 0 || rows.some(({ doneAt }) => doneAt === null)) return null
  const sum = (read: (row: ComparisonRow) => number | null) =>
    rows.reduce((total, row) => total + (read(row) ?? 0), 0)
  return {
    compared: sum(({ compared }) => compared),
    changed: sum(({ changed }) => changed),
    missing: sum(({ missing }) => missing),
    deleted: sum(({ deleted }) => deleted),
  }
}

/** A kind of a comparison run. @param run its counts with what was found as it should be */
export function comparisonProgress(
  row: ComparisonRow | undefined,
  run: { isLive: boolean; moving: boolean; now: number; counts: KindCounts },
): KindProgress {
  const { counts } = run
  const done = doneOf(counts)
  if (!row) {
    return {
      state: 'waiting',
      total: null,
      totalExact: false,
      done,
      percent: null,
      ratePerMinute: null,
      etaSeconds: null,
      counts,
    }
  }
  const isDone = row.doneAt !== null
  const listed = row.total === null ? null : Math.max(row.total, row.compared)
  const total = isDone ? done : listed === null ? null : Math.max(listed, done)
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
