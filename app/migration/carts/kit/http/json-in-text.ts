/**
 * The one JSON document in a text that has something else around it: a comment that a caching plugin
 * appends, PHP warnings in front or behind. Undefined when there is none, when it is cut off, or when
 * there are several and nobody can say which one is meant.
 *
 * Only whole documents are looked at, from the first bracket that can begin one to its own end: a
 * part of one that was cut off never passes for the answer. Reads the text once.
 */
export function jsonInText(text: string): unknown {
  let found: { value: unknown } | null = null
  const begins = /[[{]/g
  for (let match = begins.exec(text); match !== null; match = begins.exec(text)) {
    const end = endOf(text, match.index)
    // Cut off, or a bracket of a message that nothing closes: what follows may be inside of it.
    if (end === null) return undefined
    begins.lastIndex = end
    // Brackets of a message, "Cannot use [] for reading" or "{closure}", are stepped over whole.
    if (!standsAlone(text, match.index, end)) continue
    const value = parsed(text.slice(match.index, end))
    if (value === undefined || !isDocument(value)) continue
    if (found !== null) return undefined
    found = { value }
  }
  return found?.value
}

/** On lines of its own, or next to tags and comments. */
function standsAlone(text: string, start: number, end: number): boolean {
  return /^$|[\n\r>]/.test(text.charAt(start - 1)) && /^$|[\s<]/.test(text.charAt(end))
}

/** What an API answers: an object, or a list of objects. */
function isDocument(value: unknown): boolean {
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null
  return value.every((entry) => typeof entry === 'object' && entry !== null)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** Behind the bracket that closes the one at `start`; brackets inside of strings do not count. */
function endOf(text: string, start: number): number | null {
  const next = /["[\]{}]/g
  next.lastIndex = start
  let depth = 0
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    switch (match[0]) {
      case '"': {
        const close = endOfString(text, match.index)
        if (close === null) return null
        next.lastIndex = close
        break
      }
      case '[':
      case '{':
        depth += 1
        break
      default:
        depth -= 1
        if (depth === 0) return next.lastIndex
    }
  }
  return null
}

function endOfString(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return null
}
