import type { TargetOptions, TargetStore } from '#app/migration/engine/ports/target.ts'
import type { ProjectOptions } from './project-options.ts'

/**
 * What a project keeps of its target: the anchors every later run is checked against.
 * @throws PauseRun | RetriableError | FatalError
 */
export async function readTargetAnchors(
  store: TargetStore,
): Promise<Pick<ProjectOptions, 'locationId' | 'targetCurrency'>> {
  const [{ currency }, locations] = [await store.facts(), await store.locations()]
  return {
    targetCurrency: currency,
    locationId: locations.find((location) => location.isActive)?.id ?? null,
  }
}

/** The writer's view of a project. */
export function targetOptions(project: { id: string; options: ProjectOptions }): TargetOptions {
  const { orderNamePrefix, locationId, targetCurrency } = project.options
  if (targetCurrency === null) throw new Error('The project has no target currency')
  return { projectId: project.id, orderNamePrefix, locationId, currency: targetCurrency }
}
