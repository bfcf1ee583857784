import { countOpen } from '#app/migration/ledger/queries/decisions.server.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'

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
  return countOpen(prisma, { shop, projectId: id })
}
