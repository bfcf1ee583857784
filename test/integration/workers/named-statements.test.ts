import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '#app/db.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'

let created: TestDatabase
let database: Database

beforeAll(async () => {
  created = await createTestDatabase()
  await created.prisma.$executeRaw`create table shelf (id int primary key, held int)`
})
beforeEach(async () => {
  await created.prisma.$executeRaw`truncate shelf`
  await created.prisma.$executeRaw`alter table shelf alter column held type int using held::int`
  await created.prisma.$executeRaw`insert into shelf values (1, 10), (2, 20)`
  await database?.$disconnect()
  database = oneConnection(created.url)
})
afterAll(async () => {
  await database?.$disconnect()
  await created?.close()
})

/** So that each statement meets what the one before left. */
const oneConnection = (url: string) => createDatabase({ url, poolSize: 1 })

type Asks = Pick<Database, '$queryRaw'>
const held = (id: number, on: Asks = database) =>
  on.$queryRaw`select held from shelf where id = ${id}`

async function planned(): Promise<string[]> {
  const rows = await database.$queryRaw<{ statement: string }[]>`
    select statement from pg_prepared_statements where name <> ''`
  return rows.map(({ statement }) => statement)
}

test('a statement that comes again is planned once for its connection', async () => {
  expect(await held(1)).toEqual([{ held: 10 }])
  expect(await planned()).toEqual([])
  expect(await held(2)).toEqual([{ held: 20 }])
  expect(await held(1)).toEqual([{ held: 10 }])
  expect(await planned()).toEqual(['select held from shelf where id = $1'])
})

test('a statement that breaks a rule is told as ever, and goes on working', async () => {
  const put = (id: number) => database.$executeRaw`insert into shelf values (${id}, 1)`
  await put(3)
  await put(4)
  await expect(put(4)).rejects.toThrow(/duplicate key/)
  expect(await put(5)).toBe(1)
  expect(await held(5)).toEqual([{ held: 1 }])
})

test('a column that gets another type while we work fails no query', async () => {
  await held(1)
  await held(1)
  await created.prisma.$executeRaw`alter table shelf alter column held type text`
  expect(await held(1)).toEqual([{ held: '10' }])
  expect(await held(2)).toEqual([{ held: '20' }])
  expect(await held(2)).toEqual([{ held: '20' }])
})

test('a transaction in which a column turns out to have another type is begun anew', async () => {
  await held(1)
  await held(1)
  await created.prisma.$executeRaw`alter table shelf alter column held type text`
  let begun = 0
  const answer = await repeatable(() =>
    database.$transaction(async (tx) => {
      begun += 1
      await tx.$executeRaw`update shelf set held = '11' where id = 1`
      return await held(1, tx)
    }),
  )
  expect(answer).toEqual([{ held: '11' }])
  expect(begun).toBe(2)
})

test('statements of which there is no end fill no memory of the database', async () => {
  for (let n = 1; n <= 400; n += 1) {
    const sql = `select ${n} as answer where $1`
    for (let times = 0; times < 2; times += 1) await database.$queryRawUnsafe(sql, true)
  }
  expect(await planned()).toHaveLength(300)
  await held(1)
  expect(await held(1)).toEqual([{ held: 10 }])
})

test('behind a pooler that keeps no connections nothing is named', async () => {
  await database.$disconnect()
  const url = new URL(created.url)
  url.searchParams.set('pgbouncer', 'true')
  database = oneConnection(url.href)
  for (let times = 0; times < 3; times += 1) expect(await held(1)).toEqual([{ held: 10 }])
  expect(await planned()).toEqual([])
})
