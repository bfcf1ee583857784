import { nameText, safeDecode } from '../names.ts'
import type { NamedCategory } from '../../kit/product/category-names.ts'
import type { WireCategory } from '../wire/product.ts'

/** In plain text, as collections are named. */
export function plainCategory({ id, parent, name, slug }: WireCategory): NamedCategory {
  return { id, parent, name: nameText(name), slug: safeDecode(slug) }
}

/**
 * WooCommerce puts every product without a category into "Uncategorized". A store that gave that one
 * a name of its own, which leaves the slug, means it as a category.
 */
export function isCollection({ name, slug }: { name: string; slug: string }): boolean {
  const text = nameText(name)
  return text !== '' && !(slug === 'uncategorized' && /^uncategori[sz]ed$/i.test(text))
}
