import { findByIds, forThisRecord, type FoundRows } from '../../kit/lists/by-ids.ts'
import { isGone, sourceProblem, SourceRequestError } from '../../kit/http/recovery.ts'
import { z } from 'zod'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { wooSays } from '../messages/woocommerce.ts'
import type { Query, WooClient } from '../client/client.server.ts'
import { type Row, readRows } from './rows.ts'
import type { WooList } from '../woo-kind.ts'

type Deps = {
  client: WooClient
  /** What to ask one after the other to see every record of the list. */
  filters: readonly Query[]
  pageSize: number
}

/** Whole rows by id, wherever the store shows them. @throws SourceRequestError */
export async function findRows(
  { client, filters, pageSize }: Deps,
  list: WooList,
  ids: readonly number[],
): Promise<FoundRows<Row>> {
  return findByIds(ids, {
    lists: filters.map((filter) => async (some) => {
      const { body } = await client.get(list.path, {
        ...filter,
        include: some.join(','),
        orderby: 'id',
        order: 'asc',
        per_page: String(pageSize),
      })
      return readRows(body).rows
    }),
    own: (id) => ownRow(client, list, id),
    ofRecord: (error, id) => forThisRecord(error, list.kind, String(id)),
  })
}

const wireType = z.object({ type: z.literal('variation') })

/** The record at its own address; null when there is none, or it is another kind of thing. */
export async function ownRow(
  client: WooClient,
  { kind, path }: WooList,
  id: number,
): Promise<Row | RecordError | null> {
  let body: unknown
  try {
    body = (await client.get(`${path}/${id}`, {})).body
  } catch (error) {
    if (isGone(error)) return null
    if (error instanceof SourceRequestError && (error.status === 401 || error.status === 403)) {
      // A key that was revoked is refused everything; one that may not see this record is not.
      await client.get('products', { per_page: '1', _fields: 'id' })
      return null
    }
    const own = forThisRecord(error, kind, String(id))
    if (own) return own
    throw error
  }
  const [row] = readRows([body]).rows
  if (row?.summary.id !== id) {
    throw sourceProblem('BROKEN_ANSWER', kitSays('otherRecords', { advice: wooSays('mendLists') }))
  }
  // A product's address also gives its variations, and the bin can be read by id (measured on 9.9).
  return row.summary.status === 'trash' || wireType.safeParse(body).success ? null : row
}
