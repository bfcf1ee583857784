import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { Session } from '@shopify/shopify-app-remix/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database, Transaction } from '#app/db.server.ts'
import { createVault } from '#app/platform/encryption.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { credentialsContext } from '#app/projects/project-rows.server.ts'
import { rotateKeys } from '#app/maintenance/rotate-keys.server.ts'
import { createSessionStorage } from '#app/shop/session-storage.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { everyRow } from '#test/helpers/database/every-row.ts'

const OLD: [string, Buffer] = ['old', randomBytes(32)]
const NEW: [string, Buffer] = ['new', randomBytes(32)]
const before = createVault(new Map([OLD]))
const during = createVault(new Map([NEW, OLD]))
const after = createVault(new Map([NEW]))
const SHOP = 'one.myshopify.com'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.prisma.session.deleteMany()
  await database.prisma.shop.deleteMany()
  await database.prisma.shop.create({ data: { domain: SHOP } })
})

async function project(secret: string, vault = before): Promise<string> {
  const id = randomUUID()
  const sealed = vault.seal(secret, credentialsContext(id))
  await database.prisma.project.create({
    data: {
      id,
      shop: SHOP,
      name: 'Old store → Shopify',
      cart: 'woocommerce',
      sourceUrl: 'https://old.example',
      sourceStoreId: id,
      sourceName: 'Old',
      sourceVersion: '9',
      sourceTimezone: 'UTC',
      sourceCurrency: 'EUR',
      credentialsCipher: sealed.cipher,
      credentialsKeyId: sealed.keyId,
    },
  })
  return id
}

const storage = (vault = before, prisma: Database | Transaction = database.prisma) =>
  createSessionStorage({ prisma, vault, logger: silentLogger })

async function waitingForLocks(): Promise<number> {
  const [row] = await database.prisma.$queryRaw<{ waiting: number }[]>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return row?.waiting ?? 0
}

type Tokens = { accessToken?: string; refreshToken?: string }

const aSession = (id: string, tokens: Tokens) =>
  new Session({ id, shop: SHOP, state: '', isOnline: false, ...tokens })

async function session(id: string, tokens: Tokens): Promise<void> {
  await storage().storeSession(aSession(id, tokens))
}

async function opened(id: string, vault = after): Promise<string> {
  const row = await database.prisma.project.findUniqueOrThrow({ where: { id } })
  return vault.open(
    { cipher: row.credentialsCipher, keyId: row.credentialsKeyId },
    credentialsContext(id),
  )
}

const rotate = (vault = during) => rotateKeys({ prisma: database.prisma, vault })

describe('rotating the keys', () => {
  test('seals everything under the first key, so that the old one is not needed any more', async () => {
    const projects = await Promise.all(
      Array.from({ length: 230 }, (_, at) => project(`secret ${at}`)),
    )
    await session('offline_1', { accessToken: 'shpat_1', refreshToken: 'shprt_1' })
    await session('offline_2', { accessToken: 'shpat_2' })
    await session('offline_3', {})

    expect(await rotate()).toEqual({
      projects: { sealed: 230, left: 0, unreadable: {} },
      sessions: { sealed: 2, left: 0, unreadable: {} },
    })
    for (const [at, id] of projects.entries()) expect(await opened(id)).toBe(`secret ${at}`)
    expect(await storage(after).loadSession('offline_1')).toMatchObject({
      accessToken: 'shpat_1',
      refreshToken: 'shprt_1',
    })
    expect((await storage(after).loadSession('offline_2'))?.accessToken).toBe('shpat_2')
    expect(await storage(after).loadSession('offline_3')).toBeDefined()
  })

  test('changes nothing when it is repeated', async () => {
    await project('secret')
    await session('offline_1', { accessToken: 'shpat_1', refreshToken: 'shprt_1' })
    await rotate()
    const rows = await everyRow(database.prisma)
    expect(await rotate()).toEqual({
      projects: { sealed: 0, left: 1, unreadable: {} },
      sessions: { sealed: 0, left: 1, unreadable: {} },
    })
    expect(await everyRow(database.prisma)).toEqual(rows)
  })

  test('two at once do no harm', async () => {
    const projects = await Promise.all(
      Array.from({ length: 40 }, (_, at) => project(`secret ${at}`)),
    )
    const both = await Promise.all([rotate(), rotate()])
    expect(both[0].projects.sealed + both[1].projects.sealed).toBe(40)
    for (const [at, id] of projects.entries()) expect(await opened(id)).toBe(`secret ${at}`)
  })

  test('never puts an old secret over one that was stored meanwhile under the same old key', async () => {
    const id = await project('old secret')
    await session('offline_1', { accessToken: 'shpat_old', refreshToken: 'shprt_old' })
    // A process that still has only the old key stores others between the reading and the writing:
    // its transaction is open while the rotation has read the old ones and waits to write.
    const { prisma } = database
    let rotation: Promise<unknown> = Promise.resolve()
    await prisma.$transaction(async (tx) => {
      const sealed = before.seal('new secret', credentialsContext(id))
      await tx.project.update({ where: { id }, data: { credentialsCipher: sealed.cipher } })
      await storage(before, tx).storeSession(
        aSession('offline_1', { accessToken: 'shpat_new', refreshToken: 'shprt_new' }),
      )
      rotation = rotate()
      await expect.poll(() => waitingForLocks(), { interval: 5 }).toBe(1)
    })
    await rotation
    expect(await opened(id, during)).toBe('new secret')
    await rotate()
    expect(await opened(id)).toBe('new secret')
    expect((await storage(after).loadSession('offline_1'))?.refreshToken).toBe('shprt_new')
  })

  test('tells of what it cannot open, and leaves that as it is', async () => {
    const lost = createVault(new Map([['lost', randomBytes(32)]]))
    const id = await project('secret', lost)
    const tampered = await project('secret')
    await database.prisma.project.update({
      where: { id: tampered },
      data: { credentialsCipher: new Uint8Array([1, 2, 3]) },
    })
    const { projects } = await rotate()
    expect(projects).toEqual({ sealed: 0, left: 0, unreadable: { lost: 1, old: 1 } })
    expect(await opened(id, lost)).toBe('secret')
  })
})

describe('the command', () => {
  const run = (keys: [string, Buffer][]) =>
    promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/rotate-keys.ts'],
      {
        env: {
          ...process.env,
          APP_ENV: 'test',
          DATABASE_URL: database.url,
          SHOPIFY_API_KEY: 'key',
          SHOPIFY_API_SECRET: 'secret',
          SHOPIFY_APP_URL: 'https://app.example',
          SCOPES: 'write_orders',
          ENCRYPTION_KEYS: keys.map(([id, key]) => `${id}:${key.toString('base64')}`).join(','),
          FINGERPRINT_KEY: randomBytes(32).toString('base64'),
        },
      },
    )

  test('says what it did, and that the old key is free', async () => {
    const id = await project('secret')
    const { stdout } = await run([NEW, OLD])
    expect(stdout).toContain('Sealed again with the key "new": 1 projects, 0 sessions.')
    expect(stdout).toContain('only "new" is needed')
    expect(await opened(id)).toBe('secret')
  })

  test('fails when something stays closed, and says which key is missing', async () => {
    await project('secret')
    await expect(run([NEW])).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 projects cannot be opened (key "old")'),
    })
  })
})
