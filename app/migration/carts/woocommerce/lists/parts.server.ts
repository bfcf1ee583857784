import { wooSays } from '../messages/woocommerce.ts'
import { isGone } from '../../kit/http/recovery.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Query, WooClient } from '../client/client.server.ts'
import { ownRow } from './find-rows.server.ts'
import { listAll } from '../../kit/lists/list-all.ts'
import { askedList } from './asked-list.server.ts'
import { type Row, readRows } from './rows.ts'
import { unlessLesserKey } from '../client/unless-lesser-key.server.ts'
import { wireOrder } from '../wire/order.ts'
import { ORDERS } from '../order/list.ts'

type Deps = { client: WooClient; pageSize: number }

/** So many parts are asked for one by one; more missing ones are an answer that cannot be right. */
const MOST_ASKED_ALONE = 50

/**
 * The variations of a product, by id. Each one the product names must come: a list that leaves one
 * out is asked for it by name, then by its own address. What has no address is gone, and the
 * product's own list of its variations (a transient of WordPress) is out of date.
 * @throws RecordError SOURCE_RECORD_STALE · SourceRequestError
 */
export async function variationsOf(
  deps: Deps,
  productId: number,
  named: readonly number[],
): Promise<Row[]> {
  const path = `products/${productId}/variations`
  const found = new Map((await allOf(deps, path)).map((row) => [row.summary.id, row]))
  const missing = () => named.filter((id) => !found.has(id))
  const asked = missing()
  for (let start = 0; start < asked.length; start += deps.pageSize) {
    const include = asked.slice(start, start + deps.pageSize).join(',')
    for (const row of await allOf(deps, path, { include })) found.set(row.summary.id, row)
  }
  if (missing().length > MOST_ASKED_ALONE) throw stale('product', productId, 'variations')
  for (const row of await eachAlone(deps, path, missing())) found.set(row.summary.id, row)
  return [...found.values()].toSorted((a, b) => a.summary.id - b.summary.id)
}

/**
 * The refunds of an order, and its row. Each refund the row names must come, and none that it does
 * not name: else the row or the list is an older answer than the other. Then both are asked for
 * again by their own addresses, and the newer row decides.
 * @throws RecordError SOURCE_RECORD_STALE · SourceRequestError
 */
export async function refundsOf(
  deps: Deps,
  row: Row,
  named: readonly number[],
): Promise<{ row: Row; refunds: Row[] }> {
  if (named.length === 0) return { row, refunds: [] }
  const { id } = row.summary
  const path = `orders/${id}/refunds`
  const found = new Map((await allOf(deps, path)).map((refund) => [refund.summary.id, refund]))
  if (found.size === named.length && named.every((each) => found.has(each))) {
    return { row, refunds: [...found.values()] }
  }
  const again = await ownRow(deps.client, ORDERS, id)
  if (again === null || again instanceof RecordError) throw again ?? stale('order', id, 'record')
  const wire = wireOrder.safeParse(again.raw)
  const now = wire.success ? wire.data.refunds.map((refund) => refund.id) : named
  const missing = now.filter((each) => !found.has(each))
  if (missing.length > MOST_ASKED_ALONE) throw stale('order', id, 'refunds')
  for (const refund of await eachAlone(deps, path, missing)) found.set(refund.summary.id, refund)
  if (now.some((each) => !found.has(each))) throw stale('order', id, 'refunds')
  return { row: again, refunds: now.flatMap((each) => found.get(each) ?? []) }
}

/** Notes come all at once, whatever the page size (measured on 9.9: no totals, no pages). */
export async function notesOf({ client }: Deps, orderId: number): Promise<Row[]> {
  const answer = await unlessLesserKey(client, () => client.get(`orders/${orderId}/notes`, {}))
  return answer ? readRows(answer.body).rows : []
}

async function allOf({ client, pageSize }: Deps, path: string, query: Query = {}): Promise<Row[]> {
  const list = askedList({ client, path, filter: query, summaryFields: 'id', pageSize })
  return (await listAll(list, { show: 'whole' })).rows
}

async function eachAlone({ client }: Deps, path: string, ids: readonly number[]): Promise<Row[]> {
  const rows = await Promise.all(
    ids.map(async (id) => {
      try {
        return readRows([(await client.get(`${path}/${id}`, {})).body]).rows
      } catch (error) {
        if (isGone(error)) return []
        throw error
      }
    }),
  )
  return rows.flat().filter(({ summary }) => ids.includes(summary.id))
}

/** Two answers about one record that cannot both be true; the next run asks again. */
export function stale(
  kind: EntityKind,
  id: number,
  about: 'record' | 'variations' | 'refunds',
): RecordError {
  return new RecordError(
    'SOURCE_RECORD_STALE',
    String(id),
    wooSays('twoAnswers', { kind, about }),
    { isTransient: true },
  )
}
