import { LOCATIONS, SHOP_FACTS } from '#app/migration/shopify/api/shop-documents.ts'
import { METAFIELD_NAMESPACE } from '#app/migration/shopify/identity/source-reference.ts'
import type { TargetOptions } from '#app/migration/shopify/target-options.ts'
import type { Services } from '#app/services.server.ts'
import type { ProjectOptions } from './project-options.ts'

export type TargetLocation = { id: string; name: string; isActive: boolean }

/** The target's locations, as Shopify lists them. @throws PauseRun | RetriableError | FatalError */
export async function targetLocations(services: Services, shop: string): Promise<TargetLocation[]> {
  const { locations } = await services.adminClient(shop).run(LOCATIONS, {})
  return locations.nodes
}

/**
 * What a project keeps of its target: the anchors every later run is checked against.
 * @throws PauseRun | RetriableError | FatalError
 */
export async function readTargetAnchors(
  services: Services,
  shop: string,
): Promise<Pick<ProjectOptions, 'locationId' | 'targetCurrency'>> {
  const { shop: facts } = await services.adminClient(shop).run(SHOP_FACTS, {})
  const locations = await targetLocations(services, shop)
  return {
    targetCurrency: facts.currencyCode,
    locationId: locations.find((location) => location.isActive)?.id ?? null,
  }
}

/** The writer's view of a project. */
export function targetOptions(project: { id: string; options: ProjectOptions }): TargetOptions {
  const { orderNamePrefix, locationId, targetCurrency } = project.options
  if (targetCurrency === null) throw new Error('The project has no target currency')
  return {
    metafieldNamespace: METAFIELD_NAMESPACE,
    projectId: project.id,
    orderNamePrefix,
    locationId,
    currency: targetCurrency,
  }
}
