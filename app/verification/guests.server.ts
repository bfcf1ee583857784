import type { CanonicalCustomer } from '#app/migration/canonical/customer.ts'
import type { SourceConnector } from '#app/migration/ports.ts'
import type { AdminClient } from '#app/migration/target/admin-client.server.ts'
import { GUEST_ORDERS } from '#app/migration/target/documents/verification.ts'
import { METAFIELD_NAMESPACE, sourceIdOf } from '#app/migration/target/source-reference.ts'

export function isGuestId(sourceId: string): boolean {
  return sourceId.startsWith('guest:')
}

/**
 * Guests as the source shows them: they exist only on orders, so an order of theirs is found through
 * Shopify and read from the source. Guests whose orders are gone are missing in the answer.
 */
export async function readGuests(
  deps: {
    client: AdminClient
    source: SourceConnector
    projectId: string
    /** Orders that did not arrive: their guests have none in Shopify. */
    failedOrders: () => Promise<readonly string[]>
  },
  guests: ReadonlyMap<string, string>,
): Promise<Map<string, CanonicalCustomer>> {
  const found = new Map<string, CanonicalCustomer>()
  if (guests.size === 0) return found
  const { nodes } = await deps.client.run(GUEST_ORDERS, {
    ids: [...new Set(guests.values())],
    namespace: METAFIELD_NAMESPACE,
  })
  const orderIds = nodes.flatMap((node) =>
    node && 'orders' in node
      ? node.orders.nodes.flatMap(
          (order) => sourceIdOf(deps.projectId, 'order', order.sourceId?.value) ?? [],
        )
      : [],
  )
  const look = async (ids: readonly string[]) => {
    if (ids.length === 0) return
    for (const { record } of (await deps.source.readByIds('order', [...new Set(ids)])).records) {
      if (record.kind === 'order' && record.guest && guests.has(record.guest.sourceId)) {
        found.set(record.guest.sourceId, record.guest)
      }
    }
  }
  await look(orderIds)
  if (found.size < guests.size) await look(await deps.failedOrders())
  return found
}
