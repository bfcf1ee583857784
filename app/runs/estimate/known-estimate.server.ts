import { findProject, toView } from '#app/projects/project-rows.server.ts'
import type { Services } from '#app/services.server.ts'
import { readEstimate } from './estimate-memory.server.ts'
import { estimateOf } from './estimate-of.ts'
import { checkHistory } from '../needs/prerequisites.server.ts'
import type { KnownEstimate, PassMode } from '../run-types.ts'

/**
 * How far the target is behind, as far as it is known: from the database only, the old store is not
 * asked. Points, limit and what our own memory says against a run are those of now.
 * @throws NotFound
 */
export async function knownEstimate(
  services: Pick<Services, 'prisma' | 'settings' | 'clock'>,
  shop: string,
  projectId: string,
  mode: PassMode = 'recent',
): Promise<KnownEstimate> {
  const row = await findProject(services.prisma, shop, projectId)
  const project = toView(row)
  const [memory, history] = await Promise.all([
    readEstimate(services, row, mode),
    checkHistory(services.prisma, project, mode),
  ])
  return {
    estimate: memory.counted && estimateOf(project, mode, memory.counted, history),
    failed: memory.failed,
    isCounting: memory.isCounting,
  }
}
