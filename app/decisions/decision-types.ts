/** What screens see of decisions. No secrets, no personal data. */
import type { Message } from '#app/migration/messages/message.ts'
import type { Resolution } from '#app/migration/engine/ports/settlement.ts'
import type { Decision } from '#app/migration/ledger/queries/kept-rows.ts'
import type { AlikeGroup, DecisionSection } from '#app/migration/ledger/queries/questions.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Problem } from '#app/words/problem.ts'

/** What can be decided; which of them fits depends on the section, and on the record. */
export const CHOICES = [
  'leave_behind',
  'keep_target',
  'take_source',
  'leave',
  'archive',
  'cancel',
] as const
export type Choice = (typeof CHOICES)[number]

/** Alike questions. `message`: the sentence, when it is the same for all of them. */
export type SaidGroup = Omit<AlikeGroup, 'message'> & { message: string | null }

export type DecisionRow = {
  issueId: string
  kind: EntityKind
  sourceId: string
  /** Order number, SKU or the source id. */
  reference: string
  field: string | null
  message: string
  /** In how many runs it was tried, and when last. */
  tries: number
  toldAt: Date
  /** Path inside the Shopify admin; null: not in Shopify as far as we know. */
  adminPath: string | null
}

export type DecidedRow = DecisionRow & {
  section: DecisionSection
  code: string
  choice: Decision
  /** Null: decided before this was kept. */
  at: Date | null
  /** Shopify's id of the member of staff; null: not known. */
  by: string | null
  /** It can be taken back: nothing of it was written yet. */
  canUndo: boolean
}

export type Decided = {
  decided: number
  /** What was decided just now is taken back by this moment; null: it cannot be. */
  undo: string | null
  refused: { reference: string; message: Message }[]
  /** Shopify stopped answering in between. */
  problem: Problem | null
}

/** What the to-do list hears when it decided, undid or tried again. */
export type DecisionAnswer = {
  /** What is said for a moment; null: nothing was done. */
  toast: Message | null
  /** Names what was decided just now, to take it back. */
  undo: string | null
  refused: { reference: string; message: Message }[]
  problems: Problem[]
}

/** What Verify hears when it settled conflicts. */
export type ConflictAnswer =
  { ok: true; settled: number; decision: Resolution } | { ok: false; message: Message }
