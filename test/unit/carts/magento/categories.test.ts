import { describe, expect, it } from 'vitest'
import { categoriesOf } from '#app/migration/carts/magento/facts/categories.ts'
import { wireCategory } from '#app/migration/carts/magento/wire/product.ts'

const node = (
  id: number,
  name: string | null,
  children: unknown[] = [],
  is_active: boolean | null = true,
) => ({ id, name, is_active, children_data: children })

const read = (...children: unknown[]) =>
  categoriesOf(wireCategory.parse(node(2, 'Default Category', children)))

describe('categories', () => {
  it('are those below the root, called by their parents where two have one name', () => {
    const { sources } = read(
      node(3, 'Men', [node(5, 'Shirts')]),
      node(4, 'Women', [node(6, 'Shirts')]),
    )
    expect(sources.map(({ sourceId, name }) => [sourceId, name])).toEqual([
      ['3', 'Men'],
      ['5', 'Men > Shirts'],
      ['4', 'Women'],
      ['6', 'Women > Shirts'],
    ])
  })

  it('are no roots of stores, where the answer begins above them', () => {
    const root = { id: 1, name: 'Root Catalog', level: 0 }
    const store = { ...node(2, 'Default Category', [node(3, 'Men')]), level: 1 }
    const tree = wireCategory.parse({ ...root, children_data: [store] })
    expect(categoriesOf(tree).sources.map(({ name }) => name)).toEqual(['Men'])
  })

  it('without a name in this view are none, whatever their state', () => {
    const { sources, inactive } = read(node(278, null, [node(279, 'Hats')], null))
    expect(sources.map(({ name }) => name)).toEqual(['Hats'])
    expect(inactive).toBe(0)
  })

  it('that are switched off are counted with all that is below them, and never made', () => {
    const { sources, inactive } = read(node(3, 'Old', [node(5, 'Older')], false), node(4, 'New'))
    expect(sources.map(({ name }) => name)).toEqual(['New'])
    expect(inactive).toBe(2)
  })
})
