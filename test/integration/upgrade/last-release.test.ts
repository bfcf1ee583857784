import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase, type Database } from '#app/db.server.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { openDecisions } from '#app/decisions/open-decisions.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import { SHOP } from '#test/helpers/stores/app-at-stand-in.ts'
import { loadShop, saveShop } from '#test/stand-ins/shopify-admin/store/saved.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import { loadStore } from '#test/stand-ins/woocommerce/saved.ts'
import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import { readRelease } from '#test/upgrade/dump.ts'
import { GOES_ON, openWorld, touchEverything, type World } from '#test/upgrade/world.ts'
import { migrateDeploy } from '../../../scripts/database/migrate.ts'

const DAY = 86_400_000

let admin: pg.Client
let name: string
let prisma: Database
let world: World
let projectId: string

beforeAll(async () => {
  const release = readRelease()
  const url = new URL(inject('postgresUrl'))
  url.pathname = '/postgres'
  admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  name = `test_${randomUUID().replaceAll('-', '')}`
  await admin.query(`create database "${name}" template template0`)
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(release.sql)
  await client.end()
  await migrateDeploy(url.href)

  prisma = createDatabase({ url: url.href })
  world = await openWorld({ prisma, url: url.href }, GOES_ON)
  loadStore(world.woo.state, release.oldStore)
  loadShop(shop(), release.shopify)
  projectId = (await prisma.project.findFirstOrThrow()).id
})
afterAll(async () => {
  await world.close()
  await prisma.$disconnect()
  await admin.query(`drop database "${name}" with (force)`)
  await admin.end()
})

const shop = (): ShopState => world.shopify.store(SHOP)

/** What Shopify holds, in bytes, less what reading it moves. */
const held = () => saveShop({ ...shop(), requests: 0 }).toString('latin1')

/** What the app knows of each record: everything but which run of which version saw it last. */
const mappings = () =>
  prisma.mapping.findMany({
    where: { projectId },
    orderBy: { id: 'asc' },
    omit: { lastRunId: true, comparedRunId: true, updatedAt: true, mappingVersion: true },
  })

/** What runs may not change as long as nothing happens in the old store. */
const known = async () => ({
  issues: await prisma.issue.findMany({
    where: { projectId },
    orderBy: { id: 'asc' },
    select: {
      kind: true,
      sourceId: true,
      code: true,
      field: true,
      severity: true,
      fingerprint: true,
      optionsHash: true,
      tries: true,
      resolution: true,
      decidedAt: true,
      decidedBy: true,
      resolvedAt: true,
    },
  }),
  categories: await prisma.sourceCategory.findMany({ orderBy: { sourceId: 'asc' } }),
  due: await prisma.dueRecord.findMany({ orderBy: { sourceId: 'asc' } }),
  intents: await prisma.intent.count(),
  held: held(),
})

const watermarks = () =>
  prisma.watermark.findMany({
    where: { projectId },
    orderBy: { kind: 'asc' },
    select: { kind: true, at: true },
  })

/** What a run did to records that may differ from what it did to them before. */
async function done(runId: string) {
  const counts = await runCounts(world.services, SHOP, runId)
  return KINDS.map((kind) => {
    const { created, updated, conflicts, failed } = counts[kind]
    return { kind, created, updated, conflicts, failed }
  })
}

const QUIET = { mutations: 0, emails: 0, stockMoves: 0 }
/** Refused records are told in each run. */
const NOTHING_NEW = [
  { kind: 'product', created: 0, updated: 0, conflicts: 0, failed: 3 },
  { kind: 'customer', created: 0, updated: 0, conflicts: 0, failed: 0 },
  { kind: 'order', created: 0, updated: 0, conflicts: 0, failed: 1 },
]

test('it holds records, failures, a conflict and deletions that nobody decided, and one left behind', async () => {
  expect(await openDecisions(world.services, SHOP, projectId)).toEqual({
    didNotArrive: 4,
    conflicts: 1,
    deleted: 3,
    cannotFollow: 2,
    leftBehind: 1,
  })
  const counts = await prisma.mapping.groupBy({ by: ['kind'], _count: true })
  for (const { _count } of counts) expect(_count).toBeGreaterThan(30)
  expect(counts).toHaveLength(KINDS.length)
})

test('a comparison of everything finds what it remembers, row by row', async () => {
  const before = { ...(await known()), mappings: await mappings() }
  const runId = await world.run(projectId, 'comparison')
  expect({ ...(await known()), mappings: await mappings() }).toEqual(before)
  expect(world.shopify.stats()).toMatchObject(QUIET)
  const passes = await prisma.comparisonPass.findMany({ where: { runId } })
  for (const pass of passes) expect(pass).toMatchObject({ changed: 0, missing: 0, unread: 0 })
  expect(passes).toHaveLength(KINDS.length)
})

test('a recent run that reads everything again writes nothing, and the watermarks move on', async () => {
  /** The row and the date are what was touched. */
  const withoutDates = async () =>
    (await mappings()).map(({ sourceRowHash: _hash, sourceChangedAt: _at, ...mapping }) => mapping)
  const before = { ...(await known()), mappings: await withoutDates() }
  world.later(DAY)
  const touchedAt = touchEverything(world.woo)

  const runId = await world.run(projectId, 'recent')
  expect({ ...(await known()), mappings: await withoutDates() }).toEqual(before)
  expect(await done(runId)).toEqual(NOTHING_NEW)
  expect(world.shopify.stats()).toMatchObject(QUIET)
  const moved = KINDS.map((kind) => ({ kind, at: touchedAt }))
  expect(await watermarks()).toEqual(moved.toSorted((a, b) => a.kind.localeCompare(b.kind)))
})

test('what changes in the old store arrives, each change as one update', async () => {
  const { state } = world.woo
  world.later(DAY)
  const product = [...state.products.values()].find((one) => one.sku === 'UP-2')
  const customer = [...state.customers.values()].find((one) => one.role === 'customer')
  const order = [...state.orders.values()].find((one) => one.billing.first_name === 'Robin')
  if (!product || !customer || !order) throw new Error('The old store lacks what was made for this')
  updateProduct(state, product.id, { regular_price: '25.75' })
  updateCustomer(state, customer.id, { first_name: 'Kim' })
  updateOrder(state, order.id, { customer_note: 'Ring twice.' })

  expect(await done(await world.run(projectId, 'recent'))).toEqual(
    NOTHING_NEW.map((counts) => ({ ...counts, updated: 1 })),
  )
  const { byField, emails, stockMoves } = world.shopify.stats()
  expect({ byField, emails, stockMoves }).toEqual({
    byField: { productVariantsBulkUpdate: 1, customerUpdate: 1, orderUpdate: 1 },
    emails: 0,
    stockMoves: 0,
  })
  const gidOf = async (kind: string, id: number) => {
    const where = { projectId, kind, sourceId: String(id) }
    return (await prisma.mapping.findFirstOrThrow({ where })).gid
  }
  const { products, customers, orders } = shop()
  expect({
    price: products.get(await gidOf('product', product.id))?.variants[0]?.price,
    name: customers.get(await gidOf('customer', customer.id))?.firstName,
    note: orders.get(await gidOf('order', order.id))?.note,
  }).toEqual({ price: '25.75', name: 'Kim', note: 'Ring twice.' })
})
