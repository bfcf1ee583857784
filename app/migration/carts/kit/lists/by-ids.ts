import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { isTooMuch, SourceRequestError } from '../http/recovery.ts'
import type { Row } from './list.ts'

export type FoundRows<R extends Row = Row> = { rows: R[]; rejected: RecordError[] }

type ByIds<R extends Row> = {
  /** Each asks one list for rows of these ids; what it does not have is missing. */
  lists: readonly ((ids: readonly number[]) => Promise<readonly R[]>)[]
  /** The record at its own address; null when there is none. */
  own: (id: number) => Promise<R | RecordError | null>
  /** What a failure says of this one record; null when it is the store's. */
  ofRecord: (error: unknown, id: number) => RecordError | null
}

/**
 * Whole rows by id. First from the lists, many at once; a part the store cannot answer is halved
 * until the one record it stumbles over stands alone. What the lists do not give is asked for by
 * its own address: a list may hide a record (a status, a filter, a cache that answers something
 * else), and only what has no address any more is missing in the answer.
 * @throws SourceRequestError
 */
export async function findByIds<R extends Row>(
  ids: readonly number[],
  { lists, own, ofRecord }: ByIds<R>,
): Promise<FoundRows<R>> {
  const rows: R[] = []
  const rejected: RecordError[] = []
  const open = new Set(ids)
  for (const ask of lists) {
    const found = await inHalves([...open], ask, ofRecord)
    rows.push(...found.rows)
    rejected.push(...found.rejected)
    for (const { summary } of found.rows) open.delete(summary.id)
    for (const { sourceId } of found.rejected) open.delete(Number(sourceId))
  }
  const alone = await Promise.all([...open].map(own))
  return {
    rows: [
      ...rows,
      ...alone.flatMap((found) => (found === null || found instanceof RecordError ? [] : [found])),
    ],
    rejected: [...rejected, ...alone.filter((found) => found instanceof RecordError)],
  }
}

async function inHalves<R extends Row>(
  ids: readonly number[],
  ask: ByIds<R>['lists'][number],
  ofRecord: ByIds<R>['ofRecord'],
): Promise<FoundRows<R>> {
  const [first] = ids
  if (first === undefined) return { rows: [], rejected: [] }
  try {
    const wanted = new Set(ids)
    return { rows: (await ask(ids)).filter(({ summary }) => wanted.has(summary.id)), rejected: [] }
  } catch (error) {
    if (!isTooMuch(error)) throw error
    if (ids.length > 1) {
      const half = Math.ceil(ids.length / 2)
      const front = await inHalves(ids.slice(0, half), ask, ofRecord)
      const back = await inHalves(ids.slice(half), ask, ofRecord)
      return {
        rows: [...front.rows, ...back.rows],
        rejected: [...front.rejected, ...back.rejected],
      }
    }
    const alone = ofRecord(error, first)
    if (alone) return { rows: [], rejected: [alone] }
    throw error
  }
}

/**
 * A failure of one record's own requests that says nothing about the store as a whole.
 */
export function forThisRecord(
  error: unknown,
  kind: EntityKind,
  sourceId: string,
): RecordError | null {
  if (!(error instanceof SourceRequestError)) return null
  if (error.status === 404) {
    return new RecordError('SOURCE_RECORD_GONE', sourceId, kitSays('recordGone', { kind }), {
      isTransient: true,
      cause: error,
    })
  }
  if (error.status === 500 || error.problem === 'BROKEN_ANSWER') {
    return new RecordError('SOURCE_RECORD_INVALID', sourceId, kitSays('recordFails', { kind }), {
      isTransient: true,
      cause: error,
    })
  }
  return null
}
