import type { LookUpKey } from '#app/migration/kinds/definition.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { IdentityHashes, SourceRemark } from './source.ts'
import type { Gid } from './target.ts'
import type { Message, Told } from '#app/migration/messages/message.ts'
import type { IssueCode } from './errors.ts'

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
  /** What the source's list showed of the record when last settled (`SourceRecord.rowHash`); null: unknown. */
  sourceRowHash: string | null
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

/** `Told`: of a failure that is told again as an earlier release put it. */
export type IssueInput<Said extends Told = Message> = {
  kind: EntityKind
  sourceId: string
  code: IssueCode
  /** What the merchant is told. */
  message: Said
  field: string | null
  /** Rejected records are not sent again while this stays the same. */
  fingerprint: string | null
  severity: 'failed' | 'conflict' | 'note'
  isTransient: boolean
  reference: string
  /** The record was written without its owner, whose source id this is: it follows when they arrive. */
  waitsFor?: string
  /** False: told again without having been tried; absent: this was a try. */
  tried?: false
  /** The merchant had left the record behind, and it is to be decided anew. */
  reopens?: true
}

/** How the merchant settled a conflict. */
export type Resolution = 'keep_target' | 'take_source'

/** A failed record, a conflict that is not resolved yet, or a transient remark of an earlier run. */
export type OpenIssue = IssueInput<Told> & {
  /** The last run that reported it. */
  runId: string
  /** The project's options and the app's mapping version are as they were when it was reported. */
  sameRules: boolean
  /** Null until the merchant settles a conflict. */
  resolution: Resolution | null
  /** The merchant accepted that it stays in the source: it is not written, and no failure any more. */
  leftBehind: boolean
  /** It is transient, but was tried in as many runs as there are tries: only the merchant tries again. */
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
  issues: IssueInput<Told>[]
  /**
   * Fields an update wrote; remarks on its other fields stay true. Absent: the whole record was
   * written and all its earlier remarks are over.
   */
  writtenFields?: readonly string[]
  /** Fields whose conflict, or whose transient remark, is over ('' for the record as a whole). */
  settledConflicts?: readonly string[]
  /** Nothing was written, and the record is its own owner's: that it waits for them is over. */
  hasOwnOwner?: boolean
  /** The source's change time of a record that is otherwise as mapped; kept when `mapping` is null. */
  sourceChangedAt?: string | null
  /** The same for the hash of its list row. */
  sourceRowHash?: string
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
