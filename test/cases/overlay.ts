import type { Json } from './case-file.ts'

/** Partial rows laid over others, and the words of case files. */

export type Row = Record<string, Json>

export const isObject = (value: Json | undefined): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects key by key; everything else, lists included, takes the place of what was there. */
export function merge(under: Json | undefined, over: Json): Json {
  if (!isObject(over)) return over
  if ('$exactly' in over) return over['$exactly'] ?? null
  if (!isObject(under)) return over
  const result: Row = { ...under }
  for (const [key, value] of Object.entries(over)) {
    if (isObject(value) && value['$absent'] === true) delete result[key]
    else result[key] = merge(result[key], value)
  }
  return result
}

/** Each `{ "$repeat": n, "of": … }` of a list as n entries. */
export function repeated(value: Json): Json {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => {
      const times = isObject(entry) ? entry['$repeat'] : undefined
      if (!isObject(entry) || typeof times !== 'number') return [repeated(entry)]
      return Array.from({ length: times }, () => repeated(structuredClone(entry['of'] ?? null)))
    })
  }
  if (!isObject(value)) return value
  if ('$exactly' in value) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, repeated(inner)]))
}

/** Everything `$exactly` said is now plain JSON. */
export function exactly(value: Json): Json {
  if (Array.isArray(value)) return value.map(exactly)
  if (!isObject(value)) return value
  if ('$exactly' in value) return value['$exactly'] ?? null
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exactly(inner)]))
}
