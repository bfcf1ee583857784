import { runSays } from '#app/migration/messages/runs.ts'
import {
  countProposals,
  forgetProposals,
  openProposals,
  proposalPage,
} from '#app/migration/ledger/queries/proposals.server.ts'
import { adminPathOf, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid, ShownRecord, TargetWriter } from '#app/migration/engine/ports/target.ts'
import type { Problem } from '#app/words/problem.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { targetOptions } from '#app/projects/target-store.server.ts'
import type { Services } from '#app/services.server.ts'
import type { ListArgs } from '#app/platform/page-cursor.ts'
import { targetProblem } from '../needs/prerequisites.server.ts'
import type { Proposal, ProposalPage, RelinkView } from './relink-types.ts'
import { findRuns, toRunView } from '../run-rows.server.ts'
import { MAX_CHOSEN, type RelinkKey } from '../run-task.ts'
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
  message: runSays('nothingToLink'),
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
    const { unambiguous } = await countProposals(services.prisma, { shop, projectId: id })
    if (unambiguous === 0) return { ok: false, problems: [NOTHING_TO_LINK] }
    return startTask(services, shop, id, { mode: 'relink', by: [], confirm: 'unambiguous' })
  }
  const scope = { shop, projectId: id }
  const ids = await openProposals(services.prisma, scope, selection.ids.slice(0, MAX_CHOSEN))
  if (ids.length === 0) return { ok: false, problems: [NOTHING_TO_LINK] }
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
  const scope = { shop, projectId: project.id }
  return forgetProposals(services.prisma, scope, ids.slice(0, MAX_CHOSEN))
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
    countProposals(services.prisma, { shop, projectId: id }),
  ])
  return { lastRun: runs[0] ? toRunView(runs[0]) : null, ...counts }
}

/**
 * What waits for the merchant, oldest first: the source's reference beside the record as Shopify
 * shows it now. Names and e-mail addresses are read for the screen and not kept.
 * @throws NotFound
 */
export async function listProposals(
  services: Services,
  shop: string,
  projectId: string,
  args: ListArgs = {},
): Promise<ProposalPage> {
  const project = await getProject(services, shop, projectId)
  const { id } = project
  const limit = Math.min(MAX_LIMIT, Math.max(1, args.limit ?? DEFAULT_LIMIT))
  const page = await proposalPage(
    services.prisma,
    { shop, projectId: id },
    { cursor: args.cursor ?? null, limit },
  )
  const target = services.targetWriter(shop, targetOptions(project))
  const { shown, problem } = await readShown(target, page.items)
  return {
    items: page.items.map(({ gid, ...proposal }): Proposal => {
      const record = shown.get(gid)
      return {
        ...proposal,
        target: record ? { label: record.label, detail: record.detail, at: record.at } : null,
        adminPath: adminPathOf(proposal.kind, gid),
      }
    }),
    next: page.next,
    problem,
  }
}

async function readShown(
  target: TargetWriter,
  proposals: readonly { kind: EntityKind; gid: Gid }[],
): Promise<{ shown: ReadonlyMap<Gid, ShownRecord>; problem: Problem | null }> {
  const shown = new Map<Gid, ShownRecord>()
  try {
    for (const [kind, some] of Map.groupBy(proposals, (proposal) => proposal.kind)) {
      const gids = [...new Set(some.map(({ gid }) => gid))]
      for (const [gid, record] of await target.show(kind, gids)) shown.set(gid, record)
    }
    return { shown, problem: null }
  } catch (error) {
    const problem = targetProblem(error)
    if (!problem) throw error
    return { shown, problem }
  }
}
