import type { Message } from '#app/migration/messages/message.ts'
import type { Problem } from '#app/words/problem.ts'

/** What a merchant may do about a record that was deleted in the old store. */
export type DeletedDecision = 'archive' | 'cancel' | 'leave'

export type SettledDeleted = {
  /** Taken off the list. */
  settled: number
  refused: { reference: string; message: Message }[]
  /** Shopify stopped answering in between. */
  problem: Problem | null
}
