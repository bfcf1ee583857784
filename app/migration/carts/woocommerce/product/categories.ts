import type { SourceCategory } from '#app/migration/engine/ports/source.ts'
import * as kit from '../../kit/category/category-names.ts'
import { nameText, safeDecode } from '../names.ts'
import type { WireCategory } from '../wire/product.ts'

/** What collections of categories are called, by id. */
export function nameCategories(categories: readonly WireCategory[]): Map<number, string> {
  return kit.nameCategories(categories.map(placed))
}

/** Categories that become collections, by what `names` calls them. */
export function toCategories(
  categories: readonly WireCategory[],
  names: ReadonlyMap<number, string>,
): SourceCategory[] {
  return kit.sourceCategories(categories.filter(isCollection).map(placed), names)
}

/**
 * WooCommerce puts every product without a category into "Uncategorized". A store that gave that one
 * a name of its own, which leaves the slug, means it as a category.
 */
export function isCollection({ name, slug }: { name: string; slug: string }): boolean {
  const text = nameText(name)
  return text !== '' && !(slug === 'uncategorized' && /^uncategori[sz]ed$/i.test(text))
}

function placed({ id, name, parent, slug }: WireCategory): kit.PlacedCategory<number> {
  return { id, name: nameText(name), parent, suffix: safeDecode(slug) }
}
