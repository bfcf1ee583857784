import type { LookUpKey } from '#app/migration/kinds/definition.ts'
import type { EntityKind, CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { OrderTotal } from './source.ts'
import type { Fields, Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { IssueCode, RecordError, TargetFails } from './errors.ts'

export type Gid = string

/** What a project tells the target's side. */
export type TargetOptions = {
  projectId: string
  /** Put before the source's order number, so that it does not collide with the target's own. */
  orderNamePrefix: string
  /** Where new variants are stocked and orders fulfilled; null: neither is done by location. */
  locationId: Gid | null
  /** The target shop's currency, ISO 4217. */
  currency: string
}

/**
 * Whether a request may still leave. The caller may have been frozen for any length of time since
 * it last looked, so both are asked as late as possible.
 */
export type SendGuard = {
  /** Resolves once sending is surely allowed. @throws when it is not allowed any more */
  assure(): Promise<void>
  /** Asked in the very moment in which the request is put onto the wire. */
  isSure(): boolean
}

/** Shopify ids the writer needs for a record's references; filled by the engine from the mappings. */
export type References = {
  /**
   * By the source id of the part, as the kind’s `parts` names them (an order’s variants). What is
   * missing is not in the target.
   */
  parts: ReadonlyMap<string, Gid>
  /** Whose the record is there (an order’s customer); null: nobody’s. */
  owner: Gid | null
}

/**
 * Whose a record is in the target: null: nobody’s; absent: not known, and then nothing is expected of
 * its owner. By the target's own id, so that a guest who has an account now, and two
 * customers whom the merchant merged, are no difference.
 */
export type ExpectedOwner = { owner?: Gid | null }

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
 * `isTransient`: writing the field once more may bring what is missing; it is tried in a bounded number of
 * runs, unless somebody changed the field in the target.
 */
export type WriteNote = { code: IssueCode; message: Message; field?: string; isTransient?: boolean }

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
   * Parts that carry no id of ours (a customer's addresses), by their place: ours when the field
   * shows exactly what the source has, and nobody knows otherwise.
   */
  withoutId?: { field: string; children: Record<string, Gid> }
}

export type LookedUp = {
  gid: Gid
  /** The source record of this project whose custom id it carries; null: none. */
  sourceId: string | null
  /** The custom id it carries, of whatever project and record; null: none. */
  customId: string | null
}

/** A record of the target that carries a custom id of this project. */
export type OurRecord = { gid: Gid; sourceId: string }

/** What people know a record by, as the target shows it now. */
export type ShownRecord = {
  /** Product title, customer name or order name. */
  label: string
  /** Handle, e-mail address or total with its currency. */
  detail: string | null
  /** When an order was placed. */
  at: string | null
  /** `fulfilled` orders cannot be cancelled. */
  state: 'there' | 'archived' | 'cancelled' | 'fulfilled'
}

/** How a record is taken out of use without deleting it: products are archived, orders cancelled. */
export type RetireBy = 'archive' | 'cancel'

/** `refused`: Shopify did not do it, in its own words; nothing was changed. */
export type Retired =
  { done: 'archived' | 'cancelled' | 'gone' | 'not possible' } | { refused: string }

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
  findByCustomId(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, Gid>>
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
  bind(record: CanonicalRecord, gid: Gid): Promise<'bound' | 'gone' | 'taken'>
  /**
   * Takes the custom id of the source record off a record of the target, and off a product's
   * variants: it is the merchant's from now on. Nothing happens to one that is gone or carries
   * another custom id. Safe to repeat.
   */
  unbind(kind: EntityKind, gid: Gid, sourceId: string): Promise<void>
  /** All our records of the kind, page by page, whatever the ledger knows of them. No search. */
  listOurs(kind: EntityKind): AsyncIterable<OurRecord[]>
  /**
   * Source ids of our records of a kind that the target shows at these owners (orders at customers):
   * of each the first five.
   */
  ownedBy(kind: EntityKind, owners: readonly Gid[]): Promise<string[]>
  /** For the screen: the cheapest look that says how a record stands. What is gone is missing. */
  show(kind: EntityKind, gids: readonly Gid[]): Promise<Map<Gid, ShownRecord>>
  /**
   * Takes the record out of use without deleting it, after looking how it stands: what is so already
   * is left alone. Notifies nobody, restocks and refunds nothing. Safe to repeat.
   */
  retire(kind: EntityKind, gid: Gid, by: RetireBy): Promise<Retired>
  /**
   * Sets the value that only one record can have (a customer's e-mail address), or takes it away: two
   * who swap theirs cannot be brought there otherwise, because the target refuses a value that
   * somebody has. Sends no e-mail. Safe to repeat. @returns the value it had
   */
  replaceUnique(kind: EntityKind, gid: Gid, value: string | null): Promise<string | null>
  /**
   * Brings the collection of a category in line with its id and name. Creates none: that is done by
   * the first product that is in the category. The web address stays. Safe to repeat.
   */
  followCategory(change: CategoryChange): Promise<CategoryFollowed>
  /** What the record would have been expected to show under earlier names. */
  expectedFormerly(record: CanonicalRecord): Promise<NonNullable<TargetSnapshot['formerly']>>
  /** What records with an amount came to, the cheapest way there is that agrees with `readCurrent`. */
  totals(gids: readonly Gid[]): Promise<Map<Gid, OrderTotal>>
  /** Records that are gone in the target are missing in the answer. */
  readCurrent(kind: EntityKind, gids: readonly Gid[]): Promise<TargetSnapshot[]>
  /**
   * The record's fields as Shopify will show them after its documented normalisation; same field
   * names as `TargetSnapshot.fields`. Of one with an owner also whose it is, where `owner` says so. Pure.
   * The merge and the verification compare in this space.
   */
  expectedFields(record: CanonicalRecord, owner?: ExpectedOwner): Fields
  /** Anchors this target must still have (design: the right project). Empty list: all well. */
  checkAnchors(): Promise<{ code: string; message: Message }[]>
}

/** What the target's store is, whoever sells in it. */
export type StoreFacts = {
  gid: Gid
  name: string
  /** ISO 4217. */
  currency: string
  /** IANA. */
  timezone: string
  planName: string
  isDevelopment: boolean
}

export type TargetLocation = { id: Gid; name: string; isActive: boolean }

/** The target's store itself, before and beside any project. All may throw RetriableError | PauseRun | FatalError. */
export interface TargetStore {
  facts(): Promise<StoreFacts>
  /** Where goods can be stocked, as the target lists them. */
  locations(): Promise<TargetLocation[]>
  /** Makes the store ready to hold our custom ids. Safe to repeat. */
  prepare(): Promise<void>
}
