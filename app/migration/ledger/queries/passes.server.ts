import type { Transaction } from '#app/db.server.ts'
import { GUEST_PREFIX } from '#app/migration/kinds/values/guest-id.ts'
import type { ProjectScope, RunScope } from './scope.ts'

/** How far a run's walk over one kind is. */
export type Pass = {
  kind: string
  /** Null: the source did not say how many there are. */
  total: number | null
  totalExact: boolean
  /** How short the list was when the merchant was asked whether that is right; null: nobody asked. */
  askedTotal: number | null
  startedAt: Date
  doneAt: Date | null
}

const PASS = {
  kind: true,
  total: true,
  totalExact: true,
  askedTotal: true,
  startedAt: true,
  doneAt: true,
} as const

export async function passesOf(db: Transaction, { shop, runId }: RunScope): Promise<Pass[]> {
  return db.runPass.findMany({ where: { runId, run: { shop } }, select: PASS })
}

/** How far a run's comparison of all records of one kind is. */
export type ComparePass = {
  kind: string
  compared: number
  total: number | null
  askedTotal: number | null
  /** Counted when all is settled. */
  changed: number | null
  missing: number | null
  deleted: number | null
  /** Listed, and then neither read, refused nor left out; null: not counted. */
  unread: number | null
  startedAt: Date
  doneAt: Date | null
}

const COMPARE_PASS = {
  kind: true,
  compared: true,
  total: true,
  askedTotal: true,
  changed: true,
  missing: true,
  deleted: true,
  unread: true,
  startedAt: true,
  doneAt: true,
} as const

export async function comparePassesOf(
  db: Transaction,
  { shop, runId }: RunScope,
): Promise<ComparePass[]> {
  return db.comparisonPass.findMany({ where: { runId, run: { shop } }, select: COMPARE_PASS })
}

/** What a run's comparison found, without guests: they stand in no list. */
export async function findingsOf(
  db: Transaction,
  { shop, runId }: RunScope,
): Promise<{ kind: string; why: string; settled: boolean; count: number }[]> {
  const groups = await db.comparisonFinding.groupBy({
    by: ['kind', 'why', 'settled'],
    where: { shop, runId, why: { not: 'guest' } },
    _count: { _all: true },
  })
  return groups.map(({ kind, why, settled, _count }) => ({
    kind,
    why,
    settled,
    count: _count._all,
  }))
}

/** How many guests a run settled. */
export function countGuests(db: Transaction, { shop, runId }: RunScope): Promise<number> {
  return db.outcome.count({
    where: { shop, runId, kind: 'customer', sourceId: { startsWith: GUEST_PREFIX } },
  })
}

/** The latest run of a project that compared all records, or was to; null: none. */
export async function lastThatCompared(
  db: Transaction,
  scope: ProjectScope,
): Promise<{ id: string } | null> {
  return db.run.findFirst({
    where: { ...scope, OR: [{ mode: 'comparison' }, { comparisons: { some: {} } }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  })
}
