import type { Transaction } from '#app/db.server.ts'
import { ENTITY_KINDS, type EntityKind } from '#app/migration/ports.ts'
import type { Services } from '#app/services.server.ts'
import { findRun } from './run-rows.server.ts'
import type { KindCounts, RunCounts } from './run-types.ts'

function noCounts(): RunCounts {
  const none = (): KindCounts => ({
    new: 0,
    changed: 0,
    unchanged: 0,
    created: 0,
    updated: 0,
    conflicts: 0,
    skipped: 0,
    failed: 0,
  })
  return { product: none(), customer: none(), order: none() }
}

function isEntityKind(kind: string): kind is EntityKind {
  return ENTITY_KINDS.some((known) => known === kind)
}

/** What was found and done in one run, counted from its outcomes. @throws NotFound */
export async function runCounts(
  services: Pick<Services, 'prisma'>,
  shop: string,
  runId: string,
): Promise<RunCounts> {
  const { id } = await findRun(services.prisma, shop, runId)
  return countOutcomes(services.prisma, shop, id)
}

export async function countOutcomes(
  prisma: Pick<Transaction, 'outcome'>,
  shop: string,
  runId: string,
): Promise<RunCounts> {
  const groups = await prisma.outcome.groupBy({
    by: ['kind', 'classification', 'outcome'],
    where: { shop, runId },
    _count: { _all: true },
  })
  const counts = noCounts()
  for (const { kind, classification, outcome, _count } of groups) {
    if (!isEntityKind(kind)) continue
    const of = counts[kind]
    const n = _count._all
    switch (classification) {
      case 'new':
      case 'changed':
      case 'unchanged':
        of[classification] += n
    }
    switch (outcome) {
      case 'created':
      case 'updated':
      case 'skipped':
      case 'failed':
        of[outcome] += n
        break
      case 'conflict':
        of.conflicts += n
    }
  }
  return counts
}

/** Every settled record has exactly one classification. */
export function settledRecords(counts: KindCounts): number {
  return counts.new + counts.changed + counts.unchanged
}
