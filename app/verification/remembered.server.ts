import { z } from 'zod'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector, SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { Services } from '#app/services.server.ts'
import { toIssueView } from '#app/runs/history/run-lists.server.ts'
import type { IssueView } from '#app/runs/run-types.ts'

export type Remembered = {
  gid: string
  sourceFields: Record<string, string>
  targetFields: Record<string, string>
  sourceChangedAt: string | null
}

const hashes = z.record(z.string(), z.string())

type Scope = { shop: string; projectId: string; kind: EntityKind }

/** What the ledger knows of these records: only to find and to judge, never to be shown as a fact. */
export async function remembered(
  { prisma }: Pick<Services, 'prisma'>,
  scope: Scope,
  sourceIds: readonly string[],
): Promise<{ mappings: Map<string, Remembered>; issues: Map<string, IssueView[]> }> {
  const where = { ...scope, sourceId: { in: [...sourceIds] } }
  const [mappings, issues] = await Promise.all([
    prisma.mapping.findMany({
      where,
      select: {
        sourceId: true,
        gid: true,
        sourceFields: true,
        targetFields: true,
        sourceChangedAt: true,
      },
    }),
    prisma.issue.findMany({ where: { ...where, resolvedAt: null }, orderBy: { id: 'asc' } }),
  ])
  return {
    mappings: new Map(
      mappings.map((row) => [
        row.sourceId,
        {
          gid: row.gid,
          sourceFields: hashes.parse(row.sourceFields),
          targetFields: hashes.parse(row.targetFields),
          sourceChangedAt: row.sourceChangedAt,
        },
      ]),
    ),
    issues: Map.groupBy(issues.map(toIssueView), (issue) => issue.sourceId),
  }
}

/**
 * True when the source shows the record with the change time we know, and is one that does not mark
 * every change: what differs then could not have been noticed.
 */
export function isUnmarked(
  source: SourceConnector,
  record: Pick<SourceRecord, 'kind' | 'changedAt'>,
  mapping: Remembered,
): boolean {
  const { onlyComparisonSees, cannotSee } = source.describe().kinds[record.kind]
  return (
    onlyComparisonSees.length + cannotSee.length > 0 &&
    record.changedAt !== null &&
    record.changedAt === mapping.sourceChangedAt
  )
}
