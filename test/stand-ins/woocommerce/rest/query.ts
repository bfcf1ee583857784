/** Query parameters as PHP reads them: `a[]=1`, `a[0]=1` are lists, the last plain one wins. */
export type Query = Map<string, string | string[]>

export function parseQuery(search: URLSearchParams): Query {
  const query: Query = new Map()
  for (const [rawKey, value] of search) {
    const match = /^([^[]+)\[[^\]]*\]$/.exec(rawKey)
    const key = match?.[1]
    if (key === undefined) {
      query.set(rawKey, value)
      continue
    }
    const existing = query.get(key)
    query.set(key, Array.isArray(existing) ? [...existing, value] : [value])
  }
  return query
}

export const text = (query: Query, key: string): string | undefined => {
  const value = query.get(key)
  return Array.isArray(value) ? value[0] : value
}

/** WordPress `wp_parse_list`: commas and blanks separate. */
export function list(query: Query, key: string): string[] | undefined {
  const value = query.get(key)
  if (value === undefined) return undefined
  return (Array.isArray(value) ? value : value.split(/[\s,]+/)).filter((part) => part !== '')
}

/** WordPress `wp_parse_id_list`: text becomes 0, which no record has. */
export function ids(query: Query, key: string): number[] | undefined {
  return list(query, key)?.map((part) => Math.abs(Number.parseInt(part, 10)) || 0)
}

export function flag(query: Query, key: string): boolean | undefined {
  const value = text(query, key)?.toLowerCase()
  if (value === undefined) return undefined
  return value === 'true' || value === '1'
}

export const isBoolean = (value: string) =>
  ['true', 'false', '1', '0', ''].includes(value.toLowerCase())

/** "a, b, and c", as WordPress writes lists in its messages. */
export function sentenceList(values: readonly string[]): string {
  if (values.length < 2) return values.join('')
  if (values.length === 2) return values.join(' and ')
  return `${values.slice(0, -1).join(', ')}, and ${values[values.length - 1]}`
}
