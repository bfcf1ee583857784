import type { Prisma } from '#app/generated/prisma/client.ts'
import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { settleDeleted } from '#app/decisions/deleted-records.server.ts'
import { idCursor } from '#app/platform/page-cursor.ts'
import { toKind } from '#app/runs/history/run-lists.server.ts'
import type { Services } from '#app/services.server.ts'
import { LEFT_AS_IT_IS, OPEN, UNDOABLE, openAlike } from './decision-rows.ts'
import type { Alike, Choice, Decided } from './decision-types.ts'

/** Whose decision it is, and about which project. */
export type Deciding = {
  shop: string
  projectId: string
  /** Shopify's id of the member of staff who decides; null: not known. */
  staff: string | null
}

export type Chosen =
  /** Ids of issues. Those that are not open in this project, or do not fit, are passed over. */
  | { issueIds: readonly string[] }
  /** All that are alike. */
  | { alike: Alike }

/** Whether a record is the same is asked of each one: a wrong yes overwrites somebody else. */
const NOT_FOR_ALL = 'ANOTHER_RECORD'

/**
 * Does what the merchant decided about open questions, and keeps by whom and when. All but `archive`
 * and `cancel` write nothing to Shopify and can be taken back with `undo`:
 *
 * - `leave_behind`: the record stays in the old store. No run writes it or counts it as failed, until
 *   it is taken back, or changes in the old store in such a way that it might arrive: then it is open
 *   again, and still not written.
 * - `keep_target`, `take_source`: which side of a conflict is right; the next run acts on it.
 * - `leave`: what Shopify cannot follow, or was deleted in the old store, stays as it is.
 *
 * @throws NotFound also for another shop's project
 */
export async function decide(
  services: Services,
  { shop, projectId, staff }: Deciding,
  choice: Choice,
  chosen: Chosen,
): Promise<Decided> {
  const { prisma, clock } = services
  const { id } = await getProject(services, shop, projectId)
  const scope = { shop, projectId: id }
  if (choice === 'archive' || choice === 'cancel') {
    const issueIds = 'issueIds' in chosen ? chosen.issueIds : await idsOf(services, scope, chosen)
    const { settled, ...rest } = await settleDeleted(services, shop, id, issueIds, choice, staff)
    return { decided: settled, undo: null, ...rest }
  }
  const at = new Date(clock.now())
  const { count } = await prisma.issue.updateMany({
    where: { ...scope, AND: [fitting(choice), which(chosen)] },
    data: { ...resolution(choice, at), decidedAt: at, decidedBy: staff },
  })
  return {
    decided: count,
    undo: count > 0 ? at.toISOString() : null,
    refused: [],
    problem: null,
  }
}

/**
 * Takes decisions back of which nothing was written yet: their questions are open again. What was left
 * behind is written by the next run that would, as if it had never been left.
 * @param chosen ids of issues, or all that was decided at one moment (`Decided.undo`)
 * @returns how many
 * @throws NotFound
 */
export async function undoDecisions(
  services: Pick<Services, 'prisma'>,
  { shop, projectId }: Pick<Deciding, 'shop' | 'projectId'>,
  chosen: { issueIds: readonly string[] } | { decidedAt: Date },
): Promise<number> {
  const { id } = await getProject(services, shop, projectId)
  const about = 'decidedAt' in chosen ? { decidedAt: chosen.decidedAt } : which(chosen)
  const { count } = await services.prisma.issue.updateMany({
    where: { shop, projectId: id, AND: [UNDOABLE, about] },
    data: { resolution: null, resolvedAt: null, decidedAt: null, decidedBy: null },
  })
  return count
}

function which(chosen: Chosen): Prisma.IssueWhereInput {
  if ('alike' in chosen) return { AND: [openAlike(chosen.alike), { code: { not: NOT_FOR_ALL } }] }
  return { id: { in: chosen.issueIds.flatMap((each) => idCursor(each) ?? []) } }
}

function fitting(choice: Exclude<Choice, 'archive' | 'cancel'>): Prisma.IssueWhereInput {
  switch (choice) {
    case 'leave_behind':
      return OPEN.didNotArrive
    case 'keep_target':
    case 'take_source':
      return OPEN.conflicts
    case 'leave':
      return { OR: [OPEN.deleted, OPEN.cannotFollow] }
  }
}

/** A conflict stays open until a run has acted on the decision. */
function resolution(choice: Exclude<Choice, 'archive' | 'cancel'>, at: Date) {
  switch (choice) {
    case 'leave_behind':
      return { resolution: LEFT_BEHIND, resolvedAt: at }
    case 'keep_target':
    case 'take_source':
      return { resolution: choice }
    case 'leave':
      return { resolution: LEFT_AS_IT_IS, resolvedAt: at }
  }
}

/** The records that were chosen among those that did not arrive. @throws NotFound */
export async function chosenRecords(
  { prisma }: Pick<Services, 'prisma'>,
  { shop, projectId }: Pick<Deciding, 'shop' | 'projectId'>,
  chosen: Chosen,
  most: number,
): Promise<{ kind: EntityKind; sourceId: string }[]> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const rows = await prisma.issue.findMany({
    where: { shop, projectId: id, severity: 'failed', AND: which(chosen) },
    orderBy: { id: 'asc' },
    distinct: ['kind', 'sourceId'],
    take: most,
    select: { kind: true, sourceId: true },
  })
  return rows.map(({ kind, sourceId }) => ({ kind: toKind(kind), sourceId }))
}

async function idsOf(
  { prisma }: Pick<Services, 'prisma'>,
  scope: { shop: string; projectId: string },
  { alike }: { alike: Alike },
): Promise<string[]> {
  const rows = await prisma.issue.findMany({
    where: { ...scope, AND: openAlike(alike) },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  return rows.map(({ id }) => String(id))
}
