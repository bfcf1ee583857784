import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations')
const LAST_RELEASE = path.join(import.meta.dirname, 'last-release')

/** What a release left behind: its database, and what both stores held then. */
export type Release = {
  /** Plain SQL for an empty database. */
  sql: string
  oldStore: Uint8Array
  shopify: Uint8Array
}

const FILES = { sql: 'database.sql.gz', oldStore: 'old-store.bin.gz', shopify: 'shopify.bin.gz' }

export function writeRelease(release: Release): void {
  fs.mkdirSync(LAST_RELEASE, { recursive: true })
  for (const [part, file] of Object.entries(FILES) as [keyof Release, string][]) {
    fs.writeFileSync(path.join(LAST_RELEASE, file), gzipSync(release[part], { level: 9 }))
  }
}

export function readRelease(): Release {
  const part = (file: string) => gunzipSync(fs.readFileSync(path.join(LAST_RELEASE, file)))
  return {
    sql: part(FILES.sql).toString(),
    oldStore: part(FILES.oldStore),
    shopify: part(FILES.shopify),
  }
}

/** As Prisma makes it, before the first migration. */
const HISTORY = `create table "_prisma_migrations" (
  "id" varchar(36) primary key not null, "checksum" varchar(64) not null,
  "finished_at" timestamptz, "migration_name" varchar(255) not null, "logs" text,
  "rolled_back_at" timestamptz, "started_at" timestamptz not null default now(),
  "applied_steps_count" integer not null default 0);`

/**
 * The database as SQL: the migrations this checkout has, word for word, and every row. The queue's
 * own schema is not in it: its jobs only wake workers.
 */
export async function dumpDatabase(client: pg.Client): Promise<string> {
  const schema = fs
    .readdirSync(MIGRATIONS)
    .filter((name) => /^\d/.test(name))
    .sort()
    .map((name) => fs.readFileSync(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8'))
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const data: string[] = []
  for (const { name } of tables) {
    const table = pg.escapeIdentifier(name)
    const { rows } = await client.query<{ line: string }>(
      `select row_to_json(t)::text as line from ${table} t order by 1`,
    )
    if (rows.length === 0) continue
    const lines = pg.escapeLiteral(`[${rows.map(({ line }) => line).join(',\n')}]`)
    data.push(
      `insert into ${table} select * from json_populate_recordset(null::${table}, ${lines});`,
    )
  }
  const { rows: sequences } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  )
  return [
    HISTORY,
    ...schema,
    // Rows come in the order of their tables' names, whatever refers to what.
    'set session_replication_role = replica;',
    ...data,
    ...sequences.map(({ name, last }) => `select setval('${pg.escapeIdentifier(name)}', ${last});`),
    'set session_replication_role = default;',
    '',
  ].join('\n')
}
