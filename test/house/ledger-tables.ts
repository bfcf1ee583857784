import fs from 'node:fs'
import path from 'node:path'
import type { SourceFile } from './imports.ts'

/** Where the app's memory is written and read; everybody else asks it. */
const LEDGER = 'app/migration/ledger/'

const LEDGER_TABLES = [
  'RunPass',
  'ComparisonPass',
  'ComparisonFinding',
  'OrderTotal',
  'Watermark',
  'Mapping',
  'DueRecord',
  'SourceCategory',
  'RelinkProposal',
  'Intent',
  'Outcome',
  'Issue',
]
const OTHER_TABLES = [
  'Session',
  'Shop',
  'Project',
  'Run',
  'ProjectEstimate',
  'SourceAnswer',
  'Erasure',
  'RunEvent',
  'WebhookDelivery',
  'PrivacyExport',
]

/** Names of the schema's `@@map`, as SQL has them. */
const OLDER_NAMES = ['SweepPass', 'SweepFinding']

const ONE_OF = [...LEDGER_TABLES, ...OLDER_NAMES].join('|')
const DELEGATES = LEDGER_TABLES.map((name) => name.charAt(0).toLowerCase() + name.slice(1))

/**
 * Places outside the ledger that read or write its tables: through Prisma, through a relation of a
 * table that is not its own, or in SQL; and those that need the type of one of its rows.
 * @returns "app/a.ts:3 uses the table Mapping"
 */
export function ledgerTablesUsed(files: readonly SourceFile[], schema = readSchema()): string[] {
  const relations = relationsTo(LEDGER_TABLES, schema)
  const uses = [
    new RegExp(
      `\\.(${DELEGATES.join('|')})\\s*\\.(?:find|create|update|delete|upsert|count|agg|group)`,
    ),
    new RegExp(`\\b(?:from|join|into|update)\\s+"(${ONE_OF})"`, 'i'),
    new RegExp(
      `\\b(${relations.join('|')}): \\{\\s*(?:some|none|every|is|select|where|include)\\b`,
    ),
    new RegExp(`\\bPrisma\\.(${ONE_OF})[A-Z]`),
    new RegExp(`\\bimport [^']*\\b(${ONE_OF})\\b[^']* from '[^']*generated/prisma`),
  ]
  return files
    .filter(({ path: file }) => !file.startsWith(LEDGER))
    .flatMap(({ path: file, text }) =>
      uses.flatMap((use) =>
        [...text.matchAll(new RegExp(use, `g${use.flags}`))].map(({ index, 1: table }) => {
          const line = text.slice(0, index).split('\n').length
          return `${file}:${line} uses the table ${table}`
        }),
      ),
    )
}

/** Tables of the schema that nobody decided about: the ledger's, or not. */
export function undecidedTables(schema = readSchema()): string[] {
  const known = [...LEDGER_TABLES, ...OTHER_TABLES]
  const tables = [...schema.matchAll(/^model (\w+) \{/gm)].flatMap(([, name]) => name ?? [])
  return [
    ...tables.filter((name) => !known.includes(name)),
    ...known.filter((name) => !tables.includes(name)),
  ]
}

/** How other tables' rows name those of these: "mappings" of `mappings Mapping[]`. */
function relationsTo(tables: readonly string[], schema: string): string[] {
  const fields = schema.matchAll(/^ {2}(\w+)\s+(\w+)\[\]/gm)
  return [...fields].flatMap(([, field, type]) =>
    field !== undefined && type !== undefined && tables.includes(type) ? field : [],
  )
}

function readSchema(): string {
  return fs.readFileSync(path.resolve(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8')
}
