/** What the search knows of one record: field → value or values. */
export type SearchDocument = Record<string, string | string[]>

export type SearchWarning = {
  query: string
  parsed: { field: string; match_all: string }
  warnings: { field: string; message: string; code: string }[]
}

/**
 * Shopify's search runs behind the writes: recorded stores answered `products(query:)` and
 * `customers(query:)` without a new record for several seconds while reads by id had it at once.
 * The index keeps what was true when it last caught up.
 */
export type SearchIndex = {
  put(id: string, document: SearchDocument): void
  remove(id: string): void
  /** Ids whose indexed state matches; null query text: everything the index knows. */
  find(query: string, fields: ReadonlySet<string>): { ids: Set<string>; warnings: SearchWarning[] }
  /** By id, oldest first: what it knows and what it will know. */
  entries: Map<string, IndexEntry[]>
}

export type IndexEntry = { visibleAt: number; document: SearchDocument }

export function createSearchIndex(environment: {
  now: () => number
  searchLagMs: number
}): SearchIndex {
  const entries = new Map<string, IndexEntry[]>()
  const visible = (id: string): SearchDocument | null => {
    const versions = entries.get(id) ?? []
    const now = environment.now()
    let last: IndexEntry | null = null
    for (const version of versions) if (version.visibleAt <= now) last = version
    if (last) {
      entries.set(
        id,
        versions.filter((version) => version === last || version.visibleAt > now),
      )
    }
    return last?.document ?? null
  }
  return {
    entries,
    put(id, document) {
      const visibleAt = environment.now() + environment.searchLagMs
      entries.set(id, [...(entries.get(id) ?? []), { visibleAt, document }])
    },
    remove(id) {
      entries.delete(id)
    },
    find(query, fields) {
      const { terms, warnings } = parseSearch(query, fields)
      const ids = new Set<string>()
      for (const id of entries.keys()) {
        const document = visible(id)
        if (document && matches(terms, document)) ids.add(id)
      }
      return { ids, warnings }
    },
  }
}

type Term = { field: string | null; comparator: string; value: string; negated: boolean }
type Clause = Term[] // alternatives

const TOKEN =
  /(-)?(?:([\w.$-]+(?:--[\w.-]+)*):)?(<=|>=|<|>)?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()]+)/g

/** Terms joined by spaces or AND must all match; OR joins its two neighbours. */
function parseSearch(
  query: string,
  fields: ReadonlySet<string>,
): { terms: Clause[]; warnings: SearchWarning[] } {
  const terms: Clause[] = []
  const warnings: SearchWarning[] = []
  let joinNext = false
  let negateNext = false
  for (const match of query.matchAll(TOKEN)) {
    const word = match[0]
    if (word === 'AND') continue
    if (word === 'OR') {
      joinNext = true
      continue
    }
    if (word === 'NOT') {
      negateNext = true
      continue
    }
    const field = match[2] ?? null
    const value = unquote(match[4] ?? '')
    if (field !== null && !fields.has(field) && !field.startsWith('metafields.')) {
      // Measured: an unknown field is reported and then does not filter at all.
      warnings.push({
        query,
        parsed: { field, match_all: value },
        warnings: [
          { field, message: 'Invalid search field for this query.', code: 'invalid_field' },
        ],
      })
      joinNext = false
      negateNext = false
      continue
    }
    const term: Term = {
      field,
      comparator: match[3] ?? '',
      value,
      negated: match[1] === '-' || negateNext,
    }
    const last = terms.at(-1)
    if (joinNext && last) last.push(term)
    else terms.push([term])
    joinNext = false
    negateNext = false
  }
  return { terms, warnings }
}

function unquote(text: string): string {
  const quote = text[0]
  return (quote === '"' || quote === "'") && text.endsWith(quote) && text.length > 1
    ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1')
    : text
}

function matches(terms: Clause[], document: SearchDocument): boolean {
  return terms.every((alternatives) =>
    alternatives.some((term) => matchesTerm(term, document) !== term.negated),
  )
}

function matchesTerm(term: Term, document: SearchDocument): boolean {
  if (term.field === null) {
    const wanted = term.value.toLowerCase()
    return Object.values(document)
      .flat()
      .some((value) => value.toLowerCase().includes(wanted))
  }
  const values = [document[term.field] ?? []].flat()
  if (term.value === '*') return values.length > 0
  return values.some((value) => compare(value, term.comparator, term.value))
}

function compare(value: string, comparator: string, wanted: string): boolean {
  const sides = comparable(value, wanted)
  switch (comparator) {
    case '<':
      return sides.order < 0
    case '<=':
      return sides.order <= 0
    case '>':
      return sides.order > 0
    case '>=':
      return sides.order >= 0
    default: {
      if (wanted.endsWith('*')) {
        return value.toLowerCase().startsWith(wanted.slice(0, -1).toLowerCase())
      }
      return sides.equal
    }
  }
}

function comparable(value: string, wanted: string): { order: number; equal: boolean } {
  if (/^\d{4}-\d\d-\d\d/.test(value) && /^\d{4}-\d\d-\d\d/.test(wanted)) {
    const order = Date.parse(value) - Date.parse(wanted)
    return { order, equal: order === 0 }
  }
  const numbers = [Number(value), Number(wanted)] as const
  if (value !== '' && wanted !== '' && numbers.every(Number.isFinite)) {
    const order = numbers[0] - numbers[1]
    return { order, equal: order === 0 }
  }
  const [left, right] = [value.toLowerCase(), wanted.toLowerCase()]
  return { order: left < right ? -1 : left > right ? 1 : 0, equal: left === right }
}
