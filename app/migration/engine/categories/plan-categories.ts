import type { CategoryChange } from '../ports/target.ts'
import type { KnownCategory } from '../ports/category-ledger.ts'
import type { SourceCategory } from '../ports/source.ts'

export type CategoryPlan = {
  /** Collections to be brought in line, and why. */
  follow: (CategoryChange & { why: 'renamed' | 'remade' | 'new' })[]
  /** Names of categories that the source had and does not list any more, told for the first time. */
  gone: string[]
  /** Names told for the first time to be shared by several categories, with what tells them apart. */
  shared: { name: string; collections: string[] }[]
  /** What is to be remembered although no collection has to be looked at. */
  remember: KnownCategory[]
}

/**
 * What the source's categories are now beside what they were. Pure.
 *
 * - Another name under a known id: renamed.
 * - A new id with the name of a category that is gone: that one, deleted and made anew. Each category
 *   that is gone has one such successor at most.
 * - Another new id: new. A collection of its own may be there all the same, made by a product that
 *   was in the category before this was asked. Where nothing is known yet there is no such collection.
 *
 * An empty list where categories are known is an odd answer and changes nothing.
 */
export function planCategories(
  known: readonly KnownCategory[],
  now: readonly SourceCategory[],
): CategoryPlan {
  const plan: CategoryPlan = { follow: [], gone: [], shared: [], remember: [] }
  if (now.length === 0) return plan
  const before = new Map(known.map((category) => [category.sourceId, category]))
  const listed = new Set(now.map(({ sourceId }) => sourceId))
  // Who went last is the likelier predecessor of one who is new.
  const absent = known
    .filter(({ sourceId }) => !listed.has(sourceId))
    .toSorted((a, b) => Number(a.isGone) - Number(b.isGone))
  const succeeded = new Set<string>()
  for (const { sourceId, name } of now) {
    const was = before.get(sourceId)
    if (was) {
      const { name: oldName } = was
      if (oldName !== name) {
        plan.follow.push({ sourceId, name, before: { sourceId, name: oldName }, why: 'renamed' })
      } else if (was.isGone) plan.remember.push({ sourceId, name, isGone: false })
      continue
    }
    const old = absent.find((each) => each.name === name && !succeeded.has(each.sourceId))
    if (old) {
      succeeded.add(old.sourceId)
      const { sourceId: oldId } = old
      plan.follow.push({ sourceId, name, before: { sourceId: oldId, name }, why: 'remade' })
    } else if (known.length === 0) plan.remember.push({ sourceId, name, isGone: false })
    else plan.follow.push({ sourceId, name, before: null, why: 'new' })
  }
  for (const { sourceId, name, isGone } of absent) {
    if (isGone || succeeded.has(sourceId)) continue
    plan.gone.push(name)
    plan.remember.push({ sourceId, name, isGone: true })
  }
  plan.shared = newlyShared(now, before)
  return plan
}

function newlyShared(
  now: readonly SourceCategory[],
  before: ReadonlyMap<string, KnownCategory>,
): CategoryPlan['shared'] {
  const groups = new Map<string, SourceCategory[]>()
  for (const category of now) {
    if (category.sharedName === null) continue
    groups.set(category.sharedName, [...(groups.get(category.sharedName) ?? []), category])
  }
  return [...groups]
    .filter(([, group]) => group.some(({ sourceId }) => !before.has(sourceId)))
    .map(([name, group]) => ({ name, collections: group.map((each) => each.name) }))
}
