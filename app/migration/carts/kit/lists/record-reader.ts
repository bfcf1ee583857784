import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { turn } from '#app/platform/turn.ts'
import { forThisRecord, type FoundRows } from './by-ids.ts'
import { tickOf, type Row } from './list.ts'
import { joined, readEach, type ReadResult } from './read-each.ts'
import type { Ticks } from './ticks.ts'

type RecordReader<R extends Row, Shown> = {
  /** Turns listed rows into records, with whatever requests that takes. */
  complete(kind: EntityKind, rows: readonly R[]): Promise<ReadResult>
  /** What listed rows show, without any request for one of them. */
  shown(kind: EntityKind, rows: readonly R[]): Promise<(Shown | { rowHash: null })[]>
  /** Reads whole records by id; what is gone is missing. */
  byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
  /** The same, each by its own address, whatever lists say of it. */
  alone(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
  /** The same for rows of which only the summary was listed: a record must not be older than its row. */
  listed(kind: EntityKind, rows: readonly R[]): Promise<ReadResult>
}

/** How a cart's records of a kind are read, one by one. */
type ReadsKind<R extends Row, Shown> = {
  /** What all records need: a store that cannot answer this has trouble of its own. */
  prepare?(): Promise<unknown>
  record(row: R): Promise<SourceRecord | null>
  shown(row: R): Promise<Shown>
}

/** Reads records of all kinds in one store; what is particular to a kind is the kind's. */
export function createRecordReader<R extends Row, Shown>(deps: {
  own(kind: EntityKind): ReadsKind<R, Shown>
  /** Whole rows by id, wherever the store shows them. */
  find(kind: EntityKind, ids: readonly number[]): Promise<FoundRows<R>>
  /** The record at its own address; null when there is none. */
  ownRow(kind: EntityKind, id: number): Promise<R | RecordError | null>
  /** What is told of a record that is older than the list says, even when it is asked for again. */
  stale(kind: EntityKind, id: number): RecordError
  ticks: Ticks
  pageSize: number
}): RecordReader<R, Shown> {
  const { own, find, ownRow, stale, ticks, pageSize } = deps

  async function shown(kind: EntityKind, row: R): Promise<Shown | { rowHash: null }> {
    await turn()
    try {
      return await own(kind).shown(row)
    } catch (error) {
      if (error instanceof RecordError) return { rowHash: null }
      throw error
    }
  }

  async function completeOne(kind: EntityKind, row: R): Promise<SourceRecord | RecordError | null> {
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

  async function complete(kind: EntityKind, rows: readonly R[]): Promise<ReadResult> {
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

  async function completeFound(
    kind: EntityKind,
    answers: readonly (R | RecordError | null)[],
  ): Promise<ReadResult> {
    const rows = answers.flatMap((row) => (row === null || row instanceof RecordError ? [] : [row]))
    const rejected = answers.filter((row) => row instanceof RecordError)
    return joined([{ records: [], rejected }, await complete(kind, rows)])
  }

  /** The row, asked for once more when it is older than the one that was listed. */
  async function notOlder(
    kind: EntityKind,
    row: R,
    listed: R | undefined,
  ): Promise<R | RecordError | null> {
    const isOlder = (some: R) => (tickOf(ticks, some) ?? 0) < (tickOf(ticks, listed) ?? 0)
    if (!isOlder(row)) return row
    const again = await ownRow(kind, row.summary.id)
    if (again === null || again instanceof RecordError) return again
    return isOlder(again) ? stale(kind, row.summary.id) : again
  }

  return {
    complete,
    byIds: (kind, ids) =>
      eachPage(ids, async (some) => {
        const { rows, rejected } = await find(kind, some)
        return joined([{ records: [], rejected }, await complete(kind, rows)])
      }),
    alone: (kind, ids) =>
      eachPage(ids, async (some) =>
        completeFound(kind, await Promise.all(some.map((id) => ownRow(kind, id)))),
      ),
    listed: (kind, rows) => {
      const byId = new Map(rows.map((row) => [row.summary.id, row]))
      return eachPage([...byId.keys()], async (some) => {
        const answer = await find(kind, some)
        const checked = await Promise.all(
          answer.rows.map((row) => notOlder(kind, row, byId.get(row.summary.id))),
        )
        return joined([
          { records: [], rejected: answer.rejected },
          await completeFound(kind, checked),
        ])
      })
    },
    shown: (kind, rows) => Promise.all(rows.map((row) => shown(kind, row))),
  }
}
