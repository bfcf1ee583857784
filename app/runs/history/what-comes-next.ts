import type { Message } from '#app/migration/messages/message.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { MAX_TRIES } from '#app/migration/engine/ports/ledger.ts'

/** Whether a record that did not arrive is tried again by itself; null for what did. */
export function whatComesNext(issue: {
  severity: string
  code: string
  isTransient: boolean
  tries: number
  resolvedAt: Date | null
}): Message | null {
  if (issue.resolvedAt !== null || issue.severity !== 'failed') return null
  if (!issue.isTransient) {
    return runSays('sentAgainWhenChanged')
  }
  return issue.tries >= MAX_TRIES
    ? runSays('triedOut', { tries: MAX_TRIES })
    : runSays('triedNext', { tries: issue.tries, most: MAX_TRIES })
}
