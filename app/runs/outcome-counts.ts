import { isKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeGroup } from '#app/migration/ledger/queries/kept-rows.ts'
import type { KindCounts, RunCounts } from './run-types.ts'

/**
 * The six outcomes, in the order the screens show them. Each settled record has exactly one of them
 * in a run, so they add up to what is done, whatever list they are shown in.
 */
export const SIX_OUTCOMES = [
  'created',
  'updated',
  'unchanged',
  'conflicts',
  'skipped',
  'failed',
] as const satisfies (keyof KindCounts)[]
export type OutcomeCounter = (typeof SIX_OUTCOMES)[number]

function noKindCounts(): KindCounts {
  return {
    new: 0,
    changed: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    conflicts: 0,
    skipped: 0,
    failed: 0,
  }
}

export function noCounts(): RunCounts {
  return perKind(noKindCounts)
}

/** Records that are settled: the sum of the six outcomes. */
export function doneOf(counts: KindCounts): number {
  return SIX_OUTCOMES.reduce((sum, counter) => sum + counts[counter], 0)
}

/** Over all kinds. */
export function sumOf(counts: RunCounts): KindCounts {
  const sum = noKindCounts()
  for (const kind of KINDS) {
    for (const [counter, count] of Object.entries(counts[kind])) {
      if (isCounter(counter)) sum[counter] += count
    }
  }
  return sum
}

function isCounter(name: string): name is keyof KindCounts {
  return name in noKindCounts()
}

/** Every record is in Shopify as the old store has it: the only case that is shown green. */
export function isAllInShopify(counts: KindCounts): boolean {
  return counts.created + counts.updated + counts.unchanged === doneOf(counts)
}

/**
 * Records that are in Shopify, also where its values differ by a conflict.
 * @param absent conflicts over the record itself
 */
export function inShopify(counts: KindCounts, absent: number): number {
  return counts.created + counts.updated + counts.unchanged + counts.conflicts - absent
}

/** From the ledger's groups to what was found (`new`, `changed`) and done (the six outcomes). */
export function countGroups(groups: readonly OutcomeGroup[]): RunCounts {
  const counts = noCounts()
  for (const { kind, classification, outcome, count } of groups) {
    if (!isKind(kind)) continue
    const of = counts[kind]
    if (classification === 'new' || classification === 'changed') of[classification] += count
    switch (outcome) {
      case 'created':
      case 'updated':
      // Also what looked changed and turned out to be as it was.
      case 'unchanged':
      case 'skipped':
      case 'failed':
        of[outcome] += count
        break
      case 'conflict':
        of.conflicts += count
    }
  }
  return counts
}
