import type { PassContext } from './pass-context.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceRecord } from '../ports/source.ts'

/**
 * Remembers when these records change by themselves next. New times are saved before the records are
 * settled and old ones dropped after, so that an interruption in between forgets none.
 */
export async function rememberDue(
  { ledger }: Pick<PassContext, 'ledger'>,
  kind: EntityKind,
  records: readonly SourceRecord[],
  when: 'before' | 'after',
): Promise<void> {
  const told = records.flatMap(({ sourceId, dueAt }) =>
    dueAt === undefined || (dueAt === null) !== (when === 'after') ? [] : [{ sourceId, at: dueAt }],
  )
  if (told.length > 0) await ledger.setDue(kind, told)
}
