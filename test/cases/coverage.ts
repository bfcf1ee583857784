import { fateOf, undecidedPaths, type Fate } from '#app/migration/carts/kit/wire/field-table.ts'
import { FIELD_TABLES, type RowKind } from '#app/migration/carts/woocommerce/fields/tables.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { loadCases, CASES_FOLDER, type LoadedCase } from './run-cases.ts'
import { recordedRows, rowsOfCase, type WireRow } from './wire-rows.ts'

const KINDS: readonly RowKind[] = [
  'product',
  'variation',
  'category',
  'customer',
  'order',
  'refund',
  'note',
]

/** A path of a row that nobody decided about, and where it was seen. */
export type Undecided = { kind: RowKind; path: string; from: string }

export function undecidedIn(rows: readonly WireRow[], withEmpty: boolean): Undecided[] {
  const found = new Map<string, Undecided>()
  for (const { kind, row, from } of rows) {
    for (const path of undecidedPaths(FIELD_TABLES[kind], row, { withEmpty })) {
      const key = `${kind} ${path}`
      if (!found.has(key)) found.set(key, { kind, path, from })
    }
  }
  return [...found.values()]
}

/** A case that is about a field nobody knows says so itself. */
export const isAboutUnknownFields = ({ file }: LoadedCase) =>
  JSON.stringify(file.expect.records).includes('"FIELD_NOT_KNOWN"')

export type CoverageLine = { kind: RowKind; path: string; fate: string }

/** Every path that a recorded row, a plain row or a case has shown, or that a table names. */
export function coverage(): { lines: CoverageLine[]; undecided: Undecided[] } {
  const { cases } = loadCases(CASES_FOLDER)
  const known = cases.filter((each) => !isAboutUnknownFields(each))
  const recorded = recordedRows()
  const rows = [...recorded, ...known.flatMap(rowsOfCase)]
  const lines = KINDS.flatMap((kind) => {
    const paths = new Set(Object.keys(FIELD_TABLES[kind]))
    for (const each of rows) {
      if (each.kind === kind) for (const path of leaves(each.row)) paths.add(path)
    }
    return [...paths].sort().flatMap((path) => {
      const fate = fateOf(FIELD_TABLES[kind], path)
      return fate ? [{ kind, path, fate: sentence(fate) }] : []
    })
  })
  const undecided = [
    ...undecidedIn(recorded, true),
    ...undecidedIn(known.flatMap(rowsOfCase), false),
  ]
  return { lines, undecided }
}

function sentence(fate: Fate): string {
  if ('arrives' in fate) return `arrives as ${fate.arrives}`
  if ('readFor' in fate) return `looked at for ${fate.readFor}`
  return `never moved: ${sentenceOf(fate.staysBehind)}`
}

/** Paths of everything in a row; what plugins keep in meta has no names of its own. */
function leaves(value: unknown, path = ''): string[] {
  if (
    typeof value !== 'object' ||
    value === null ||
    /meta_data\[\]\.(value|display_value)$/.test(path)
  ) {
    return [path]
  }
  const numbered = Array.isArray(value) || Object.keys(value).every((key) => /^\d+$/.test(key))
  const inner = Object.entries(value).flatMap(([key, each]) =>
    leaves(each, numbered ? `${path}[]` : path === '' ? key : `${path}.${key}`),
  )
  return inner.length > 0 ? inner : [path]
}
