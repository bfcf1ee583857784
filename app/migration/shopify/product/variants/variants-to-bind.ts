import type { Gid } from '#app/migration/engine/ports/target.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { sourceReference } from '#app/migration/shopify/identity/source-reference.ts'
import type { ReadProduct } from '../snapshot.ts'

/**
 * Variants that are evidently the same: the only one of each side, or the only ones with that SKU.
 * Without their ids the variants of the source would be added beside those that are there.
 */
export function variantsToBind(
  projectId: string,
  record: CanonicalProduct,
  { allVariants }: Pick<ReadProduct, 'allVariants'>,
): { ownerId: Gid; value: string }[] {
  const free = allVariants.filter(({ sourceId }) => !sourceId)
  const only = record.variants.length === 1 && allVariants.length === 1 ? free[0] : undefined
  return record.variants.flatMap((variant) => {
    const same = only ? [only] : variant.sku ? free.filter(({ sku }) => sku === variant.sku) : []
    const twins = record.variants.filter(({ sku }) => sku === variant.sku)
    const [match] = same
    if (!match || same.length > 1 || twins.length > 1) return []
    const value = sourceReference(projectId, 'variant', variant.sourceId)
    return [{ ownerId: match.id, value }]
  })
}
