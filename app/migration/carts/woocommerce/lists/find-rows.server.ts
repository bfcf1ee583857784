import { isTooMuch, isGone, sourceProblem, SourceRequestError } from '../../kit/http/recovery.ts'
import { z } from 'zod'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { WooClient } from '../client/client.server.ts'
import { type KindLists, LISTS } from './lists.server.ts'
import { type Row, readRows } from './rows.ts'

type Deps = { client: WooClient; lists: KindLists; pageSize: number }

export type FoundRows = { rows: Row[]; rejected: RecordError[] }

export const NOUN: Record<EntityKind, string> = {
  product: 'product',
  customer: 'customer',
  order: 'order',
}

/**
 * Whole rows by id. First from the lists, many at once; a part the store cannot answer is halved
 * until the one record it stumbles over stands alone. What the lists do not give is asked for by
 * its own address: a list may hide a record (a status, a filter, a cache that answers something
 * else), and only what has no address any more is missing in the answer.
 * @throws SourceRequestError
 */
export async function findRows(
  deps: Deps,
  kind: EntityKind,
  ids: readonly number[],
): Promise<FoundRows> {
  const rows: Row[] = []
  const rejected: RecordError[] = []
  const open = new Set(ids)
  for (const filter of await deps.lists.of(kind)) {
    const found = await listed(deps, kind, filter, [...open])
    rows.push(...found.rows)
    rejected.push(...found.rejected)
    for (const { mark } of found.rows) open.delete(mark.id)
    for (const { sourceId } of found.rejected) open.delete(Number(sourceId))
  }
  const own = await Promise.all([...open].map((id) => ownRow(deps, kind, id)))
  return {
    rows: [
      ...rows,
      ...own.flatMap((found) => (found === null || found instanceof RecordError ? [] : [found])),
    ],
    rejected: [...rejected, ...own.filter((found) => found instanceof RecordError)],
  }
}

async function listed(
  deps: Deps,
  kind: EntityKind,
  filter: Record<string, string>,
  ids: readonly number[],
): Promise<FoundRows> {
  if (ids.length === 0) return { rows: [], rejected: [] }
  try {
    const { body } = await deps.client.get(LISTS[kind].path, {
      ...filter,
      include: ids.join(','),
      orderby: 'id',
      order: 'asc',
      per_page: String(deps.pageSize),
    })
    const wanted = new Set(ids)
    return { rows: readRows(body).rows.filter(({ mark }) => wanted.has(mark.id)), rejected: [] }
  } catch (error) {
    if (!isTooMuch(error)) throw error
    if (ids.length > 1) {
      const half = Math.ceil(ids.length / 2)
      const first = await listed(deps, kind, filter, ids.slice(0, half))
      const second = await listed(deps, kind, filter, ids.slice(half))
      return {
        rows: [...first.rows, ...second.rows],
        rejected: [...first.rejected, ...second.rejected],
      }
    }
    const own = forThisRecord(error, kind, String(ids[0]))
    if (own) return { rows: [], rejected: [own] }
    throw error
  }
}

const wireType = z.object({ type: z.literal('variation') })

/** The record at its own address; null when there is none, or it is another kind of thing. */
export async function ownRow(
  { client }: Pick<Deps, 'client'>,
  kind: EntityKind,
  id: number,
): Promise<Row | RecordError | null> {
  let body: unknown
  try {
    body = (await client.get(`${LISTS[kind].path}/${id}`, {})).body
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
  if (row?.mark.id !== id) {
    throw sourceProblem(
      'BROKEN_ANSWER',
      'The old store answers with other records than it is asked for, so nobody can tell which are deleted. Nothing is lost; a plugin or a cache may change its REST API: switch off what filters or caches /wp-json/ and try again.',
    )
  }
  // A product's address also gives its variations, and the bin can be read by id (measured on 9.9).
  return row.mark.status === 'trash' || wireType.safeParse(body).success ? null : row
}

/** A failure of one record's own requests that says nothing about the store as a whole. */
export function forThisRecord(
  error: unknown,
  kind: EntityKind,
  sourceId: string,
): RecordError | null {
  if (!(error instanceof SourceRequestError)) return null
  if (error.status === 404) {
    return new RecordError(
      'SOURCE_RECORD_GONE',
      sourceId,
      `The old store listed this ${NOUN[kind]}, but it was deleted before it could be read. Nothing else is affected; the next run looks once more and takes it off the list if it is still gone.`,
      { mayHeal: true, cause: error },
    )
  }
  if (error.status === 500 || error.problem === 'BROKEN_ANSWER') {
    return new RecordError(
      'SOURCE_RECORD_INVALID',
      sourceId,
      `The old store fails with an error of its own when it is asked for this ${NOUN[kind]}. All other records were read; it is tried again in the next run. The error log of the old store says more.`,
      { mayHeal: true, cause: error },
    )
  }
  return null
}
