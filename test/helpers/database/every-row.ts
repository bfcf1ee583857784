import type { Database } from '#app/db.server.ts'

export type StoredRow = { table: string; text: string }

/** Every row of every table of the database, the job queue's included, as PostgreSQL prints it. */
export async function everyRow(prisma: Database): Promise<StoredRow[]> {
  const tables = await prisma.$queryRaw<{ rows: string }[]>`
    select format('select %L as "table", t::text as text from %I.%I t',
      format('%I.%I', schemaname, tablename), schemaname, tablename) as rows
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`
  // One question for all: there are many tables, and tests ask before and after each thing they do.
  return prisma.$queryRawUnsafe<StoredRow[]>(tables.map(({ rows }) => rows).join(' union all '))
}
