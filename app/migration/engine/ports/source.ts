import type { EntityKind, CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { DecimalString } from '#app/migration/kinds/values/money.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { RecordError, SourceRemarkCode } from './errors.ts'

/**
 * Source-clock time, ISO 8601 UTC. `from` exclusive; null: everything there is, also what carries no
 * change time. `to` is the moment the window was opened: it ends the reading of a store that is being
 * edited, and leaves nothing out that was there before. What is stamped later than it (the clock
 * behind `to` may not be the one that stamps changes, and goods may be dated into the future) is read
 * as well, in bounds. `knownUpTo`: the newest record that was there when the window before was
 * opened; what was made after it belongs to this window whatever its change time says.
 */
export type SourceWindow = { from: string | null; to: string; knownUpTo?: string | null }

/** What the source says of itself at one moment, read before the first page of a window. */
export type SourceMoment = {
  /** The clock the source shows (HTTP `Date`): maybe its own, maybe that of a proxy. ISO 8601 UTC. */
  clock: string
  /**
   * The latest change time of any record that is not later than `clock`: so far, at least, the clock
   * has come that stamps changes. Null: no record carries one.
   */
  stamped: string | null
  /** The newest record of the kind, opaque; null: there is none. */
  newest: string | null
  /** How many records of the kind the source says it has, or a few more; null: it does not say. */
  total: number | null
}

export type SourceCapabilities = {
  cart: string
  /**
   * Version of the rules that make target fields out of the cart's records. Raised with those rules,
   * so that records Shopify rejected before are worth another try, and so that fields an older version
   * did not know are not mistaken for a change in the source.
   */
  mappingVersion: number
  /** What of the old store is never read, whatever the settings. */
  neverRead: readonly Message[]
  kinds: Record<
    EntityKind,
    {
      /** How changes are found, in words a merchant understands. */
      changesFoundBy: Message
      /** What this way cannot see and a complete comparison does. */
      onlyComparisonSees: readonly Message[]
      /** What not even a complete comparison sees; empty when it sees everything. */
      cannotSee: readonly Message[]
      deletesVisible: boolean
      /**
       * The source cannot filter this kind by change time, so every run lists all of it: what the list
       * shows is compared with what is remembered, as a complete comparison does.
       */
      listedWhole: boolean
      /** Smallest step of the source's change time, in milliseconds. */
      timeResolutionMs: number
    }
  >
}

/** `ok: false` carries a sentence for the merchant; `code` tells the screens which help to show. */
export type SourceHealth =
  | {
      ok: true
      identity: SourceIdentity
      version: string
      /** IANA zone or fixed offset of the store. */
      timezone: string
      /** ISO 4217 */
      currency: string
      /** The source's clock when it answered (HTTP `Date`), ISO 8601 UTC. */
      sourceNow: string
      /** Source clock minus ours, milliseconds. */
      clockSkewMs: number
    }
  | {
      ok: false
      code: SourceProblemCode
      reason: Message
      /** HTTP status of the answer; null or left out when there was none. */
      status?: number | null
    }

export type SourceProblemCode =
  | 'NOT_FOUND'
  | 'NOT_THIS_CART'
  | 'ANSWERED_HTML'
  | 'MAINTENANCE'
  | 'BAD_CREDENTIALS'
  /** The key is known, the secret does not belong to it. */
  | 'BAD_SECRET'
  | 'NO_READ_PERMISSION'
  | 'VERSION_TOO_OLD'
  | 'TLS'
  | 'TIMEOUT'
  | 'ADDRESS_NOT_ALLOWED'
  | 'BROKEN_ANSWER'
  | 'SERVER_ERROR'

/** What makes it the same store next time: compared before each run. */
export type SourceIdentity = { url: string; storeId: string; name: string }

export type SourceRecord<R extends CanonicalRecord = CanonicalRecord> = {
  kind: EntityKind
  sourceId: string
  /** ISO 8601 UTC; null where the platform gives none. */
  changedAt: string | null
  /**
   * Keyed hash of what the source's list shows of the record, the same that `listAll` tells; null
   * where there is no list row (guests).
   */
  rowHash: string | null
  /** What makes the record itself, apart from its id; null where nothing but the id does (guests). */
  identity: RecordIdentity | null
  /**
   * The next time at which the record changes without being touched and without a new change time
   * (it is published, a sale begins or ends): it is read again when that time has come. Null: none;
   * absent: the kind has no such thing.
   */
  dueAt?: string | null
  /** What the merchant should know of this record that its fields do not show. */
  remarks: SourceRemark[]
  record: R
}

/**
 * What makes a record itself: a store restored from a backup gives its ids out again. Values as the
 * source has them; the ledger keeps keyed hashes only.
 */
export type RecordIdentity = {
  /** When it was created, ISO 8601 UTC; null where the source does not say. */
  createdAt: string | null
  /** Given once and never changed, by name: an order's key, a user name. What is empty is left out. */
  fixed: Readonly<Record<string, string>>
  /**
   * What people know the record by, by name: number, e-mail address, title. Each may change, but
   * hardly on the day on which somebody corrects the creation date.
   */
  known: Readonly<Record<string, string>>
}

/** A `RecordIdentity` as the ledger keeps it: keyed hash per part. */
export type IdentityHashes = Readonly<Record<string, string>>

/**
 * Told by the source side each time it reads the record: a remark that is not told again is over.
 * It names fields and keys, never their values.
 */
export type SourceRemark = { code: SourceRemarkCode; message: Message; field?: string }

/** Records as a page or a look-up by id gave them. */
export type SourceBatch = {
  records: readonly SourceRecord[]
  /** Records that could not be read; each becomes an issue. */
  rejected: readonly RecordError[]
}

export type SourcePage = {
  records: SourceRecord[]
  /** Records of this page that could not be read; each becomes an issue. */
  rejected: RecordError[]
  /** Where to go on after this page is settled; opaque, JSON-serialisable. */
  resume: string
}

/** One listed record without its content: enough to say new or changed. */
export type ChangedRow = {
  sourceId: string
  changedAt: string | null
  /** For orders of guests: the guest's customer id, so that the estimate can count them. */
  guestSourceId: string | null
}

/** One record of a complete listing. */
export type ListedRow = {
  sourceId: string
  /** Null where the platform gives none. */
  changedAt: string | null
  /**
   * Keyed hash of everything the list row shows that matters; equal as long as the record is. Null:
   * the row could not be understood, so only the whole record can tell.
   */
  rowHash: string | null
  /** For orders of guests: the guest's customer id. */
  guestSourceId: string | null
  /** What an order came to; absent for other kinds, and where the row could not be understood. */
  total?: OrderTotal
}

/** `amount` in full, whatever was refunded since; `placedAt` ISO 8601 UTC. */
export type OrderTotal = { currency: string; amount: DecimalString; placedAt: string }

export type RowsPage = {
  rows: ListedRow[]
  /** How many records the source says it has; for the progress only. */
  total: number | null
  /** Where to go on after this page; opaque, JSON-serialisable. */
  resume: string
}

export type Count = { count: number; exact: boolean }

export interface SourceConnector {
  describe(): SourceCapabilities
  /** Never throws for a source that is wrong or down: says so. */
  check(): Promise<SourceHealth>
  /** What time it is there, and how far the store has come with this kind: closes the window. */
  now(kind: EntityKind): Promise<SourceMoment>
  /** What was met while reading that the merchant should know, each once; asking empties the list. */
  notices(): Message[]
  /**
   * Kinds whose lists were seen to count records that they do not show, each with what the merchant
   * is told: of what is new in them, nothing is sure.
   */
  hides(): { kind: EntityKind; message: Message }[]
  /** Cheap, for progress; of everything there is (`from` null) also to check that all was read. */
  count(kind: EntityKind, window: SourceWindow): Promise<Count>
  /** Ids and change times only, the cheapest way the cart allows; same window semantics as readChanged. */
  listChanged(kind: EntityKind, window: SourceWindow): AsyncIterable<ChangedRow[]>
  /**
   * Every record that belongs to the window. May repeat one; never omits one, also while the store
   * is being edited. `resume` continues after a page that was settled.
   * @throws RetriableError | PauseRun | FatalError
   */
  readChanged(kind: EntityKind, window: SourceWindow, resume?: string): AsyncIterable<SourcePage>
  /**
   * Every record there is, with a hash of what the list shows of it, whatever its change time.
   * Guests are not listed: no cart lists them. May repeat a record; never omits one that was there
   * all the while, also when others are created or deleted meanwhile. No request per record.
   * `resume` continues after a page that was compared.
   * @throws RetriableError | PauseRun | FatalError
   */
  listAll(kind: EntityKind, resume?: string): AsyncIterable<RowsPage>
  /**
   * For parents not seen yet and for retrying issues. Ids that are gone are simply missing in the
   * answer. `alone`: each is asked for by its own address, because an answer for several at once was
   * older than the list; where a cart has no such address, it changes nothing.
   */
  readByIds(
    kind: EntityKind,
    ids: readonly string[],
    how?: { alone?: boolean },
  ): Promise<{ records: SourceRecord[]; rejected: RecordError[] }>
  /**
   * All categories there are, whether products are in them or not. Null: the source cannot list them
   * (or our key may not), and only products show what they are called.
   * @throws RetriableError | PauseRun | FatalError
   */
  categories(): Promise<SourceCategory[] | null>
}

/**
 * A category of the source, which becomes a collection as soon as a product is in it. Its id is what
 * it is known by; the name may change at any time and moves no product's date.
 */
export type SourceCategory = {
  sourceId: string
  /** What its collection is called: not blank, and no other category's. */
  name: string
  /** Its own name where other categories have the same, so that `name` tells them apart; else null. */
  sharedName: string | null
}
