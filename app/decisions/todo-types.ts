/** What the to-do screen shows. No secrets; names and values come later, read from the stores. */
import type { ShownRecord } from '#app/migration/engine/ports/target.ts'
import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { Page } from '#app/platform/page-cursor.ts'
import type { DecidedRow, DecisionRow } from './decision-types.ts'
import type { SaidGroup } from './decision-types.ts'
import type { HowKnown } from './how-known.server.ts'
import type { OpenDecisions } from './open-decisions.server.ts'
import type { TodoTab } from './todo-query.ts'

/** A group as the page has it. */
export type ShownGroup = SaidGroup & {
  key: string
  /** Null: not asked for yet, because there are many. */
  rows: DecisionRow[] | null
  next: string | null
}

/** A record as Shopify has it now. */
export type Standing = { issueId: string; label: string; state: ShownRecord['state'] | 'gone' }

/** What both stores say in a field that both changed. */
export type ConflictValues = {
  issueId: string
  field: string
  source: Json
  target: Json
  currency: { source: string | null; target: string | null }
}

export type TodoList = {
  tab: TodoTab
  /** The group whose rows are leafed through; null: none. */
  openKey: string | null
  cursor: string | null
  counts: OpenDecisions
  decidedCount: number
  noteCount: number
  known: HowKnown
  liveRunId: string | null
  groups: ShownGroup[]
  /** Null on every tab but its own. */
  decided: Page<DecidedRow> | null
  /** Later: how Shopify names them; null: nobody asks. */
  names: Promise<Standing[]> | null
  /** Later: what both stores say; null: nobody asks. */
  values: Promise<ConflictValues[]> | null
}
