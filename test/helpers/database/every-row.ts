import type { Database } from '#app/db.server.ts'

export type StoredRow = { table: string; text: string }

/** Every row of every table of the database, the job queue's included, as PostgreSQL prints it. */
export async function everyRow(prisma: Database): Promise<StoredRow[]> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select distinct format('%I.%I', schemaname, tablename) as name
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`
  const rows: StoredRow[] = []
  for (const { name } of tables) {
    const found = await prisma.$queryRawUnsafe<{ text: string }[]>(
      `select t::text as text from ${name} t`,
    )
    rows.push(...found.map(({ text }) => ({ table: name, text })))
  }
  return rows
}
