import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import { turn } from '#app/platform/turn.ts'
import { forThisRecord } from '../../kit/lists/by-ids.ts'
import { tickOf } from '../../kit/lists/list.ts'
import { joined, readEach, type ReadResult } from '../../kit/lists/read-each.ts'
import type { Query } from '../client/client.server.ts'
import { WOO_KINDS } from '../kinds.ts'
import { stale } from './parts.server.ts'
import type { Shown, WooKindInStore, WooStore } from '../woo-kind.ts'
import { findRows, ownRow } from './find-rows.server.ts'
import { TICKS, type Row } from './rows.ts'

type RecordReader = {
  /** Turns listed rows into records, with one more request per variable product, refund or note. */
  complete(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult>
  /** What listed rows show, without any request for one of them. */
  shown(kind: EntityKind, rows: readonly Row[]): Promise<Shown[]>
  /** Reads whole records by id; what is gone is missing. */
  byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
  /** The same, each by its own address, whatever lists say of it. */
  alone(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
  /** The same for rows of which only the summary was listed: a record must not be older than its row. */
  listed(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult>
}

/** Reads records of all kinds in one store; what is particular to a kind is the kind's. */
export function createRecordReader(
  { client, tuning }: Pick<WooStore, 'client' | 'tuning'>,
  own: (kind: EntityKind) => WooKindInStore,
  filtersOf: (kind: EntityKind) => Promise<Query[]>,
): RecordReader {
  const { pageSize } = tuning

  async function shown(kind: EntityKind, row: Row): Promise<Shown> {
    await turn()
    try {
      return await own(kind).shown(row)
    } catch (error) {
      if (error instanceof RecordError) return { rowHash: null }
      throw error
    }
  }

  async function completeOne(
    kind: EntityKind,
    row: Row,
  ): Promise<SourceRecord | RecordError | null> {
    try {
      await turn()
      return await own(kind).record(row)
    } catch (error) {
      if (error instanceof RecordError) return error
      const ofRecord = forThisRecord(error, kind, String(row.summary.id))
      if (ofRecord) return ofRecord
      throw error
    }
  }

  async function complete(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult> {
    // Asked for out here: a store that cannot answer this has trouble of its own, not one record.
    if (rows.length > 0) await own(kind).prepare?.()
    return readEach(rows, (row) => completeOne(kind, row))
  }

  async function eachPage(
    ids: readonly number[],
    read: (some: readonly number[]) => Promise<ReadResult>,
  ): Promise<ReadResult> {
    const parts: ReadResult[] = []
    for (let i = 0; i < ids.length; i += pageSize)
      parts.push(await read(ids.slice(i, i + pageSize)))
    return joined(parts)
  }

  const found = async (kind: EntityKind, ids: readonly number[]) =>
    findRows({ client, filters: await filtersOf(kind), pageSize }, WOO_KINDS[kind], ids)

  async function byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult> {
    return eachPage(ids, async (some) => {
      const { rows, rejected } = await found(kind, some)
      return joined([{ records: [], rejected }, await complete(kind, rows)])
    })
  }

  async function alone(kind: EntityKind, ids: readonly number[]): Promise<ReadResult> {
    return eachPage(ids, async (some) => {
      return completeFound(
        kind,
        await Promise.all(some.map((id) => ownRow(client, WOO_KINDS[kind], id))),
      )
    })
  }

  async function completeFound(
    kind: EntityKind,
    answers: readonly (Row | RecordError | null)[],
  ): Promise<ReadResult> {
    const rows = answers.flatMap((row) => (row === null || row instanceof RecordError ? [] : [row]))
    const rejected = answers.filter((row) => row instanceof RecordError)
    return joined([{ records: [], rejected }, await complete(kind, rows)])
  }

  async function listed(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult> {
    const byId = new Map(rows.map((row) => [row.summary.id, row]))
    return eachPage([...byId.keys()], async (some) => {
      const answer = await found(kind, some)
      const checked = await Promise.all(
        answer.rows.map((row) => notOlder(kind, row, byId.get(row.summary.id))),
      )
      return joined([
        { records: [], rejected: answer.rejected },
        await completeFound(kind, checked),
      ])
    })
  }

  /** The row, asked for once more when it is older than the one that was listed. */
  async function notOlder(
    kind: EntityKind,
    row: Row,
    listed: Row | undefined,
  ): Promise<Row | RecordError | null> {
    const isOlder = (some: Row) => (tickOf(TICKS, some) ?? 0) < (tickOf(TICKS, listed) ?? 0)
    if (!isOlder(row)) return row
    const again = await ownRow(client, WOO_KINDS[kind], row.summary.id)
    if (again === null || again instanceof RecordError) return again
    return isOlder(again) ? stale(kind, row.summary.id, 'record') : again
  }

  return {
    complete,
    byIds,
    alone,
    listed,
    shown: (kind, rows) => Promise.all(rows.map((row) => shown(kind, row))),
  }
}
