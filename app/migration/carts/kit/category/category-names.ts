import type { SourceCategory } from '#app/migration/engine/ports/source.ts'

/**
 * A category as its store keeps it.
 *
 * @typeParam Id what it is known by, whatever it is called: a number, a UUID, in a file its whole path
 */
export type PlacedCategory<Id extends number | string> = {
  id: Id
  /** As people read it. */
  name: string
  /** Null or an id that is no category's: it has none. */
  parent: Id | null
  /** What tells it apart where neither name nor parents do: a slug, a code. */
  suffix: string
}

/** Higher than anybody's hierarchy; what is above tells nothing more. */
const MOST_PARENTS = 30

/**
 * What collections of categories are called: the category's own name, with as many of its parents
 * ("Parent > Child") as tell it from others of the same name. Where no parent does, its suffix follows
 * all but the first: no two are equal. By id.
 */
export function nameCategories<Id extends number | string>(
  categories: readonly PlacedCategory<Id>[],
): Map<Id, string> {
  const paths = pathsOf(categories)
  const depths = new Map(categories.map(({ id }) => [id, 0]))
  const nameOf = (id: Id) => {
    const path = paths.get(id) ?? []
    return path.slice(path.length - 1 - (depths.get(id) ?? 0)).join(' > ')
  }
  for (let isMoving = true; isMoving;) {
    isMoving = false
    for (const group of Map.groupBy(categories, ({ id }) => nameOf(id)).values()) {
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
  const names = new Map<Id, string>()
  for (const { id, suffix } of categories.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const name = nameOf(id)
    const free = [name, `${name} (${suffix})`, `${name} (${id})`].find((each) => !taken.has(each))
    taken.add(free ?? name)
    names.set(id, free ?? name)
  }
  return names
}

/** Categories that become collections, by what `names` calls them. */
export function sourceCategories<Id extends number | string>(
  categories: readonly PlacedCategory<Id>[],
  names: ReadonlyMap<Id, string>,
): SourceCategory[] {
  const alike = Map.groupBy(categories, ({ name }) => name)
  return categories.map(({ id, name }) => ({
    sourceId: String(id),
    name: names.get(id) ?? name,
    sharedName: (alike.get(name) ?? []).length > 1 ? name : null,
  }))
}

/** Names from the topmost parent down to the category itself. */
function pathsOf<Id extends number | string>(
  categories: readonly PlacedCategory<Id>[],
): Map<Id, string[]> {
  const byId = new Map(categories.map((category) => [category.id, category]))
  return new Map(
    categories.map(({ id }) => {
      const path: string[] = []
      const seen = new Set<Id>()
      for (let at = byId.get(id); at && !seen.has(at.id);) {
        if (seen.size === MOST_PARENTS) break
        seen.add(at.id)
        path.push(at.name)
        at = at.parent === null ? undefined : byId.get(at.parent)
      }
      return [id, path.reverse()]
    }),
  )
}
