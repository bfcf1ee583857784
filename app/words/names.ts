import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'

/** How much a badge stands out; undefined: not at all. */
export type Tone = 'info' | 'success' | 'attention' | 'warning' | 'critical' | undefined

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

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, { text: string; tone: Tone }>> = {
  created: { text: 'Added', tone: 'info' },
  updated: { text: 'Updated', tone: 'info' },
  unchanged: { text: 'No change', tone: undefined },
  conflict: { text: 'Conflict', tone: 'attention' },
  skipped: { text: 'Left out', tone: undefined },
  failed: { text: 'Did not arrive', tone: 'critical' },
}
