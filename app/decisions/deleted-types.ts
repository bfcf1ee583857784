import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Problem } from '#app/platform/problem.ts'

/** What a merchant may do about a record that was deleted in the old store. */
export type DeletedDecision = 'archive' | 'cancel' | 'leave'

export type DeletedRecord = {
  issueId: string
  kind: EntityKind
  /** Order number, product title or source id. */
  reference: string
  /** As Shopify names it now; falls back to `reference`. */
  label: string
  /** Path inside the Shopify admin, for a deep link; null when it cannot be opened. */
  adminPath: string | null
  /** In Shopify now; `fulfilled` orders cannot be cancelled; `unknown` when Shopify did not answer. */
  state: 'there' | 'archived' | 'cancelled' | 'fulfilled' | 'gone' | 'unknown'
  toldAt: Date
}

export type DeletedPage = {
  items: DeletedRecord[]
  next: string | null
  /** Shopify did not answer: the records are listed as far as they are known. */
  problem: Problem | null
}

export type SettledDeleted = {
  /** Taken off the list. */
  settled: number
  refused: { reference: string; message: string }[]
  /** Shopify stopped answering in between. */
  problem: Problem | null
}
