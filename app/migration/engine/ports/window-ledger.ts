import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceWindow, Count } from './source.ts'

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
