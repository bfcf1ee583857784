import { openIssuesOf } from '#app/migration/ledger/queries/issues.server.ts'
import { rememberedOf, type Remembered } from '#app/migration/ledger/queries/mappings.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector, SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { Services } from '#app/services.server.ts'
import { toIssueView } from '#app/runs/history/run-lists.server.ts'
import type { IssueView } from '#app/runs/run-types.ts'

type Scope = ProjectScope & { kind: EntityKind }

/** What the ledger knows of these records: only to find and to judge, never to be shown as a fact. */
export async function remembered(
  { prisma }: Pick<Services, 'prisma'>,
  { kind, ...scope }: Scope,
  sourceIds: readonly string[],
): Promise<{ mappings: Map<string, Remembered>; issues: Map<string, IssueView[]> }> {
  const [mappings, issues] = await Promise.all([
    rememberedOf(prisma, scope, kind, sourceIds),
    openIssuesOf(prisma, scope, kind, sourceIds),
  ])
  const views = [...issues].map(([id, open]) => [id, open.map(toIssueView)] as const)
  return { mappings, issues: new Map(views) }
}

/**
 * True when the source shows the record with the change time we know, and is one that does not date
 * every change: what differs then could not have been noticed.
 */
export function isUndatedChange(
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
