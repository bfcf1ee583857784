import type { z } from 'zod'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type {
  RecordIdentity,
  SourceRecord,
  SourceRemark,
} from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import { type OddEntries, readShape } from '../wire/shapes.ts'
import type { Row } from './list.ts'

/** A record of the port, of what its row and its parts were read to. */
export function sourceRecord(
  kind: EntityKind,
  row: Pick<Row, 'changedAt'>,
  record: SourceRecord['record'],
  rowHash: string | null,
  identity: RecordIdentity,
  remarks: SourceRemark[],
): SourceRecord {
  return {
    kind,
    sourceId: record.sourceId,
    changedAt: row.changedAt,
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
  row: Pick<Row, 'summary' | 'raw'>,
  sourceId = String(row.summary.id),
): { wire: T; odd: OddEntries } {
  const { result, odd } = readShape(shape, row.raw)
  if (result.success) return { wire: result.data, odd }
  const field = result.error.issues[0]?.path.join('.') || kind
  throw new RecordError(
    'SOURCE_RECORD_INVALID',
    sourceId,
    kitSays('recordNotReadable', { kind, field }),
    { cause: result.error },
  )
}
