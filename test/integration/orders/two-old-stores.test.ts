import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sharedOrderNames } from '#app/projects/order-names.server.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const SHOP = 'two-stores.myshopify.com'

beforeEach(async () => {
  await database.prisma.shop.deleteMany({})
  await database.prisma.shop.create({ data: { domain: SHOP } })
})

/** A project of the shop, with orders in Shopify or without. */
async function aProject(sourceName: string, options: { prefix?: string; orders?: number } = {}) {
  const { prisma } = database
  const { prefix = '', orders = 0 } = options
  const { id } = await prisma.project.create({
    data: {
      shop: SHOP,
      name: `${sourceName} → Shopify`,
      cart: 'woocommerce',
      sourceUrl: 'https://old.example',
      sourceStoreId: sourceName,
      sourceName,
      sourceVersion: '1',
      sourceTimezone: 'UTC',
      sourceCurrency: 'EUR',
      credentialsCipher: new Uint8Array([1]),
      credentialsKeyId: 'k1',
      options: { orderNamePrefix: prefix },
    },
  })
  for (let number = 1; number <= orders; number += 1) {
    await prisma.mapping.create({
      data: {
        shop: SHOP,
        projectId: id,
        kind: 'order',
        sourceId: String(number),
        gid: `gid://shopify/Order/${id}${number}`,
        fingerprint: 'f',
        sourceFields: {},
        targetFields: {},
        mappingVersion: 1,
        firstRunId: id,
        lastRunId: id,
      },
    })
  }
  return getProject(database, SHOP, id)
}

const question = async (project: Awaited<ReturnType<typeof aProject>>) =>
  sharedOrderNames(database, project)

it('a second old store is told before its first run that its orders would bear the same numbers', async () => {
  await aProject('Alder & Loom', { orders: 2 })
  const second = await aProject('Harbour Goods')
  expect(await question(second)).toEqual({ other: 'Alder & Loom', prefix: '', proposed: 'HG-' })
})

it('proposes a prefix that no other store has', async () => {
  await aProject('Alder & Loom', { orders: 1 })
  await aProject('Herb Garden', { prefix: 'HG-', orders: 1 })
  expect(await question(await aProject('Harbour Goods'))).toMatchObject({ proposed: 'HG2-' })
  expect(await question(await aProject('庭'))).toMatchObject({ proposed: 'OLD-' })
})

it('asks nothing where the numbers cannot meet', async () => {
  expect(await question(await aProject('Alder & Loom'))).toBeNull()
  await aProject('Alder & Loom', { orders: 1 })
  expect(await question(await aProject('Harbour Goods', { prefix: 'HG-' }))).toBeNull()
})

it('asks nothing any more once orders were moved', async () => {
  await aProject('Alder & Loom', { orders: 1 })
  expect(await question(await aProject('Harbour Goods', { orders: 1 }))).toBeNull()
})

it('sees no other shop’s projects', async () => {
  await aProject('Alder & Loom', { orders: 1 })
  const second = await aProject('Harbour Goods')
  expect(await question({ ...second, shop: 'another.myshopify.com' })).toBeNull()
})
