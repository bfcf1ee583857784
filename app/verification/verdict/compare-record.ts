import { verificationSays } from '#app/migration/messages/verification.ts'
import { fingerprint, stableJson, type Fields } from '#app/migration/kinds/values/fingerprint.ts'
import { asCalledNow } from '#app/migration/engine/record/classify/as-called-now.ts'
import type { TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import type { FieldComparison } from './verification-types.ts'

/** An open issue of the record, as far as it can explain a difference. */
export type Remark = {
  code: string
  field: string | null
  severity: 'failed' | 'conflict' | 'note'
  message: string
}

export type Compared = {
  /** What the source says, in the target's field space. */
  expected: Fields
  /** What the target shows now. */
  shown: Fields
  /** See `TargetSnapshot.formerly`. */
  formerly?: TargetSnapshot['formerly']
  /** What the last write left behind; null for a record that was never written. */
  base: { sourceFields: Record<string, string>; targetFields: Record<string, string> } | null
  remarks: readonly Remark[]
  /**
   * The source's change time is the one we read last, and the source is one that does not stamp
   * every change.
   */
  isUndatedChange: boolean
  fingerprintKey: string
}

/** The note on a difference that no listing of changes can bring up. */
export const UNSEEN = verificationSays('undatedChange')

/** The note on a product's visibility in a store that has nothing to be visible in. */
export const NO_ONLINE_STORE = verificationSays('noOnlineStore')

/** The note on what differs while the id may belong to another record. */
const NOT_DECIDED = verificationSays('notDecided')

/** Fields a remark without a field of its own speaks about; null: any field. */
const REMARK_FIELDS: Readonly<Record<string, readonly string[] | null>> = {
  CUSTOMER_ADOPTED: null,
  IMAGE_FAILED: ['images', 'pictures'],
  TOO_MANY_IMAGES: ['images'],
  EMAIL_NOT_ACCEPTED: ['email'],
  PHONE_NOT_ACCEPTED: ['phone', 'addresses', 'billingAddress', 'shippingAddress'],
  COUNTRY_NOT_ACCEPTED: ['addresses', 'billingAddress', 'shippingAddress'],
  PROVINCE_NOT_ACCEPTED: ['addresses', 'billingAddress', 'shippingAddress'],
  ADDRESS_NOT_ACCEPTED: ['addresses', 'billingAddress', 'shippingAddress'],
  DATE_NOT_ACCEPTED: ['placedAt'],
  TOTAL_MISMATCH: ['total', 'taxes', 'discount', 'lines', 'shippingLines'],
  TOTAL_ROUNDED: ['total', 'taxes', 'discount', 'lines', 'shippingLines'],
}

/**
 * Field by field, by name. A field that only the target has is none of ours, unless we wrote it
 * once.
 *
 * A difference is the merchant's (`kept`) when a conflict over it is open, when it is not decided
 * whether the two are the same record at all, or when the source still says what we last wrote while
 * the target no longer shows it. It is `explained` when a remark of the migration speaks about this
 * very field, or when the source changed without saying so.
 */
export function compareFields(compared: Compared): FieldComparison[] {
  const { expected, shown, base } = compared
  const names = new Set([
    ...Object.keys(expected),
    ...Object.keys(base?.sourceFields ?? {}).filter((name) => name in shown),
  ])
  const spoken = remarksByField(compared.remarks)
  return [...names].map((field) => {
    const source = expected[field] ?? null
    const target = shown[field] ?? null
    if (field === 'published' && !(field in shown) && source === true) {
      return { field, source, target, verdict: 'explained', note: NO_ONLINE_STORE }
    }
    // `pictures`: what a product written by an older version of this app does not remember.
    if ((field === 'published' || field === 'pictures') && !(field in shown)) {
      return { field, source, target: source, verdict: 'equal', note: null }
    }
    if (stableJson(source) === stableJson(target)) {
      return { field, source, target, verdict: 'equal', note: null }
    }
    return { field, source, target, ...judge(field, compared, spoken) }
  })
}

/** The remarks that may speak about each field, looked at once however many fields differ. */
type Spoken = {
  conflicts: ReadonlyMap<string, Remark>
  isAnotherRecord: boolean
  notes: ReadonlyMap<string, Remark>
  /** The first one that may be about any field. */
  general: Remark | undefined
}

function remarksByField(remarks: readonly Remark[]): Spoken {
  const conflicts = new Map<string, Remark>()
  const notes = new Map<string, Remark>()
  let general: Remark | undefined
  // Backwards, so that the first one stays.
  for (const remark of remarks.toReversed()) {
    if (remark.severity === 'conflict' && remark.field !== null) conflicts.set(remark.field, remark)
    if (remark.severity !== 'note') continue
    const fields = fieldsOf(remark)
    if (fields === null) general = remark
    else for (const field of fields) notes.set(field, remark)
  }
  const isAnotherRecord = remarks.some(({ code }) => code === 'ANOTHER_RECORD')
  return { conflicts, isAnotherRecord, notes, general }
}

function judge(
  field: string,
  compared: Compared,
  { conflicts, isAnotherRecord, notes, general }: Spoken,
): Pick<FieldComparison, 'verdict' | 'note'> {
  const conflict = conflicts.get(field)
  if (conflict) return { verdict: 'kept', note: conflict.message }
  if (isAnotherRecord) return { verdict: 'kept', note: NOT_DECIDED }
  const { sourceAsWritten, targetAsWritten } = sinceLastWrite(field, compared)
  // A remark is about what was written then; it does not cover what the source says since.
  const note = sourceAsWritten && (notes.get(field) ?? general)
  if (note) return { verdict: 'explained', note: note.message }
  if (compared.isUndatedChange && targetAsWritten && !sourceAsWritten) {
    return { verdict: 'explained', note: UNSEEN }
  }
  if (sourceAsWritten && !targetAsWritten) {
    return { verdict: 'kept', note: verificationSays('keptInShopify') }
  }
  return { verdict: 'different', note: null }
}

/** What a note speaks about; null: any field. */
function fieldsOf(remark: Remark): readonly string[] | null {
  // Where the money itself is told to differ, so is what it consists of.
  if (remark.field === 'refunded' || remark.field === 'refunds') {
    return [remark.field, 'singleRefunds']
  }
  // It tells of a value that was made equal: a difference since then has another reason.
  if (remark.code === 'OVERWRITTEN_BY_SOURCE') return []
  if (remark.field !== null) return [remark.field]
  const fields = REMARK_FIELDS[remark.code]
  return fields === undefined ? [] : fields
}

function sinceLastWrite(field: string, compared: Compared) {
  const { expected, shown, formerly, base, fingerprintKey } = compared
  // Without a base nothing can be told: as if both sides had stayed.
  if (!base) return { sourceAsWritten: true, targetAsWritten: true }
  const hash = (fields: Fields) => {
    const value = fields[field]
    return value === undefined ? '' : fingerprint(fingerprintKey, value)
  }
  return {
    sourceAsWritten: (base.sourceFields[field] ?? '') === hash(expected),
    targetAsWritten:
      (asCalledNow(fingerprintKey, { fields: shown, formerly })(base.targetFields)[field] ?? '') ===
      hash(shown),
  }
}
