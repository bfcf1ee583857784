import type { PassContext } from '../run/pass-context.ts'
import type { LinkProposal } from '../ports/settlement.ts'
import { KIND } from '#app/migration/kinds/kind.ts'
import type { LookUpKey } from '#app/migration/kinds/definition.ts'
import { withBackoff } from '../run/backoff.server.ts'
import type { Described } from './link-found.server.ts'
import type { RelinkCounts } from './relink-counts.ts'
import { referenceOf } from '../record/settle/outcome.ts'

/**
 * Looks records up by what both sides show and keeps every exact match for the merchant to decide.
 * Records of the target that carry a custom id, or are linked already, are somebody else's.
 */
export async function proposeLinks(
  ctx: PassContext,
  records: readonly Described[],
  by: readonly LookUpKey[],
  counts: RelinkCounts,
): Promise<void> {
  const proposals = new Map<string, LinkProposal>()
  for (const lookUp of KIND[ctx.kind].lookUps) {
    const { key } = lookUp
    if (!by.includes(key)) continue
    const values = records.flatMap(({ source }) =>
      // What the target would show of the record.
      textsIn(lookUp.values(source.record, ctx.target.expectedFields(source.record))).map(
        (value) => ({ source, value }),
      ),
    )
    const wanted = [...new Set(values.map(({ value }) => value))]
    if (wanted.length === 0) continue
    const found = await withBackoff(ctx, 'target', () => ctx.target.lookUp(key, wanted))
    for (const { source, value } of values) {
      for (const { gid, customId } of found.get(value) ?? []) {
        const { kind, sourceId, record } = source
        const same = `${sourceId} ${gid}`
        if (customId !== null || proposals.has(same)) continue
        if ((await ctx.ledger.mappingsTo(kind, [gid])).length > 0) continue
        proposals.set(same, {
          kind,
          sourceId,
          gid,
          matchedBy: key,
          reference: referenceOf(record),
        })
      }
    }
  }
  await ctx.ledger.propose([...proposals.values()])
  counts.proposed += proposals.size
}

function textsIn(values: readonly unknown[]): string[] {
  return values.flatMap((value) => (typeof value === 'string' && value.trim() ? [value] : []))
}
