import { RecordError } from '../ports/errors.ts'
import { readAhead } from './pages.server.ts'
import type { PassContext } from './pass-context.ts'
import type { ListedRow, SourcePage, SourceRecord } from '../ports/source.ts'
import type { Mapping } from '../ports/settlement.ts'
import { withBackoff } from './backoff.server.ts'
import { engineSays } from '#app/migration/messages/engine.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'

/**
 * The pages of a kind that the source can only list whole: each row is compared with what is
 * remembered of it, and only what differs is read. So a recent run sees what a comparison sees, at
 * the cost of the list that it reads anyway.
 * @throws as `readPages`
 */
export async function* readDiffering(
  ctx: PassContext,
  resume: string | null,
): AsyncGenerator<SourcePage, void, undefined> {
  const { ledger, source, kind, mappingVersion } = ctx
  let found = 0
  for await (const page of readAhead(ctx, resume, (from) => source.listAll(kind, from))) {
    const ids = page.rows.map(({ sourceId }) => sourceId)
    const [mappings, deleted] = await Promise.all([
      ledger.mappings(kind, ids),
      ledger.toldDeleted(kind, ids),
    ])
    const differing = page.rows.filter(
      (listed) =>
        deleted.has(listed.sourceId) ||
        differs(listed, mappings.get(listed.sourceId), mappingVersion),
    )
    found += differing.length
    if (differing.length > 0) await ledger.setTotal(kind, { count: found, exact: false })
    yield { ...(await readListed(ctx, differing, mappings)), resume: page.resume }
  }
  await ledger.setTotal(kind, { count: found, exact: resume === null })
}

/**
 * Hashes of another version of the app say nothing about the record: then the date decides, as far as
 * there is one. Pure.
 * @param mappingVersion of the source's cart
 */
export function differs(
  listed: Pick<ListedRow, 'rowHash' | 'changedAt'>,
  mapping: Pick<Mapping, 'mappingVersion' | 'sourceRowHash' | 'sourceChangedAt'> | undefined,
  mappingVersion: number,
): boolean {
  if (!mapping) return true
  if (mapping.mappingVersion !== mappingVersion) {
    const [now, then] = [listed.changedAt, mapping.sourceChangedAt]
    return now === null || then === null || Date.parse(now) > Date.parse(then)
  }
  return listed.rowHash === null || listed.rowHash !== mapping.sourceRowHash
}

type Answer = Omit<SourcePage, 'resume'>
/** What a list showed of a record; no date where it was not kept. */
type Shown = Pick<ListedRow, 'sourceId' | 'rowHash'> & { changedAt?: string | null }

/**
 * Reads what the list showed to be different. A record that then is older than its row, or as it was
 * remembered although its row is not, is an older answer (a cache): it is asked for by its own
 * address, and then told.
 */
export async function readListed(
  ctx: PassContext,
  listed: readonly Shown[],
  mappings: ReadonlyMap<string, Mapping>,
): Promise<Answer> {
  const rows = new Map(listed.map((row) => [row.sourceId, row]))
  const isOlder = ({ sourceId, rowHash, changedAt }: SourceRecord) => {
    const before = mappings.get(sourceId)?.sourceRowHash ?? null
    const row = rows.get(sourceId)
    const shown = row?.rowHash ?? null
    const asBefore = rowHash !== null && rowHash === before && shown !== null && shown !== before
    return asBefore || isEarlier(changedAt, row?.changedAt)
  }
  return readPastCaches(ctx, [...rows.keys()], mappings, isOlder)
}

/**
 * Reads what was told to be older than the list says, and everything else that waits. Of a record that
 * was told so, an answer that is as we remember it, or from before that, is still the older one: it is
 * asked for once more, by its own address, and then told again. Of any other, what is older than we
 * remember may be a store restored from a backup.
 */
export async function readWaiting(ctx: PassContext, ids: readonly string[]): Promise<Answer> {
  const [mappings, issues] = await Promise.all([
    ctx.ledger.mappings(ctx.kind, ids),
    ctx.ledger.openIssues(ctx.kind, ids),
  ])
  const isOlder = ({ sourceId, rowHash, changedAt }: SourceRecord) => {
    if (!(issues.get(sourceId) ?? []).some(({ code }) => code === 'SOURCE_RECORD_STALE'))
      return false
    const before = mappings.get(sourceId)
    const asBefore = rowHash !== null && rowHash === before?.sourceRowHash
    return asBefore || isEarlier(changedAt, before?.sourceChangedAt)
  }
  return readPastCaches(ctx, ids, mappings, isOlder)
}

/**
 * A page of a list in which some records are older than we remember them: a copy that a cache kept, or
 * a store that was restored from a backup. Each is asked for by itself, and what that says counts;
 * otherwise an old list would take back what a newer one had brought.
 */
export async function withoutOldCopies<Page extends Answer>(
  ctx: PassContext,
  page: Page,
): Promise<Page> {
  const dated = page.records.filter(({ changedAt }) => changedAt !== null)
  if (dated.length === 0) return page
  const mappings = await ctx.ledger.mappings(
    ctx.kind,
    dated.map(({ sourceId }) => sourceId),
  )
  const older = dated.filter(({ sourceId, changedAt }) =>
    isEarlier(changedAt, mappings.get(sourceId)?.sourceChangedAt),
  )
  if (older.length === 0) return page
  const ids = older.map(({ sourceId }) => sourceId)
  const now = await readPastCaches(ctx, ids, mappings, () => false)
  return {
    ...page,
    records: [...page.records.filter((record) => !older.includes(record)), ...now.records],
    rejected: [...page.rejected, ...now.rejected],
  }
}

/** @param isOlder what must not be taken for the record as it is now */
async function readPastCaches(
  ctx: PassContext,
  ids: readonly string[],
  mappings: ReadonlyMap<string, Mapping>,
  isOlder: (record: SourceRecord) => boolean,
): Promise<Answer> {
  if (ids.length === 0) return { records: [], rejected: [] }
  const read = (some: readonly string[], alone: boolean) =>
    withBackoff(ctx, 'source', () => ctx.source.readByIds(ctx.kind, some, { alone }))
  const first = await read(ids, false)
  const suspect = first.records.filter(
    (record) =>
      isOlder(record) ||
      isEarlier(record.changedAt, mappings.get(record.sourceId)?.sourceChangedAt),
  )
  if (suspect.length === 0) return first
  const again = await read(
    suspect.map(({ sourceId }) => sourceId),
    true,
  )
  return {
    records: [
      ...first.records.filter((record) => !suspect.includes(record)),
      ...again.records.filter((record) => !isOlder(record)),
    ],
    rejected: [
      ...first.rejected,
      ...again.rejected,
      ...again.records.filter(isOlder).map(({ sourceId }) => staleRecord(ctx.kind, sourceId)),
    ],
  }
}

const isEarlier = (now: string | null, then: string | null | undefined) =>
  now !== null && then !== null && then !== undefined && Date.parse(now) < Date.parse(then)

function staleRecord(kind: EntityKind, sourceId: string): RecordError {
  return new RecordError('SOURCE_RECORD_STALE', sourceId, engineSays('olderThanListed', { kind }), {
    isTransient: true,
  })
}
