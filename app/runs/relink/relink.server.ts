import { z } from 'zod'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { TIED } from '#app/migration/shopify/identity/look-up-documents.ts'
import { found } from '#app/migration/shopify/api/operation.ts'
import { METAFIELD_NAMESPACE } from '#app/migration/shopify/identity/source-reference.ts'
import type { Problem } from '#app/platform/problem.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { idCursor, toPage } from '#app/platform/page-cursor.ts'
import { targetProblem } from '../needs/prerequisites.server.ts'
import type { Proposal, ProposalPage, RelinkView } from './relink-types.ts'
import { findRuns, toRunView } from '../run-rows.server.ts'
import { MAX_CHOSEN, RELINK_KEYS, type RelinkKey } from '../run-task.ts'
import type { StartResult } from '../run-types.ts'
import { startTask } from '../life/runs.server.ts'

const DEFAULT_LIMIT = 25
const MAX_LIMIT = 50

/**
 * Starts a run that finds our records in Shopify again, by custom id, and proposes others by what
 * both sides show. Nothing is written to Shopify.
 * @throws NotFound
 */
export function startRelink(
  services: Services,
  shop: string,
  projectId: string,
  by: readonly RelinkKey[],
): Promise<StartResult> {
  return startTask(services, shop, projectId, { mode: 'relink', by: [...new Set(by)] })
}

const NOTHING_TO_LINK: Problem = {
  code: 'NOTHING_TO_LINK',
  message: 'None of these proposals is open any more, so nothing was linked. Reload the page.',
}

export type Selection = { ids: readonly string[] } | 'unambiguous'

/**
 * Starts a run that links what the merchant confirmed. The only thing written to Shopify is the
 * custom id of the linked records.
 * @throws NotFound
 */
export async function confirmProposals(
  services: Services,
  shop: string,
  projectId: string,
  selection: Selection,
): Promise<StartResult> {
  const { id } = await getProject(services, shop, projectId)
  if (selection === 'unambiguous') {
    const { unambiguous } = await countProposals(services, shop, id)
    if (unambiguous === 0) return { ok: false, problems: [NOTHING_TO_LINK] }
    return startTask(services, shop, id, { mode: 'relink', by: [], confirm: 'unambiguous' })
  }
  const rows = await services.prisma.relinkProposal.findMany({
    where: { shop, projectId: id, id: { in: idsOf(selection.ids) } },
    select: { id: true },
  })
  if (rows.length === 0) return { ok: false, problems: [NOTHING_TO_LINK] }
  const ids = rows.map((row) => String(row.id))
  return startTask(services, shop, id, { mode: 'relink', by: [], confirm: { ids } })
}

/**
 * Takes proposals off the list; a later re-link may make them again.
 * @returns how many
 * @throws NotFound
 */
export async function dismissProposals(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
  ids: readonly string[],
): Promise<number> {
  const project = await getProject(services, shop, projectId)
  const { count } = await services.prisma.relinkProposal.deleteMany({
    where: { shop, projectId: project.id, id: { in: idsOf(ids) } },
  })
  return count
}

function idsOf(ids: readonly string[]): bigint[] {
  return ids
    .slice(0, MAX_CHOSEN)
    .filter((id) => /^\d{1,18}$/.test(id))
    .map(BigInt)
}

/** The latest re-link and how many proposals wait. @throws NotFound */
export async function relinkView(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<RelinkView> {
  const { id } = await getProject(services, shop, projectId)
  const [runs, counts] = await Promise.all([
    findRuns(services.prisma, {
      where: { shop, projectId: id, mode: 'relink' },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: 1,
    }),
    countProposals(services, shop, id),
  ])
  return { lastRun: runs[0] ? toRunView(runs[0]) : null, ...counts }
}

const counted = z.tuple([z.object({ open: z.number(), unambiguous: z.number() })])

async function countProposals(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<{ open: number; unambiguous: number }> {
  const [counts] = counted.parse(
    await prisma.$queryRaw`
      select count(*)::int as "open", count(*) filter (where "bySource" = 1 and "byTarget" = 1)::int
        as "unambiguous"
      from (select count(*) over (partition by "kind", "sourceId") as "bySource",
          count(*) over (partition by "kind", "gid") as "byTarget"
        from "RelinkProposal"
        where "shop" = ${shop} and "projectId" = ${projectId}::uuid) each`,
  )
  return counts
}

const row = z.object({
  id: z.coerce.string(),
  kind: z.enum(['product', 'customer', 'order']),
  sourceId: z.string(),
  gid: z.string(),
  matchedBy: z.enum(RELINK_KEYS),
  reference: z.string(),
  ambiguous: z.boolean(),
})

/**
 * What waits for the merchant, oldest first: the source's reference beside the record as Shopify
 * shows it now. Names and e-mail addresses are read for the screen and not kept.
 * @throws NotFound
 */
export async function listProposals(
  services: Services,
  shop: string,
  projectId: string,
  args: { cursor?: string | null; limit?: number } = {},
): Promise<ProposalPage> {
  const { id } = await getProject(services, shop, projectId)
  const limit = Math.min(MAX_LIMIT, Math.max(1, args.limit ?? DEFAULT_LIMIT))
  const after = idCursor(args.cursor) ?? 0n
  const rows = z.array(row).parse(
    await services.prisma.$queryRaw`
      select p."id", p."kind", p."sourceId", p."gid", p."matchedBy", p."reference",
        exists (select 1 from "RelinkProposal" o
          where o."projectId" = p."projectId" and o."kind" = p."kind"
            and o."sourceId" = p."sourceId" and o."id" <> p."id")
        or exists (select 1 from "RelinkProposal" o
          where o."projectId" = p."projectId" and o."kind" = p."kind"
            and o."gid" = p."gid" and o."id" <> p."id") as "ambiguous"
      from "RelinkProposal" p
      where p."shop" = ${shop} and p."projectId" = ${id}::uuid and p."id" > ${after}
      order by p."id" limit ${limit + 1}`,
  )
  const page = toPage(
    rows,
    limit,
    (each) => each,
    (each) => each.id,
  )
  const { shown, problem } = await readShown(
    services,
    shop,
    page.items.map(({ gid }) => gid),
  )
  return {
    items: page.items.map(({ gid, ...proposal }): Proposal => {
      const target = shown.get(gid) ?? null
      return {
        ...proposal,
        target,
        adminPath: `${ADMIN_PATHS[proposal.kind]}/${gid.split('/').at(-1) ?? ''}`,
      }
    }),
    next: page.next,
    problem,
  }
}

const ADMIN_PATHS: Readonly<Record<EntityKind, string>> = {
  product: 'products',
  customer: 'customers',
  order: 'orders',
}

async function readShown(
  services: Services,
  shop: string,
  gids: readonly string[],
): Promise<{ shown: Map<string, NonNullable<Proposal['target']>>; problem: Problem | null }> {
  const shown = new Map<string, NonNullable<Proposal['target']>>()
  if (gids.length === 0) return { shown, problem: null }
  try {
    const { nodes } = await services
      .adminClient(shop)
      .run(TIED, { ids: [...new Set(gids)], namespace: METAFIELD_NAMESPACE })
    for (const node of found(nodes)) {
      const detail =
        'defaultEmailAddress' in node
          ? (node.defaultEmailAddress?.emailAddress ?? null)
          : 'totalPriceSet' in node
            ? `${node.totalPriceSet.shopMoney.amount} ${node.totalPriceSet.shopMoney.currencyCode}`
            : node.detail
      const at = 'processedAt' in node ? node.processedAt : null
      shown.set(node.id, { label: node.label, detail, at })
    }
    return { shown, problem: null }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { shown, problem }
  }
}
