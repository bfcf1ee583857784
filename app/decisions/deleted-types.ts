import type { Problem } from '#app/platform/problem.ts'

/** What a merchant may do about a record that was deleted in the old store. */
export type DeletedDecision = 'archive' | 'cancel' | 'leave'

export type SettledDeleted = {
  /** Taken off the list. */
  settled: number
  refused: { reference: string; message: string }[]
  /** Shopify stopped answering in between. */
  problem: Problem | null
}
