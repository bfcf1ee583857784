/**
 * Text as PostgreSQL and Shopify take it: without NUL and half surrogate pairs, both of which can come
 * out of a broken source. Half a pair becomes "\ufffd", which everybody sees; NUL is seen by nobody.
 */
export function storedText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}

/** JSON that is stored or sent: every text in it is one that can be. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'string' ? storedText(each) : each,
  )
}

/** The beginning of a text, at most as long; no pair is cut in half. */
export function beginningOf(text: string, max: number): string {
  if (text.length <= max) return text
  const isCut = /[\ud800-\udbff]/.test(text.charAt(max - 1))
  return text.slice(0, isCut ? max - 1 : max)
}
