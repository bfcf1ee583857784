import { z } from 'zod'
import type { EntityKind } from '#app/migration/ports.ts'
import type { VerifyFilter } from '#app/verification/verification-types.ts'

export type VerifyQuery = { kind: EntityKind; filter: VerifyFilter; cursor: string | null }

const FILTERS = ['all', 'arrived', 'changed', 'conflicts', 'missing'] as const

export const FILTER_NAMES: Readonly<Record<VerifyFilter, string>> = {
  all: 'All',
  arrived: 'Newly arrived',
  changed: 'Changed',
  conflicts: 'Conflicts',
  missing: 'Did not arrive',
}

const schema = z.object({
  kind: z.enum(['order', 'customer', 'product']).catch('order'),
  filter: z.enum(FILTERS).catch('all'),
  cursor: z.string().max(200).nullable().catch(null),
})

/** What the address asks to see; anything unknown means the first page of all orders. */
export function parseVerifyQuery(search: URLSearchParams): VerifyQuery {
  return schema.parse({
    kind: search.get('kind'),
    filter: search.get('filter'),
    cursor: search.get('after'),
  })
}

/** The address of a tab and filter, from its first page. */
export function verifyPath(runId: string, query: Pick<VerifyQuery, 'kind' | 'filter'>): string {
  const search = new URLSearchParams({ kind: query.kind, filter: query.filter })
  return `/app/verify/${runId}?${search}`
}

export const VERIFY_FILTERS: readonly VerifyFilter[] = FILTERS
