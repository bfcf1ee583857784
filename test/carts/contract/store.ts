import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'

/** A record as its store has it; `at` is its change time, ISO 8601 UTC. */
export type Made = { id: string; at: string }

export type ReadOptions = { pageSize?: number }

/** What may happen to a part of a record. */
export const PART_CHANGES = {
  'variant-edited': 'product',
  'variant-added': 'product',
  'variant-removed': 'product',
  refunded: 'order',
  readdressed: 'order',
} as const satisfies Record<string, EntityKind>
export type PartChange = keyof typeof PART_CHANGES

/** Stands between a connector and its store: changes what passes, or answers in the store's place. */
export type Through = (inner: OutboundHttp) => OutboundHttp

/** A store under test, for one clause: whatever a cart is, this much of it can be shown. */
export type Store = {
  /** A connector as a fresh process would make it. Small pages make borders cheap. */
  connector(options?: ReadOptions): SourceConnector
  /** All records of the kind, five or more, of which nobody changes any. In the order of their ids. */
  settled(kind: EntityKind): Promise<Made[]>
  /** The store's clock, ISO 8601 UTC. */
  now(): string
  /** What the connector gets in with: nothing of it may be told. */
  secrets(): string[]
  /** How many requests the store was sent so far. */
  requests(): number
  /** Requests nobody ever gave this store an answer to; each fails the clause it came up in. */
  unexpected(): string[]
  close(): Promise<void>
}

/**
 * What can be done with a store and to it. A column says of each whether it has it; a clause says
 * which it needs.
 */
export type Works = {
  /** Lets time pass in the store. */
  advance(ms: number): Promise<void>
  /** From now on the store's clock is off by so much. */
  skew(ms: number): void
  /** The clock the store shows is off by so much from the one it stamps changes with. */
  showClock(ms: number): void
  create(kind: EntityKind): string
  /** Changes a record in the store; its change time becomes now. */
  edit(kind: EntityKind, id: string): void
  /** Changes something of the record that its list row shows, and leaves its change time alone. */
  editQuietly(kind: EntityKind, id: string): void
  /** The record carries this change time, or none, as after an import. */
  dateBack(kind: EntityKind, id: string, at: string | null): void
  /** Removes a record for good. */
  remove(kind: EntityKind, id: string): void
  /** Takes a record out of the lists, and back. */
  hide(kind: EntityKind, id: string): void
  show(kind: EntityKind, id: string): void
  /** A record with such a part, and what makes it happen: it may or may not move the record's date. */
  part(change: PartChange): { id: string; happen(): void }
  /** An order without an account, with this e-mail address. */
  orderAsGuest(email: string): string
  /** Runs right after each answer to a request for lists of this kind, until the clause ends. */
  afterEachList(kind: EntityKind, work: () => void): void
  /** The store sends this record without something that a record of its kind must have. */
  corrupt(kind: EntityKind, id: string): void
  /** The lists of this kind count so many records more (or fewer) than there are. */
  miscount(kind: EntityKind, by: number): void
  /** The lists of this kind count this record and do not show it; nor does its own address. */
  withhold(kind: EntityKind, id: string): void
  /** Whatever page of a list of this kind is asked for, the first one comes. */
  repeatPages(kind: EntityKind): void
  /** The credentials are not accepted any more. */
  revokeCredentials(): void
  /** Connectors that try to get in with what is no use. */
  withUnknownKey(): SourceConnector
  withWrongSecret(): SourceConnector
  withoutRightToRead(): SourceConnector
  /** A connector to a store of the same cart that is older than any it can read. */
  ofOldVersion(): SourceConnector
  /** A connector whose requests pass through this. Not for what reads files. */
  through(way: Through, options?: ReadOptions): SourceConnector
}

export type Work = keyof Works

/**
 * One way to stand before the contract: a cart with a store of some sort. What its store cannot show
 * is said here with the reason, and makes the rows that need it `limited`.
 */
export type Column<Lacking extends Work = Work> = {
  /** "woocommerce dialect" */
  cart: string
  cannot: Record<Lacking, string>
  /**
   * Rows that cannot be judged for another reason, by their name ("window.strict/order") or the part
   * of it before the slash. They are tried all the same: one that holds has to be taken off this list.
   */
  limits: Record<string, string>
  /** A store as it is in the beginning, for one clause. */
  open(): Promise<Store & Omit<Works, Lacking>>
}

/** Lets TypeScript see to it that a store can do all that its column does not exclude. */
export function column<Lacking extends Work = never>(definition: Column<Lacking>): AnyColumn {
  const reasons = new Map<string, string>(Object.entries(definition.cannot))
  return {
    cart: definition.cart,
    reasonAgainst: (work) => reasons.get(work) ?? null,
    limits: definition.limits,
    open: () => definition.open(),
  }
}

export type AnyColumn = Pick<Column, 'cart' | 'limits'> & {
  /** Why this work cannot be done here; null: it can. */
  reasonAgainst(work: Work): string | null
  open(): Promise<Store & Partial<Works>>
}
