import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { Fields, Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { DecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { IssueCode, PauseCode, RecordError, SourceRemarkCode, TargetFails } from './errors.ts'

export type EntityKind = 'product' | 'customer' | 'order'
/** The order a run walks the kinds in: parents before children. */
export const ENTITY_KINDS = [
  'product',
  'customer',
  'order',
] as const satisfies readonly EntityKind[]

export type CanonicalRecord = CanonicalProduct | CanonicalCustomer | CanonicalOrder

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

/* ------------------------------------------------------------------ source ---------------- */

export type SourceCapabilities = {
  cart: string
  /** What of the old store is never read, whatever the settings: each a sentence. */
  neverRead: string[]
  kinds: Record<
    EntityKind,
    {
      /** How changes are found, in words a merchant understands. */
      changesFoundBy: string
      /** What this way cannot see and a complete comparison does, each a sentence. */
      onlyComparisonSees: string[]
      /** What not even a complete comparison sees, each a sentence; empty when it sees everything. */
      cannotSee: string[]
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
      reason: string
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
  mark: string | null
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
export type SourceRemark = { code: SourceRemarkCode; message: string; field?: string }

export type SourcePage = {
  records: SourceRecord[]
  /** Records of this page that could not be read; each becomes an issue. */
  rejected: RecordError[]
  /** Where to go on after this page is settled; opaque, JSON-serialisable. */
  resume: string
}

/** One listed record without its content: enough to say new or changed. */
export type SourceMark = {
  sourceId: string
  changedAt: string | null
  /** For orders of guests: the guest's customer id, so that the estimate can count them. */
  guestSourceId: string | null
}

/** One record of a complete listing. */
export type ListedMark = {
  sourceId: string
  /** Null where the platform gives none. */
  changedAt: string | null
  /**
   * Keyed hash of everything the list row shows that matters; equal as long as the record is. Null:
   * the row could not be understood, so only the whole record can tell.
   */
  mark: string | null
  /** For orders of guests: the guest's customer id. */
  guestSourceId: string | null
  /** What an order came to; absent for other kinds, and where the row could not be understood. */
  total?: OrderTotal
}

/** `amount` in full, whatever was refunded since; `placedAt` ISO 8601 UTC. */
export type OrderTotal = { currency: string; amount: DecimalString; placedAt: string }

export type MarksPage = {
  marks: ListedMark[]
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
  notices(): string[]
  /**
   * Kinds whose lists were seen to count records that they do not show, each with what the merchant
   * is told: of what is new in them, nothing is sure.
   */
  hides(): { kind: EntityKind; message: string }[]
  /** Cheap, for progress; of everything there is (`from` null) also to check that all was read. */
  count(kind: EntityKind, window: SourceWindow): Promise<Count>
  /** Ids and change times only, the cheapest way the cart allows; same window semantics as readChanged. */
  listChanged(kind: EntityKind, window: SourceWindow): AsyncIterable<SourceMark[]>
  /**
   * Every record that belongs to the window. May repeat one; never omits one, also while the store
   * is being edited. `resume` continues after a page that was settled.
   * @throws RetriableError | PauseRun | FatalError
   */
  readChanged(kind: EntityKind, window: SourceWindow, resume?: string): AsyncIterable<SourcePage>
  /**
   * Every record there is, with a mark of what the list shows of it, whatever its change time.
   * Guests are not listed: no cart lists them. May repeat a record; never omits one that was there
   * all the while, also when others are created or deleted meanwhile. No request per record.
   * `resume` continues after a page that was compared.
   * @throws RetriableError | PauseRun | FatalError
   */
  listAll(kind: EntityKind, resume?: string): AsyncIterable<MarksPage>
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

/* ------------------------------------------------------------------ target ---------------- */

export type Gid = string

/** Shopify ids the writer needs for a record's references; filled by the engine from the mappings. */
export type References = {
  /** Source variant id → ProductVariant gid. A missing one becomes a custom line. */
  variants: ReadonlyMap<string, Gid>
  /** Customer gid of an order; null: no customer. */
  customer: Gid | null
}

/**
 * Whose an order is in the target: null: nobody's; absent: not known, and then nothing is expected of
 * the order's customer. By the target's own id, so that a guest who has an account now, and two
 * customers whom the merchant merged, are no difference.
 */
export type OrderParents = { customer?: Gid | null }

export type WriteIntent = {
  /**
   * The id of another source record that is mapped to this target record; null: none. Asked before an
   * existing record is used for this one: a target record belongs to one source record, except
   * where a guest became an account.
   */
  ownerOf: (gid: Gid) => Promise<string | null>
} & (
  | {
      op: 'create'
      record: CanonicalRecord
      references: References
      /**
       * True when an earlier try may have reached Shopify (crash, lost answer): the writer must look
       * the source reference up first and complete what it finds instead of creating again.
       */
      mayExist: boolean
    }
  | {
      op: 'update'
      record: CanonicalRecord
      references: References
      gid: Gid
      /** Children already mapped: source variant id → variant gid, source refund id → refund gid. */
      children: Readonly<Record<string, Gid>>
      /** The target fields that may be written: whether they are, `merge` says. */
      changed: readonly string[]
      /**
       * Which of these fields are to be sent, given what the target shows now. Pure. Asked after
       * the writer's own read and before anything is sent; asked again with a new read when a lost
       * answer makes the writer repeat. An older picture of the record decides nothing.
       */
      merge: (current: TargetSnapshot) => readonly string[]
    }
)

/**
 * A known difference or a remark that the merchant should see; the record itself did arrive.
 * `mayHeal`: writing the field once more may bring what is missing; it is tried in a bounded number of
 * runs, unless somebody changed the field in the target.
 */
export type WriteNote = { code: IssueCode; message: string; field?: string; mayHeal?: boolean }

export type WriteResult =
  | {
      ok: true
      intent: WriteIntent
      gid: Gid
      /**
       * `found`: an earlier try had created it, which may be long enough ago for somebody to have
       * edited it. `adopted`: it was there before, or another writer was faster.
       */
      outcome: 'created' | 'found' | 'adopted' | 'updated'
      /** As Shopify has it right after the write. */
      snapshot: TargetSnapshot
      /** All that the record has now: a child that is not among them is gone. */
      children: Record<string, Gid>
      notes: WriteNote[]
    }
  /** `TargetFails`: nothing is known of what was done of it; repeat with `mayExist`. */
  | { ok: false; intent: WriteIntent; error: RecordError | TargetFails }

/**
 * A record as the target has it, in the field space of `toTargetFields` so that source and target
 * compare field by field. `fields` holds normalised JSON values.
 */
export type TargetSnapshot = {
  kind: EntityKind
  gid: Gid
  /** Order name, product title or customer name, for the screen only. */
  label: string
  fields: Fields
  /**
   * What a field would show if things that are not the record's own (collections) had kept the names
   * we gave them before: a base from then is still what we wrote.
   */
  formerly?: Readonly<Record<string, readonly Json[]>>
  children: Record<string, Gid>
  /**
   * Parts that carry no mark of ours (a customer's addresses), by their place: ours when the field
   * shows exactly what the source has, and nobody knows otherwise.
   */
  unmarked?: { field: string; children: Record<string, Gid> }
  /** Shopify's `updatedAt`. */
  updatedAt: string
  /** `legacyResourceId`, for links into the admin. */
  legacyId: string
}

/** By what a record can be recognised that does not carry our custom id. */
export const LOOK_UP_KEYS = ['order_name', 'email', 'handle', 'sku'] as const
export type LookUpKey = (typeof LOOK_UP_KEYS)[number]

export type LookedUp = {
  gid: Gid
  /** The source record of this project whose custom id it carries; null: none. */
  sourceId: string | null
  /** The custom id it carries, of whatever project and record; null: none. */
  customId: string | null
}

/** What a category was known by before: its own id under another name, or one that is gone. */
export type CategoryChange = {
  sourceId: string
  name: string
  before: { sourceId: string; name: string } | null
}

/**
 * What became of a category's collection: renamed, or `kept` because the merchant gave it a title of
 * their own; `same` when nothing about it had to change; `none` when the target has no such
 * collection. `refused`: Shopify did not take the title, in its own words.
 */
export type CategoryFollowed =
  { result: 'renamed' | 'kept' | 'same' | 'none' } | { result: 'refused'; reason: string }

export interface TargetWriter {
  /**
   * Writes each intent and yields its result as Shopify accepts it, in any order. Safe to repeat:
   * with `mayExist` it finds its own earlier write by the source reference stored on the record.
   * Never sends an e-mail, never changes stock of what exists.
   *
   * When `signal` is aborted no further record is begun; those under way are finished and yielded,
   * then the iteration ends without an error. The same when the target fails on one record after the
   * other. Intents without a result were not begun.
   * @throws RetriableError (nothing is known about the rest: repeat with mayExist) | PauseRun | FatalError
   */
  write(intents: readonly WriteIntent[], signal?: AbortSignal): AsyncIterable<WriteResult>
  /** Our records, by custom id. An identifier look-up: it sees a write as soon as it is accepted. */
  findBySourceRef(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, Gid>>
  /** Which of these records the target still has: the cheapest look there is. */
  existing(gids: readonly Gid[]): Promise<Set<Gid>>
  /**
   * Records of the target that show exactly this value; never a similar one. E-mail and handle are
   * identifiers and always up to date; order name and SKU are searched, and Shopify's search runs
   * behind its writes by seconds, sometimes minutes: what was written just now may be missed.
   */
  lookUp(by: LookUpKey, values: readonly string[]): Promise<Map<string, LookedUp[]>>
  /**
   * Gives a record of the target the custom id of the source record, because the merchant said that
   * they are one; of a product also the variants that are evidently the same (the only one, or the
   * same SKU). Nothing else is written. Refused when the record is gone or carries another custom id.
   * Safe to repeat.
   */
  claim(record: CanonicalRecord, gid: Gid): Promise<'claimed' | 'gone' | 'taken'>
  /**
   * Takes the custom id of the source record off a record of the target, and off a product's
   * variants: it is the merchant's from now on. Nothing happens to one that is gone or carries
   * another custom id. Safe to repeat.
   */
  release(kind: EntityKind, gid: Gid, sourceId: string): Promise<void>
  /**
   * Sets the customer's e-mail address, or takes it away: two customers who swap theirs cannot be
   * brought there otherwise, because Shopify refuses an address that somebody has. Sends no e-mail.
   * Safe to repeat. @returns the address it had
   */
  replaceEmail(gid: Gid, email: string | null): Promise<string | null>
  /**
   * Brings the collection of a category in line with its id and name. Creates none: that is done by
   * the first product that is in the category. The web address stays. Safe to repeat.
   */
  followCategory(change: CategoryChange): Promise<CategoryFollowed>
  /** What the record would have been expected to show under earlier names. */
  expectedFormerly(record: CanonicalRecord): Promise<NonNullable<TargetSnapshot['formerly']>>
  /** What orders came to, the cheapest way there is; an edited order in the way of `readCurrent`. */
  orderTotals(gids: readonly Gid[]): Promise<Map<Gid, OrderTotal>>
  /** Records that are gone in the target are missing in the answer. */
  readCurrent(kind: EntityKind, gids: readonly Gid[]): Promise<TargetSnapshot[]>
  /**
   * The record's fields as Shopify will show them after its documented normalisation; same field
   * names as `TargetSnapshot.fields`. Of an order also whose it is, where `parents` say so. Pure. The merge and the verification compare in this space.
   */
  expectedFields(record: CanonicalRecord, parents?: OrderParents): Fields
  /** Anchors this target must still have (design: the right project). Empty list: all well. */
  checkAnchors(): Promise<{ code: string; message: string }[]>
}

/* ------------------------------------------------------------------ ledger ---------------- */

export type Mapping = {
  kind: EntityKind
  sourceId: string
  gid: Gid
  /**
   * Keyed hash over the record's expected target fields when last written. Empty when a later write
   * was begun and refused: the record is then looked at again whatever the source says.
   */
  fingerprint: string
  /** Per target field, keyed hash of the source's expected value when last written. */
  sourceFields: Record<string, string>
  /** Per target field, keyed hash of what the target showed right after our last write. */
  targetFields: Record<string, string>
  children: Record<string, Gid>
  sourceChangedAt: string | null
  /** What the source's list showed of the record when last settled (`SourceRecord.mark`); null: unknown. */
  sourceMark: string | null
  /** What made the source record itself when last settled; null: not known yet, or nothing but its id. */
  identity: IdentityHashes | null
  mappingVersion: number
}

export type OutcomeKind = 'created' | 'updated' | 'unchanged' | 'conflict' | 'skipped' | 'failed'
export type Classification = 'new' | 'changed' | 'unchanged'

export type Outcome = {
  kind: EntityKind
  sourceId: string
  classification: Classification
  outcome: OutcomeKind
  gid: Gid | null
  /** Order number, SKU or the source id: no names, no e-mails. */
  reference: string
  /** Order total with currency ("12.30 EUR"), else null. */
  amount: string | null
}

export type IssueInput = {
  kind: EntityKind
  sourceId: string
  code: IssueCode
  message: string
  field: string | null
  /** Rejected records are not sent again while this stays the same. */
  fingerprint: string | null
  severity: 'failed' | 'conflict' | 'note'
  mayHeal: boolean
  reference: string
  /** False: told again without having been tried; absent: this was a try. */
  tried?: false
  /** The merchant had left the record behind, and it is to be decided anew. */
  reopens?: true
}

/** How the merchant settled a conflict. */
export type Resolution = 'keep_target' | 'take_source'

/** A failed record, a conflict that is not resolved yet, or a remark of an earlier run that may heal. */
export type OpenIssue = IssueInput & {
  /** The last run that reported it. */
  runId: string
  /** The project's options and the app's mapping version are as they were when it was reported. */
  sameRules: boolean
  /** Null until the merchant settles a conflict. */
  resolution: Resolution | null
  /** The merchant accepted that it stays in the source: it is not written, and no failure any more. */
  leftBehind: boolean
  /** It may heal, but was tried in as many runs as there are tries: only the merchant tries again. */
  triedOut: boolean
}

/** A record of the target that may be a source record's, until the merchant says so. */
export type LinkProposal = {
  kind: EntityKind
  sourceId: string
  gid: Gid
  matchedBy: LookUpKey
  reference: string
}

/**
 * What one write was about to do, saved before it: per target field, keyed hash of the value to be
 * sent. A create holds every field, an update those it may write. With it a later try can tell its
 * own half-finished work from the merchant's edit.
 */
export type WriteAttempt = {
  fingerprint: string
  fields: Record<string, string>
  /** Fields in which it was to take the place of somebody else's value, as the project's options say. */
  replaced?: readonly string[] | undefined
}

export type Settlement = {
  outcome: Outcome
  /** Replaces the mapping; null leaves it alone. */
  mapping: Mapping | null
  /** Open from now on. Failed issues of the record that are not among these are resolved. */
  issues: IssueInput[]
  /**
   * Fields an update wrote; remarks on its other fields stay true. Absent: the whole record was
   * written and all its earlier remarks are over.
   */
  writtenFields?: readonly string[]
  /** Fields whose conflict, or whose remark that may heal, is over ('' for the record as a whole). */
  settledConflicts?: readonly string[]
  /** The source's change time of a record that is otherwise as mapped; kept when `mapping` is null. */
  sourceChangedAt?: string | null
  /** The same for the mark of its list row. */
  sourceMark?: string
  /** The same for what makes it itself. */
  identity?: IdentityHashes
  /**
   * What the target did with what was sent is not known: its attempts stay open, so that the next try
   * looks the record up and knows its own half-finished work.
   */
  unfinished?: boolean
  /** What the source told of the record just now; absent: the record was not read. */
  remarks?: readonly SourceRemark[]
}

/* ------------------------------------------------------------------ sweep ----------------- */

/**
 * Why a listed record has to be read: it is not in the target (`missing`; `refused` when that is
 * known and was told), its mark changed, no mark is known of it, or it was told to be deleted and
 * is back. `guest`: comes with a missing order, counted for the points only.
 */
export type SweepReason = 'missing' | 'refused' | 'changed' | 'unmarked' | 'returned' | 'guest'

/** A complete comparison of one kind in this run. */
export type SweepState = {
  resume: string | null
  listed: boolean
  done: boolean
  /** Records listed so far. */
  compared: number
  /** As in `OpenedWindow`. */
  askedTotal: number | null
}

export type ComparedPage = {
  /** Every record of the page. */
  sourceIds: readonly string[]
  findings: readonly { kind: EntityKind; sourceId: string; why: SweepReason }[]
  /** What each listed order came to, as far as its row says. */
  totals: ReadonlyMap<string, OrderTotal>
  total: number | null
  resume: string
}

export type OrderToTotal = {
  sourceId: string
  gid: Gid
  /** Keyed hash of the total that the target showed after our last write; null: not known. */
  written: string | null
}

/**
 * `shown`: what the target shows, and whether that is not what it showed after our last write; `gone`:
 * it has no such order any more; `unread`: it failed to say.
 */
export type TargetTotal = { sourceId: string } & (
  { state: 'shown'; total: OrderTotal; isEdited: boolean } | { state: 'gone' | 'unread' }
)

/** What a complete comparison found; `deleted`: told to be deleted in the source. */
export type SweepResult = { compared: number; changed: number; missing: number; deleted: number }

/**
 * The memory of a complete comparison: first all records are listed and compared, then what was
 * found is read and brought, then what was not listed is confirmed to be gone. Each step can be
 * repeated after a crash without listing or writing anything twice. Writes hold the lease as all do.
 */
export interface SweepLedger {
  /** Where this run's comparison of a kind stands; begins it at the first call. */
  openSweep(kind: EntityKind): Promise<SweepState>
  /** The page's records were seen in this run, and its findings wait: together with the checkpoint. */
  recordCompared(kind: EntityKind, page: ComparedPage): Promise<void>
  /** The list is read from its beginning once more; with the length the merchant is asked about. */
  restartListing(kind: EntityKind, askedTotal: number | null): Promise<void>
  /** Mapped records that this run's listing has not met, of those the source should list. */
  unseenCount(kind: EntityKind): Promise<number>
  /** The listing went through to its end. */
  closeListing(kind: EntityKind): Promise<void>
  /**
   * Entity Points of what this run found missing and has not brought yet, and by how much they and
   * what the run used already exceed the project's limit; null within it. One decimal place.
   */
  sweepCost(): Promise<{ points: string; limit: string; overBy: string | null }>
  /** The next records to read, and why. */
  findings(kind: EntityKind, limit: number): Promise<{ sourceId: string; why: SweepReason }[]>
  /** They were read and settled, or are gone. */
  settleFindings(kind: EntityKind, sourceIds: readonly string[]): Promise<void>
  /** Mapped records that this run has not seen, by `after`; guests are left out. */
  unseen(
    kind: EntityKind,
    after: string | null,
    limit: number,
  ): Promise<{ sourceIds: string[]; next: string | null }>
  /** They were looked up by id: those among `deleted` are gone and were told to the merchant. */
  recordLookedUp(
    kind: EntityKind,
    sourceIds: readonly string[],
    deleted: readonly string[],
  ): Promise<void>
  /** Records told to be deleted in the source: still `open`, or `decided` by the merchant. */
  toldDeleted(
    kind: EntityKind,
    sourceIds: readonly string[],
  ): Promise<Map<string, 'open' | 'decided'>>
  /** Orders that were read anew: what they come to now counts instead of what their rows showed. */
  recordTotals(totals: ReadonlyMap<string, OrderTotal>): Promise<void>
  /** Mapped orders whose total in the target this run has not looked at. */
  ordersToTotal(limit: number): Promise<OrderToTotal[]>
  /** They were looked at; those without a total are gone, or the target failed on them. */
  recordTargetTotals(totals: readonly TargetTotal[]): Promise<void>
  /** What earlier comparisons remembered of totals is out of date. */
  forgetEarlierTotals(): Promise<void>
  /** Everything found is settled. Says the same again when repeated. */
  finishSweep(kind: EntityKind): Promise<SweepResult>
  /** Why everything has to be compared (e.g. SOURCE_CLOCK_WENT_BACK); null: no reason. */
  sweepReason(): Promise<string | null>
  setSweepReason(reason: string | null): Promise<void>
}

/**
 * The app's memory for one project and one run. Every write checks the lease inside its own
 * transaction and throws `LeaseLost` when another worker owns the run: nothing of it is kept.
 * Every write may be repeated; a repetition changes nothing.
 */
/** Chosen proposals by their ids, or all whose two records appear in no other proposal. */
export type ProposalSelection = { ids: readonly string[] } | 'unambiguous'

/** The memory of a re-link. Writes hold the lease as all do. */
export interface RelinkLedger {
  /** Kept for the merchant to confirm. */
  propose(proposals: readonly LinkProposal[]): Promise<void>
  /** Proposals of earlier runs are out of date. */
  forgetEarlierProposals(): Promise<void>
  /** What the merchant confirmed, some at a time, by `after`. */
  proposals(
    kind: EntityKind,
    selection: ProposalSelection,
    after: string | null,
  ): Promise<{ proposals: LinkProposal[]; next: string | null }>
  /** Every proposal that names one of these records: it is settled, one way or another. */
  forgetProposals(
    kind: EntityKind,
    records: { sourceIds: readonly string[]; gids: readonly Gid[] },
  ): Promise<void>
}

export type LastWindow = {
  /** Up to here, in stamps of the source, the kind is complete. */
  watermark: string
  /** What the source's clock showed when that window was opened. */
  clock: string
  /** Milliseconds by our own clock since then. A source clock that moved less went back in between. */
  ageMs: number
  /** The newest record there was then; null: not known. */
  newest: string | null
}

export type WindowOpening = {
  /** What the source's clock showed. */
  clock: string
  /** What the watermark moves to: never later than what the source's own stamps prove. */
  completeUpTo: string
  newest: string | null
}

export type OpenedWindow = {
  window: SourceWindow
  resume: string | null
  done: boolean
  /** How long the list was that the merchant said yes to; null: nobody was asked, or answered. */
  askedTotal: number | null
  /** As `setTotal` said it; null: not yet. */
  total: Count | null
}

/** How far each kind is. Writes hold the lease as all do. */
export interface WindowLedger {
  /** The last window that was settled whole; null before there is one. */
  lastWindow(kind: EntityKind): Promise<LastWindow | null>
  /**
   * The window of this run's pass, fixed at its first start; survives a restart.
   * @param opening what becomes of it when all of it is settled; absent: it moves no watermark
   */
  openWindow(kind: EntityKind, window: SourceWindow, opening?: WindowOpening): Promise<OpenedWindow>
  /** The merchant is asked about a list that got this short; resuming the paused run says yes. */
  rememberAsked(kind: EntityKind, total: number): Promise<void>
  /** Records of the kind that the source should list: mapped, no guests, not told to be deleted. */
  expected(kind: EntityKind): Promise<number>
  /** Records of the kind this run settled that are in the source; no guests. */
  settledInRun(kind: EntityKind): Promise<number>
  /** When records change by themselves next (`SourceRecord.dueAt`); null takes one off the list. */
  setDue(
    kind: EntityKind,
    records: readonly { sourceId: string; at: string | null }[],
  ): Promise<void>
  /** Records whose time has come by the source's clock. */
  due(kind: EntityKind, clock: string): Promise<string[]>
  /** Moves only when every record of the page is settled. */
  checkpoint(kind: EntityKind, resume: string): Promise<void>
  /** Moves only when the whole window is done. */
  commitWatermark(kind: EntityKind): Promise<void>
  /** The pass is done; for runs that have no watermark to move. */
  finishPass(kind: EntityKind): Promise<void>
  /** Total expected records, for the progress. */
  setTotal(kind: EntityKind, total: Count): Promise<void>
}

/** A category as its collection was last brought in line with it. */
export type KnownCategory = {
  sourceId: string
  name: string
  /** The source does not list it any more. */
  isGone: boolean
}

/** What the source's categories were called. Writes hold the lease as all do. */
export interface CategoryLedger {
  categories(): Promise<KnownCategory[]>
  /** @param forgotten ids of categories whose collection belongs to another one now */
  rememberCategories(
    categories: readonly KnownCategory[],
    forgotten: readonly string[],
  ): Promise<void>
}

export interface Ledger extends SweepLedger, RelinkLedger, WindowLedger, CategoryLedger {
  mappings(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, Mapping>>
  /** Several source ids may lead to one record: a guest and the account with the same e-mail. */
  mappingsTo(kind: EntityKind, gid: Gid): Promise<Mapping[]>
  /**
   * Failed records, conflicts, and remarks of earlier runs that may heal, not yet resolved; and what
   * kept records from arriving that the merchant left behind.
   */
  openIssues(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, OpenIssue[]>>
  /**
   * Records to look at again by id before this run reads its window: writes that were begun and
   * never settled, failures and remarks that may heal and were not tried too often, failures under
   * other options or an older mapping version, conflicts the merchant has settled.
   */
  healable(kind: EntityKind): Promise<string[]>
  /** The merchant asks for these records after all: none of them is left behind any more. */
  takeBack(kind: EntityKind, sourceIds: readonly string[]): Promise<void>
  /**
   * Records that never arrived because the source did not give them by id: asked for again in a
   * bounded number of runs, should they come back.
   */
  skipped(kind: EntityKind): Promise<string[]>
  /**
   * How many records this run was the first to tell this of, and that are not decided yet. What
   * earlier runs told does not count.
   */
  firstTold(code: IssueCode): Promise<number>
  /** Whether the merchant resumed this run after it had paused with this question. */
  answered(code: PauseCode): Promise<boolean>
  /** Failures of earlier runs that stand: reported again in this run without being sent again. */
  standing(kind: EntityKind): Promise<OpenIssue[]>
  /**
   * Records with an open failure that this run has not reported yet, some at a time: what was
   * settled leaves the list. `reportedBy` narrows it to the failures of one run.
   */
  failures(
    kind: EntityKind,
    page: { reportedBy: string | null; after: string | null },
  ): Promise<{ sourceIds: string[]; next: string | null }>
  /** Orders that arrived without their customer, latest first, a few hundred: their guests are there. */
  ordersWithoutCustomer(): Promise<string[]>
  /** Writes begun earlier and never settled: their result is unknown. */
  openIntents(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, WriteAttempt[]>>
  /** Saved before the write, beside those still open. */
  saveIntents(
    kind: EntityKind,
    intents: readonly { sourceId: string; attempt: WriteAttempt }[],
  ): Promise<void>
  /** Mapping, outcome, issues, points and the intent's end: one transaction. */
  settle(settlements: readonly Settlement[]): Promise<void>
}

/** Another worker owns the run now; stop at once, write nothing more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}
