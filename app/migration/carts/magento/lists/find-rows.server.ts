import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { findByIds, forThisRecord, type FoundRows } from '../../kit/lists/by-ids.ts'
import { isGone, sourceProblem } from '../../kit/http/recovery.ts'
import type { MagentoClient } from '../client/client.server.ts'
import type { MagentoList } from '../magento-kind.ts'
import { criteria } from './criteria.ts'
import { readPage, rowOf, rowsOf, type Row } from './rows.ts'

/**
 * Whole rows by number, wherever the store shows them: of all websites, because what another record
 * needs is needed whatever was chosen. @throws SourceRequestError
 */
export async function findRows(
  client: Pick<MagentoClient, 'get'>,
  list: MagentoList,
  ids: readonly number[],
): Promise<FoundRows<Row>> {
  return findByIds(ids, {
    lists: [(some) => listedRows(client, list, some)],
    own: (id) => ownRow(client, list, id),
    ofRecord: (error, id) => forThisRecord(error, list.kind, String(id)),
  })
}

async function listedRows(
  client: Pick<MagentoClient, 'get'>,
  { path }: MagentoList,
  ids: readonly number[],
): Promise<Row[]> {
  const { body } = await client.get(
    path,
    criteria({
      where: [{ field: 'entity_id', is: 'in', value: ids.join(',') }],
      sort: [{ by: 'entity_id', down: false }],
      size: ids.length,
      page: 1,
    }),
  )
  return rowsOf(readPage(body).items).rows
}

/** The record at its own address, or alone in its list where its number is no address. */
export async function ownRow(
  client: Pick<MagentoClient, 'get'>,
  list: MagentoList,
  id: number,
): Promise<Row | RecordError | null> {
  try {
    if (list.own === null) {
      const rows = await listedRows(client, list, [id])
      return rows.find(({ summary }) => summary.id === id) ?? null
    }
    const row = rowOf((await client.get(list.own(id), {})).body)
    if (row?.summary.id === id) return row
  } catch (error) {
    if (isGone(error)) return null
    const own = forThisRecord(error, list.kind, String(id))
    if (own) return own
    throw error
  }
  throw sourceProblem('BROKEN_ANSWER', kitSays('otherRecords', { advice: kitSays('mendApi') }))
}
