import { isSame, type Message } from '#app/migration/messages/message.ts'
import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import { isNothing, listOf } from './shapes.ts'

/**
 * What becomes of one path of a wire record. Every path has exactly one fate, so that nothing a
 * store sends can disappear without somebody having decided it:
 *
 * - `arrives`: where a merchant finds it in Shopify.
 * - `readFor`: it is looked at to work out something else.
 * - `staysBehind`: it is never moved. The merchant reads so before the run.
 */
export type Fate =
  | { arrives: string }
  | { readFor: string }
  /** In the merchant's words, and why ("Reviews. …"); paths with the same message are one line. */
  | { staysBehind: Message }

/**
 * Path → fate. A path is the names from the record down, joined by dots, `[]` for the entries of a
 * list ("line_items[].meta_data[]"). An entry decides about its path and all that lies below, unless
 * a longer path decides otherwise. "tags[] (as text)" decides about entries that are plain texts.
 */
export type FieldTable = Readonly<Record<string, Fate>>

/**
 * The table of a list's entries, name by name: an unknown name in an entry is nobody's decision.
 * @param path of the list without `[]`
 */
export function entriesOf(path: string, names: FieldTable): FieldTable {
  return Object.fromEntries(
    Object.entries(names).map(([name, fate]) => [`${path}[].${name}`, fate]),
  )
}

/** The fate of a path; undefined when nobody decided. */
export function fateOf(table: FieldTable, path: string): Fate | undefined {
  for (let end = path.length; end > 0; end = lastJoint(path, end)) {
    const fate = ownEntry(table, path.slice(0, end))
    if (fate) return fate
  }
  return ownEntry(table, asText(path))
}

const asText = (path: string) => `${path} (as text)`

/** Where the last name or `[]` in front of `end` begins; -1 for none. */
function lastJoint(path: string, end: number): number {
  return Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[]', end - 1))
}

/** How much of a huge record is looked at for fields nobody knows. */
const MOST_NODES = 50_000
/** How deep: what is nested deeper is told by what it is in. */
const MOST_LEVELS = 20

/**
 * The paths of a record's leaves that nobody decided about, each once.
 * @param withEmpty also those with nothing in them: for checking the table, not for the merchant
 */
export function undecidedPaths(
  table: FieldTable,
  record: unknown,
  { withEmpty = false }: { withEmpty?: boolean } = {},
): string[] {
  const found = new Set<string>()
  let nodes = 0
  const walk = (value: unknown, path: string, level: number) => {
    nodes += 1
    if (nodes > MOST_NODES || ownEntry(table, path) !== undefined) return
    const isEmpty = typeof value !== 'object' || value === null || Object.keys(value).length === 0
    const isLeaf = isEmpty || level === MOST_LEVELS
    if (isLeaf) {
      if (typeof value === 'string' && ownEntry(table, asText(path))) return
      if (isNothing(value) ? withEmpty && !hasPartsOf(table, path) : true) found.add(path)
      return
    }
    // A dictionary numbered like a list is one.
    const list = listOf(value)
    if (list) for (const each of list) walk(each, `${path}[]`, level + 1)
    else
      for (const [name, each] of Object.entries(value))
        walk(each, path === '' ? name : `${path}.${name}`, level + 1)
  }
  walk(record, '', 0)
  return [...found].sort()
}

/** Whether the entries of a list that is empty just now are decided about. */
function hasPartsOf(table: FieldTable, path: string): boolean {
  return Object.keys(table).some((known) => known.startsWith(`${path}[]`))
}

/** What is never moved and why, each once: for the merchant. */
export function staysBehind(tables: readonly FieldTable[]): Message[] {
  const all = tables.flatMap((table) =>
    Object.values(table).flatMap((fate) => ('staysBehind' in fate ? [fate.staysBehind] : [])),
  )
  return all.filter((each, index) => index === all.findIndex((other) => isSame(each, other)))
}
