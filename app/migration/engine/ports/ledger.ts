import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid } from './target.ts'
import type { Mapping, OpenIssue, WriteAttempt, Settlement } from './settlement.ts'
import type { ComparisonLedger } from './comparison-ledger.ts'
import type { RelinkLedger } from './relink-ledger.ts'
import type { WindowLedger } from './window-ledger.ts'
import type { CategoryLedger } from './category-ledger.ts'
import type { IssueCode, PauseCode } from './errors.ts'

/** In how many runs a transient failure is tried by itself. */
export const MAX_TRIES = 5

/**
 * The app's memory for one project and one run. Every write checks the lease inside its own
 * transaction and throws `LeaseLost` when another worker owns the run: nothing of it is kept.
 * Every write may be repeated; a repetition changes nothing.
 */
export interface Ledger extends ComparisonLedger, RelinkLedger, WindowLedger, CategoryLedger {
  mappings(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, Mapping>>
  /** Several source ids may lead to one record: a guest and the account with the same e-mail. */
  mappingsTo(kind: EntityKind, gids: readonly Gid[]): Promise<Mapping[]>
  /**
   * Failed records, conflicts, and transient remarks of earlier runs, not yet resolved; and what
   * kept records from arriving that the merchant left behind.
   */
  openIssues(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, OpenIssue[]>>
  /**
   * Records to look at again by id before this run reads its window: writes that were begun and
   * never settled, failures and transient remarks and were not tried too often, failures under
   * other options or an older mapping version, conflicts the merchant has settled.
   */
  leftovers(kind: EntityKind): Promise<string[]>
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
  /** Records that arrived without their owner, latest first, a few hundred: their guests are there. */
  withoutOwner(kind: EntityKind): Promise<string[]>
  /**
   * Records whose owner has arrived since they were written without them, and that were not brought
   * again yet.
   */
  ownersArrived(kind: EntityKind): Promise<string[]>
  /** Writes begun earlier and never settled: their result is unknown. */
  openIntents(kind: EntityKind, sourceIds: readonly string[]): Promise<Map<string, WriteAttempt[]>>
  /** Saved before the write, beside those still open. */
  saveIntents(
    kind: EntityKind,
    intents: readonly { sourceId: string; attempt: WriteAttempt }[],
  ): Promise<void>
  /**
   * Mapping, outcome, issues, points and the intent's end: one transaction. Records that wait for an
   * owner settled here are to be looked at again from then on.
   */
  settle(settlements: readonly Settlement[]): Promise<void>
}

/** Another worker owns the run now; stop at once, write nothing more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}
