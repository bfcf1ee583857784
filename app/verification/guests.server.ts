import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'

/**
 * Guests as the source shows them: they exist only on orders, so they are read from orders of
 * theirs. Guests whose orders are gone are missing in the answer.
 * @throws RetriableError | PauseRun | FatalError of the source
 */
export async function readGuests(
  deps: {
    source: SourceConnector
    /** Orders that are theirs in Shopify. */
    orderIds: readonly string[]
    /** Orders that did not arrive: their guests have none in Shopify. */
    failedOrders: () => Promise<readonly string[]>
  },
  guests: ReadonlyMap<string, string>,
): Promise<Map<string, CanonicalCustomer>> {
  const found = new Map<string, CanonicalCustomer>()
  if (guests.size === 0) return found
  const look = async (ids: readonly string[]) => {
    if (ids.length === 0) return
    for (const { record } of (await deps.source.readByIds('order', [...new Set(ids)])).records) {
      if (record.kind === 'order' && record.guest && guests.has(record.guest.sourceId)) {
        found.set(record.guest.sourceId, record.guest)
      }
    }
  }
  await look(deps.orderIds)
  if (found.size < guests.size) await look(await deps.failedOrders())
  return found
}
