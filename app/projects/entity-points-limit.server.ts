import type { Message } from '#app/migration/messages/message.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
import Big from 'big.js'
import { z } from 'zod'
import type { Services } from '#app/services.server.ts'
import { getProject } from './projects.server.ts'
import type { UpdateOptionsResult } from './project-types.ts'

const MAX = 10_000_000

/** As the app prints it ("1,000.5"), too. */
const limitSchema = z
  .string()
  .trim()
  .regex(/^(\d{1,8}|\d{1,3}(,\d{3}){1,2})(\.\d)?$/, { abort: true })
  .transform((text) => text.replaceAll(',', ''))
  .refine((text) => new Big(text).lte(MAX))

/** What is wrong with a limit, beside its field; nothing when it can be saved. */
export function wrongLimit(input: unknown): Record<string, Message> {
  if (limitSchema.safeParse(input).success) return {}
  return { entityPointsLimit: projectSays('limitWrong', { most: String(MAX) }) }
}

/**
 * Sets how many Entity Points one run of the project may use. A run under way is not touched.
 * @throws NotFound
 */
export async function setEntityPointsLimit(
  services: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
  input: unknown,
): Promise<UpdateOptionsResult> {
  const project = await getProject(services, shop, projectId)
  const limit = limitSchema.safeParse(input)
  if (!limit.success) return { ok: false, fields: wrongLimit(input) }
  await services.prisma.project.update({
    where: { id: project.id, shop },
    data: { entityPointsLimit: limit.data },
  })
  return { ok: true, project: { ...project, entityPointsLimit: new Big(limit.data).toFixed(1) } }
}
