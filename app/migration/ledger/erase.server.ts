import type { Transaction } from '#app/db.server.ts'
import type { Gid } from '../engine/ports/target.ts'
import { KINDS } from '../kinds/kind.ts'
import { ownerKindOf } from '../kinds/owner.ts'

export type HeldRecords = Awaited<ReturnType<typeof recordsBehind>>

/**
 * Everything the ledger holds on the source records behind these target records: the links between
 * the two, what happened to them in each run, the remarks about them, and what is unfinished. No names,
 * e-mails or addresses; fingerprints are keyed hashes.
 */
export async function recordsBehind(tx: Transaction, shop: string, gids: readonly Gid[]) {
  const gid = { in: [...gids] }
  const mappings = await tx.mapping.findMany({ where: { shop, gid }, orderBy: { id: 'asc' } })
  const records = mappings.map(({ projectId, kind, sourceId }) => ({ projectId, kind, sourceId }))
  const [outcomes, issues, intents, proposals] = await Promise.all([
    tx.outcome.findMany({ where: { shop, OR: [{ gid }, ...records] }, orderBy: { id: 'asc' } }),
    records.length === 0
      ? []
      : tx.issue.findMany({ where: { shop, OR: records }, orderBy: { id: 'asc' } }),
    records.length === 0 ? [] : tx.intent.findMany({ where: { project: { shop }, OR: records } }),
    tx.relinkProposal.findMany({
      where: { shop, OR: [{ gid }, ...records] },
      orderBy: { id: 'asc' },
    }),
  ])
  return { records, mappings, outcomes, issues, intents, proposals }
}

/** Forgets them, and what a comparison under way has found about them. Safe to repeat. */
export async function forgetRecords(
  tx: Transaction,
  shop: string,
  held: HeldRecords,
): Promise<void> {
  const these = (rows: readonly { id: bigint }[]) => ({
    shop,
    id: { in: rows.map(({ id }) => id) },
  })
  await tx.outcome.deleteMany({ where: these(held.outcomes) })
  await tx.issue.deleteMany({ where: these(held.issues) })
  await tx.relinkProposal.deleteMany({ where: these(held.proposals) })
  for (const record of held.records) {
    await tx.intent.deleteMany({ where: { ...record, project: { shop } } })
    await tx.comparisonFinding.deleteMany({ where: { ...record, shop } })
    const owned = KINDS.filter((kind) => ownerKindOf(kind) === record.kind)
    await tx.issue.updateMany({
      where: { shop, projectId: record.projectId, kind: { in: owned }, waitsFor: record.sourceId },
      data: { waitsFor: null },
    })
  }
  await tx.mapping.deleteMany({ where: these(held.mappings) })
}

/** Forgets the shop's records; the rest goes with its projects and runs. */
export async function forgetShop(tx: Transaction, shop: string): Promise<void> {
  await tx.outcome.deleteMany({ where: { shop } })
  await tx.issue.deleteMany({ where: { shop } })
  await tx.mapping.deleteMany({ where: { shop } })
}
