import type { SourceCategory } from '#app/migration/engine/ports/source.ts'
import { nameText, safeDecode } from '../names.ts'
import type { WireCategory } from '../wire/product.ts'

/**
 * What collections of categories are called: the category's own name, with as many of its parents
 * ("Parent > Child") as tell it from others of the same name. Where no parent does, the slug follows
 * all but the first: no two are equal. By id.
 */
export function nameCategories(categories: readonly WireCategory[]): Map<number, string> {
  const paths = pathsOf(categories)
  const depths = new Map(categories.map(({ id }) => [id, 0]))
  const nameOf = (id: number) => {
    const path = paths.get(id) ?? []
    return path.slice(path.length - 1 - (depths.get(id) ?? 0)).join(' > ')
  }
  for (let isMoving = true; isMoving;) {
    isMoving = false
    for (const group of grouped(categories, ({ id }) => nameOf(id)).values()) {
      if (group.length < 2) continue
      for (const { id } of group) {
        const depth = (depths.get(id) ?? 0) + 1
        if (depth >= (paths.get(id) ?? []).length) continue
        depths.set(id, depth)
        isMoving = true
      }
    }
  }
  const taken = new Set<string>()
  const names = new Map<number, string>()
  for (const { id, slug } of categories.toSorted((a, b) => a.id - b.id)) {
    const name = nameOf(id)
    const free = [name, `${name} (${safeDecode(slug)})`, `${name} (${id})`].find(
      (each) => !taken.has(each),
    )
    taken.add(free ?? name)
    names.set(id, free ?? name)
  }
  return names
}

/** Categories that become collections, by what `names` calls them. */
export function toCategories(
  categories: readonly WireCategory[],
  names: ReadonlyMap<number, string>,
): SourceCategory[] {
  const real = categories.filter(isCollection)
  const ownNames = grouped(real, ({ name }) => nameText(name))
  return real.map(({ id, name }) => ({
    sourceId: String(id),
    name: names.get(id) ?? nameText(name),
    sharedName: (ownNames.get(nameText(name)) ?? []).length > 1 ? nameText(name) : null,
  }))
}

/**
 * WooCommerce puts every product without a category into "Uncategorized". A store that gave that one
 * a name of its own, which leaves the slug, means it as a category.
 */
export function isCollection({ name, slug }: { name: string; slug: string }): boolean {
  const text = nameText(name)
  return text !== '' && !(slug === 'uncategorized' && /^uncategori[sz]ed$/i.test(text))
}

/** Higher than anybody's hierarchy; what is above tells nothing more. */
const MOST_PARENTS = 30

/** Names from the topmost parent down to the category itself. */
function pathsOf(categories: readonly WireCategory[]): Map<number, string[]> {
  const byId = new Map(categories.map((category) => [category.id, category]))
  return new Map(
    categories.map(({ id }) => {
      const path: string[] = []
      const seen = new Set<number>()
      for (let at = byId.get(id); at && !seen.has(at.id); at = byId.get(at.parent)) {
        if (seen.size === MOST_PARENTS) break
        seen.add(at.id)
        path.push(nameText(at.name))
      }
      return [id, path.reverse()]
    }),
  )
}

function grouped(
  categories: readonly WireCategory[],
  keyOf: (category: WireCategory) => string,
): Map<string, WireCategory[]> {
  const groups = new Map<string, WireCategory[]>()
  for (const category of categories) {
    const key = keyOf(category)
    const group = groups.get(key)
    if (group) group.push(category)
    else groups.set(key, [category])
  }
  return groups
}
