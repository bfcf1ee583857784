/**
 * What a table says of a word that came from outside. A plain `table[word]` would answer
 * "constructor" or "toString" with what every object carries.
 */
export function ownEntry<Value>(
  table: Readonly<Record<string, Value>>,
  word: string,
): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
