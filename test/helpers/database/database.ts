import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { createDatabase, type Database } from '#app/db.server.ts'

export type TestDatabase = { prisma: Database; url: string; close(): Promise<void> }

/** A migrated PostgreSQL database of its own for one test file (a copy of the template, about 30 ms). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = new URL(inject('postgresUrl'))
  admin.pathname = '/postgres'
  await runSql(admin.href, `create database "${name}" template template_app`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  const prisma = createDatabase({ url: url.href })
  return {
    prisma,
    url: url.href,
    close: async () => {
      await prisma.$disconnect()
      await runSql(admin.href, `drop database "${name}" with (force)`)
    },
  }
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
