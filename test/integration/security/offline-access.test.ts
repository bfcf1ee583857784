import { shopifySays } from '#app/migration/messages/shopify.ts'
import { randomBytes } from 'node:crypto'
import { Session } from '@shopify/shopify-app-remix/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '#app/db.server.ts'
import { offlineAccess, type OfflineAccessDeps } from '#app/shop/offline-access.server.ts'
import { createVault } from '#app/platform/encryption.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createSessionStorage } from '#app/shop/session-storage.server.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createFakeClock, type FakeClock } from '#test/helpers/time/fake-clock.ts'

const SHOP = 'tokens.myshopify.com'
const START = Date.parse('2026-03-01T10:00:00Z')
const MINUTE = 60_000

/** Shopify's token endpoint: each refresh token works once, as the real ones. */
function tokenEndpoint() {
  let number = 1
  let valid = 'refresh-1'
  const answers: (() => Response)[] = []
  const endpoint = {
    calls: 0,
    /** Answers the next calls with these instead. */
    answerWith: (...next: (() => Response)[]) => answers.push(...next),
    fetch: async (_url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      endpoint.calls += 1
      const canned = answers.shift()
      if (canned) return canned()
      const body: unknown = JSON.parse(String(init?.body))
      const asked =
        typeof body === 'object' && body && 'refresh_token' in body && body.refresh_token
      if (asked !== valid) return Response.json({ error: 'invalid_request' }, { status: 400 })
      number += 1
      valid = `refresh-${number}`
      return Response.json({
        access_token: `access-${number}`,
        scope: 'write_orders',
        expires_in: 3600,
        refresh_token: valid,
        refresh_token_expires_in: 7_776_000,
      })
    },
  }
  return endpoint
}

describe('offline access for background work', () => {
  let database: TestDatabase
  let other: Database
  let clock: FakeClock
  let endpoint: ReturnType<typeof tokenEndpoint>
  let deps: OfflineAccessDeps
  const vault = createVault(new Map([['k1', randomBytes(32)]]))

  beforeAll(async () => {
    database = await createTestDatabase()
    // A second pool stands for a second process.
    other = createDatabase({ url: database.url })
  })
  afterAll(async () => {
    await other.$disconnect()
    await database.close()
  })

  beforeEach(async () => {
    clock = createFakeClock(START)
    endpoint = tokenEndpoint()
    deps = {
      prisma: database.prisma,
      vault,
      clock,
      logger: silentLogger,
      apiKey: 'key',
      apiSecret: 'secret',
      timeoutMs: 5_000,
      fetch: endpoint.fetch,
    }
    await database.prisma.shop.upsert({
      where: { domain: SHOP },
      create: { domain: SHOP },
      update: { uninstalledAt: null },
    })
    await storage().storeSession(
      new Session({
        id: `offline_${SHOP}`,
        shop: SHOP,
        state: '',
        isOnline: false,
        scope: 'write_orders',
        accessToken: 'access-1',
        expires: new Date(START + 60 * MINUTE),
        refreshToken: 'refresh-1',
        refreshTokenExpires: new Date(START + 90 * 24 * 60 * MINUTE),
      }),
    )
  })

  const storage = () =>
    createSessionStorage({ prisma: database.prisma, vault, logger: silentLogger })

  test('gives the stored token while it is valid, without asking Shopify', async () => {
    expect(await offlineAccess(deps, SHOP)).toBe('access-1')
    expect(endpoint.calls).toBe(0)
  })

  test('renews a token that is about to end and keeps the rotated refresh token', async () => {
    clock = createFakeClock(START + 56 * MINUTE)
    expect(await offlineAccess({ ...deps, clock }, SHOP)).toBe('access-2')
    const stored = await storage().loadSession(`offline_${SHOP}`)
    expect(stored).toMatchObject({
      accessToken: 'access-2',
      refreshToken: 'refresh-2',
      expires: new Date(START + 116 * MINUTE),
    })
  })

  test('uses a refresh token once, however many processes need a token at the same time', async () => {
    clock = createFakeClock(START + 61 * MINUTE)
    const tokens = await Promise.all(
      [database.prisma, other, database.prisma, other, other].map((prisma) =>
        offlineAccess({ ...deps, clock, prisma }, SHOP),
      ),
    )
    expect(new Set(tokens)).toEqual(new Set(['access-2']))
    expect(endpoint.calls).toBe(1)
  })

  test('keeps the new refresh token when the database goes away before it is stored', async () => {
    clock = createFakeClock(START + 61 * MINUTE)
    const breaking: typeof fetch = async (url, init) => {
      const answer = await endpoint.fetch(url, init)
      await other.$queryRaw`select pg_terminate_backend("pid", 5000) from pg_locks
        where "locktype" = 'advisory' and "database" = (
          select "oid" from pg_database where "datname" = current_database())`
      return answer
    }
    expect(await offlineAccess({ ...deps, clock, fetch: breaking }, SHOP)).toBe('access-2')
    expect(await storage().loadSession(`offline_${SHOP}`)).toMatchObject({
      accessToken: 'access-2',
      refreshToken: 'refresh-2',
    })
    expect(endpoint.calls).toBe(1)
  })

  test('renews a token that Shopify refused although it looks valid', async () => {
    expect(await offlineAccess(deps, SHOP, { token: 'access-1' })).toBe('access-2')
  })

  test('takes the newer token of another process instead of renewing again', async () => {
    await offlineAccess(deps, SHOP, { token: 'access-1' })
    expect(await offlineAccess(deps, SHOP, { token: 'access-1' })).toBe('access-2')
    expect(endpoint.calls).toBe(1)
  })

  test('pauses with APP_UNINSTALLED when the app was taken off the store', async () => {
    await storage().deleteSession(`offline_${SHOP}`)
    await database.prisma.shop.update({
      where: { domain: SHOP },
      data: { uninstalledAt: new Date() },
    })
    await expect(offlineAccess(deps, SHOP)).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'APP_UNINSTALLED',
    })
  })

  test('pauses with TARGET_CREDENTIALS when Shopify refuses to renew', async () => {
    endpoint.answerWith(() => Response.json({ error: 'invalid_grant' }, { status: 400 }))
    await expect(offlineAccess(deps, SHOP, { token: 'access-1' })).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_CREDENTIALS',
      told: shopifySays('accessNotRenewed'),
    })
  })

  test('drops a session that Shopify refuses to renew, so that opening the app fetches a new one', async () => {
    endpoint.answerWith(() => Response.json({ error: 'invalid_grant' }, { status: 400 }))
    await expect(offlineAccess(deps, SHOP, { token: 'access-1' })).rejects.toMatchObject({
      told: shopifySays('accessNotRenewed'),
    })
    expect(await storage().loadSession(`offline_${SHOP}`)).toBeUndefined()
  })

  test('keeps the session when it is this server’s address that Shopify refuses', async () => {
    endpoint.answerWith(() => new Response('Forbidden', { status: 403 }))
    await expect(offlineAccess(deps, SHOP, { token: 'access-1' })).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_ADDRESS_REFUSED',
    })
    expect(await storage().loadSession(`offline_${SHOP}`)).toMatchObject({
      accessToken: 'access-1',
    })
  })

  test('keeps the session when Shopify does not answer', async () => {
    const down = () => new Response('', { status: 503 })
    endpoint.answerWith(down, down, down)
    await expect(
      offlineAccess({ ...deps, clock: immediate() }, SHOP, { token: 'access-1' }),
    ).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' })
    expect(await storage().loadSession(`offline_${SHOP}`)).toBeDefined()
  })

  test('tries again when Shopify does not answer, and only then says so', async () => {
    const down = () => new Response('', { status: 503 })
    endpoint.answerWith(down, () => new Response('<html>', { status: 200 }))
    const token = offlineAccess({ ...deps, clock: immediate() }, SHOP, { token: 'access-1' })
    expect(await token).toBe('access-2')
    expect(endpoint.calls).toBe(3)

    endpoint.answerWith(down, down, down)
    await expect(
      offlineAccess({ ...deps, clock: immediate() }, SHOP, { token: 'access-2' }),
    ).rejects.toMatchObject({ name: 'PauseRun', code: 'TARGET_UNREACHABLE' })
  })

  /** A clock on which waiting takes no time. */
  function immediate() {
    return { now: () => START, sleep: async () => undefined }
  }
})
