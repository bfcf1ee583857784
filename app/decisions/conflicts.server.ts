import { z } from 'zod'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Resolution } from '#app/migration/engine/ports/settlement.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'

export type ConflictSelection =
  | { all: true; kind?: EntityKind }
  /** Ids of issues (`IssueView.id`). */
  | { issueIds: readonly string[] }

const idSchema = z.string().regex(/^\d{1,18}$/)

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
  const chosen =
    'all' in selection
      ? selection.kind
        ? { kind: selection.kind }
        : {}
      : {
          id: {
            in: selection.issueIds.flatMap((each) => {
              const parsed = idSchema.safeParse(each)
              return parsed.success ? [BigInt(parsed.data)] : []
            }),
          },
        }
  const { count } = await services.prisma.issue.updateMany({
    where: {
      shop,
      projectId: id,
      severity: 'conflict',
      resolvedAt: null,
      // Whether a record is the same is asked of each one: a wrong yes overwrites somebody else.
      ...('all' in selection ? { code: { not: 'ANOTHER_RECORD' } } : {}),
      ...chosen,
    },
    data: { resolution, decidedAt: new Date(services.clock.now()), decidedBy: staff },
  })
  return count
}
