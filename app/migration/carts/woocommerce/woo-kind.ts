import type {
  ListedRow,
  SourceCapabilities,
  SourceRecord,
} from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { SourceTuning } from '../kit/tuning.ts'
import type { Query, WooClient } from './client/client.server.ts'
import type { Row } from './lists/rows.ts'
import type { StoreFacts } from './product/facts.server.ts'
import type { WireSummary } from './wire/listing.ts'

/** Where WooCommerce lists records of a kind, and each at `path/id`. */
export type WooList = {
  readonly kind: EntityKind
  /** Under `/wp-json/wc/v3/`. */
  readonly path: string
  /** Sent with every request of the list, because the defaults leave records out. */
  readonly filter: Query
}

/** All that is particular to one kind of WooCommerce's records. */
export type WooKind = WooList & {
  /** What this way of reading the kind finds, and what it does not. */
  readonly capability: SourceCapabilities['kinds'][EntityKind]
  /** Fields that say "new or changed" without the record, whose it is, and whether it is one. */
  readonly summaryFields: string
  /** Whether its list can be asked for what changed since a date. */
  readonly filtersByChange: boolean
  /**
   * Filter under which its change dates are stamped by the store's clock alone; absent: they prove
   * nothing of the clock.
   */
  readonly stampedBy?: Query
  /** Whether what is listed is a record at all. */
  isRecord(summary: WireSummary): boolean
  /** The kind in one store. */
  in(store: WooStore): WooKindInStore
}

/** One old store, as the kinds need it. */
export type WooStore = {
  readonly client: WooClient
  readonly tuning: SourceTuning
  readonly fingerprintKey: string
  readonly orderStatuses: StatusMeanings | undefined
  /** What products of the store have in common; asked for once. @throws SourceRequestError */
  facts(): Promise<StoreFacts>
  notice(told: Message): void
}

/** What the list shows of a record; a total only of kinds that have one. */
export type Shown = Pick<ListedRow, 'rowHash' | 'total'>

export type WooKindInStore = {
  /** What all records need: a store that cannot answer this has trouble of its own. */
  prepare?(): Promise<unknown>
  /** Reads what the row does not show. Null: it is no record. @throws RecordError · SourceRequestError */
  record(row: Row): Promise<SourceRecord | null>
  /** Without any request for this row alone. @throws RecordError */
  shown(row: Row): Promise<Shown>
  /** What to ask one after the other to see every record; together, without doubles. Absent: `filter`. */
  filters?(): Promise<Query[]>
  /** Listed rows without those that never arrive and are told once they are read. */
  arriving?(filter: Query, rows: readonly Row[]): Promise<Row[]>
  /** The guest's customer id; null: nobody's, or an account's. */
  guestOf?(summary: WireSummary): string | null
  /** Filter of what its list counts and `isRecord` does not let through. */
  readonly countedInVain?: Query
}
