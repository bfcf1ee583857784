import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Problem } from '#app/words/problem.ts'
import type { RelinkKey } from '../run-task.ts'
import type { RunView } from '../run-types.ts'

/** A record of Shopify that may be a record of the old store. */
export type Proposal = {
  id: string
  kind: EntityKind
  sourceId: string
  /** Order number, SKU or source id. */
  reference: string
  matchedBy: RelinkKey
  /** One of the two appears in another proposal as well. */
  ambiguous: boolean
  /** As Shopify shows it now; null when it is gone or Shopify did not answer. */
  target: { label: string; detail: string | null; at: string | null } | null
  /** Path inside the Shopify admin, for a deep link. */
  adminPath: string
}

export type ProposalPage = { items: Proposal[]; next: string | null; problem: Problem | null }

export type RelinkView = {
  /** The latest re-link; null before the first. */
  lastRun: RunView | null
  /** Proposals that wait for the merchant. */
  open: number
  /** Of these, where each record appears once. */
  unambiguous: number
}
