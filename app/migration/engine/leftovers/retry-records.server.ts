import { bringByIds, followOwners } from './leftovers.server.ts'
import { passContext, type PassContext, type PassDeps } from '../run/pass-context.ts'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'

/** Every open failure instead of chosen records. */
export type AllFailures = {
  /** Null: of every kind. */
  kind: EntityKind | null
  /** As this run reported them; null: of all runs. */
  reportedBy: string | null
}

const LOOKUP_SIZE = 50

/**
 * Reads the chosen records by id and brings them the usual way, also those that Shopify refused
 * before under the same rules: the merchant may have fixed something there. Moves no watermark.
 * Safe to repeat: what arrived is found unchanged, and of `all` only what this run has not reported
 * yet is taken.
 *
 * @throws as `runPass`
 */
export async function retryRecords(
  deps: PassDeps & {
    records: readonly { kind: EntityKind; sourceId: string }[]
    all?: AllFailures | undefined
  },
): Promise<void> {
  const { records, all } = deps
  for (const kind of KINDS) {
    const chosen = records.filter((record) => record.kind === kind).map(({ sourceId }) => sourceId)
    const wantsAll = all !== undefined && (all.kind === null || all.kind === kind)
    if (chosen.length === 0 && !wantsAll) continue
    const ctx = passContext(deps, kind, { askedFor: true })
    const now = new Date(deps.clock.now()).toISOString()
    const { done, resume } = await deps.ledger.openWindow(kind, { from: now, to: now })
    if (done) continue
    await bringChosen(ctx, [...new Set(chosen)], resume)
    if (wantsAll) await bringFailures(ctx, all.reportedBy)
    await deps.ledger.finishPass(kind)
  }
  await followOwners(deps)
}

/**
 * @param last settled before an interruption. Not a count: the list gets shorter when a customer on
 *   it asks to be erased meanwhile
 */
async function bringChosen(
  ctx: PassContext,
  ids: readonly string[],
  last: string | null,
): Promise<void> {
  if (ids.length > 0) await ctx.ledger.setTotal(ctx.kind, { count: ids.length, exact: true })
  for (
    let start = last === null ? 0 : ids.indexOf(last) + 1;
    start < ids.length;
    start += LOOKUP_SIZE
  ) {
    ctx.signal.throwIfAborted()
    const some = ids.slice(start, start + LOOKUP_SIZE)
    await ctx.ledger.takeBack(ctx.kind, some)
    await bringByIds(ctx, some)
    await ctx.ledger.checkpoint(ctx.kind, some.at(-1) ?? '')
  }
}

async function bringFailures(ctx: PassContext, reportedBy: string | null): Promise<void> {
  let after: string | null = null
  for (;;) {
    ctx.signal.throwIfAborted()
    const page = await ctx.ledger.failures(ctx.kind, { reportedBy, after })
    if (page.sourceIds.length > 0) await bringByIds(ctx, page.sourceIds)
    if (page.next === null) return
    after = page.next
  }
}
