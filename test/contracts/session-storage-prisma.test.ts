import { randomBytes } from 'node:crypto'
import { Session } from '@shopify/shopify-app-remix/server'
import { describe, expect, test } from 'vitest'
import { createVault } from '#app/platform/encryption.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createSessionStorage } from '#app/shop/session-storage.server.ts'
import { createTestDatabase } from '../helpers/database/database.ts'
import { describeSessionStorage } from './session-storage.ts'

const keys = new Map([['k1', randomBytes(32)]])

describeSessionStorage('Prisma, sealed', async () => {
  const database = await createTestDatabase()
  return {
    storage: createSessionStorage({
      prisma: database.prisma,
      vault: createVault(keys),
      logger: silentLogger,
    }),
    close: () => database.close(),
  }
})

describe('sealed sessions', () => {
  const session = new Session({
    id: 'offline_one.myshopify.com',
    shop: 'one.myshopify.com',
    state: '',
    isOnline: false,
    accessToken: 'shpat_visible',
    refreshToken: 'shprt_visible',
  })

  test('hold no token in plain text, and none opens under another id or without its key', async () => {
    const database = await createTestDatabase()
    const { prisma } = database
    try {
      const storage = createSessionStorage({
        prisma,
        vault: createVault(keys),
        logger: silentLogger,
      })
      await storage.storeSession(session)

      const row = await prisma.session.findUniqueOrThrow({ where: { id: session.id } })
      const bytes = [row.accessTokenCipher, row.refreshTokenCipher]
        .map((cipher) => Buffer.from(cipher ?? []).toString('latin1'))
        .join()
      expect(bytes).not.toContain('visible')

      await prisma.session.create({ data: { ...row, id: 'offline_other.myshopify.com' } })
      expect(await storage.loadSession('offline_other.myshopify.com')).toBeUndefined()

      const withoutKey = createSessionStorage({
        prisma,
        vault: createVault(new Map([['k2', randomBytes(32)]])),
        logger: silentLogger,
      })
      expect(await withoutKey.loadSession(session.id)).toBeUndefined()

      const rotated = createSessionStorage({
        prisma,
        vault: createVault(new Map([['k2', randomBytes(32)], ...keys])),
        logger: silentLogger,
      })
      expect((await rotated.loadSession(session.id))?.accessToken).toBe('shpat_visible')
    } finally {
      await database.close()
    }
  })
})
