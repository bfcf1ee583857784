import { notSentAgain } from '#app/migration/ledger/queries/issues.server.ts'
import { lastListedOf, type LastListed } from '#app/migration/ledger/queries/mappings.server.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { differs } from '#app/migration/engine/run/whole-list.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Services } from '#app/services.server.ts'

type Deps = Pick<Services, 'prisma'>
type Scope = Pick<ProjectView, 'shop' | 'id'>

/** Records to be looked at by this run, by id: new or changed, each counted once. */
export type Seen = { new: Set<string>; changed: Set<string>; exact: boolean }

export const nothingSeen = (): Seen => ({ new: new Set(), changed: new Set(), exact: true })

export type SeenRow = {
  sourceId: string
  changedAt: string | null
  isLeftover: boolean
  /** Of a kind that is listed whole: what its row shows. */
  rowHash?: string | null
}

/**
 * Sorts listed records into new and changed by what the ledger remembers of them.
 * @param known `mappingVersion` of the source's cart
 * @returns those that are, or may be, one of the two
 */
export async function sortRows<R extends SeenRow>(
  { prisma }: Deps,
  { shop, id: projectId }: Scope,
  kind: EntityKind,
  rows: readonly R[],
  known: { watermark: string | null; mappingVersion: number },
  seen: Seen,
): Promise<R[]> {
  const { watermark, mappingVersion } = known
  const ids = rows.map((row) => row.sourceId)
  const scope = { shop, projectId }
  const [mapped, refused] = await Promise.all([
    lastListedOf(prisma, scope, kind, ids),
    notSentAgain(prisma, scope, kind, ids),
  ])
  const settledUpTo = watermark === null ? -Infinity : Date.parse(watermark)
  const found: R[] = []
  for (const row of rows) {
    const changed = row.changedAt === null ? null : Date.parse(row.changedAt)
    // Rejected, and not touched in the source since: reported again, not sent again.
    const seenBefore = changed === null || changed <= settledUpTo
    if (!row.isLeftover && refused.has(row.sourceId) && seenBefore) continue
    const mapping = mapped.get(row.sourceId)
    const last = mapping?.sourceChangedAt ?? null
    if (mapping === undefined) {
      seen.new.add(row.sourceId)
    } else if (row.isLeftover) {
      seen.changed.add(row.sourceId)
    } else if (
      row.rowHash !== undefined &&
      !differs({ ...row, rowHash: row.rowHash }, mapping, mappingVersion)
    ) {
      continue
    } else if (row.rowHash !== undefined && isKnown(mapping, mappingVersion)) {
      seen.changed.add(row.sourceId)
    } else if (changed === null || last === null) {
      // Without a change time only the whole record can tell.
      seen.exact = false
    } else if (changed > Date.parse(last)) {
      seen.changed.add(row.sourceId)
    } else continue
    found.push(row)
  }
  return found
}

/** Its hash can be compared: the same version of the app made it. */
const isKnown = (mapping: LastListed, mappingVersion: number) =>
  mapping.sourceRowHash !== null && mapping.mappingVersion === mappingVersion
