import { RecordError } from './errors.ts'
import { MAPPING_VERSION } from './mapping-version.ts'
import { readAhead } from './pages.server.ts'
import type { PassContext } from './pass-context.ts'
import type { ListedMark, Mapping, SourcePage } from './ports.ts'
import { withRetries } from './retry.server.ts'

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
  const { ledger, source, kind } = ctx
  let found = 0
  for await (const page of readAhead(ctx, resume, (from) => source.listAll(kind, from))) {
    const ids = page.marks.map(({ sourceId }) => sourceId)
    const [mappings, deleted] = await Promise.all([
      ledger.mappings(kind, ids),
      ledger.toldDeleted(kind, ids),
    ])
    const differing = page.marks.filter(
      (listed) => deleted.has(listed.sourceId) || differs(listed, mappings.get(listed.sourceId)),
    )
    found += differing.length
    if (differing.length > 0) await ledger.setTotal(kind, { count: found, exact: false })
    yield { ...(await readListed(ctx, differing, mappings)), resume: page.resume }
  }
  await ledger.setTotal(kind, { count: found, exact: resume === null })
}

/**
 * Marks of another version of the app say nothing about the record: then the date decides, as far as
 * there is one. Pure.
 */
export function differs(
  listed: Pick<ListedMark, 'mark' | 'changedAt'>,
  mapping: Pick<Mapping, 'mappingVersion' | 'sourceMark' | 'sourceChangedAt'> | undefined,
): boolean {
  if (!mapping) return true
  if (mapping.mappingVersion !== MAPPING_VERSION) {
    const [now, then] = [listed.changedAt, mapping.sourceChangedAt]
    return now === null || then === null || Date.parse(now) > Date.parse(then)
  }
  return listed.mark === null || listed.mark !== mapping.sourceMark
}

/**
 * Reads what the list showed to be different. A record that then is as it was remembered, although
 * its row is not, is an older answer (a cache): it is asked for once more, and then told.
 */
export async function readListed(
  ctx: PassContext,
  listed: readonly Pick<ListedMark, 'sourceId' | 'mark'>[],
  mappings: ReadonlyMap<string, Mapping>,
): Promise<Omit<SourcePage, 'resume'>> {
  if (listed.length === 0) return { records: [], rejected: [] }
  const read = (ids: readonly string[]) =>
    withRetries(ctx, 'source', () => ctx.source.readByIds(ctx.kind, ids))
  const first = await read(listed.map(({ sourceId }) => sourceId))
  const marks = new Map(listed.map(({ sourceId, mark }) => [sourceId, mark]))
  const isOld = ({ sourceId, mark }: { sourceId: string; mark: string | null }) => {
    const before = mappings.get(sourceId)?.sourceMark ?? null
    const shown = marks.get(sourceId) ?? null
    return mark !== null && mark === before && shown !== null && shown !== before
  }
  const old = first.records.filter(isOld).map(({ sourceId }) => sourceId)
  if (old.length === 0) return first
  const again = await read(old)
  const still = again.records.filter(isOld).map(({ sourceId }) => sourceId)
  const replaced = new Set(old)
  return {
    records: [
      ...first.records.filter(({ sourceId }) => !replaced.has(sourceId)),
      ...again.records.filter(({ sourceId }) => !still.includes(sourceId)),
    ],
    rejected: [
      ...first.rejected,
      ...again.rejected,
      ...still.map((sourceId) => staleRecord(ctx.kind, sourceId)),
    ],
  }
}

function staleRecord(kind: string, sourceId: string): RecordError {
  return new RecordError(
    'SOURCE_RECORD_STALE',
    sourceId,
    `The old store’s list shows that this ${kind} was changed, but asked for it, the old store gives it as it was before. It was left as it is in Shopify, and the next run asks again. A cache in front of the old store is the likely cause: switch it off for its API.`,
    { mayHeal: true },
  )
}
