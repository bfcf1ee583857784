import { MAX_TRIES } from '#app/migration/engine/leftovers/tries.ts'

/** Whether a record that did not arrive is tried again by itself, in words; null for what did. */
export function whatComesNext(issue: {
  severity: string
  code: string
  mayHeal: boolean
  tries: number
  resolvedAt: Date | null
}): string | null {
  if (issue.resolvedAt !== null || issue.severity !== 'failed') return null
  if (!issue.mayHeal) {
    return 'It is sent again when it or the settings change, or when you press Retry.'
  }
  return issue.tries >= MAX_TRIES
    ? `It was tried in ${MAX_TRIES} runs and will not be tried again by itself. Follow the advice above, then press Retry.`
    : `The next run tries it again by itself (tried in ${issue.tries} of ${MAX_TRIES} runs).`
}
