import { KIND, type CanonicalRecord } from '#app/migration/kinds/kind.ts'
import { moneyText } from '#app/migration/kinds/values/money.ts'
import type {
  Classification,
  Outcome,
  OutcomeKind,
} from '#app/migration/engine/ports/settlement.ts'

/** Order number, SKU or source id: what the merchant knows the record by, without personal data. */
export function referenceOf(record: CanonicalRecord): string {
  return KIND[record.kind].reference(record)
}

/** "12.30 EUR", with at least the currency's own places. Null for what has no amount. */
function amountOf(record: CanonicalRecord): string | null {
  const total = KIND[record.kind].total?.(record)
  return total ? moneyText(total.amount, total.currency) : null
}

export function outcomeOf(
  record: CanonicalRecord,
  classification: Classification,
  outcome: OutcomeKind,
  gid: string | null,
): Outcome {
  return {
    kind: record.kind,
    sourceId: record.sourceId,
    classification,
    outcome,
    gid,
    reference: referenceOf(record),
    amount: amountOf(record),
  }
}
