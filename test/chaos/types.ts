/** What the parts of the chaos harness tell each other. */
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { FaultKind } from './faults/kinds.ts'
import type { LifeKind } from './life/life-kinds.ts'

/** What the target shows against the source. Every number must be zero. */
export type Findings = {
  lost: number
  duplicated: number
  overwritten: number
  /** Filled by the harness from the stand-in's own counters; a checker leaves it at zero. */
  emails: number
  /** Likewise. */
  stockMoves: number
  wrongTotals: number
  /** Fields that are not as in the source, or that stem from nothing there. */
  wrongFields: number
  watermarkLies: number
  /** Records that stem from nothing in the source; the harness counts them as duplicated. */
  extra?: number
  /** Records an open issue says did not arrive: seen by the merchant, so not lost. */
  announced?: number
  /** One line per finding: kind, source id, what was expected and what Shopify has. */
  stories: string[]
}

export type OpenIssueRow = {
  kind: EntityKind
  sourceId: string
  code: string
  severity: string
  field: string | null
}

/** Records changed in the source later than this (ISO 8601 UTC, per kind) are not judged. */
export type Through = Record<EntityKind, string>

export type CheckInput<Edits> = {
  woo: WooState
  shop: ShopState
  projectId: string
  /** What the merchant changed in Shopify by hand. */
  edits: Edits
  /** The watermarks of the completed run; null judges every record. */
  through: Through | null
  /** Only to tell an announced failure from a silent loss. */
  ledgerIssues: readonly OpenIssueRow[]
}

/** Moments that chance alone would bring too seldom; `life/moments.ts` arranges them. */
export type Moment =
  | 'a proxy shows a later time'
  | 'changes in the last second of a window'
  | 'merchant edits what a dead worker left'
  | 'a worker dies when an order was made'
  | 'a worker sleeps until its work is done'
  | 'merchant and old store edit the same record'
  | 'merchant and old store change the addresses of one customer'
  | 'a price changes without a date'

/** One known defect, planted in the workers only. `defects/index.ts` exports them as `DEFECTS`. */
export type Defect = {
  readonly name: string
  readonly says: string
  /** Further arguments of Node, before the worker's entry file. */
  readonly workerArgs: string[]
  readonly workerEnv: Record<string, string>
  /** Faults to deal heavily, so that the defect has a chance to show. */
  readonly focus: readonly FaultKind[]
  /** To be arranged in every run, with the defect and without it. */
  readonly moments: readonly Moment[]
  /** To be lived through before every run that can see it, with the defect and without it. */
  readonly life: readonly LifeKind[]
}
