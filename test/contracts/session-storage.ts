import { Session } from '@shopify/shopify-app-remix/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionStorage } from '#app/shop/session-storage.server.ts'

export type SessionStorageHarness = { storage: SessionStorage; close(): Promise<void> }

const SHOP = 'one.myshopify.com'

function offline(change: Partial<ConstructorParameters<typeof Session>[0]> = {}): Session {
  return new Session({
    id: `offline_${SHOP}`,
    shop: SHOP,
    state: '',
    isOnline: false,
    scope: 'write_orders,write_products',
    accessToken: 'shpat_access',
    ...change,
  })
}

/** What Shopify's own session storages promise, after the tests they share. */
export function describeSessionStorage(
  name: string,
  start: () => Promise<SessionStorageHarness>,
): void {
  describe(`session storage: ${name}`, () => {
    let storage: SessionStorage
    let close: () => Promise<void>

    beforeAll(async () => {
      const harness = await start()
      storage = harness.storage
      close = harness.close
    })
    afterAll(() => close())

    test('gives back a session as it was stored', async () => {
      const session = offline({ id: 'plain' })
      expect(await storage.storeSession(session)).toBe(true)
      const loaded = await storage.loadSession('plain')
      expect(loaded?.equals(session)).toBe(true)
      expect(loaded).toBeInstanceOf(Session)
    })

    test('keeps when a token ends, the refresh token and when that ends', async () => {
      const session = offline({
        id: 'expiring',
        expires: new Date('2026-05-01T10:00:00.123Z'),
        refreshToken: 'shprt_refresh',
        refreshTokenExpires: new Date('2026-08-01T10:00:00.456Z'),
      })
      await storage.storeSession(session)
      const loaded = await storage.loadSession('expiring')
      expect(loaded?.expires).toEqual(session.expires)
      expect(loaded?.refreshToken).toBe('shprt_refresh')
      expect(loaded?.refreshTokenExpires).toEqual(session.refreshTokenExpires)
    })

    test('replaces a session stored under the same id, also what it no longer has', async () => {
      await storage.storeSession(
        offline({ id: 'twice', refreshToken: 'old', expires: new Date(1_900_000_000_000) }),
      )
      const next = offline({ id: 'twice', accessToken: 'shpat_next', scope: 'write_orders' })
      expect(await storage.storeSession(next)).toBe(true)
      const loaded = await storage.loadSession('twice')
      expect(loaded?.equals(next)).toBe(true)
      expect(loaded?.refreshToken).toBeUndefined()
      expect(loaded?.expires).toBeUndefined()
    })

    test('keeps a session whose access token was taken away', async () => {
      await storage.storeSession(offline({ id: 'void' }))
      const session = offline({ id: 'void' })
      delete session.accessToken
      await storage.storeSession(session)
      const loaded = await storage.loadSession('void')
      expect(loaded?.accessToken).toBeUndefined()
      expect(loaded?.isActive(undefined)).toBe(false)
    })

    test('knows the user of an online session', async () => {
      const session = new Session({
        id: 'one.myshopify.com_42',
        shop: SHOP,
        state: 'abc',
        isOnline: true,
        accessToken: 'shpua_online',
        scope: 'write_orders',
        expires: new Date('2026-05-01T10:00:00Z'),
        onlineAccessInfo: {
          expires_in: 3600,
          associated_user_scope: 'write_orders',
          associated_user: {
            id: 42,
            first_name: 'A',
            last_name: 'B',
            email: 'a@example.com',
            email_verified: true,
            account_owner: true,
            locale: 'en',
            collaborator: false,
          },
        },
      })
      await storage.storeSession(session)
      const loaded = await storage.loadSession(session.id)
      expect(loaded?.isOnline).toBe(true)
      expect(loaded?.onlineAccessInfo?.associated_user.id).toBe(42)
      expect(loaded?.accessToken).toBe('shpua_online')
    })

    test('has nothing under an id that was never stored', async () => {
      expect(await storage.loadSession('never')).toBeUndefined()
    })

    test('deletes one session, and is content when there is none', async () => {
      await storage.storeSession(offline({ id: 'gone' }))
      expect(await storage.deleteSession('gone')).toBe(true)
      expect(await storage.loadSession('gone')).toBeUndefined()
      expect(await storage.deleteSession('gone')).toBe(true)
    })

    test('deletes the sessions named and leaves the others', async () => {
      for (const id of ['a', 'b', 'c']) await storage.storeSession(offline({ id }))
      expect(await storage.deleteSessions(['a', 'c', 'never'])).toBe(true)
      expect(await storage.loadSession('a')).toBeUndefined()
      expect(await storage.loadSession('b')).toBeDefined()
      expect(await storage.loadSession('c')).toBeUndefined()
      expect(await storage.deleteSessions([])).toBe(true)
      expect(await storage.loadSession('b')).toBeDefined()
    })

    test('finds the sessions of one shop and of no other', async () => {
      const shop = 'two.myshopify.com'
      for (const id of ['t1', 't2']) await storage.storeSession(offline({ id, shop }))
      await storage.storeSession(offline({ id: 't3', shop: 'three.myshopify.com' }))
      const found = await storage.findSessionsByShop?.(shop)
      expect(found?.map(({ id }) => id).toSorted()).toEqual(['t1', 't2'])
      expect(await storage.findSessionsByShop?.('none.myshopify.com')).toEqual([])
    })
  })
}
