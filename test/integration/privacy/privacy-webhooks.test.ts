import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '#app/db.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { answerWebhook } from '#app/privacy/answer-webhook.server.ts'
import type { Topic } from '#app/privacy/webhook-topics.ts'
import { createRunQueue } from '#app/runs/queue/queue.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { everyRow } from '#test/helpers/database/every-row.ts'
import { kept } from '#app/migration/messages/message.ts'
import { engineSays } from '#app/migration/messages/engine.ts'

const A = 'a.myshopify.com'
const B = 'b.myshopify.com'
const CUSTOMER = 7001
const ORDER = 9001

let database: TestDatabase
let prisma: Database

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = database.prisma
})
afterAll(() => database.close())

beforeEach(async () => {
  await prisma.privacyExport.deleteMany()
  await prisma.webhookDelivery.deleteMany()
  await prisma.outcome.deleteMany()
  await prisma.session.deleteMany()
  await prisma.shop.deleteMany()
  for (const shop of [A, B]) await fill(shop)
})

/** A shop with a running run, one customer and one order, and a line in every table. */
async function fill(shop: string): Promise<void> {
  await prisma.shop.create({ data: { domain: shop } })
  await prisma.session.create({
    data: { id: `offline_${shop}`, shop, state: '', isOnline: false },
  })
  const project = await prisma.project.create({
    data: {
      shop,
      name: 'Old store',
      cart: 'woocommerce',
      sourceUrl: 'https://old.example',
      sourceStoreId: 's',
      sourceName: 'Old',
      sourceVersion: '9',
      sourceTimezone: 'UTC',
      sourceCurrency: 'EUR',
      credentialsCipher: new Uint8Array([1]),
      credentialsKeyId: 'k1',
    },
  })
  const projectId = project.id
  const run = await prisma.run.create({
    data: {
      shop,
      projectId,
      mode: 'recent',
      state: 'running',
      leaseOwner: 'worker',
      leaseExpiresAt: new Date(Date.now() + 60_000),
      events: { create: { shop, level: 'info', message: 'Started.' } },
    },
  })
  const runId = run.id
  const records = [
    { kind: 'customer', sourceId: 'c1', gid: `gid://shopify/Customer/${CUSTOMER}` },
    { kind: 'order', sourceId: 'o1', gid: `gid://shopify/Order/${ORDER}` },
    { kind: 'customer', sourceId: 'c2', gid: 'gid://shopify/Customer/7002' },
  ]
  for (const { kind, sourceId, gid } of records) {
    await prisma.mapping.create({
      data: {
        shop,
        projectId,
        kind,
        sourceId,
        gid,
        fingerprint: 'f',
        sourceFields: {},
        targetFields: {},
        mappingVersion: 1,
        firstRunId: runId,
        lastRunId: runId,
      },
    })
    await prisma.outcome.create({
      data: {
        shop,
        projectId,
        runId,
        kind,
        sourceId,
        gid,
        classification: 'new',
        outcome: 'created',
        reference: sourceId,
      },
    })
    await prisma.issue.create({
      data: {
        shop,
        projectId,
        runId,
        kind,
        sourceId,
        code: 'PHONE_NOT_ACCEPTED',
        ...kept(engineSays('conflict', { field: 'phone' })),
        severity: 'note',
        reference: sourceId,
        mappingVersion: 1,
      },
    })
  }
  await prisma.intent.create({ data: { projectId, runId, kind: 'customer', sourceId: 'c1' } })
  await prisma.watermark.create({
    data: { projectId, runId, kind: 'order', at: '2026-01-01T00:00:00Z' },
  })
  await prisma.runPass.create({
    data: { runId, kind: 'order', windowTo: '2026-01-01T00:00:00Z' },
  })
}

function deliver(shop: string, topic: Topic, payload: unknown = {}, id: string = randomUUID()) {
  return answerWebhook(
    { prisma, logger: silentLogger, settings: { fingerprintKey: 'key' } },
    { id, shop, topic, payload, triggeredAt: null },
  )
}

const dataRequest = {
  shop_domain: A,
  orders_requested: [ORDER],
  customer: { id: CUSTOMER, email: 'ada@example.com', phone: '+491700000000' },
  data_request: { id: 55 },
}

describe('app/uninstalled', () => {
  test('deletes the sessions, marks the shop and takes its runs off the worker', async () => {
    await deliver(A, 'app/uninstalled')

    expect(await prisma.session.count({ where: { shop: A } })).toBe(0)
    expect((await prisma.shop.findUnique({ where: { domain: A } }))?.uninstalledAt).toBeTruthy()
    expect(await prisma.run.findFirst({ where: { shop: A } })).toMatchObject({
      state: 'paused',
      reasonCode: 'APP_UNINSTALLED',
      leaseOwner: null,
      reasonSaid: expect.stringContaining('runs.uninstalled'),
    })
    expect(await prisma.mapping.count({ where: { shop: A } })).toBe(3)
    const last = await prisma.runEvent.findFirst({ where: { shop: A }, orderBy: { id: 'desc' } })
    expect(last?.said).toContain('runs.uninstalled')
  })

  test('touches no other shop', async () => {
    await deliver(A, 'app/uninstalled')
    expect(await prisma.session.count({ where: { shop: B } })).toBe(1)
    expect(await prisma.run.findFirst({ where: { shop: B } })).toMatchObject({ state: 'running' })
  })

  test('lets a run that was being cancelled end as cancelled', async () => {
    await prisma.run.updateMany({ where: { shop: A }, data: { state: 'cancelling' } })
    await deliver(A, 'app/uninstalled')
    expect(await prisma.run.findFirst({ where: { shop: A } })).toMatchObject({ state: 'cancelled' })
  })
})

describe('customers/data_request', () => {
  test('keeps an answer with everything held on the customer and nothing about others', async () => {
    await deliver(A, 'customers/data_request', dataRequest)
    const [answer, ...more] = await prisma.privacyExport.findMany({ where: { shop: A } })
    expect(more).toEqual([])
    expect(answer?.requestId).toBe('55')
    expect(answer?.content).toMatchObject({
      customer: `gid://shopify/Customer/${CUSTOMER}`,
      links: [
        { kind: 'customer', idInOldStore: 'c1' },
        { kind: 'order', idInOldStore: 'o1' },
      ],
      outcomes: [
        { kind: 'customer', outcome: 'created' },
        { kind: 'order', outcome: 'created' },
      ],
      issues: [
        { code: 'PHONE_NOT_ACCEPTED', message: expect.stringMatching(/^“Phone” was changed/) },
        { code: 'PHONE_NOT_ACCEPTED' },
      ],
      unfinished: [{ kind: 'customer', idInOldStore: 'c1' }],
    })
    const text = JSON.stringify(answer?.content)
    expect(text).not.toContain('"c2"')
    expect(text).not.toContain('ada@example.com')
  })

  test('answers a repeated delivery once', async () => {
    const id = randomUUID()
    expect(await deliver(A, 'customers/data_request', dataRequest, id)).toBe(true)
    expect(await deliver(A, 'customers/data_request', dataRequest, id)).toBe(false)
    expect(await prisma.privacyExport.count({ where: { shop: A } })).toBe(1)
  })

  test('does the work of two deliveries at the same moment once', async () => {
    const id = randomUUID()
    const both = [1, 2].map(() => deliver(A, 'customers/data_request', dataRequest, id))
    expect((await Promise.all(both)).toSorted()).toEqual([false, true])
    expect(await prisma.privacyExport.count({ where: { shop: A } })).toBe(1)
  })

  test('removes what is older than thirty days, of every shop', async () => {
    const long = new Date(Date.now() - 31 * 86_400_000)
    await prisma.webhookDelivery.create({
      data: { id: 'old', shop: B, topic: 'app/uninstalled', receivedAt: long },
    })
    await prisma.privacyExport.create({
      data: { shop: B, requestId: '1', content: {}, createdAt: long },
    })
    await deliver(A, 'customers/data_request', dataRequest)
    expect(await prisma.webhookDelivery.count({ where: { shop: B } })).toBe(0)
    expect(await prisma.privacyExport.count({ where: { shop: B } })).toBe(0)
    expect(await prisma.privacyExport.count({ where: { shop: A } })).toBe(1)
  })

  test('forgets a delivery it could not answer, so that the next one is', async () => {
    const id = randomUUID()
    await expect(deliver(A, 'customers/data_request', { customer: {} }, id)).rejects.toThrow()
    expect(await deliver(A, 'customers/data_request', dataRequest, id)).toBe(true)
  })
})

describe('customers/redact', () => {
  test('deletes what is held on the customer and the orders named, and earlier exports', async () => {
    await deliver(A, 'customers/data_request', dataRequest)
    await deliver(A, 'customers/redact', {
      customer: { id: CUSTOMER },
      orders_to_redact: [ORDER],
    })
    const left = async (shop: string) => ({
      mappings: (await prisma.mapping.findMany({ where: { shop } })).map((row) => row.sourceId),
      outcomes: (await prisma.outcome.findMany({ where: { shop } })).map((row) => row.sourceId),
      issues: (await prisma.issue.findMany({ where: { shop } })).map((row) => row.sourceId),
      intents: await prisma.intent.count({ where: { project: { shop } } }),
      exports: await prisma.privacyExport.count({ where: { shop } }),
    })
    expect(await left(A)).toEqual({
      mappings: ['c2'],
      outcomes: ['c2'],
      issues: ['c2'],
      intents: 0,
      exports: 0,
    })
    expect((await left(B)).mappings).toHaveLength(3)
  })

  test('is content with a customer nothing is held on', async () => {
    await deliver(A, 'customers/redact', { customer: { id: 1 }, orders_to_redact: [] })
    expect(await prisma.mapping.count({ where: { shop: A } })).toBe(3)
  })
})

describe('shop/redact', () => {
  test('leaves nothing of the shop in any table, and everything of the others', async () => {
    const queue = createRunQueue({ databaseUrl: database.url, logger: silentLogger })
    await queue.ready()
    const runs = await prisma.run.findMany()
    await prisma.$transaction(async (tx) => {
      for (const { id } of runs) await queue.wake(tx, id)
    })
    await queue.stop()
    await deliver(A, 'customers/data_request', dataRequest)
    const ids = await identifiers(A)

    await deliver(A, 'shop/redact')

    const rows = await everyRow(prisma)
    for (const id of ids) {
      expect(rows.filter(({ text }) => text.includes(id)).map(({ table }) => table)).toEqual([])
    }
    expect(await prisma.mapping.count({ where: { shop: B } })).toBe(3)
    expect(await prisma.session.count({ where: { shop: B } })).toBe(1)
    expect(rows.filter(({ table }) => table === 'pgboss.job')).toHaveLength(1)
  })

  /** Whatever would give the shop away. */
  async function identifiers(shop: string): Promise<string[]> {
    const projects = await prisma.project.findMany({ where: { shop } })
    const runs = await prisma.run.findMany({ where: { shop } })
    return [shop, ...projects.map(({ id }) => id), ...runs.map(({ id }) => id)]
  }
})
