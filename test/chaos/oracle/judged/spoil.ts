import Big from 'big.js'

/*
 * Walks through what a stand-in keeps and spoils one value at a time, so that it can be seen whether
 * anybody notices.
 */

/**
 * One thing in a record that can be spoiled: a value ("lines[].title"), what a list holds
 * ("lines[+]"), or an id that something is kept under ("publications{}").
 */
export type Place = { path: string; spoil(): () => void }

type Holder = Record<string | number, unknown>

export function placesOf(record: object): Place[] {
  return [...walk(holderOf(record), '')]
}

function* walk(holder: Holder, path: string): Generator<Place> {
  const isList = Array.isArray(holder)
  for (const [key, value] of Object.entries(holder)) {
    // What is kept under ids is as good as a list.
    const isId = key.startsWith('gid:')
    const own = isList || isId ? `${path}[]` : path === '' ? key : `${path}.${key}`
    if (isId) yield renaming(holder, key, `${path}{}`)
    if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) yield* listPlaces(holder, key, value, own)
      yield* walk(holderOf(value), own)
    } else {
      const after = spoiled(value, own)
      if (after !== undefined) yield putting(holder, key, own, after)
    }
  }
}

// Plain data: records, lists and their parts.
const holderOf = (value: object): Holder => value as Holder

/** One more of what is there, and one less. */
function* listPlaces(
  holder: Holder,
  key: string,
  value: readonly unknown[],
  path: string,
): Generator<Place> {
  if (value.length > 0) {
    yield putting(holder, key, `${path}[+]`, [...value, value[0]])
    yield putting(holder, key, `${path}[-]`, value.slice(0, -1))
  } else if (path === 'tags') yield putting(holder, key, `${path}[+]`, [NOTHING])
}

function putting(holder: Holder, key: string, path: string, after: unknown): Place {
  return {
    path,
    spoil: () => {
      const before = holder[key]
      holder[key] = after
      return () => {
        holder[key] = before
      }
    },
  }
}

/** Keeps what is there under an id of nothing. */
function renaming(holder: Holder, key: string, path: string): Place {
  return {
    path,
    spoil: () => {
      const before = { ...holder }
      delete holder[key]
      holder[otherId(key)] = before[key]
      return () => {
        for (const each of Object.keys(holder)) delete holder[each]
        Object.assign(holder, before)
      }
    },
  }
}

const NOTHING = 'out of nothing'
const otherId = (gid: string) => gid.replace(/\d+/, (id) => String(Number(id) + 987))

function spoiled(value: unknown, path: string): unknown {
  if (value === null) return AMOUNT.test(path) ? '1.11' : NOTHING
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (typeof value !== 'string') return undefined
  if (/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/.test(value)) {
    return `${new Date(Date.parse(value) - 86_400_000).toISOString().slice(0, 19)}Z`
  }
  if (/^-?\d+(\.\d+)?$/.test(value) && AMOUNT.test(path)) {
    return new Big(value).plus('0.01').toFixed()
  }
  return value.startsWith('gid://') ? otherId(value) : `${value}x`
}

const AMOUNT = /price|amount|discount|total|subtotal|tax|shipping|cost/i
