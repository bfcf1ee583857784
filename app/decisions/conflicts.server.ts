import {
  decideConflicts,
  type ConflictSelection,
} from '#app/migration/ledger/queries/decisions.server.ts'
import type { Resolution } from '#app/migration/engine/ports/settlement.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'

/**
 * The merchant's decision about open conflicts. It is kept with the conflict, and the next run acts
 * on it: `keep_target` leaves Shopify as it is until the source changes again, `take_source` writes
 * the source's value. Ids that are no open conflict of this project are passed over.
 * @returns how many conflicts were decided
 * @throws NotFound
 */
export async function settleConflicts(
  services: Pick<Services, 'prisma' | 'clock'>,
  shop: string,
  projectId: string,
  selection: ConflictSelection,
  resolution: Resolution,
  /** Shopify's id of the member of staff who decides; null: not known. */
  staff: string | null,
): Promise<number> {
  const { id } = await getProject(services, shop, projectId)
  const by = { at: new Date(services.clock.now()), by: staff }
  return decideConflicts(services.prisma, { shop, projectId: id }, selection, resolution, by)
}
