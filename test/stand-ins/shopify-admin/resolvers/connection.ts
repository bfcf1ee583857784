import type { Args } from '../context.ts'
import { topLevelError } from '../context.ts'

export type Connection<T> = {
  nodes: T[]
  edges: { cursor: string; node: T }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

/** Shopify's cursors: base64 of the last id and the last sort value. */
function cursorOf(id: string, value: string | number): string {
  return Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString('base64')
}

function idInCursor(cursor: string): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null && 'last_id' in parsed) {
      return String(parsed.last_id)
    }
  } catch {
    // falls through to the error below
  }
  throw topLevelError(`Invalid cursor for current pagination sort.`, 'INVALID_CURSOR')
}

/**
 * One page of an ordered list. A page is `first`/`after` or `last`/`before`; one of `first` and
 * `last` must be there, as Shopify demands.
 */
export function connect<T>(
  items: readonly T[],
  args: Args,
  key: (item: T, index: number) => { id: string; value?: string | number },
): Connection<T> {
  const { first, last, after, before } = args
  if (typeof first !== 'number' && typeof last !== 'number') {
    throw topLevelError('you must provide one of first or last', 'BAD_REQUEST')
  }
  const ordered = args.reverse === true ? items.toReversed() : items
  const keys = ordered.map(key)
  let start = 0
  let end = ordered.length
  if (typeof after === 'string') {
    const wanted = idInCursor(after)
    const at = keys.findIndex((entry) => entry.id === wanted)
    if (at >= 0) start = at + 1
  }
  if (typeof before === 'string') {
    const wanted = idInCursor(before)
    const at = keys.findIndex((entry) => entry.id === wanted)
    if (at >= 0) end = at
  }
  if (typeof first === 'number') end = Math.min(end, start + first)
  else if (typeof last === 'number') start = Math.max(start, end - last)
  const nodes = ordered.slice(start, end)
  const edges = nodes.map((node, i) => {
    const entry = keys[start + i] ?? { id: '' }
    return { cursor: cursorOf(entry.id, entry.value ?? entry.id), node }
  })
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: end < ordered.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
