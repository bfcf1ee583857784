import type { MetafieldOwnerType } from '#app/types/admin-operations.ts'
import type { LookUpKey } from '../kinds/definition.ts'
import type {
  Gid,
  LookedUp,
  ExpectedOwner,
  References,
  RetireBy,
  ShownRecord,
  TargetOptions,
  TargetSnapshot,
  WriteIntent,
  WriteNote,
} from '../engine/ports/target.ts'
import type { OrderTotal } from '../engine/ports/source.ts'
import type { CanonicalRecord } from '../kinds/kind.ts'
import type { Fields } from '../kinds/values/fingerprint.ts'
import type { AdminOperation } from './api/operation.ts'
import type { TargetContext } from './target-context.ts'

/**
 * All that the writer needs to know of one kind of record. Methods and not functions, so that each kind
 * may ask for its own records; who calls them looks the kind up by the record (`kinds.ts`).
 */
export type TargetKind<Entity extends CanonicalRecord> = {
  /** Types of records that carry a custom id, the kind's own among them. */
  readonly owners: readonly Owner[]
  /** Looks ten custom ids up at once. */
  readonly findTen: AdminOperation<Ten, TenVariables>
  /** See `TargetWriter.expectedFields`. Pure. */
  expectedFields(record: Entity, options: TargetOptions, owner: ExpectedOwner): Fields
  /** The kind in one store. What it caches lives as long as the writer. */
  in(store: TargetContext): KindInStore<Entity>
}

export type Owner = {
  ownerType: MetafieldOwnerType
  /** "products" */
  several: string
}

export type KindInStore<Entity extends CanonicalRecord> = {
  /** By custom id. */
  find(sourceId: string): Promise<Gid | null>
  /** One page of all records there are. */
  list(after: string | null): Promise<ListedPage>
  show(gids: readonly Gid[]): Promise<ShownWithId[]>
  readCurrent(gids: readonly Gid[]): Promise<TargetSnapshot[]>
  create(creation: Creation<Entity>): Promise<Accepted>
  /** Everything that has to be known before a record is changed; its own picture is read last. */
  read(update: Update<Entity>): Promise<ReadForUpdate>
  /**
   * For what Shopify works on by itself after a write (`Accepted.pending`): waits for it in bounds and
   * gives each of them back, completed in place.
   */
  settled?(pending: readonly Accepted[]): AsyncIterable<Accepted>
  /** See `TargetWriter.expectedFormerly`. */
  expectedFormerly?(record: Entity): Promise<NonNullable<TargetSnapshot['formerly']>>
  /** See `TargetWriter.lookUp`. */
  readonly lookUps: Readonly<Partial<Record<LookUpKey, (value: string) => Promise<LookedUp[]>>>>
  /** For a kind of which each belongs to somebody; see `TargetWriter.ownedBy`. */
  ownedBy?(owners: readonly Gid[]): Promise<string[]>
  /** For a kind with an amount; see `TargetWriter.totals`. */
  totals?(gids: readonly Gid[]): Promise<Map<Gid, OrderTotal>>
  /** For a kind with a value that only one record can have; see `TargetWriter.replaceUnique`. */
  replaceUnique?(gid: Gid, value: string | null): Promise<string | null>
  /** Called for a record that is not so already. */
  readonly retire: Readonly<Partial<Record<RetireBy, (gid: Gid) => Promise<void>>>>
  /** What carries custom ids of its own inside the record. */
  readonly parts?: {
    /** Those that are evidently the same as parts of the source's record and carry no id yet. */
    toBind(record: Entity, gid: Gid): Promise<{ ownerId: Gid; value: string }[]>
    /** Those that carry an id of ours. */
    ours(gid: Gid, sourceId: string): Promise<Gid[]>
  }
}

type Found = { id: string } | null
type Ten = Record<`r${Digit}`, Found>
type TenVariables = { namespace: string } & Record<`v${Digit}`, string>
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

export type ListedPage = {
  nodes: { id: Gid; sourceId: { value: string } | null }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

export type ShownWithId = {
  gid: Gid
  shown: ShownRecord
  /** The custom id it carries, of whatever project and record; null: none. */
  customId: string | null
}

export type Creation<Entity> = Pick<WriteIntent, 'ownerOf'> & {
  record: Entity
  references: References
  mayExist: boolean
}

export type Update<Entity> = Pick<WriteIntent, 'ownerOf'> & {
  record: Entity
  references: References
  gid: Gid
  children: Readonly<Record<string, Gid>>
  /** Fields that may be sent. Which are, is decided by what was read. */
  mayChange: ReadonlySet<string>
}

export type ReadForUpdate = {
  current: TargetSnapshot
  /** Sends these fields and reads the record back; with none it sends only what a crash left undone. */
  write(changed: ReadonlySet<string>): Promise<Accepted>
}

export type Accepted = {
  gid: Gid
  outcome: 'created' | 'found' | 'adopted' | 'updated'
  snapshot: TargetSnapshot
  children: Record<string, Gid>
  notes: WriteNote[]
  /** The field that Shopify still works on. */
  pending?: string
}
