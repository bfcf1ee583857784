import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import { byText, shorten } from '../values/normalize.ts'
import type { Managed } from '../managed.ts'

export type Category = CanonicalProduct['collections'][number]

/** Categories that become collections: their names trimmed, each once. */
export function collectionsOf(product: Pick<CanonicalProduct, 'collections'>): Category[] {
  const byId = new Map(
    product.collections.map(({ sourceId, name }) => [sourceId, { sourceId, name: shorten(name) }]),
  )
  return [...byId.values()].filter(({ name }) => name !== '')
}

/** A category under its present name. */
export type Label = { name: string; former: Managed['former'] }

/** The same collections as they were called together before each new name that one of them got. */
export function formerLabels(labels: readonly Label[]): Json[] {
  const moments = new Set(labels.flatMap(({ former }) => former.map(({ until }) => until)))
  return [...moments].map((moment) =>
    labels
      .map(({ name, former }) => former.find(({ until }) => until >= moment)?.name ?? name)
      .sort(byText),
  )
}
