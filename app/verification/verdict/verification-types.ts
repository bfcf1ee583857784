import type { Shown } from '#app/words/shown.ts'
import type { Problem } from '#app/words/problem.ts'
import type { Message, Told } from '#app/migration/messages/message.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OutcomeKind } from '#app/migration/engine/ports/settlement.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'

/** `Note`: a remark's sentence, or what the comparison itself has to say. */
export type FieldComparison<Note = Told> = {
  field: string
  source: Json
  target: Json
  /**
   * equal | different | kept (the merchant's own value, a conflict kept or still to be settled) |
   * explained (a remark on this record says why it differs)
   */
  verdict: 'equal' | 'different' | 'kept' | 'explained'
  /** What is behind `kept` and `explained`. */
  note: Note | null
}

/** One record of a run, the source beside the target as Shopify shows it now. */
export type VerifyRow = {
  kind: EntityKind
  sourceId: string
  /** Order number, SKU or source id. */
  reference: string
  /** Title, name or number, read just now; falls back to `reference`. */
  label: string
  amount: string | null
  /** ISO 4217 of the amounts on either side; null where it is not known. */
  currency: { source: string | null; target: string | null }
  outcome: OutcomeKind
  /** both | missing_in_target | gone_in_source | unreadable_in_source */
  presence: 'both' | 'missing_in_target' | 'gone_in_source' | 'unreadable_in_source'
  verdict: 'equal' | 'different' | 'missing' | 'unknown'
  fields: FieldComparison[]
  differences: number
  /** Why nothing can be said of this record, though others of its page were read; mostly null. */
  notChecked: Message | null
  gid: string | null
  /** Path inside the Shopify admin ("products/123"), for a deep link; null when not in the target. */
  adminPath: string | null
  issues: {
    id: string
    code: string
    severity: 'failed' | 'conflict' | 'note'
    field: string | null
    message: string
    /** Whether a record that did not arrive is tried again by itself, in words. */
    next: string | null
  }[]
}

/** What became of the records in the run; these add up to `all`. */
export type VerifyFilter =
  'all' | 'arrived' | 'changed' | 'unchanged' | 'conflicts' | 'left_out' | 'missing'

export type VerifyPage = {
  rows: VerifyRow[]
  next: string | null
  /** Set when one side could not be read; rows then hold what is known. */
  problem: Problem | null
}

/** With sentences. The stores' own values stay as they are, whatever they look like. */
export type ShownVerifyRow = Omit<VerifyRow, 'notChecked' | 'fields'> & {
  notChecked: string | null
  fields: FieldComparison<string>[]
}
export type ShownVerifyPage = {
  rows: ShownVerifyRow[]
  next: string | null
  problem: Shown<Problem> | null
}

export type KindVerdict = {
  /** Source records compared. */
  checked: number
  /** Source records without a target record and without an open issue that says why. */
  missing: number
  /** Fields that differ and that no conflict and no remark explains. */
  fieldDifferences: number
  /** Orders whose total differs and has no TOTAL_MISMATCH issue. */
  totalMismatches: number
  /** Target records that carry an id of this project and correspond to no source record, or twice to one. */
  extra: number
  /** Open conflicts. */
  conflicts: number
  /** Differences a remark on the record explains (shortened text, refused phone …). */
  explained: number
  /** Differences by changes the source does not date; a complete comparison finds and brings them. */
  unseen: number
  /** Differences that are the merchant's own: edited in Shopify, or kept in a conflict. */
  kept: number
  /** Source records not in the target for a reason an open issue gives. */
  failed: number
}

/** `values` may hold personal data: to be shown to the merchant, and never logged or kept. */
export type DifferenceSample = {
  kind: EntityKind
  sourceId: string
  what: string
  values?: Pick<FieldComparison, 'source' | 'target'>
}

export type VerifyAllResult = {
  kinds: Record<EntityKind, KindVerdict>
  /** The first differences found, to look at; values of both sides where both have the field. */
  samples: DifferenceSample[]
}
