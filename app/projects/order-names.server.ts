import { projectsWithMapped } from '#app/migration/ledger/queries/mappings.server.ts'
import type { Services } from '#app/services.server.ts'
import { toView } from './project-rows.server.ts'
import type { ProjectView } from './project-types.ts'

/** Orders of two old stores that would bear the same numbers in one Shopify store. */
export type SharedOrderNames = {
  /** Name of the other old store. */
  other: string
  prefix: string
  /** A prefix nobody has yet. */
  proposed: string
}

/**
 * Whether orders of another project of this shop are in Shopify under the prefix this project is
 * about to use. Null when the names cannot meet, and once this project has moved orders: a prefix
 * then comes too late for those, and the merchant has seen the question.
 */
export async function sharedOrderNames(
  { prisma }: Pick<Services, 'prisma'>,
  project: ProjectView,
): Promise<SharedOrderNames | null> {
  const { shop, id } = project
  const withOrders = await projectsWithMapped(prisma, shop, 'order')
  if (withOrders.has(id)) return null
  const rows = await prisma.project.findMany({
    where: { shop, id: { in: [...withOrders] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const others = rows.map(toView)
  const prefix = project.options.orderNamePrefix
  const other = others.find(({ options }) => options.orderNamePrefix === prefix)
  if (!other) return null
  const taken = new Set(others.map(({ options }) => options.orderNamePrefix))
  return { other: other.sourceName, prefix, proposed: freePrefix(project.sourceName, taken) }
}

/** The initials of the store's name: "Alder & Loom" is "AL-". */
function freePrefix(name: string, taken: ReadonlySet<string>): string {
  const words =
    name
      .normalize('NFD')
      .toUpperCase()
      .match(/[A-Z0-9]+/g) ?? []
  const initials =
    words
      .map((word) => word.charAt(0))
      .join('')
      .slice(0, 4) || 'OLD'
  for (let number = 1; ; number += 1) {
    const prefix = `${initials}${number === 1 ? '' : number}-`
    if (!taken.has(prefix)) return prefix
  }
}
