import type { SourceCategory } from '#app/migration/engine/ports/source.ts'

/** A category of any cart, in plain text. */
export type NamedCategory = {
  id: number
  /** 0, or what is not in the list: none. */
  parent: number
  name: string
  slug: string
}

/**
 * What collections of categories are called: the category's own name, with as many of its parents
 * ("Parent > Child") as tell it from others of the same name. Where no parent does, the slug follows
 * all but the first: no two are equal. By id.
 */
export function nameCategories(categories: readonly NamedCategory[]): Map<number, string> {
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
    const free = [name, `${name} (${slug})`, `${name} (${id})`].find((each) => !taken.has(each))
    taken.add(free ?? name)
    names.set(id, free ?? name)
  }
  return names
}

/** Categories that become collections, by what `names` calls them. */
export function toCategories(
  categories: readonly NamedCategory[],
  names: ReadonlyMap<number, string>,
): SourceCategory[] {
  const ownNames = grouped(categories, ({ name }) => name)
  return categories.map(({ id, name }) => ({
    sourceId: String(id),
    name: names.get(id) ?? name,
    sharedName: (ownNames.get(name) ?? []).length > 1 ? name : null,
  }))
}

/** Higher than anybody's hierarchy; what is above tells nothing more. */
const MOST_PARENTS = 30

/** Names from the topmost parent down to the category itself. */
function pathsOf(categories: readonly NamedCategory[]): Map<number, string[]> {
  const byId = new Map(categories.map((category) => [category.id, category]))
  return new Map(
    categories.map(({ id }) => {
      const path: string[] = []
      const seen = new Set<number>()
      for (let at = byId.get(id); at && !seen.has(at.id); at = byId.get(at.parent)) {
        if (seen.size === MOST_PARENTS) break
        seen.add(at.id)
        path.push(at.name)
      }
      return [id, path.reverse()]
    }),
  )
}

function grouped(
  categories: readonly NamedCategory[],
  keyOf: (category: NamedCategory) => string,
): Map<string, NamedCategory[]> {
  const groups = new Map<string, NamedCategory[]>()
  for (const category of categories) {
    const key = keyOf(category)
    const group = groups.get(key)
    if (group) group.push(category)
    else groups.set(key, [category])
  }
  return groups
}
