import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { AdminClient } from '#app/migration/shopify/api/admin-client.server.ts'
import {
  MARKED_CUSTOMERS,
  MARKED_ORDERS,
  MARKED_PRODUCTS,
} from '#app/migration/shopify/verification/documents.ts'
import {
  METAFIELD_NAMESPACE,
  sourceIdOf,
} from '#app/migration/shopify/identity/source-reference.ts'
import { gidsOf } from '#app/migration/ledger/queries/mappings.server.ts'
import type { Services } from '#app/services.server.ts'

type Marked = { gid: string; sourceId: string }

/**
 * Target records that carry this project's mark without being the one record the ledger knows for
 * that source record: duplicates, and records nobody remembers. Every record of the store is listed.
 */
export async function findExtra(
  services: Pick<Services, 'prisma' | 'adminClient'>,
  { shop, projectId }: { shop: string; projectId: string },
  kind: EntityKind,
): Promise<Marked[]> {
  const extra: Marked[] = []
  for await (const page of markedRecords(services.adminClient(shop), projectId, kind)) {
    if (page.length === 0) continue
    const ids = page.map(({ sourceId }) => sourceId)
    const known = await gidsOf(services.prisma, { shop, projectId }, kind, ids)
    extra.push(...page.filter(({ sourceId, gid }) => known.get(sourceId) !== gid))
  }
  return extra
}

async function* markedRecords(
  client: AdminClient,
  projectId: string,
  kind: EntityKind,
): AsyncGenerator<Marked[]> {
  let after: string | null = null
  for (;;) {
    const { nodes, pageInfo } = await listPage(client, kind, after)
    yield nodes.flatMap((node) => {
      const sourceId = sourceIdOf(projectId, kind, node.sourceId?.value)
      return sourceId === null ? [] : [{ gid: node.id, sourceId }]
    })
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return
    after = pageInfo.endCursor
  }
}

type Listed = {
  nodes: { id: string; sourceId: { value: string } | null }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

async function listPage(
  client: AdminClient,
  kind: EntityKind,
  after: string | null,
): Promise<Listed> {
  const variables = { namespace: METAFIELD_NAMESPACE, after }
  switch (kind) {
    case 'product':
      return (await client.run(MARKED_PRODUCTS, variables)).products
    case 'customer':
      return (await client.run(MARKED_CUSTOMERS, variables)).customers
    case 'order':
      return (await client.run(MARKED_ORDERS, variables)).orders
  }
}
