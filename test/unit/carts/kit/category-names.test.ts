import { describe, expect, it } from 'vitest'
import {
  nameCategories,
  sourceCategories,
  type PlacedCategory,
} from '#app/migration/carts/kit/category/category-names.ts'

/** A category as a file has it: nothing but its path. */
function byPath(path: string): PlacedCategory<string> {
  const names = path.split('/')
  const parent = names.slice(0, -1).join('/')
  return { id: path, name: names.at(-1) ?? '', parent: parent || null, suffix: path }
}

const ALL = ['Men', 'Women', 'Men/Sale', 'Women/Sale', 'Men/Shirts'].map(byPath)

describe('categories that a cart knows by text', () => {
  it('are two where they share a name, called by as much of their path as it takes', () => {
    expect(sourceCategories(ALL, nameCategories(ALL))).toEqual([
      { sourceId: 'Men', name: 'Men', sharedName: null },
      { sourceId: 'Women', name: 'Women', sharedName: null },
      { sourceId: 'Men/Sale', name: 'Men > Sale', sharedName: 'Sale' },
      { sourceId: 'Women/Sale', name: 'Women > Sale', sharedName: 'Sale' },
      { sourceId: 'Men/Shirts', name: 'Shirts', sharedName: null },
    ])
  })

  it('are called the same in whatever order they are listed', () => {
    const roots = ['a', 'b', 'c'].map((id) => ({
      id,
      name: 'Sale',
      parent: null,
      suffix: `no. ${id}`,
    }))
    const names = nameCategories(roots)
    expect(nameCategories(roots.toReversed())).toEqual(names)
    expect([...names.values()]).toEqual(['Sale', 'Sale (no. b)', 'Sale (no. c)'])
  })

  it('whose parent nobody lists stand on their own', () => {
    const lost = { id: 'x', name: 'Sale', parent: 'gone', suffix: 'x' }
    expect(nameCategories([lost, byPath('Sale')]).size).toBe(2)
  })
})
