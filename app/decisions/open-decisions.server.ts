import type { Prisma } from '#app/generated/prisma/client.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { LEFT, OPEN } from './decision-rows.ts'

/** How much waits for the merchant: exactly as many as the to-do list has rows. */
export type OpenDecisions = {
  /** Records that did not arrive, without those left behind. */
  didNotArrive: number
  /** Records the merchant accepted to stay in the old store. */
  leftBehind: number
  /** Fields and records that both stores changed, not decided yet. */
  conflicts: number
  /** Migrated records that were deleted in the old store. */
  deleted: number
  /** What Shopify cannot follow, and only a person can do. */
  cannotFollow: number
}

/** @throws NotFound also for another shop's project */
export async function openDecisions(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<OpenDecisions> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const count = (where: Prisma.IssueWhereInput) =>
    prisma.issue.count({ where: { shop, projectId: id, ...where } })
  const [didNotArrive, leftBehind, conflicts, deleted, cannotFollow] = await Promise.all([
    count(OPEN.didNotArrive),
    count(LEFT),
    count(OPEN.conflicts),
    count(OPEN.deleted),
    count(OPEN.cannotFollow),
  ])
  return { didNotArrive, leftBehind, conflicts, deleted, cannotFollow }
}
