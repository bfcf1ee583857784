import { MAX_TRIES } from '#app/migration/engine/ports/ledger.ts'

/** Whether a record that did not arrive is tried again by itself, in words; null for what did. */
export function whatComesNext(issue: {
  severity: string
  code: string
  isTransient: boolean
  tries: number
  resolvedAt: Date | null
}): string | null {
  if (issue.resolvedAt !== null || issue.severity !== 'failed') return null
  if (!issue.isTransient) {
    return 'We send it again when it or your settings change, or when you try it again.'
  }
  return issue.tries >= MAX_TRIES
    ? `Tried ${MAX_TRIES} times. Fix the cause, then try again.`
    : `The next run tries it again (tried ${issue.tries} of ${MAX_TRIES} times).`
}
