import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { KIND, type CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { Mapping, OpenIssue, WriteAttempt } from '#app/migration/engine/ports/settlement.ts'
import type { FieldHashes } from './three-way-merge.ts'

export type Remembered = {
  mapping: Mapping | undefined
  issues: readonly OpenIssue[]
  attempts: readonly WriteAttempt[]
}

/**
 * - `new`: not in the target as far as we know.
 * - `unchanged`: as last written, nothing unsettled about it: costs no call.
 * - `rejected`: Shopify refused exactly this record under the same rules, or it was tried too often:
 *   told again, not sent again.
 * - `changed`: has to be compared with the target.
 */
export type RecordState =
  | { state: 'new' }
  | { state: 'unchanged'; mapping: Mapping }
  | { state: 'rejected'; issue: OpenIssue }
  | { state: 'changed'; mapping: Mapping }

export function classifyRecord(
  now: { fingerprint: string; rejectionFingerprint: string },
  remembered: Remembered,
  /** The merchant asked for another try, so what was refused before is sent again. */
  askedFor = false,
): RecordState {
  const { mapping, issues, attempts } = remembered
  const rejected = issues.find(
    (issue) =>
      issue.severity === 'failed' &&
      (!issue.isTransient || issue.triedOut) &&
      issue.sameRules &&
      issue.fingerprint === now.rejectionFingerprint,
  )
  if (rejected && attempts.length === 0 && !askedFor) return { state: 'rejected', issue: rejected }
  if (!mapping) return { state: 'new' }
  const settledByMerchant = issues.some(
    (issue) => issue.severity === 'conflict' && issue.resolution !== null,
  )
  const isSettled = !settledByMerchant && fieldsToTryAgain(issues, askedFor).size === 0
  if (mapping.fingerprint === now.fingerprint && attempts.length === 0 && isSettled) {
    return { state: 'unchanged', mapping }
  }
  return { state: 'changed', mapping }
}

/** Fields that arrived with something missing in them that another try may bring. */
export function fieldsToTryAgain(issues: readonly OpenIssue[], askedFor: boolean): Set<string> {
  return new Set(
    issues.flatMap(({ severity, isTransient, triedOut, field }) =>
      severity === 'note' && isTransient && (askedFor || !triedOut) && field !== null
        ? [field]
        : [],
    ),
  )
}

/**
 * The record's fingerprint is taken over its expected target fields: what Shopify would not show
 * differently is no change, whatever the source edited. Stock is not among the fields.
 */
export function recordFingerprint(key: string, fields: FieldHashes): string {
  return fingerprint(key, { ...fields })
}

/**
 * What a refusal is remembered by: the whole record, because a refusal may come from what has no
 * field of its own (the address of an image). Stock is left out; it changes with every sale.
 */
export function rejectionFingerprint(key: string, record: CanonicalRecord): string {
  return fingerprint(key, KIND[record.kind].lasting?.(record) ?? record)
}
