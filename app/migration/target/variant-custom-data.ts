import type { CanonicalProduct, CanonicalVariant } from '../canonical/product.ts'
import { acceptedCustomData } from './custom-data.ts'

/** How a variant's fields begin in the field space of the merge. */
export const variantPart = (sourceId: string) => `variant:${sourceId}.`

export function acceptedVariantData(variant: CanonicalVariant) {
  return acceptedCustomData(variant.metafields, 'variant', variantPart(variant.sourceId))
}

export function hasVariantData(product: CanonicalProduct): boolean {
  return product.variants.some(({ metafields }) => metafields.length > 0)
}
