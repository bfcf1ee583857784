import type { EntityKind } from '#app/migration/ports.ts'
import type { VerifyFilter } from '#app/verification/verification-types.ts'

export type VerifyQuery = { kind: EntityKind; filter: VerifyFilter; cursor: string | null }

export const VERIFY_FILTERS = [
  'all',
  'arrived',
  'changed',
  'conflicts',
  'missing',
] as const satisfies VerifyFilter[]

export const FILTER_NAMES: Readonly<Record<VerifyFilter, string>> = {
  all: 'All',
  arrived: 'Newly arrived',
  changed: 'Changed',
  conflicts: 'Conflicts',
  missing: 'Did not arrive',
}

/** The address of a tab and filter, from its first page. */
export function verifyPath(runId: string, query: Pick<VerifyQuery, 'kind' | 'filter'>): string {
  const search = new URLSearchParams({ kind: query.kind, filter: query.filter })
  return `/app/verify/${runId}?${search}`
}
