import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Problem } from '#app/words/problem.ts'
import { sourceConnectorFor } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import { sourceProblem } from './prerequisites.server.ts'

/**
 * The project's old store, or why its keys cannot be opened any more.
 * @param signal ends what is asked of it
 */
export async function openSource(
  services: Services,
  project: ProjectView,
  signal?: AbortSignal,
): Promise<{ source: SourceConnector; locked: null } | { source: null; locked: Problem }> {
  try {
    return { source: await sourceConnectorFor(services, project, signal), locked: null }
  } catch (error) {
    const locked = sourceProblem(error)
    if (!locked) throw error
    return { source: null, locked }
  }
}
