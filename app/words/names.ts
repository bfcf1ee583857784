import { KINDS, perKind, titleOf, titleOfOne } from '#app/migration/kinds/kind.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'

/** How much a badge stands out; undefined: not at all. */
export type Tone = 'info' | 'success' | 'attention' | 'warning' | 'critical' | undefined

/** Kinds in the order screens show them, children before parents: what merchants ask about first. */
export const SHOWN_KINDS = KINDS.toReversed()

/** Alone or at the beginning of a line: "Orders". */
export const KIND_NAMES = perKind(titleOf)

/** At the beginning of a line, before the record's reference: "Order". */
export const KIND_NOUNS = perKind(titleOfOne)

/** Guests have no number of their own: their id is a hash that tells nobody anything. */
export function referenceText(reference: string): string {
  return isGuestId(reference) ? 'guest' : reference
}

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, { text: string; tone: Tone }>> = {
  created: { text: 'Added', tone: 'info' },
  updated: { text: 'Updated', tone: 'info' },
  unchanged: { text: 'No change', tone: undefined },
  conflict: { text: 'Conflict', tone: 'attention' },
  skipped: { text: 'Left out', tone: undefined },
  failed: { text: 'Did not arrive', tone: 'critical' },
}
