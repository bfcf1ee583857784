import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLogger } from '#app/platform/logger.server.ts'
import { answerWebhook } from '#app/privacy/answer-webhook.server.ts'
import type { Topic } from '#app/privacy/webhook-topics.ts'
import { sourceConnectorFor } from '#app/projects/projects.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { startRun, startTask } from '#app/runs/life/runs.server.ts'
import { runEvents } from '#app/runs/history/run-lists.server.ts'
import { aCustomer, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { everyRow } from '#test/helpers/database/every-row.ts'
import {
  createRunServices,
  type RunServices,
  type ShopFixture,
} from '#test/helpers/stores/run-services.ts'

const PERSON = 'person-4711'
const GUEST = 'guest:4712'
const SHOPIFY_ID = 77001

let database: TestDatabase
let app: RunServices
beforeAll(async () => {
  database = await createTestDatabase()
  app = createRunServices(database)
  await app.services.queue.ready()
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const deliver = (shop: string, topic: Topic, payload: unknown = {}) =>
  answerWebhook(
    { prisma: database.prisma, logger: silentLogger, settings: app.services.settings },
    { id: randomUUID(), shop, topic, payload, triggeredAt: null },
  )

async function run(fixture: ShopFixture, mode: 'full' | 'recent' | 'comparison'): Promise<string> {
  const { shop, project } = fixture
  const started =
    mode === 'comparison'
      ? await startTask(app.services, shop, project.id, { mode })
      : await startRun(app.services, shop, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const shutdown = { soft: new AbortController().signal, hard: new AbortController().signal }
  const { runId } = started
  const done = await executeRun(app.services, { runId, workerId: 'worker', shutdown })
  expect(done).toEqual({ taken: true, state: 'completed' })
  return runId
}

const guest = aCustomer({ sourceId: GUEST, guest: true, email: 'guest@example.com' })
const bought = (sourceId: string, customerSourceId: string | null, note: string | null = null) =>
  anOrder({
    sourceId,
    number: sourceId,
    customerSourceId,
    guest: customerSourceId === GUEST ? guest : null,
    email: customerSourceId === GUEST ? 'guest@example.com' : 'person@example.com',
    phone: '+14155552671',
    note,
  })

/** Migrated, then erased in Shopify on the customer's wish: the account, the guest and one order. */
async function erasedShop(): Promise<ShopFixture> {
  const fixture = await app.createShop()
  const { source, target, shop } = fixture
  source.put(
    aCustomer({ sourceId: PERSON, email: 'person@example.com' }),
    aCustomer({ sourceId: 'other', email: 'other@example.com' }),
    bought('named', PERSON),
    bought('kept', PERSON),
    bought('by-guest', GUEST),
  )
  await run(fixture, 'full')
  await database.prisma.mapping.updateMany({
    where: { shop, sourceId: { in: [PERSON, GUEST] } },
    data: { gid: `gid://shopify/Customer/${SHOPIFY_ID}` },
  })
  await database.prisma.mapping.updateMany({
    where: { shop, sourceId: 'named' },
    data: { gid: 'gid://shopify/Order/88001' },
  })
  await deliver(shop, 'customers/redact', {
    customer: { id: SHOPIFY_ID },
    orders_to_redact: [88001],
  })
  target.remove('customer', PERSON)
  target.remove('customer', GUEST)
  target.remove('order', 'named')
  return fixture
}

test('nobody who asked to be erased comes again, however the old store changes or is read', async () => {
  const fixture = await erasedShop()
  const { source, target, shop, project } = fixture
  source.put(
    aCustomer({ sourceId: PERSON, email: 'person@example.com', note: 'Changed' }),
    bought('named', PERSON, 'Changed'),
    bought('kept', PERSON, 'Changed'),
    bought('by-guest', GUEST, 'Changed'),
    bought('new', PERSON),
    bought('new-by-guest', GUEST),
  )
  const estimate = await estimateRun(app.services, shop, project.id, 'recent')
  expect(estimate.kinds.customer).toMatchObject({ new: 0 })
  const recent = await run(fixture, 'recent')
  await run(fixture, 'comparison')

  for (const [kind, id] of [
    ['customer', PERSON],
    ['customer', GUEST],
    ['order', 'named'],
  ] as const) {
    expect(target.bySourceId(kind, id), `${kind} ${id}`).toBeUndefined()
  }
  const seen = await sourceConnectorFor(app.services, project)
  const { records } = await seen.readByIds('order', ['new', 'new-by-guest', 'named'])
  expect(records.map(({ record }) => record)).toMatchObject([
    { sourceId: 'new', customerSourceId: null, guest: null, email: null, phone: null },
    { sourceId: 'new-by-guest', customerSourceId: null, guest: null, email: null, phone: null },
  ])
  for (const id of ['new', 'new-by-guest']) expect(target.bySourceId('order', id)).toBeDefined()
  expect(target.bySourceId('order', 'kept')?.fields).toMatchObject({ note: 'Changed' })
  expect(target.bySourceId('customer', 'other')).toBeDefined()
  const { items } = await runEvents(app.services, shop, recent)
  expect(items.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^2 customers who asked to be erased won’t be brought again/),
  )
})

test('the list of them names nobody, and goes with the shop', async () => {
  const fixture = await erasedShop()
  const { shop } = fixture
  expect(await database.prisma.erasure.count({ where: { shop } })).toBe(3)
  // The project's id and the shop's name are chance here, and may hold any number.
  const kept = await database.prisma.erasure.findMany({
    where: { shop },
    omit: { projectId: true, shop: true },
  })
  const rows = JSON.stringify(kept)
  for (const id of [PERSON, GUEST, '4712', String(SHOPIFY_ID), '88001']) {
    expect(rows).not.toContain(id)
  }
  // A second delivery, and a request about somebody nothing is held on.
  await deliver(shop, 'customers/redact', { customer: { id: SHOPIFY_ID }, orders_to_redact: [] })
  await deliver(shop, 'customers/redact', { customer: { id: 1 }, orders_to_redact: [] })
  expect(await database.prisma.erasure.count({ where: { shop } })).toBe(3)

  await deliver(shop, 'shop/redact')
  expect(await database.prisma.erasure.count({ where: { shop } })).toBe(0)
  for (const row of await everyRow(database.prisma)) {
    expect(JSON.stringify(row)).not.toContain(shop)
  }
})
