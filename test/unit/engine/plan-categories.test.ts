import { describe, expect, it } from 'vitest'
import { planCategories } from '#app/migration/engine/categories/plan-categories.ts'
import type { KnownCategory } from '#app/migration/engine/ports/category-ledger.ts'
import type { SourceCategory } from '#app/migration/engine/ports/source.ts'

const known = (sourceId: string, name: string, isGone = false): KnownCategory => ({
  sourceId,
  name,
  isGone,
})
const now = (sourceId: string, name: string, sharedName: string | null = null): SourceCategory => ({
  sourceId,
  name,
  sharedName,
})
const NOTHING = { follow: [], gone: [], shared: [], remember: [] }

describe('categories beside what they were', () => {
  it('are only remembered where nothing was known', () => {
    expect(planCategories([], [now('1', 'Mugs')])).toEqual({
      ...NOTHING,
      remember: [known('1', 'Mugs')],
    })
  })

  it('need nothing while they are called the same', () => {
    expect(planCategories([known('1', 'Mugs')], [now('1', 'Mugs')])).toEqual(NOTHING)
  })

  it('are renamed by their id, also when two swap their names', () => {
    const { follow } = planCategories(
      [known('1', 'Mugs'), known('2', 'Cups')],
      [now('1', 'Cups'), now('2', 'Mugs')],
    )
    expect(follow).toEqual([
      { sourceId: '1', name: 'Cups', before: { sourceId: '1', name: 'Mugs' }, why: 'renamed' },
      { sourceId: '2', name: 'Mugs', before: { sourceId: '2', name: 'Cups' }, why: 'renamed' },
    ])
  })

  it('are followed by a new one of the same name when they are gone, each by one', () => {
    const plan = planCategories(
      [known('1', 'Mugs'), known('2', 'Cups')],
      [now('2', 'Cups'), now('7', 'Mugs'), now('8', 'Mugs')],
    )
    expect(plan.follow).toEqual([
      { sourceId: '7', name: 'Mugs', before: { sourceId: '1', name: 'Mugs' }, why: 'remade' },
      { sourceId: '8', name: 'Mugs', before: null, why: 'new' },
    ])
    expect(plan.gone).toEqual([])
  })

  it('are followed by a new one also when they went in an earlier run', () => {
    const plan = planCategories(
      [known('1', 'Mugs', true), known('2', 'Cups')],
      [now('2', 'Cups'), now('7', 'Mugs')],
    )
    expect(plan.follow).toMatchObject([{ sourceId: '7', before: { sourceId: '1' } }])
  })

  it('are told once when they are gone, and known again when they are back', () => {
    const first = planCategories([known('1', 'Mugs'), known('2', 'Cups')], [now('2', 'Cups')])
    expect(first).toMatchObject({ gone: ['Mugs'], remember: [known('1', 'Mugs', true)] })
    const later = [known('1', 'Mugs', true), known('2', 'Cups')]
    expect(planCategories(later, [now('2', 'Cups')])).toEqual(NOTHING)
    expect(planCategories(later, [now('1', 'Mugs'), now('2', 'Cups')])).toEqual({
      ...NOTHING,
      remember: [known('1', 'Mugs')],
    })
  })

  it('of one name are told when one of them is new, and not again', () => {
    const two = [now('3', 'Men > Shirts', 'Shirts'), now('4', 'Women > Shirts', 'Shirts')]
    const { shared, follow } = planCategories([known('3', 'Shirts')], two)
    expect(shared).toEqual([{ name: 'Shirts', collections: ['Men > Shirts', 'Women > Shirts'] }])
    expect(follow.map(({ why }) => why)).toEqual(['renamed', 'new'])
    const after = [known('3', 'Men > Shirts'), known('4', 'Women > Shirts')]
    expect(planCategories(after, two)).toEqual(NOTHING)
  })

  it('stay as they are when the list is suddenly empty', () => {
    expect(planCategories([known('1', 'Mugs')], [])).toEqual(NOTHING)
  })
})
