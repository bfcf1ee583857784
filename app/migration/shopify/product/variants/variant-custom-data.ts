import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import { acceptedCustomData } from '#app/migration/shopify/custom-data/custom-data.ts'

/** How a variant's fields begin in the field space of the merge. */
export const variantPart = (sourceId: string) => `variant:${sourceId}.`

/** Names of fields by the source id of the variant they are of; no name of a field has a dot. */
export function byVariant(names: Iterable<string>): Map<string, string[]> {
  const start = variantPart('').length - 1
  const ofVariants = [...names].filter((name) => name.startsWith('variant:'))
  return Map.groupBy(ofVariants, (name) => name.slice(start, name.lastIndexOf('.')))
}

export function acceptedVariantData(variant: CanonicalVariant) {
  return acceptedCustomData(variant.metafields, 'product', variantPart(variant.sourceId))
}

export function hasVariantData(product: CanonicalProduct): boolean {
  return product.variants.some(({ metafields }) => metafields.length > 0)
}
