import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase, type Database } from '#app/db.server.ts'
import { createPrismaLedger } from '#app/migration/ledger/prisma-ledger.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { answerWebhook } from '#app/privacy/answer-webhook.server.ts'
import { systemClock } from '#app/platform/clock.ts'
import { acquireLease } from '#app/runs/queue/lease.server.ts'
import { migrateDeploy } from '../../../scripts/database/migrate.ts'
import { engineSays } from '#app/migration/messages/engine.ts'
import { runSays } from '#app/migration/messages/runs.ts'
import { reasonColumns, reasonOf } from '#app/runs/run-rows.server.ts'
import { said } from '#test/helpers/said.ts'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../prisma/migrations')
const [FIRST = '', ...LATER] = fs
  .readdirSync(MIGRATIONS)
  .filter((name) => /^\d/.test(name))
  .sort()

/** What the version before sends: its statements, word for word, without a column it did not know. */
const OLD = {
  lock: `select 1 from "Run"
    where "id" = $1::uuid and "shop" = $2 and "projectId" = $3::uuid
      and "leaseOwner" = $4 and "leaseExpiresAt" > clock_timestamp()
      and "state" in ('running', 'pausing', 'cancelling')
    for no key update`,
  heartbeat: `update "Run" set "leaseExpiresAt" = clock_timestamp() + interval '60 seconds'
    where "id" = $1::uuid and "leaseOwner" = $2 returning "state"::text`,
  map: `insert into "Mapping" ("shop", "projectId", "kind", "sourceId", "gid", "fingerprint",
      "sourceFields", "targetFields", "children", "sourceChangedAt", "mappingVersion",
      "firstRunId", "lastRunId", "updatedAt")
    values ($1, $2::uuid, 'product', $4, 'gid://shopify/Product/' || $4, 'f', '{}', '{}', '{}',
      null, 1, $3::uuid, $3::uuid, now())
    on conflict ("projectId", "kind", "sourceId") do update set "lastRunId" = excluded."lastRunId"`,
  settle: `insert into "Outcome" ("shop", "projectId", "runId", "kind", "sourceId",
      "classification", "outcome", "gid", "reference", "amount")
    values ($1, $2::uuid, $3::uuid, 'product', $4, 'new', 'created', 'gid', 'P', null)
    on conflict ("runId", "kind", "sourceId") do nothing`,
  open: `insert into "RunPass" ("runId", "kind", "windowFrom", "windowTo", "startedAt")
    values ($1::uuid, $2, '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z', now())
    on conflict do nothing`,
  checkpoint: `update "RunPass" set "resume" = 'page 2' where "runId" = $1::uuid and "kind" = $2`,
  commit: `with done as (update "RunPass" set "doneAt" = now() where "runId" = $1::uuid and "kind" = $3)
    insert into "Watermark" ("projectId", "kind", "at", "runId", "updatedAt")
    values ($2::uuid, $3, '2026-03-01T00:00:00Z', $1::uuid, now())`,
  comparison: `insert into "SweepPass" ("runId", "kind", "resume", "startedAt")
    values ($1::uuid, 'product', 'page 3', now())`,
  tell: `insert into "Issue" ("shop", "projectId", "runId", "kind", "sourceId", "code", "field",
      "message", "fingerprint", "severity", "mayHeal", "tries", "reference", "optionsHash",
      "mappingVersion", "updatedAt")
    values ($1, $2::uuid, $3::uuid, 'product', $4, 'TEXT_SHORTENED', '', $5, null, 'note', false, 1,
      'P', 'options', 1, now())
    on conflict ("projectId", "kind", "sourceId", "code", "field") do update set
      "runId" = excluded."runId", "message" = excluded."message", "updatedAt" = now()`,
  read: `select "id", "shop", "projectId", "mode"::text, "state"::text, "points", "leaseOwner",
      "leaseExpiresAt", "createdAt", "startedAt", "finishedAt" from "Run" where "id" = $1::uuid`,
}

type OldRun = { runId: string; projectId: string; shop: string; owner: string }

let url = ''
let admin: pg.Client
let name = ''
let prisma: Database

beforeAll(async () => {
  const base = new URL(inject('postgresUrl'))
  base.pathname = '/postgres'
  admin = new pg.Client({ connectionString: base.href })
  await admin.connect()
  name = `test_${randomUUID().replaceAll('-', '')}`
  await admin.query(`create database "${name}" template template0`)
  const own = new URL(base)
  own.pathname = `/${name}`
  url = own.href
  prisma = createDatabase({ url })

  const sql = fs.readFileSync(path.join(MIGRATIONS, FIRST, 'migration.sql'), 'utf8')
  await withClient(async (client) => {
    await client.query(sql)
    await client.query(`create table "_prisma_migrations" (
      "id" varchar(36) primary key not null, "checksum" varchar(64) not null,
      "finished_at" timestamptz, "migration_name" varchar(255) not null, "logs" text,
      "rolled_back_at" timestamptz, "started_at" timestamptz not null default now(),
      "applied_steps_count" integer not null default 0)`)
    await client.query(
      `insert into "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name",
         "applied_steps_count") values (gen_random_uuid(), $1, now(), $2, 1)`,
      [createHash('sha256').update(sql).digest('hex'), FIRST],
    )
  })
})
afterAll(async () => {
  await prisma.$disconnect()
  await admin.query(`drop database "${name}" with (force)`)
  await admin.end()
})

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A run in the middle of its work, as the version before has it. */
async function anOldRun(): Promise<OldRun> {
  const run = {
    runId: randomUUID(),
    projectId: randomUUID(),
    shop: `shop-${randomUUID()}.myshopify.com`,
    owner: 'old worker',
  }
  const { runId, projectId, shop, owner } = run
  await withClient(async (client) => {
    await client.query(`insert into "Shop" ("domain") values ($1)`, [shop])
    await client.query(
      `insert into "Project" ("id", "shop", "name", "cart", "sourceUrl", "sourceStoreId",
         "sourceName", "sourceVersion", "sourceTimezone", "sourceCurrency", "credentialsCipher",
         "credentialsKeyId")
       values ($1::uuid, $2, 'Old store', 'memory', 'https://old.example', 's', 'Old', '1', 'UTC',
         'EUR', '\\x01', 'k1')`,
      [projectId, shop],
    )
    await client.query(
      `insert into "Run" ("id", "shop", "projectId", "mode", "state", "leaseOwner",
         "leaseExpiresAt", "startedAt")
       values ($1::uuid, $2, $3::uuid, 'recent', 'running', $4, now() + interval '60 seconds', now())`,
      [runId, shop, projectId, owner],
    )
    await client.query(OLD.map, [shop, projectId, runId, '1'])
  })
  return run
}

async function settleAsBefore(client: pg.Client, run: OldRun, sourceId: string): Promise<void> {
  const { runId, projectId, shop, owner } = run
  const held = await client.query(OLD.lock, [runId, shop, projectId, owner])
  expect(held.rowCount).toBe(1)
  await client.query(OLD.map, [shop, projectId, runId, sourceId])
  await client.query(OLD.settle, [shop, projectId, runId, sourceId])
}

/** The ledger of a worker of this version, which takes the run over from one that died. */
async function takenOver({ runId, shop, projectId }: OldRun) {
  await prisma.run.update({ where: { id: runId }, data: { leaseExpiresAt: new Date(0) } })
  const lease = { runId, owner: 'new worker', leaseMs: 60_000 }
  expect(await acquireLease(prisma, lease)).toMatchObject({ mode: 'recent', tookOver: true })
  return createPrismaLedger({
    prisma,
    clock: systemClock,
    shop,
    projectId,
    runId,
    leaseOwner: 'new worker',
    pointsPerKind: { product: '1', customer: '0.5', order: '0.8' },
    optionsHash: 'options',
    mappingVersion: 1,
  })
}

test('what changed since the first migration is applied while workers of the version before go on', async () => {
  expect(LATER.length).toBeGreaterThan(0)
  const [busy, other] = [await anOldRun(), await anOldRun()]
  const [first, second] = [await connect(), await connect()]
  await first.query('begin')
  await settleAsBefore(first, busy, '2')

  let tries = 0
  let tried = () => undefined as void
  const waited = new Promise<void>((resolve) => (tried = resolve))
  const migrating = migrateDeploy(url, {
    lockTimeoutMs: 200,
    onWait: () => {
      tries += 1
      if (tries === 2) tried()
    },
  })
  await waited
  // It gave way, and nothing of it is left: everybody else works on as before.
  expect((await second.query(OLD.heartbeat, [other.runId, other.owner])).rowCount).toBe(1)
  await second.query('begin')
  await settleAsBefore(second, other, '2')
  await second.query('commit')
  const half = await second.query(
    `select 1 from information_schema.columns where table_name = 'Run' and column_name = 'crashes'
     union all select 1 from pg_enum where enumlabel = 'sweep'`,
  )
  expect(half.rowCount).toBe(0)

  await first.query('commit')
  await migrating

  // The workers of the version before have not noticed.
  for (const [client, run] of [
    [first, busy],
    [second, other],
  ] as const) {
    expect((await client.query(OLD.heartbeat, [run.runId, run.owner])).rowCount).toBe(1)
    await client.query('begin')
    await settleAsBefore(client, run, '3')
    await client.query('commit')
    expect((await client.query(OLD.read, [run.runId])).rows[0]).toMatchObject({ state: 'running' })
  }

  // One of them dies, and a worker of this version goes on with what it left.
  const ledger = await takenOver(busy)
  expect([...(await ledger.mappings('product', ['1', '2', '3'])).keys()].sort()).toEqual([
    '1',
    '2',
    '3',
  ])
  await ledger.openWindow('product', { from: null, to: '2026-03-01T00:00:00Z' })
  await ledger.checkpoint('product', 'somewhere')
  await first.end()
  await second.end()
})

test('what the version before goes on writing is read as it meant it', async () => {
  const run = await anOldRun()
  const { runId, projectId, shop } = run
  await withClient(async (client) => {
    await settleAsBefore(client, run, '7')
    await client.query(OLD.open, [runId, 'product'])
    await client.query(OLD.checkpoint, [runId, 'product'])
    await client.query(OLD.open, [runId, 'customer'])
    await client.query(OLD.commit, [runId, projectId, 'customer'])
    await client.query(OLD.comparison, [runId])
  })
  const ledger = await takenOver(run)

  // Its window goes on where it was, and what it does not say is not made up.
  const another = { from: null, to: '2026-04-01T00:00:00Z', knownUpTo: '99' }
  const opening = { clock: '2026-04-01T00:00:00Z', completeUpTo: another.to, newest: '99' }
  expect(await ledger.openWindow('product', another, opening)).toEqual({
    window: { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z', knownUpTo: null },
    resume: 'page 2',
    done: false,
    askedTotal: null,
    total: null,
  })
  await ledger.commitWatermark('product')
  for (const kind of ['product', 'customer'] as const) {
    expect(await ledger.lastWindow(kind)).toMatchObject({
      watermark: '2026-03-01T00:00:00Z',
      // Nothing else is known of the clock, and of what was there all that was brought.
      clock: '2026-03-01T00:00:00Z',
      newest: kind === 'product' ? '7' : null,
    })
  }
  expect(await ledger.openComparison('product')).toMatchObject({
    resume: 'page 3',
    askedTotal: null,
  })
  // Whether it is still the same record cannot be said: nothing is held against it.
  expect((await ledger.mappings('product', ['7'])).get('7')).toMatchObject({
    identity: null,
    sourceRowHash: null,
  })
  expect(await ledger.answered('SOURCE_LISTS_LESS')).toBe(false)
  expect(await ledger.due('product', another.to)).toEqual([])
  expect(await ledger.categories()).toEqual([])

  // An installation of which nobody noted when it was: an uninstall counts, however old.
  const settings = { fingerprintKey: 'key' }
  await answerWebhook(
    { prisma, logger: silentLogger, settings },
    { id: randomUUID(), shop, topic: 'app/uninstalled', payload: {}, triggeredAt: new Date(0) },
  )
  expect(
    (await prisma.shop.findUniqueOrThrow({ where: { domain: shop } })).uninstalledAt,
  ).toBeTruthy()
}, 60_000)

test('what workers of both versions tell of a record is what the last of them told', async () => {
  const run = await anOldRun()
  const { runId, projectId, shop } = run
  const tellAsBefore = (sentence: string) =>
    withClient((client) => client.query(OLD.tell, [shop, projectId, runId, '1', sentence]))
  const row = () => prisma.issue.findFirstOrThrow({ where: { projectId } })
  const leave = () =>
    prisma.issue.updateMany({ where: { projectId }, data: { resolution: 'left' } })
  await tellAsBefore('A text was shortened.')
  await leave()
  const ledger = await takenOver(run)
  const tell = (field: string) => {
    const message = engineSays('conflict', { field })
    const remark = { code: 'TEXT_SHORTENED', field: null, message, severity: 'note' } as const
    const of = { kind: 'product', sourceId: '1', reference: 'P' } as const
    return ledger.settle([
      {
        outcome: { ...of, classification: 'changed', outcome: 'updated', gid: 'g', amount: null },
        mapping: null,
        issues: [{ ...of, ...remark, fingerprint: null, isTransient: false }],
      },
    ])
  }

  // What the merchant left stays left, although the catalogue says it in other words.
  await tell('title')
  expect(said(await row())).toMatchObject({
    message: expect.stringMatching(/^“Title”/),
    resolution: 'left',
  })
  await tell('title')
  expect(await row()).toMatchObject({ resolution: 'left' })
  await tell('vendor')
  expect(said(await row())).toMatchObject({
    message: expect.stringMatching(/^“Vendor”/),
    resolution: null,
  })

  // An older worker knows nothing of keys: its sentence takes the place of what was told before.
  await tellAsBefore('Two texts were shortened.')
  expect(said(await row()).message).toBe('Two texts were shortened.')
  await tell('title')
  expect(said(await row()).message).toMatch(/^“Title”/)

  // A run that an older worker paused, and one that it ended after it had been paused by a newer one.
  const reason = async (data: { reasonCode: string | null; reason: string | null }) => {
    return reasonOf(await prisma.run.update({ where: { id: runId }, data }))
  }
  const paused = reasonColumns('STOPPED_BY_MERCHANT', runSays('pausedByYou'))
  expect(await reason(paused)).toBe('You paused this run: resume it whenever you like.')
  expect(await reason({ reasonCode: 'FATAL', reason: 'It broke.' })).toBe('It broke.')
  expect(await reason({ reasonCode: null, reason: null })).toBeNull()
}, 60_000)

test('a second start finds nothing to do', async () => {
  await migrateDeploy(url)
  const { rows } = await withClient((client) =>
    client.query(
      `select "migration_name", count(*) filter (where "finished_at" is not null)::int as "done"
       from "_prisma_migrations" group by 1 order by 1`,
    ),
  )
  expect(rows).toEqual([FIRST, ...LATER].map((each) => ({ migration_name: each, done: 1 })))
})
