import type { Fields } from './values/fingerprint.ts'
import type { DecimalString } from './values/money.ts'

/** What a record of every kind has. */
export type AnyRecord = { kind: string; sourceId: string }

/** By what a record of the target can be recognised that does not carry our custom id. */
export const LOOK_UP_KEYS = ['order_name', 'email', 'handle', 'sku'] as const
export type LookUpKey = (typeof LOOK_UP_KEYS)[number]

/**
 * All that is particular to one kind of record and belongs to neither store. The engine, the ledger
 * and the screens ask here and name no kind. Every function is pure, and runs in browsers as well.
 *
 * The functions are methods: so a definition fits wherever one of whatever kind is asked for.
 *
 * @typeParam Parent records of other kinds that have to be in the target first
 */
export type KindDefinition<R extends AnyRecord, Parent extends AnyRecord = never> = {
  readonly kind: R['kind']
  /** As in the middle of a sentence. */
  readonly noun: { readonly one: string; readonly many: string }
  /** Entity Points of one new record, with one decimal place. */
  readonly points: DecimalString
  /** Where Shopify's admin shows its records; see `adminPathOf`. */
  readonly adminPath: string

  /** What the merchant knows the record by, without personal data: the ledger keeps it. */
  reference(record: R): string
  /** What a screen calls the record; null: the source does not say. May be a name, and is not kept. */
  label(record: R): string | null
  /** The label names a person. */
  readonly isLabelPersonal: boolean
  /** What it came to, for kinds that have an amount. `placedAt`: ISO 8601 UTC. */
  total?(record: R): { currency: string; amount: DecimalString; placedAt: string }
  /** The record less what changes by itself and is not written (stock); absent: nothing does. */
  lasting?(record: R): R

  /** A record of another kind that it belongs to. */
  readonly owner?: Owner<R, Parent>
  /** Parts of records of another kind that it refers to. */
  readonly parts?: Parts<R, Parent>

  /** Target fields that tell at a glance that it is the right record. */
  readonly keyFields: readonly string[]
  /** Target fields that tell it apart where its mapping remembers no identity. */
  readonly recognisedBy: readonly string[]
  /** Target fields that count only where the record was created with them; see `comparableFields`. */
  readonly onlyIfCreatedWith?: readonly string[]
  /** How it is looked up where its custom id is gone. */
  readonly lookUps: readonly LookUp<R>[]
  /** A field whose value only one record of the target can have: it gives way where two swap theirs. */
  readonly unique?: {
    readonly key: LookUpKey
    readonly field: string
    /** As it is compared; null: the record has none. */
    value(record: R): string | null
  }
  /** What takes a record out of use in the target that was deleted in the source; null: nothing. */
  readonly retire: 'archive' | 'cancel' | null
}

/**
 * Whose the record is. The order shows its customer: one that the source cannot give by id stands on
 * the record itself, as a guest.
 */
type Owner<R extends AnyRecord, Parent extends AnyRecord> = {
  readonly kind: Parent['kind']
  /** The target field that shows it. */
  readonly field: string
  /** Null: nobody's. */
  sourceId(record: R): string | null
  /** The owner as the record describes it; null: it does not. */
  guest(record: R): Parent | null
}

type Parts<R extends AnyRecord, Parent extends AnyRecord> = {
  readonly kind: Parent['kind']
  /** The target field that shows them. */
  readonly field: string
  /** `part` null: the record refers to the parent, and to none of its parts. */
  of(record: R): readonly { parent: string; part: string | null }[]
  /** How many it has, also of its own that refer to nothing. */
  all(record: R): number
}

type LookUp<R extends AnyRecord> = {
  readonly key: LookUpKey
  /** @param fields as the target should show them */
  values(record: R, fields: Fields): readonly unknown[]
}
