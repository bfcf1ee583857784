import type { Query, WooClient } from '../client/client.server.ts'
import { readRows, type Row } from './rows.ts'
import { wireOrder } from '../wire/order.ts'
import { ORDERS } from '../order/list.ts'
import { isPartOfMarketplaceOrder } from '../order/relations.ts'

/** What a listed order must show so that a vendor's part of another order is known. */
export const PART_FIELDS = 'parent_id,created_via'

const wirePart = wireOrder.pick({ parent_id: true, created_via: true, meta_data: true })

/**
 * Listed orders without those that are a vendor's part of another order: they never arrive, so they
 * are neither new nor missing. Where parent and origin alone do not tell, the custom data is asked
 * for; orders with a parent are few.
 *
 * @param filter of the list the rows are from
 * @throws SourceRequestError
 */
export async function withoutParts(
  { client, pageSize }: { client: WooClient; pageSize: number },
  filter: Query,
  rows: readonly Row[],
): Promise<Row[]> {
  const parts = new Set(rows.filter(isPart).map(({ summary }) => summary.id))
  const open = rows.filter((row) => !parts.has(row.summary.id) && mayBePart(row))
  for (let start = 0; start < open.length; start += pageSize) {
    const ids = open.slice(start, start + pageSize).map(({ summary }) => summary.id)
    const { body } = await client.get(ORDERS.path, {
      ...filter,
      include: ids.join(','),
      per_page: String(pageSize),
      _fields: `id,${PART_FIELDS},meta_data`,
    })
    for (const row of readRows(body).rows) if (isPart(row)) parts.add(row.summary.id)
  }
  return rows.filter(({ summary }) => !parts.has(summary.id))
}

function isPart({ raw }: Row): boolean {
  const part = wirePart.safeParse(raw)
  return part.success && isPartOfMarketplaceOrder(part.data)
}

/** It has a parent, and the list did not show its custom data. */
function mayBePart({ raw }: Row): boolean {
  const part = wirePart.safeParse(raw)
  return part.success && part.data.parent_id !== 0 && !hasOwnData(raw)
}

const hasOwnData = (raw: unknown) => typeof raw === 'object' && raw !== null && 'meta_data' in raw
