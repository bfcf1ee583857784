import {
  answerOpen,
  chosenFailures,
  idsOfAlike,
  reopen,
} from '#app/migration/ledger/queries/decisions.server.ts'
import type { RecordRef } from '#app/migration/ledger/queries/scope.ts'
import type { Chosen } from '#app/migration/ledger/queries/which-issues.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { settleDeleted } from './deleted-records.server.ts'
import type { Choice, Decided } from './decision-types.ts'

/** Whose decision it is, and about which project. */
export type Deciding = {
  shop: string
  projectId: string
  /** Shopify's id of the member of staff who decides; null: not known. */
  staff: string | null
}

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
    const issueIds =
      'issueIds' in chosen ? chosen.issueIds : await idsOfAlike(prisma, scope, chosen.alike)
    const { settled, ...rest } = await settleDeleted(services, shop, id, issueIds, choice, staff)
    return { decided: settled, undo: null, ...rest }
  }
  const at = new Date(clock.now())
  const count = await answerOpen(prisma, scope, choice, chosen, { at, by: staff })
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
  return reopen(services.prisma, { shop, projectId: id }, chosen)
}

/** The records that were chosen among those that did not arrive. @throws NotFound */
export async function chosenRecords(
  { prisma }: Pick<Services, 'prisma'>,
  { shop, projectId }: Pick<Deciding, 'shop' | 'projectId'>,
  chosen: Chosen,
  most: number,
): Promise<RecordRef[]> {
  const { id } = await getProject({ prisma }, shop, projectId)
  return chosenFailures(prisma, { shop, projectId: id }, chosen, most)
}
