import { engineSays } from '#app/migration/messages/engine.ts'
import { nameOf, type Message } from '#app/migration/messages/message.ts'

/**
 * The type of an error says the recovery. Nothing else may leave a port:
 *
 * | type             | what the engine does                                                     |
 * |------------------|--------------------------------------------------------------------------|
 * | `RetriableError` | waits and tries the same call again; the run goes on                       |
 * | `TargetFails`    | the record it is about is found and quarantined; the run goes on           |
 * | `RecordError`    | this one record becomes an issue; the run goes on                          |
 * | `PauseRun`       | the run pauses, the merchant is told what to do, and can resume            |
 * | `FatalError`     | the run fails with this sentence; a bug or a state no retry can change     |
 *
 * What is `told` is for the merchant: what happened, what was not lost, what to do. It holds no secrets
 * and no personal data. The error's own `message`, for stack traces, names it.
 */
export class RetriableError extends Error {
  override readonly name = 'RetriableError'
  readonly told: Message
  /** Milliseconds the other side asked us to wait, when it said so. */
  readonly retryAfterMs: number | null
  /** What happened, without what follows from it. */
  readonly reason: Message
  /** HTTP status of the answer that was of no use; null when there was none. */
  readonly status: number | null
  constructor(
    told: Message,
    options: {
      retryAfterMs?: number | null
      reason?: Message
      status?: number | null
      cause?: unknown
    } = {},
  ) {
    super(nameOf(told), { cause: options.cause })
    this.told = told
    this.retryAfterMs = options.retryAfterMs ?? null
    this.reason = options.reason ?? told
    this.status = options.status ?? null
  }
}

/**
 * The target answers, but fails on this request (an internal error, no answer). Nothing is known of
 * what it did: that is looked up before anything is sent again.
 */
export class TargetFails extends RetriableError {}

export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly code: IssueCode
  readonly sourceId: string
  readonly told: Message
  /** True when trying again later may help (missing parent, network); false when it was rejected. */
  readonly isTransient: boolean
  /** The source side leaves the record out on purpose: no failure, and told as a remark. */
  readonly isLeftOut: boolean
  constructor(
    code: IssueCode,
    sourceId: string,
    told: Message,
    options: { isTransient?: boolean; isLeftOut?: boolean; cause?: unknown } = {},
  ) {
    super(nameOf(told), { cause: options.cause })
    this.code = code
    this.sourceId = sourceId
    this.told = told
    this.isTransient = options.isTransient ?? false
    this.isLeftOut = options.isLeftOut ?? false
  }
}

/**
 * The e-mail address of this record is on another record of ours, which may be about to give it up.
 * What could be written without it was.
 */
export class HeldByAnother extends RecordError {
  /** The target record that has it. */
  readonly holder: string
  constructor(sourceId: string, holder: string) {
    super('HELD_BY_ANOTHER', sourceId, engineSays('heldByAnother'), { isTransient: true })
    this.holder = holder
  }
}

export class PauseRun extends Error {
  override readonly name = 'PauseRun'
  readonly code: PauseCode
  readonly told: Message
  /** HTTP status of the answer behind it; null when there was none. */
  readonly status: number | null
  constructor(
    code: PauseCode,
    told: Message,
    options: { status?: number | null; cause?: unknown } = {},
  ) {
    super(nameOf(told), { cause: options.cause })
    this.code = code
    this.told = told
    this.status = options.status ?? null
  }
}

/**
 * Shopify answers 403 to a public app's call from an address that is not on the list the app keeps
 * in the Dev Dashboard (required since November 2026). Nothing was carried out. It is for the
 * operator to fix, not for the merchant, so it has a code of its own (docs/operations.md).
 */
export function addressRefused(): PauseRun {
  return new PauseRun('TARGET_ADDRESS_REFUSED', engineSays('addressRefused'))
}

export class FatalError extends Error {
  override readonly name = 'FatalError'
  readonly told: Message
  constructor(told: Message, options: { cause?: unknown } = {}) {
    super(nameOf(told), options)
    this.told = told
  }
}

/** Stable: kept in the database, shown on screen, used in links to the documentation. */
export type IssueCode =
  /** The source sent a record without a field we need, or with one we cannot read. */
  | 'SOURCE_RECORD_INVALID'
  /** The source lists the record but does not give it by id any more. */
  | 'SOURCE_RECORD_GONE'
  /** The source gave an older version of the record than its own list tells of. */
  | 'SOURCE_RECORD_STALE'
  /** It was migrated and is not in the source any more; nothing was changed in the target. */
  | 'SOURCE_RECORD_DELETED'
  /** Shopify said no; the message quotes its words. */
  | 'REJECTED_BY_SHOPIFY'
  /** Shopify failed each time it came to this record, and on no other; what was done is not known. */
  | 'FAILED_IN_SHOPIFY'
  | 'TITLE_MISSING'
  | 'TOO_MANY_OPTIONS'
  | 'TOO_MANY_VARIANTS'
  | 'DUPLICATE_OPTION_VALUES'
  | 'TOO_MANY_IMAGES'
  | 'IMAGE_FAILED'
  | 'ORDER_WITHOUT_LINES'
  /** More lines than Shopify takes in one order. */
  | 'TOO_MANY_LINES'
  | 'CURRENCY_NOT_ACCEPTED'
  | 'TOTAL_MISMATCH'
  /** The total is finer than Shopify counts in its currency. */
  | 'TOTAL_ROUNDED'
  | 'DATE_NOT_ACCEPTED'
  | 'EMAIL_NOT_ACCEPTED'
  | 'PHONE_NOT_ACCEPTED'
  | 'COUNTRY_NOT_ACCEPTED'
  /** A state or province that Shopify does not have in that country. */
  | 'PROVINCE_NOT_ACCEPTED'
  /** An address that Shopify takes in no form. */
  | 'ADDRESS_NOT_ACCEPTED'
  /** A web address, an emoji or HTML where Shopify takes none. */
  | 'TEXT_NOT_ACCEPTED'
  /** Custom data that Shopify does not take, or has no room for. */
  | 'CUSTOM_DATA_NOT_ACCEPTED'
  | 'TEXT_SHORTENED'
  | 'CUSTOMER_ADOPTED'
  /** What the record needs in the target belongs to another record of the source. */
  | 'HELD_BY_ANOTHER'
  /** Both sides changed the field, and the project's options say that the old store wins. */
  | 'OVERWRITTEN_BY_SOURCE'
  /** Done in the old store, and Shopify did not or cannot follow: a person must, or leaves it. */
  | 'CHANGE_NOT_POSSIBLE'
  /** Shopify goes on showing its own, and nothing needs to be done. */
  | 'KEPT_IN_SHOPIFY'
  | 'PARENT_MISSING'
  | 'TARGET_RECORD_GONE'
  /** The source gave the id to another record; nothing of that was written. */
  | 'ANOTHER_RECORD'
  /** Found again in the target; where it differs, nobody knows any more who changed it. */
  | 'RELINKED'
  | 'CONFLICT'
  | SourceRemarkCode

/** What the source side tells about a record that it read; see `SourceRecord.remarks`. */
export const SOURCE_REMARK_CODES = [
  /** An entry of a list could not be read and was left out. */
  'ENTRY_NOT_READABLE',
  /** A value could not be read and was left out, or was read as something close to it. */
  'VALUE_NOT_READABLE',
  /** The source sends a field that nobody decided about; it stays behind. */
  'FIELD_NOT_KNOWN',
  /** Custom data that stays behind or was cut. */
  'CUSTOM_DATA_LEFT_BEHIND',
  /** A status that the cart itself does not know, and what it was taken for. */
  'STATUS_NOT_KNOWN',
  /** A kind of product that Shopify has no like of. */
  'PRODUCT_TYPE_NOT_KNOWN',
  /** What was paid is not clear from what the source says. */
  'PAYMENT_NOT_CLEAR',
  /** The order belongs to another one (renewal, part of a marketplace order). */
  'RELATED_ORDER',
  /** A variation that does not fit its product's attributes. */
  'VARIATION_NOT_MATCHED',
  /** Finer than the currency counts. */
  'AMOUNT_ROUNDED',
  /** Will be published by itself at a later time. */
  'SCHEDULED',
] as const
export type SourceRemarkCode = (typeof SOURCE_REMARK_CODES)[number]

/**
 * Pauses that ask something: resuming the run is a yes, and it does not ask the same again; about a
 * list only when that got shorter still.
 */
const QUESTIONS = ['SOURCE_RESTORED', 'SOURCE_LISTS_LESS'] as const satisfies readonly PauseCode[]

export function isQuestion(code: string): boolean {
  return QUESTIONS.some((question) => question === code)
}

export type PauseCode =
  | 'SOURCE_CREDENTIALS'
  | 'SOURCE_UNREACHABLE'
  | 'SOURCE_CHANGED'
  /** A question: several ids belong to other records now. Resuming answers it. */
  | 'SOURCE_RESTORED'
  /** It lists far fewer records than were moved before; the merchant says whether that is right. */
  | 'SOURCE_LISTS_LESS'
  | 'TARGET_CREDENTIALS'
  /** For the operator: Shopify does not take calls from this server's address. */
  | 'TARGET_ADDRESS_REFUSED'
  | 'TARGET_SCOPE_MISSING'
  | 'TARGET_UNREACHABLE'
  | 'APP_UNINSTALLED'
  /** What is missing costs more than the plan allows for one run. */
  | 'ENTITY_POINTS_LIMIT'
  | 'STOPPED_BY_MERCHANT'
