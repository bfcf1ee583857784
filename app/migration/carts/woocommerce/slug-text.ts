/** A run of escaped bytes; only one with a byte beyond ASCII is a letter that WordPress escaped. */
const ESCAPED = /(?:%[0-9a-f]{2})+/gi

/**
 * WordPress keeps slugs percent-encoded where they are not ASCII, and plugins show a slug as the
 * name: as it is meant ("%e8%89%b2" is "色"). Addresses and percent signs of their own stay.
 */
export function percentDecoded(text: string): string {
  if (!text.includes('%') || text.includes('://')) return text
  return text.replace(ESCAPED, (run) => {
    if (!/%[89a-f]/i.test(run)) return run
    try {
      return decodeURIComponent(run)
    } catch (error) {
      // A slug that was cut in the middle of a letter.
      if (error instanceof URIError) return run
      throw error
    }
  })
}
