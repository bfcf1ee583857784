import type { IssueCode } from './errors.ts'

/**
 * What a remark asks of the merchant. `todo`: only a person can do or decide it, so it is counted and
 * listed until somebody did. `note`: worth knowing, nothing to do.
 */
export type IssueWeight = 'todo' | 'note'

/**
 * The weight of every code. A record that did not arrive and a conflict are `todo` whatever their
 * code; the table speaks of what is told beside a record that arrived.
 */
export const ISSUE_WEIGHTS: Readonly<Record<IssueCode, IssueWeight>> = {
  // Ask the merchant something.
  CONFLICT: 'todo',
  TARGET_RECORD_GONE: 'todo',
  ANOTHER_RECORD: 'todo',
  SOURCE_RECORD_DELETED: 'todo',
  // Done in the old store, and Shopify cannot or may not follow: a person must, or leaves it.
  CHANGE_NOT_POSSIBLE: 'todo',
  TOTAL_MISMATCH: 'todo',
  PAYMENT_NOT_CLEAR: 'todo',
  IMAGE_FAILED: 'todo',
  HELD_BY_ANOTHER: 'todo',
  // Told of records that did not arrive.
  SOURCE_RECORD_INVALID: 'todo',
  SOURCE_RECORD_STALE: 'todo',
  REJECTED_BY_SHOPIFY: 'todo',
  FAILED_IN_SHOPIFY: 'todo',
  TITLE_MISSING: 'todo',
  TOO_MANY_OPTIONS: 'todo',
  TOO_MANY_VARIANTS: 'todo',
  DUPLICATE_OPTION_VALUES: 'todo',
  ORDER_WITHOUT_LINES: 'todo',
  TOO_MANY_LINES: 'todo',
  CURRENCY_NOT_ACCEPTED: 'todo',
  // Shopify shows it in another way, and says why.
  KEPT_IN_SHOPIFY: 'note',
  SOURCE_RECORD_GONE: 'note',
  TOO_MANY_IMAGES: 'note',
  DATE_NOT_ACCEPTED: 'note',
  EMAIL_NOT_ACCEPTED: 'note',
  PHONE_NOT_ACCEPTED: 'note',
  COUNTRY_NOT_ACCEPTED: 'note',
  PROVINCE_NOT_ACCEPTED: 'note',
  ADDRESS_NOT_ACCEPTED: 'note',
  TEXT_NOT_ACCEPTED: 'note',
  CUSTOM_DATA_NOT_ACCEPTED: 'note',
  TEXT_SHORTENED: 'note',
  TOTAL_ROUNDED: 'note',
  CUSTOMER_ADOPTED: 'note',
  OVERWRITTEN_BY_SOURCE: 'note',
  PARENT_MISSING: 'note',
  RELINKED: 'note',
  // What the source side could not read or had to guess.
  ENTRY_NOT_READABLE: 'note',
  VALUE_NOT_READABLE: 'note',
  FIELD_NOT_KNOWN: 'note',
  CUSTOM_DATA_LEFT_BEHIND: 'note',
  STATUS_NOT_KNOWN: 'note',
  PRODUCT_TYPE_NOT_KNOWN: 'note',
  RELATED_ORDER: 'note',
  VARIATION_NOT_MATCHED: 'note',
  AMOUNT_ROUNDED: 'note',
  SCHEDULED: 'note',
}

/** What an issue asks of the merchant; a code this version does not know is looked at by a person. */
export function weightOf({ severity, code }: { severity: string; code: string }): IssueWeight {
  if (severity !== 'note') return 'todo'
  return Object.hasOwn(ISSUE_WEIGHTS, code) ? ISSUE_WEIGHTS[code as IssueCode] : 'todo'
}

/** Codes of remarks with nothing to do. */
export const NOTE_CODES: readonly string[] = Object.entries(ISSUE_WEIGHTS).flatMap(
  ([code, weight]) => (weight === 'note' ? [code] : []),
)
