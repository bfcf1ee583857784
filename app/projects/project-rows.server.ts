import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Project } from '#app/generated/prisma/client.ts'
import { cartOf } from '#app/migration/carts/registry.server.ts'
import { NotFound } from '../platform/not-found.ts'
import { projectOptionsSchema } from './project-options.ts'
import type { ProjectView } from './project-types.ts'

const idSchema = z.uuid()

/** What the sealed credentials of a project are bound to. */
export function credentialsContext(projectId: string): string {
  return `project:${projectId}`
}

/** One change of a shop's projects at a time: two tabs must not link two projects. */
export async function lockShop(tx: Transaction, shop: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`projects:${shop}`}, 0))`
}

/** A run that has not ended holds on to its project, also while it is paused. */
export async function hasLiveRun(tx: Transaction, shop: string, projectId: string) {
  const ended = ['completed', 'failed', 'cancelled'] as const
  return (await tx.run.count({ where: { shop, projectId, state: { notIn: [...ended] } } })) > 0
}

/** @throws NotFound also for another shop's project. */
export async function findProject(
  prisma: Pick<Transaction, 'project'>,
  shop: string,
  projectId: string,
): Promise<Project> {
  const id = idSchema.safeParse(projectId)
  const row = id.success ? await prisma.project.findUnique({ where: { id: id.data, shop } }) : null
  if (!row) throw new NotFound('project')
  return row
}

export function toView(row: Project): ProjectView {
  return {
    id: row.id,
    shop: row.shop,
    name: row.name,
    cart: row.cart,
    cartName: cartOf(row.cart).name,
    sourceUrl: row.sourceUrl,
    sourceStoreId: row.sourceStoreId,
    sourceName: row.sourceName,
    sourceVersion: row.sourceVersion,
    sourceTimezone: row.sourceTimezone,
    sourceCurrency: row.sourceCurrency,
    options: projectOptionsSchema.parse(row.options),
    entityPointsLimit: row.entityPointsLimit.toFixed(1),
    createdAt: row.createdAt,
    archivedAt: row.archivedAt,
  }
}
