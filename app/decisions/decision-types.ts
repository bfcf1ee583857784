/** What screens see of decisions. No secrets, no personal data. */
import type { EntityKind } from '#app/migration/ports.ts'
import type { Problem } from '#app/projects/project-types.ts'

/** What waits for the merchant, by what it asks; `notes`: worth knowing, nothing to decide. */
export type Section = 'didNotArrive' | 'conflicts' | 'deleted' | 'cannotFollow' | 'notes'

/** What can be decided; which of them fits depends on the section, and on the record. */
export type Choice = 'leave_behind' | 'keep_target' | 'take_source' | 'leave' | 'archive' | 'cancel'

/** Alike questions about records of one kind. */
export type Alike = {
  section: Section
  kind: EntityKind
  code: string
  /** Null: over the record as a whole. `variant.price`: the prices of variants, whichever. */
  field: string | null
}

export type Decided = {
  decided: number
  /** What was decided just now is taken back by this moment; null: it cannot be. */
  undo: string | null
  refused: { reference: string; message: string }[]
  /** Shopify stopped answering in between. */
  problem: Problem | null
}
