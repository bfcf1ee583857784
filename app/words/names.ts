import type { BadgeProps } from '@shopify/polaris'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import type { RunState } from '#app/runs/run-states.ts'
import type { OutcomeCounter } from '#app/runs/outcome-counts.ts'
import type { RunMode } from '#app/runs/run-types.ts'

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
  sweep: 'Full check',
  retry: 'Retry',
  relink: 'Re-link',
}

export const STATE_WORDS: Readonly<Record<RunState, { text: string; tone: Tone }>> = {
  queued: { text: 'Starting', tone: 'info' },
  running: { text: 'Running', tone: 'info' },
  pausing: { text: 'Pausing', tone: 'attention' },
  paused: { text: 'Paused', tone: 'attention' },
  cancelling: { text: 'Cancelling', tone: 'attention' },
  cancelled: { text: 'Cancelled', tone: undefined },
  completed: { text: 'Done', tone: undefined },
  failed: { text: 'Stopped', tone: 'critical' },
}

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, { text: string; tone: Tone }>> = {
  created: { text: 'Added', tone: 'info' },
  updated: { text: 'Updated', tone: 'info' },
  unchanged: { text: 'No change', tone: undefined },
  conflict: { text: 'Conflict', tone: 'attention' },
  skipped: { text: 'Left out', tone: undefined },
  failed: { text: 'Did not arrive', tone: 'critical' },
}

/** The six outcomes, as a column or a filter names them. */
export const COUNTER_NAMES: Readonly<Record<OutcomeCounter, string>> = {
  created: 'Added',
  updated: 'Updated',
  unchanged: 'No change',
  conflicts: 'Conflict',
  skipped: 'Left out',
  failed: 'Did not arrive',
}

export const CART_NAMES = { woocommerce: 'WooCommerce' } as const
