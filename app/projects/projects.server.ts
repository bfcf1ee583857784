import { projectSays } from '#app/migration/messages/projects.ts'
import { countMappedByProject } from '#app/migration/ledger/queries/mappings.server.ts'
import { z } from 'zod'
import type { Project } from '#app/generated/prisma/client.ts'
import { PauseRun } from '#app/migration/engine/ports/errors.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { SourceConnection } from '#app/migration/carts/cart.ts'
import { withoutErased } from './without-erased.ts'
import type { Services } from '#app/services.server.ts'
import { erasedIn } from './erasures.server.ts'
import {
  credentialsContext,
  findProject,
  hasLiveRun,
  lockShop,
  toView,
} from './project-rows.server.ts'
import { editableOptionsSchema, projectOptionsSchema, wrongOptions } from './project-options.ts'
import type { ArchiveResult, ProjectView, UpdateOptionsResult } from './project-types.ts'
import { rememberFailure, remembering } from './source-answers.server.ts'

export { connectSource } from './connect-source.server.ts'

/** Which names they have is the cart's. */
const credentialsSchema = z.record(z.string(), z.string())

/** The project the shop works with: the newest one that is not archived. Null before the first link. */
export async function linkedProject(
  services: Pick<Services, 'prisma'>,
  shop: string,
): Promise<ProjectView | null> {
  const row = await services.prisma.project.findFirst({
    where: { shop, archivedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return row && toView(row)
}

/** @throws NotFound also for another shop's project. */
export async function getProject(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<ProjectView> {
  return toView(await findProject(services.prisma, shop, projectId))
}

type ProjectRunMode = 'full' | 'recent' | 'comparison' | 'retry' | 'relink'

export type ProjectListItem = ProjectView & {
  lastRun: { id: string; mode: ProjectRunMode; state: string; createdAt: Date } | null
  mapped: number
}

/** Every project of the shop, archived ones last, newest first. */
export async function listProjects(
  services: Pick<Services, 'prisma'>,
  shop: string,
): Promise<ProjectListItem[]> {
  const [rows, mapped] = await Promise.all([
    services.prisma.project.findMany({
      where: { shop },
      orderBy: [{ archivedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
      include: {
        runs: {
          where: { shop },
          orderBy: { createdAt: 'desc' },
          take: 1,
          select: { id: true, mode: true, state: true, createdAt: true },
        },
      },
    }),
    countMappedByProject(services.prisma, shop),
  ])
  return rows.map((row) => ({
    ...toView(row),
    lastRun: row.runs[0] ?? null,
    mapped: mapped.get(row.id) ?? 0,
  }))
}

/**
 * Changes some options; the others stay. Records that Shopify rejected under the old options are
 * tried again by the next run.
 * @throws NotFound
 */
export async function updateOptions(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
  input: unknown,
): Promise<UpdateOptionsResult> {
  const parsed = editableOptionsSchema.safeParse(input)
  if (!parsed.success) return { ok: false, fields: wrongOptions(input) }
  return services.prisma.$transaction(async (tx) => {
    await lockShop(tx, shop)
    const project = toView(await findProject(tx, shop, projectId))
    const given = Object.entries(parsed.data).filter(([, value]) => value !== undefined)
    const options = projectOptionsSchema.parse({
      ...project.options,
      ...Object.fromEntries(given),
    })
    await tx.project.update({ where: { id: project.id, shop }, data: { options } })
    return { ok: true as const, project: { ...project, options } }
  })
}

/**
 * Takes a project out of use. Nothing is deleted: linking the same store again brings it back with
 * everything it remembers.
 * @throws NotFound
 */
export async function archiveProject(
  services: Pick<Services, 'prisma' | 'clock'>,
  shop: string,
  projectId: string,
): Promise<ArchiveResult> {
  return services.prisma.$transaction(async (tx) => {
    await lockShop(tx, shop)
    const { id } = await findProject(tx, shop, projectId)
    if (await hasLiveRun(tx, shop, id)) {
      return {
        ok: false as const,
        problem: {
          code: 'RUN_IN_PROGRESS',
          message: projectSays('runNotFinished'),
        },
      }
    }
    await tx.project.update({
      where: { id, shop },
      data: { archivedAt: new Date(services.clock.now()) },
    })
    return { ok: true as const }
  })
}

/**
 * A connector to the project's source, without the customers who asked to be erased. What it answers
 * is remembered. The only place where stored credentials are opened.
 * @param signal ends what is asked of it
 * @throws PauseRun `SOURCE_CREDENTIALS` when they cannot be: their encryption key is gone.
 */
export async function sourceConnectorFor(
  services: Services,
  project: { id: string; shop: string },
  signal?: AbortSignal,
): Promise<SourceConnector> {
  const { connection, row } = await openConnection(services, project)
  const source = services.sourceConnector(connection, services.logger, signal)
  const erased = erasedIn(services.prisma, services.settings.fingerprintKey, project)
  return remembering(services, row, withoutErased(source, erased))
}

async function openConnection(
  services: Pick<Services, 'prisma' | 'vault' | 'logger' | 'clock'>,
  { id, shop }: { id: string; shop: string },
): Promise<{ connection: SourceConnection; row: Project }> {
  let row = await findProject(services.prisma, shop, id)
  const context = credentialsContext(id)
  let text: string
  try {
    text = services.vault.open(
      { cipher: row.credentialsCipher, keyId: row.credentialsKeyId },
      context,
    )
  } catch (cause) {
    services.logger.error({ shop, projectId: id, err: cause }, 'Stored keys could not be opened')
    const now = services.clock.now()
    await rememberFailure(services.prisma, row, KINDS, 'KEYS_UNREADABLE', now)
    throw new PauseRun('SOURCE_CREDENTIALS', projectSays('keysUnreadable'), { cause })
  }
  if (services.vault.isStale(row.credentialsKeyId)) {
    const sealed = services.vault.seal(text, context)
    // Only when nobody stored others meanwhile.
    const { count } = await services.prisma.project.updateMany({
      where: {
        id,
        shop,
        credentialsKeyId: row.credentialsKeyId,
        credentialsCipher: row.credentialsCipher,
      },
      data: { credentialsCipher: sealed.cipher, credentialsKeyId: sealed.keyId },
    })
    if (count === 1) row = { ...row, credentialsCipher: sealed.cipher }
  }
  const connection = {
    cart: row.cart,
    url: row.sourceUrl,
    credentials: credentialsSchema.parse(JSON.parse(text)),
    orderStatuses: projectOptionsSchema.parse(row.options).orderStatuses,
  }
  return { connection, row }
}
