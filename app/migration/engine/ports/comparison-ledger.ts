import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { OrderTotal } from './source.ts'
import type { Gid } from './target.ts'

/**
 * Why a listed record has to be read: it is not in the target (`missing`; `refused` when that is
 * known and was told), its row changed, no hash of its row is known, or it was told to be deleted and
 * is back. `guest`: comes with a missing order, counted for the points only.
 */
export type FindingReason = 'missing' | 'refused' | 'changed' | 'no_row_hash' | 'returned' | 'guest'

/** A complete comparison of one kind in this run. */
export type ComparisonState = {
  resume: string | null
  listed: boolean
  done: boolean
  /** Records listed so far. */
  compared: number
  /** As in `OpenedWindow`. */
  askedTotal: number | null
}

/** `rowHash`: what the list showed; null: nothing that could be understood, or it is not known. */
export type Finding = { sourceId: string; why: FindingReason; rowHash: string | null }

export type ComparedPage = {
  /** Every record of the page. */
  sourceIds: readonly string[]
  findings: readonly (Finding & { kind: EntityKind })[]
  /** What each listed order came to, as far as its row says. */
  totals: ReadonlyMap<string, OrderTotal>
  total: number | null
  resume: string
}

export type OrderToTotal = {
  sourceId: string
  gid: Gid
  /** Keyed hash of the total that the target showed after our last write; null: not known. */
  lastTotal: string | null
}

/**
 * `shown`: what the target shows, and whether that is not what it showed after our last write; `gone`:
 * it has no such order any more; `unread`: it failed to say.
 */
export type TargetTotal = { sourceId: string } & (
  { state: 'shown'; total: OrderTotal; isEdited: boolean } | { state: 'gone' | 'unread' }
)

/** What a complete comparison found; `deleted`: told to be deleted in the source. */
export type ComparisonResult = {
  compared: number
  changed: number
  missing: number
  deleted: number
}

/**
 * The memory of a complete comparison: first all records are listed and compared, then what was
 * found is read and brought, then what was not listed is confirmed to be gone. Each step can be
 * repeated after a crash without listing or writing anything twice. Writes hold the lease as all do.
 */
export interface ComparisonLedger {
  /** Where this run's comparison of a kind stands; begins it at the first call. */
  openComparison(kind: EntityKind): Promise<ComparisonState>
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
  comparisonCost(): Promise<{ points: string; limit: string; overBy: string | null }>
  /** The next records to read, and why. */
  findings(kind: EntityKind, limit: number): Promise<Finding[]>
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
  finishComparison(kind: EntityKind): Promise<ComparisonResult>
  /** Why everything has to be compared (e.g. SOURCE_CLOCK_WENT_BACK); null: no reason. */
  comparisonReason(): Promise<string | null>
  setComparisonReason(reason: string | null): Promise<void>
}
