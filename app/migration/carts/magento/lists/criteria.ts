import { lowerBound, upperBound } from '../../kit/lists/ticks.ts'
import type { Query } from '../client/client.server.ts'
import { toFilter } from '../time.ts'

export type Condition = {
  field: string
  is: 'eq' | 'in' | 'gt' | 'lteq'
  value: string
}

/**
 * A question in Magento's words. Each condition is a group of its own, so that all must hold. An
 * unknown condition type finds nothing with a 200 (measured: 135, 152, 170), so there are no others
 * than these.
 */
export function criteria(question: {
  where: readonly Condition[]
  sort?: readonly { by: string; down: boolean }[]
  size: number
  /** From 1; 0 is given the first page as well (measured). */
  page: number
}): Query {
  return Object.fromEntries([
    ...question.where.flatMap(({ field, is, value }, group) => {
      const at = `searchCriteria[filter_groups][${group}][filters][0]`
      return [
        [`${at}[field]`, field],
        [`${at}[value]`, value],
        [`${at}[condition_type]`, is],
      ]
    }),
    ...(question.sort ?? []).flatMap(({ by, down }, at) => [
      [`searchCriteria[sortOrders][${at}][field]`, by],
      [`searchCriteria[sortOrders][${at}][direction]`, down ? 'DESC' : 'ASC'],
    ]),
    ['searchCriteria[pageSize]', String(question.size)],
    ['searchCriteria[currentPage]', String(question.page)],
  ])
}

/** Later than tick `after`, up to and including `upTo`: measured on 2.4.6, at both ends. */
export function changed(bounds: {
  after?: number | null | undefined
  upTo?: number | null | undefined
}): Condition[] {
  const after = bounds.after ?? null
  const upTo = bounds.upTo ?? null
  return [
    ...(after === null
      ? []
      : [
          {
            field: 'updated_at',
            is: 'gt',
            value: toFilter(lowerBound(after, 'strict')),
          } as const,
        ]),
    ...(upTo === null
      ? []
      : [
          {
            field: 'updated_at',
            is: 'lteq',
            value: toFilter(upperBound(upTo, 'inclusive')),
          } as const,
        ]),
  ]
}
