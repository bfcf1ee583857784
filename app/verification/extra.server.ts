import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { gidsOf } from '#app/migration/ledger/queries/mappings.server.ts'
import type { OurRecord, TargetWriter } from '#app/migration/engine/ports/target.ts'
import type { Services } from '#app/services.server.ts'

/**
 * Target records that carry a custom id of this project without being the one record the ledger knows
 * for that source record: duplicates, and records nobody remembers. Every record of the store is
 * listed.
 */
export async function findExtra(
  { prisma }: Pick<Services, 'prisma'>,
  { shop, projectId }: { shop: string; projectId: string },
  target: Pick<TargetWriter, 'listOurs'>,
  kind: EntityKind,
): Promise<OurRecord[]> {
  const extra: OurRecord[] = []
  for await (const page of target.listOurs(kind)) {
    if (page.length === 0) continue
    const ids = page.map(({ sourceId }) => sourceId)
    const known = await gidsOf(prisma, { shop, projectId }, kind, ids)
    extra.push(...page.filter(({ sourceId, gid }) => known.get(sourceId) !== gid))
  }
  return extra
}
