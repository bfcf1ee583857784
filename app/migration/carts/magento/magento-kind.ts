import type {
  ListedRow,
  SourceCapabilities,
  SourceCategory,
  SourceRecord,
} from '#app/migration/engine/ports/source.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { SourceTuning } from '../kit/tuning.ts'
import type { Ask } from './facts/ask.ts'
import type { Row } from './lists/rows.ts'
import type { Right } from './messages/magento.ts'
import type { WireSummary } from './wire/listing.ts'
import type { WireStoreConfig } from './wire/store-config.ts'

/** A website's own number, or those of its store views. */
export type SiteField = 'website_id' | 'store_id'

/** Where Magento lists records of a kind. */
export type MagentoList = {
  readonly kind: EntityKind
  /** Under `/rest/<view>/V1/`. */
  readonly path: string
  /** Fields of a row that listing needs, beside its number: sent as `fields`. */
  readonly summaryFields: string
  /** Without it, the store answers none of this list. */
  readonly right: Right
  /** By which of a row's fields the list is narrowed to one website of several. */
  readonly siteField: SiteField
  /** What the list calls the number of its rows. */
  readonly idField: 'id' | 'entity_id'
  /** A record's own address; null: it has none that is made of its number (products have their SKU's). */
  readonly own: ((id: number) => string) | null
  /**
   * Lists of what belongs to records and has dates of its own, each row naming the record by
   * `order_id`: something new there may leave the record's own date alone.
   */
  readonly also?: readonly string[]
}

/** All that is particular to one kind of Magento's records. */
export type MagentoKind = MagentoList & {
  /** What this way of reading the kind finds, and what it does not. */
  readonly capability: SourceCapabilities['kinds'][EntityKind]
  /** The kind in one store. */
  in(store: MagentoStore): MagentoKindInStore
}

/** One old store, seen through the chosen store view, as the kinds need it. */
export type MagentoStore = {
  /** @throws SourceRequestError */
  readonly ask: Ask
  /** What the chosen view says of itself; asked for once. @throws SourceRequestError */
  view(): Promise<WireStoreConfig>
  /** Whether that view’s website alone is read, of several; else all are. @throws SourceRequestError */
  isPart(): Promise<boolean>
  readonly tuning: SourceTuning
  readonly fingerprintKey: string
  readonly orderStatuses: StatusMeanings | undefined
  /** The store's clock as of its last answer, milliseconds. */
  now(): number
  notice(told: Message): void
}

/** What the list shows of a record; a total only of kinds that have one. */
export type Shown = Pick<ListedRow, 'rowHash' | 'total'>

export type MagentoKindInStore = {
  /** What all records need: a store that cannot answer this has trouble of its own. */
  prepare?(): Promise<unknown>
  /** Reads what the row does not show. Null: it is no record. @throws RecordError · SourceRequestError */
  record(row: Row): Promise<SourceRecord | null>
  /** Without any request for this row alone. @throws RecordError · SourceRequestError */
  shown(row: Row): Promise<Shown>
  /** The guest's customer id; null: nobody's, or an account's. */
  guestOf?(summary: WireSummary): string | null
  /**
   * Rows that are no records of their own but parts of others, by number: in whose records they are.
   * @throws SourceRequestError
   */
  owners?(): Promise<ReadonlyMap<number, readonly number[]>>
  /** All categories, of the kind that has some; null: the token may not list them. @throws SourceRequestError */
  categories?(): Promise<SourceCategory[] | null>
}
