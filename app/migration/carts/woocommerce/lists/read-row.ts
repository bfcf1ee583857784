import type { z } from 'zod'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type {
  RecordIdentity,
  SourceRecord,
  SourceRemark,
} from '#app/migration/engine/ports/source.ts'
import { type EntityKind, KIND } from '#app/migration/kinds/kind.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { type OddEntries, readShape } from '../../kit/wire/shapes.ts'
import type { Row } from './rows.ts'

/** A record of the port, of what its row and its parts were read to. */
export function sourceRecord(
  kind: EntityKind,
  row: Row,
  record: SourceRecord['record'],
  rowHash: string | null,
  identity: RecordIdentity,
  remarks: SourceRemark[],
): SourceRecord {
  return {
    kind,
    sourceId: record.sourceId,
    changedAt: fromGmt(row.summary.date_modified_gmt),
    rowHash,
    identity,
    remarks,
    record,
  }
}

/** One row as its wire shape. @throws RecordError naming the field, for this record alone */
export function parseRow<T>(
  shape: z.ZodType<T>,
  kind: EntityKind,
  row: Row,
  sourceId = String(row.summary.id),
): { wire: T; odd: OddEntries } {
  const { result, odd } = readShape(shape, row.raw)
  if (result.success) return { wire: result.data, odd }
  const field = result.error.issues[0]?.path.join('.') || 'the record'
  throw new RecordError(
    'SOURCE_RECORD_INVALID',
    sourceId,
    `The old store sent this ${KIND[kind].noun.one} without a readable value for "${field}". All other records were read; save the ${KIND[kind].noun.one} there once, or switch off the plugin that changes it, and run again.`,
    { cause: result.error },
  )
}
