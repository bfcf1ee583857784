import type { Transaction } from '#app/db.server.ts'
import { customerGid, orderGid } from './webhook-topics.ts'

type Target = { shop: string; customerId: string; orderIds: readonly string[] }

/**
 * Everything the app holds on one customer: the links between their records in the old store and in
 * Shopify (a guest's link is found the same way), what happened to those records in each run, and
 * the remarks about them. Names, e-mails and addresses are not kept; fingerprints are keyed hashes.
 */
export async function findCustomerRecords(tx: Transaction, target: Target) {
  const { shop } = target
  const gids = [customerGid(target.customerId), ...target.orderIds.map(orderGid)]
  const mappings = await tx.mapping.findMany({
    where: { shop, gid: { in: gids } },
    orderBy: { id: 'asc' },
  })
  const records = mappings.map(({ projectId, kind, sourceId }) => ({ projectId, kind, sourceId }))
  const [outcomes, issues, intents, proposals] = await Promise.all([
    tx.outcome.findMany({
      where: { shop, OR: [{ gid: { in: gids } }, ...records] },
      orderBy: { id: 'asc' },
    }),
    records.length === 0
      ? []
      : tx.issue.findMany({ where: { shop, OR: records }, orderBy: { id: 'asc' } }),
    records.length === 0 ? [] : tx.intent.findMany({ where: { project: { shop }, OR: records } }),
    tx.relinkProposal.findMany({
      where: { shop, OR: [{ gid: { in: gids } }, ...records] },
      orderBy: { id: 'asc' },
    }),
  ])
  return { gids, records, mappings, outcomes, issues, intents, proposals }
}
