import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { doneOf } from '#app/runs/outcome-counts.ts'
import type { KindCounts } from '#app/runs/run-types.ts'
import type { VerifyFilter } from '#app/verification/verdict/verification-types.ts'
import { COUNTER_NAMES } from '#app/runs/run-words.ts'

export type VerifyQuery = { kind: EntityKind; filter: VerifyFilter; cursor: string | null }

export const VERIFY_FILTERS = [
  'all',
  'arrived',
  'changed',
  'unchanged',
  'conflicts',
  'left_out',
  'missing',
] as const satisfies VerifyFilter[]

export const FILTER_NAMES: Readonly<Record<VerifyFilter, string>> = {
  all: 'All',
  arrived: COUNTER_NAMES.created,
  changed: COUNTER_NAMES.updated,
  unchanged: COUNTER_NAMES.unchanged,
  conflicts: COUNTER_NAMES.conflicts,
  left_out: COUNTER_NAMES.skipped,
  missing: COUNTER_NAMES.failed,
}

/** How many records a filter lists; all of them add up to the first. */
export const FILTER_COUNTS: Readonly<Record<VerifyFilter, (counts: KindCounts) => number>> = {
  all: doneOf,
  arrived: ({ created }) => created,
  changed: ({ updated }) => updated,
  unchanged: ({ unchanged }) => unchanged,
  conflicts: ({ conflicts }) => conflicts,
  left_out: ({ skipped }) => skipped,
  missing: ({ failed }) => failed,
}

/** The address of a tab and filter, from its first page. */
export function verifyPath(runId: string, query: Pick<VerifyQuery, 'kind' | 'filter'>): string {
  const search = new URLSearchParams({ kind: query.kind, filter: query.filter })
  return `/app/verify/${runId}?${search}`
}
