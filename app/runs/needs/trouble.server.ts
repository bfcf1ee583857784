import type { Message } from '#app/migration/messages/message.ts'
import type { Problem } from '#app/platform/problem.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

/** What keeps a run from starting or going on, as a run keeps it. */
export type Trouble = {
  /** Stable: tells the screen which help to show. */
  code: string
  told: Message
  /** HTTP status of the answer behind it; left out when there was none. */
  status?: number
}

/** As screens show it. */
export function toProblem({ told, ...rest }: Trouble): Problem {
  return { ...rest, message: sentenceOf(told) }
}
