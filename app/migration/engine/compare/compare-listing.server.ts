import { isMuchLess, muchLess } from '../run/short-list.server.ts'
import { readAhead } from '../run/pages.server.ts'
import { tellNotices, type PassContext } from '../run/pass-context.ts'
import { ownerKindOf } from '#app/migration/kinds/owner.ts'
import type { ListedRow, RowsPage } from '../ports/source.ts'
import type { Mapping, OpenIssue } from '../ports/settlement.ts'
import type { ComparedPage, FindingReason } from '../ports/comparison-ledger.ts'

/**
 * Lists every record of one kind and compares its row hash with the one we remember. Nothing is read
 * or written beyond the list: what has to be looked at is remembered page by page, together with the
 * checkpoint, so that a run that goes on lists no page twice.
 */
export async function compareListing(ctx: PassContext): Promise<void> {
  const { ledger, source, kind } = ctx
  for (let reading = 1; ; reading += 1) {
    const { resume, listed, askedTotal } = await ledger.openComparison(kind)
    if (listed) return
    for await (const page of readAhead(ctx, resume, (from) => source.listAll(kind, from))) {
      await tellNotices(ctx)
      await comparePage(ctx, page)
      ctx.signal.throwIfAborted()
    }
    const [expected, unseen] = await Promise.all([ledger.expected(kind), ledger.unseenCount(kind)])
    const seen = Math.max(0, expected - unseen)
    // An empty list is never taken for the truth here: everything would be told as deleted.
    const isAccepted = askedTotal !== null && seen > 0 && seen >= askedTotal
    if (!isMuchLess(seen, expected) || isAccepted) break
    await ledger.restartListing(kind, reading === 1 ? null : seen)
    if (reading > 1) throw muchLess(kind, seen, expected)
    await ctx.clock.sleep(ctx.options.backoff.firstDelayMs, ctx.signal)
  }
  await ledger.closeListing(kind)
}

async function comparePage(
  { ledger, kind, mappingVersion }: PassContext,
  page: RowsPage,
): Promise<void> {
  const owner = ownerKindOf(kind)
  const sourceIds = [...new Set(page.rows.map(({ sourceId }) => sourceId))]
  const [mappings, issues, deleted] = await Promise.all([
    ledger.mappings(kind, sourceIds),
    ledger.openIssues(kind, sourceIds),
    ledger.toldDeleted(kind, sourceIds),
  ])
  const findings = page.rows.flatMap((listed) => {
    const { sourceId, guestSourceId, rowHash } = listed
    const why = reasonToRead(listed, {
      mapping: mappings.get(sourceId),
      issues: issues.get(sourceId) ?? [],
      wasDeleted: deleted.has(sourceId),
      mappingVersion,
    })
    if (why === null) return []
    const guest: ComparedPage['findings'] =
      why === 'missing' && guestSourceId !== null && owner !== null
        ? [{ kind: owner, sourceId: guestSourceId, why: 'guest', rowHash: null }]
        : []
    return [{ kind, sourceId, why, rowHash }, ...guest]
  })
  await ledger.recordCompared(kind, {
    sourceIds,
    findings,
    totals: new Map(page.rows.flatMap(({ sourceId, total }) => (total ? [[sourceId, total]] : []))),
    total: page.total,
    resume: page.resume,
  })
}

/** Null: the record is as it was when we last settled it. Pure. */
function reasonToRead(
  { rowHash }: Pick<ListedRow, 'rowHash'>,
  remembered: {
    mapping: Mapping | undefined
    issues: readonly OpenIssue[]
    wasDeleted: boolean
    /** Of the source's cart. */
    mappingVersion: number
  },
): FindingReason | null {
  const { mapping, issues, wasDeleted, mappingVersion } = remembered
  if (!mapping) {
    const refused = issues.some(
      ({ severity, isTransient, sameRules, leftBehind }) =>
        leftBehind || (severity === 'failed' && !isTransient && sameRules),
    )
    return refused ? 'refused' : 'missing'
  }
  if (wasDeleted) return 'returned'
  if (rowHash === null || mapping.sourceRowHash === null) return 'no_row_hash'
  if (mapping.mappingVersion !== mappingVersion) return 'no_row_hash'
  return rowHash === mapping.sourceRowHash ? null : 'changed'
}
