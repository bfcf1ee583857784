import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('the database itself refuses a second live run of the same project', async () => {
  const { prisma } = database
  const shop = 'one.myshopify.com'
  await prisma.shop.create({ data: { domain: shop } })
  const project = await prisma.project.create({
    data: {
      shop,
      name: 'Old store',
      cart: 'woocommerce',
      sourceUrl: 'https://old.example',
      sourceStoreId: 's',
      sourceName: 'Old',
      sourceVersion: '9.9.5',
      sourceTimezone: 'UTC',
      sourceCurrency: 'USD',
      credentialsCipher: new Uint8Array([1]),
      credentialsKeyId: 'k1',
    },
  })
  const start = (state: 'paused' | 'queued' | 'completed') =>
    prisma.run.create({ data: { shop, projectId: project.id, mode: 'recent', state } })
  await start('completed')
  await start('paused')
  await expect(start('queued')).rejects.toThrow(/Unique constraint/)
  await start('completed')
  expect(await prisma.run.count({ where: { shop } })).toBe(3)
})
