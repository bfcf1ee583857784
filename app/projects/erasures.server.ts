import type { Database, Transaction } from '#app/db.server.ts'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { repeatable } from '#app/platform/database-away.server.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Erased } from './without-erased.ts'

type Project = { id: string; shop: string }

/** Keyed, so that the list says of nobody that they are on it. */
function erasureKey(key: string, kind: string, sourceId: string): string {
  return fingerprint(key, ['erased', kind, sourceId])
}

/** Remembers, without their ids, records that must not be brought again. Safe to repeat. */
export async function rememberErased(
  tx: Pick<Transaction, 'erasure'>,
  fingerprintKey: string,
  shop: string,
  records: readonly { projectId: string; kind: string; sourceId: string }[],
): Promise<void> {
  await tx.erasure.createMany({
    data: records.map(({ projectId, kind, sourceId }) => ({
      shop,
      projectId,
      kind,
      key: erasureKey(fingerprintKey, kind, sourceId),
    })),
    skipDuplicates: true,
  })
}

/** Says which of these records of the project must not be brought again. */
export function erasedIn(prisma: Database, fingerprintKey: string, project: Project): Erased {
  return async (kind: EntityKind, sourceIds: readonly string[]) => {
    if (sourceIds.length === 0) return new Set()
    const ids = new Map(sourceIds.map((id) => [erasureKey(fingerprintKey, kind, id), id]))
    const { id: projectId, shop } = project
    const rows = await repeatable(() =>
      prisma.erasure.findMany({
        where: { shop, projectId, kind, key: { in: [...ids.keys()] } },
        select: { key: true },
      }),
    )
    return new Set(rows.flatMap(({ key }) => ids.get(key) ?? []))
  }
}

/** How many customers of the project asked to be erased, each record of theirs counted. */
export async function erasedCustomers(prisma: Database, project: Project): Promise<number> {
  const { id: projectId, shop } = project
  return prisma.erasure.count({ where: { shop, projectId, kind: 'customer' } })
}
