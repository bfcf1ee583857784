import { describe, expect, it } from 'vitest'
import {
  nameCategories,
  toCategories,
} from '#app/migration/carts/woocommerce/product/categories.ts'
import { wireCategory } from '#app/migration/carts/woocommerce/wire/product.ts'

const category = (id: number, name: string, parent = 0, slug = name.toLowerCase()) =>
  wireCategory.parse({ id, name, parent, slug })

const MEN = category(1, 'Men')
const WOMEN = category(2, 'Women')

describe('what collections of categories are called', () => {
  it('names a parent only where two share a name', () => {
    const names = nameCategories([
      MEN,
      WOMEN,
      category(3, 'Shirts', 1),
      category(4, 'Shirts', 2, 'shirts-women'),
      category(5, 'Hats &amp; Caps', 1),
    ])
    expect([...names.values()]).toEqual([
      'Men',
      'Women',
      'Men > Shirts',
      'Women > Shirts',
      'Hats & Caps',
    ])
  })

  it('leaves the name to the one that has no parent', () => {
    const names = nameCategories([MEN, category(3, 'Sale'), category(4, 'Sale', 1, 'sale-men')])
    expect(names.get(3)).toBe('Sale')
    expect(names.get(4)).toBe('Men > Sale')
  })

  it('goes up as far as it takes when the parents share their names as well', () => {
    const names = nameCategories([
      MEN,
      WOMEN,
      category(3, 'Tops', 1),
      category(4, 'Tops', 2, 'tops-women'),
      category(5, 'Shirts', 3),
      category(6, 'Shirts', 4, 'shirts-tops-women'),
    ])
    expect(names.get(5)).toBe('Men > Tops > Shirts')
    expect(names.get(6)).toBe('Women > Tops > Shirts')
  })

  it('names the slug where no parent tells two apart, and never makes two equal', () => {
    const names = nameCategories([
      category(9, 'Sale', 0, 'sale-3'),
      category(7, 'Sale', 0, 'sale'),
      category(8, 'Sale', 0, 'sale-2'),
      category(10, 'Sale (sale-2)', 0, 'sale-4'),
    ])
    expect(names.get(7)).toBe('Sale')
    expect(names.get(8)).toBe('Sale (sale-2)')
    expect(names.get(9)).toBe('Sale (sale-3)')
    expect(new Set(names.values()).size).toBe(4)
  })

  it('comes to an end when categories are each other’s parents', () => {
    const names = nameCategories([category(1, 'Loop', 2), category(2, 'Loop', 1, 'loop-2')])
    expect(new Set(names.values()).size).toBe(2)
  })
})

describe('the categories of a store', () => {
  it('tell which share their own name, and leave out the one for products without any', () => {
    const all = [
      category(15, 'Uncategorized'),
      category(16, '', 0, 'nameless'),
      MEN,
      WOMEN,
      category(3, 'Shirts', 1),
      category(4, 'Shirts', 2, 'shirts-women'),
    ]
    expect(toCategories(all, nameCategories(all))).toEqual([
      { sourceId: '1', name: 'Men', sharedName: null },
      { sourceId: '2', name: 'Women', sharedName: null },
      { sourceId: '3', name: 'Men > Shirts', sharedName: 'Shirts' },
      { sourceId: '4', name: 'Women > Shirts', sharedName: 'Shirts' },
    ])
  })

  it('keep the one for products without any when the store gave it a name of its own', () => {
    const all = [category(15, 'Odds and ends', 0, 'uncategorized')]
    expect(toCategories(all, nameCategories(all))).toEqual([
      { sourceId: '15', name: 'Odds and ends', sharedName: null },
    ])
  })
})
