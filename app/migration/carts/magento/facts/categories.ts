import type { SourceCategory } from '#app/migration/engine/ports/source.ts'
import * as kit from '../../kit/category/category-names.ts'
import type { WireCategory } from '../wire/product.ts'

export type Categories = {
  /** What collections are called, by the id of the category. */
  names: ReadonlyMap<number, string>
  sources: SourceCategory[]
  /** How many are switched off: with their products they are seen nowhere. */
  inactive: number
}

/** Roots of stores stand at level 1: an answer for all views at once begins above them. */
const STORE_LEVEL = 2

/**
 * The categories below a store's root, which is itself shown nowhere. One without a name in this view
 * is none; what is switched off, and all that is below it, nobody sees.
 */
export function categoriesOf(root: WireCategory): Categories {
  const placed: kit.PlacedCategory<number>[] = []
  let inactive = 0
  const walk = (node: WireCategory, parent: number | null, isSeen: boolean) => {
    for (const child of node.children) {
      if (child.level !== null && child.level < STORE_LEVEL) {
        walk(child, null, isSeen)
        continue
      }
      const isActive = isSeen && child.isActive
      const name = child.name.trim()
      if (!isActive) inactive += 1
      else if (name !== '') placed.push({ id: child.id, name, parent, suffix: String(child.id) })
      walk(child, isActive ? child.id : parent, isActive)
    }
  }
  walk(root, null, true)
  const names = kit.nameCategories(placed)
  return { names, sources: kit.sourceCategories(placed, names), inactive }
}
