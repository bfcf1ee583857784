/** How the records of a list are made: by path ("line_items[].taxes[].id"), what stands there. */
export type Shape = Map<string, { types: Set<string>; isAlwaysThere: boolean }>

/** Keyed by whatever plugins and merchants like, or by what lies beyond the record. */
const OPEN = /(^|\.)meta_data\[\]\.(display_)?value$|^_links/

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function shapeOf(records: readonly unknown[]): Shape {
  const shape: Shape = new Map()
  const add = (path: string, values: readonly unknown[], isAlwaysThere: boolean) => {
    shape.set(path, { types: new Set(values.map(typeOf)), isAlwaysThere })
    if (!OPEN.test(path)) walk(path, values)
  }
  const walk = (path: string, values: readonly unknown[]) => {
    const items = values.flatMap((value) => (Array.isArray(value) ? value : []))
    if (items.length > 0) add(`${path}[]`, items, false)
    const objects = values.filter(isObject)
    for (const key of new Set(objects.flatMap((each) => Object.keys(each)))) {
      const holders = objects.filter((each) => key in each)
      add(
        path === '' ? key : `${path}.${key}`,
        holders.map((each) => each[key]),
        holders.length === objects.length,
      )
    }
  }
  walk('', records)
  return shape
}

const parentOf = (path: string) => path.replace(/(\.[^.]+|\[\])$/, '')

/**
 * What a dialect shows otherwise than what was recorded. Lists whose items it never shows are named by
 * their path, as `fee_lines[]`; what may stay out is for the caller to know.
 */
export function differences(dialect: Shape, recorded: Shape): string[] {
  const found: string[] = []
  for (const [path, { isAlwaysThere }] of recorded) {
    if (dialect.has(path) || (!isAlwaysThere && !path.endsWith('[]'))) continue
    const isBelowMissing = path.includes('.') && !dialect.has(parentOf(path))
    if (!isBelowMissing) found.push(`${path} is missing`)
  }
  for (const [path, { types }] of dialect) {
    const known = recorded.get(path)
    if (known === undefined) {
      // Below a list that was never recorded with anything in it, nobody knows what there is.
      if (recorded.has(parentOf(path)) || !path.includes('.')) found.push(`${path} is too much`)
      continue
    }
    const odd = [...types].filter((type) => !known.types.has(type))
    if (odd.length > 0) found.push(`${path} is ${odd.join()}, not ${[...known.types].join()}`)
  }
  return found
}
