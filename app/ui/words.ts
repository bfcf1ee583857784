import type { BadgeProps } from '@shopify/polaris'
import type { EntityKind, OutcomeKind } from '#app/migration/ports.ts'
import type { RunState } from '#app/runs/run-states.ts'
import type { KindCounts, RunMode } from '#app/runs/run-types.ts'

export type Tone = BadgeProps['tone']

/** Kinds in the order screens show them: what merchants ask about first. */
export const SHOWN_KINDS = ['order', 'customer', 'product'] as const satisfies EntityKind[]

export const KIND_NAMES: Readonly<Record<EntityKind, string>> = {
  product: 'Products',
  customer: 'Customers',
  order: 'Orders',
}

/** At the beginning of a line, before the record's reference. */
export const KIND_NOUNS: Readonly<Record<EntityKind, string>> = {
  product: 'Product',
  customer: 'Customer',
  order: 'Order',
}

/** Guests have no number of their own: their id is a hash that tells nobody anything. */
export function referenceText(reference: string): string {
  return reference.startsWith('guest:') ? 'guest' : reference
}

export const MODE_NAMES: Readonly<Record<RunMode, string>> = {
  full: 'Full migration',
  recent: 'Recent Data Migration',
  sweep: 'Check of everything',
  retry: 'Retry',
  relink: 'Re-link',
}

export const STATE_WORDS: Readonly<Record<RunState, { text: string; tone: Tone }>> = {
  queued: { text: 'Waiting for a worker', tone: 'info' },
  running: { text: 'Running', tone: 'info' },
  pausing: { text: 'Pausing', tone: 'attention' },
  paused: { text: 'Paused', tone: 'attention' },
  cancelling: { text: 'Cancelling', tone: 'attention' },
  cancelled: { text: 'Cancelled', tone: 'warning' },
  completed: { text: 'Completed', tone: 'success' },
  failed: { text: 'Failed', tone: 'critical' },
}

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, { text: string; tone: Tone }>> = {
  created: { text: 'New', tone: 'success' },
  updated: { text: 'Changed', tone: 'info' },
  unchanged: { text: 'Unchanged', tone: undefined },
  conflict: { text: 'Conflict', tone: 'warning' },
  skipped: { text: 'Skipped', tone: 'warning' },
  failed: { text: 'Did not arrive', tone: 'critical' },
}

/** What was done, in the order the screens show it. */
export const DONE_COUNTERS = [
  ['created', 'Created'],
  ['updated', 'Updated'],
  ['unchanged', 'Unchanged'],
  ['conflicts', 'Conflicts'],
  ['skipped', 'Skipped'],
  ['failed', 'Failed'],
] as const satisfies [keyof KindCounts, string][]

export const CART_NAMES = { woocommerce: 'WooCommerce' } as const
