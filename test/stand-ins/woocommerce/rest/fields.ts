import type { Json } from '../records.ts'

/**
 * WordPress `_fields`: keeps the named fields in the record's own order. `a.b` reaches into objects
 * (measured: `billing.email`); into a list of objects it does not, there WordPress leaves an empty
 * list, because it looks for the name among the list's numbers.
 */
export function filterFields(body: Json, fields: readonly string[]): Json {
  return Array.isArray(body)
    ? body.map((record) => pickFields(record, fields))
    : pickFields(body, fields)
}

function pickFields(record: Json, fields: readonly string[]): Json {
  if (Array.isArray(record)) return []
  if (record === null || typeof record !== 'object') return record
  const whole = new Set(fields.filter((field) => !field.includes('.')))
  const nested = new Map<string, string[]>()
  for (const field of fields) {
    const dot = field.indexOf('.')
    if (dot < 0) continue
    const key = field.slice(0, dot)
    nested.set(key, [...(nested.get(key) ?? []), field.slice(dot + 1)])
  }
  const kept: { [key: string]: Json } = {}
  for (const [key, value] of Object.entries(record)) {
    if (whole.has(key)) kept[key] = value
    else if (nested.has(key) && value !== null && typeof value === 'object') {
      kept[key] = pickFields(value, nested.get(key) ?? [])
    }
  }
  return kept
}
