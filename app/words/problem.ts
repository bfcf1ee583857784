import type { Message } from '#app/migration/messages/message.ts'

/** What keeps something from being done. */
export type Problem = {
  /** Stable: tells the screen which help to show. */
  code: string
  message: Message
  /** HTTP status of the answer behind it; left out when there was none. */
  status?: number
}
