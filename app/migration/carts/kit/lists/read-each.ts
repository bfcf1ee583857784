import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'

export type ReadResult = { records: SourceRecord[]; rejected: RecordError[] }

const WHOLE_STORE_FAILS = 5

/**
 * Each row as a record, or as the error that is told of it; null is neither. When none of many can be
 * read because the store failed each time, it is the store that fails.
 * @throws what the store failed with
 */
export async function readEach<R>(
  rows: readonly R[],
  read: (row: R) => Promise<SourceRecord | RecordError | null>,
): Promise<ReadResult> {
  const results = await Promise.all(rows.map(read))
  const rejected = results.filter((result) => result instanceof RecordError)
  const failed = rejected.filter(({ isTransient, cause }) => isTransient && cause !== undefined)
  if (failed.length >= WHOLE_STORE_FAILS && failed.length === rows.length) throw failed[0]?.cause
  return {
    records: results.flatMap((result) =>
      result === null || result instanceof RecordError ? [] : [result],
    ),
    rejected,
  }
}

export function joined(parts: readonly ReadResult[]): ReadResult {
  return {
    records: parts.flatMap((part) => part.records),
    rejected: parts.flatMap((part) => part.rejected),
  }
}
