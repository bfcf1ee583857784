import { randomUUID } from 'node:crypto'
import { Session } from '@shopify/shopify-app-remix/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database, Transaction } from '#app/db.server.ts'
import { offlineAccess } from '#app/shop/offline-access.server.ts'
import { systemClock } from '#app/platform/clock.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { answerWebhook } from '#app/privacy/answer-webhook.server.ts'
import type { Topic } from '#app/privacy/webhook-topics.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { createSessionStorage } from '#app/shop/session-storage.server.ts'
import { aCustomer } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { everyRow } from '#test/helpers/database/every-row.ts'
import { createRunServices, type RunServices } from '#test/helpers/stores/run-services.ts'
import { shopWithEverything, type Belongings } from '#test/helpers/database/shop-with-everything.ts'

const A = 'gone-store.myshopify.com'
const B = 'staying-store.myshopify.com'

let database: TestDatabase
let prisma: Database
let running: RunServices

beforeAll(async () => {
  database = await createTestDatabase()
  prisma = database.prisma
  running = createRunServices(database)
  await running.services.queue.ready()
})
afterAll(async () => {
  await running?.close()
  await database?.close()
})
beforeEach(async () => {
  await prisma.session.deleteMany()
  await prisma.privacyExport.deleteMany()
  await prisma.webhookDelivery.deleteMany()
  await prisma.outcome.deleteMany()
  await prisma.shop.deleteMany()
})

const deliver = (shop: string, topic: Topic, payload: unknown = {}) =>
  answerWebhook(
    { prisma, logger: silentLogger, settings: { fingerprintKey: 'key' } },
    { id: randomUUID(), shop, topic, payload, triggeredAt: null },
  )

async function fill(shop: string, label: string): Promise<Belongings> {
  const things = await shopWithEverything(prisma, shop, label)
  await session(shop, prisma)
  await prisma.$transaction((tx) => running.services.queue.wake(tx, things.runId))
  return things
}

const session = (shop: string, tx: Database | Transaction, expires?: Date) =>
  createSessionStorage({ ...running.services, prisma: tx }).storeSession(
    new Session({
      id: `offline_${shop}`,
      shop,
      state: '',
      isOnline: false,
      accessToken: 'shpat_x',
      refreshToken: 'shprt_x',
      ...(expires ? { expires } : {}),
    }),
  )

/** Whatever would give the shop away: its name in full and short, its ids, what stands in its rows. */
function labelsOf(things: Belongings, label: string): string[] {
  return [
    things.shop,
    things.shop.replace('.myshopify.com', ''),
    things.projectId,
    things.runId,
    things.exportId,
    things.sourceUrl,
    label,
  ]
}

async function tablesNaming(labels: readonly string[]): Promise<string[]> {
  const rows = await everyRow(prisma)
  const named = rows.filter(({ text }) => labels.some((label) => text.includes(label)))
  return [...new Set(named.map(({ table }) => table))].toSorted()
}

async function rowsNaming(labels: readonly string[]): Promise<string[]> {
  const rows = await everyRow(prisma)
  return rows
    .filter(({ text }) => labels.some((label) => text.includes(label)))
    .map(({ table, text }) => `${table} ${text}`)
    .toSorted()
}

describe('after shop/redact', () => {
  test('no column of any table names the shop, and no row of another shop is touched', async () => {
    const gone = await fill(A, 'written on A')
    const staying = await fill(B, 'written on B')
    // Each table of the app was about this shop, so that none is forgotten here when one is added.
    const ofTheApp = await prisma.$queryRaw<{ name: string }[]>`
      select format('public.%I', tablename) as name from pg_tables
      where schemaname = 'public' and tablename <> '_prisma_migrations'`
    const before = await tablesNaming(labelsOf(gone, 'written on A'))
    expect(before).toEqual(expect.arrayContaining(ofTheApp.map(({ name }) => name)))
    expect(before).toContain('pgboss.job')
    const others = await rowsNaming(labelsOf(staying, 'written on B'))

    await deliver(A, 'shop/redact')

    expect(await tablesNaming(labelsOf(gone, 'written on A'))).toEqual([])
    expect(await rowsNaming(labelsOf(staying, 'written on B'))).toEqual(others)
  })

  test('a late or repeated webhook of the shop leaves nothing of it either', async () => {
    await fill(A, 'written on A')
    await deliver(A, 'shop/redact')
    await deliver(A, 'shop/redact')
    await deliver(A, 'app/uninstalled')
    await deliver(A, 'customers/redact', { customer: { id: 1 }, orders_to_redact: [2] })
    await deliver(A, 'customers/data_request', { customer: { id: 1 }, data_request: { id: 3 } })
    expect(await tablesNaming([A])).toEqual([])
  })

  test('nor does one that is answered at the same moment', async () => {
    await fill(A, 'written on A')
    const request = { customer: { id: 1 }, data_request: { id: 3 } }
    await Promise.all([
      ...[1, 2, 3].map(() => deliver(A, 'customers/data_request', request)),
      deliver(A, 'shop/redact'),
      ...[4, 5].map(() => deliver(A, 'customers/data_request', request)),
      deliver(A, 'app/uninstalled'),
    ])
    expect(await tablesNaming([A])).toEqual([])
  })
})

describe('after customers/redact', () => {
  test('neither what runs found, nor what they proposed or were told to try, names the customer', async () => {
    const things = await fill(A, 'kept')
    const { projectId, runId } = things
    const sourceId = 'guest:the-redacted-one'
    const record = { shop: A, projectId, kind: 'customer', sourceId }
    await prisma.mapping.create({
      data: {
        ...record,
        gid: 'gid://shopify/Customer/4242',
        fingerprint: 'f',
        sourceFields: {},
        targetFields: {},
        mappingVersion: 1,
        firstRunId: runId,
        lastRunId: runId,
      },
    })
    await prisma.comparisonFinding.create({ data: { ...record, runId, why: 'guest' } })
    await prisma.intent.create({ data: { projectId, runId, kind: 'customer', sourceId } })
    await prisma.relinkProposal.create({
      data: {
        ...record,
        runId,
        gid: 'gid://shopify/Customer/1',
        matchedBy: 'email',
        reference: sourceId,
      },
    })
    const others = { kind: 'customer', sourceId: 'another' }
    await prisma.run.update({
      where: { id: runId },
      data: {
        mode: 'retry',
        task: { mode: 'retry', records: [others, { kind: 'customer', sourceId }] },
      },
    })
    expect(await tablesNaming([sourceId])).toHaveLength(5)

    await deliver(A, 'customers/redact', { customer: { id: 4242 }, orders_to_redact: [] })

    expect(await tablesNaming([sourceId])).toEqual([])
    const run = await prisma.run.findUniqueOrThrow({ where: { id: runId } })
    expect(run.task).toEqual({ mode: 'retry', records: [others] })
  })
})

describe('a shop that is forgotten while its run is live', () => {
  test('the run stops, and neither the database nor Shopify hears of it again', async () => {
    const { services } = running
    const fixture = await running.createShop()
    const { shop, project, source, target, gate } = fixture
    source.put(
      ...Array.from({ length: 6 }, (_, at) =>
        aCustomer({ sourceId: `c${at}`, email: `c${at}@example.com` }),
      ),
    )
    const started = await startRun(services, shop, project.id, 'full')
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    source.beforePage = (page) => {
      if (page === 2) gate.close()
    }
    const idle = new AbortController().signal
    const working = executeRun(services, {
      runId: started.runId,
      workerId: 'w',
      shutdown: { soft: idle, hard: idle },
    })
    await gate.reached()

    await deliver(shop, 'shop/redact')
    const written = target.records('customer').length
    gate.open()

    expect(await working).toEqual({ taken: true, state: null })
    expect(await tablesNaming([shop, project.id, started.runId])).toEqual([])
    expect(target.records('customer')).toHaveLength(written)
  })
})

describe('a webhook that comes while a worker is recording', () => {
  test.each(['shop/redact', 'customers/redact', 'app/uninstalled'] as const)(
    '%s waits for the record under way instead of undoing it',
    async (topic) => {
      const things = await fill(A, 'written on A')
      const { runId } = things
      let answered: Promise<boolean> | undefined
      // As the ledger does: the run's row first, then the rows of the records.
      await prisma.$transaction(async (tx) => {
        await tx.$queryRaw`select 1 from "Run" where "id" = ${runId}::uuid for no key update`
        answered = deliver(A, topic, { customer: { id: 1 }, orders_to_redact: [] })
        await untilSomebodyWaits()
        await tx.outcome.updateMany({ where: { runId }, data: { amount: '1.00 USD' } })
        await tx.mapping.updateMany({ where: { shop: A }, data: { fingerprint: 'recorded' } })
      })
      expect(await answered).toBe(true)
    },
  )
})

/** Asks again and again whether a connection waits for a lock another one holds. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await prisma.$queryRaw<{ waiting: bigint }[]>`
      select count(*) as waiting from pg_stat_activity
      where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`
    if ((row?.waiting ?? 0n) > 0n) return
  }
}

describe('a token that is being renewed while the shop goes', () => {
  test.each(['shop/redact', 'app/uninstalled'] as const)(
    'is not stored after %s',
    async (topic) => {
      await prisma.shop.create({ data: { domain: A } })
      await session(A, prisma, new Date(1_000))
      const asked = Promise.withResolvers<void>()
      const answer = Promise.withResolvers<Response>()
      const renewing = offlineAccess(
        {
          ...running.services,
          clock: systemClock,
          apiKey: 'key',
          apiSecret: 'secret',
          timeoutMs: 5_000,
          fetch: async () => {
            asked.resolve()
            return answer.promise
          },
        },
        A,
      ).catch((error: unknown) => error)
      await asked.promise
      await deliver(A, topic)
      answer.resolve(
        Response.json({
          access_token: 'shpat_new',
          scope: 'write_orders',
          expires_in: 3600,
          refresh_token: 'shprt_new',
        }),
      )
      expect(await renewing).toMatchObject({ code: 'APP_UNINSTALLED' })
      expect(await prisma.session.count({ where: { shop: A } })).toBe(0)
    },
  )
})
