/**
 * Text as PostgreSQL takes it: without NUL and half surrogate pairs, both of which can come out of a
 * broken source.
 */
export function storedText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}
