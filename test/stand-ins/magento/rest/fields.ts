import type { Json, Wire } from '../../../carts/store/dialect.ts'

type Wanted = Map<string, Wanted | null>

/** "items[id,sku],total_count" as a tree. */
function parse(text: string): Wanted {
  const root: Wanted = new Map()
  const open: Wanted[] = [root]
  for (const [, name = '', mark = ''] of text.matchAll(/([^,[\]]*)([,[\]]?)/g)) {
    const here = open.at(-1) ?? root
    if (name !== '') here.set(name.trim(), null)
    if (mark === '[') {
      const inner: Wanted = new Map()
      here.set(name.trim(), inner)
      open.push(inner)
    } else if (mark === ']') open.pop()
  }
  return root
}

const isObject = (value: Json): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function cut(value: Json, wanted: Wanted): Json {
  // An empty list that is cut becomes null (measured: 128, 163).
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((each) => cut(each, wanted))
  if (!isObject(value)) return value
  const kept: Wire = {}
  for (const [key, own] of Object.entries(value)) {
    if (!wanted.has(key)) continue
    const inner = wanted.get(key) ?? null
    kept[key] = inner === null ? own : cut(own, inner)
  }
  return kept
}

/** `fields` leaves of an answer what it names. */
export const filterFields = (body: Json, fields: string | null): Json =>
  fields === null || fields.trim() === '' ? body : cut(body, parse(fields))
