import { Session, type shopifyApp } from '@shopify/shopify-app-remix/server'
import type { Database, Transaction } from '#app/db.server.ts'
import type { Session as SessionRow } from '#app/generated/prisma/client.ts'
import type { Vault } from '#app/platform/encryption.server.ts'
import type { Logger } from '#app/platform/logger.server.ts'

export type SessionStorage = NonNullable<Parameters<typeof shopifyApp>[0]['sessionStorage']>

type SessionDeps = { prisma: Database | Transaction; vault: Vault; logger: Logger }

/**
 * Shopify's sessions in PostgreSQL. Access and refresh tokens are sealed under the session's own id,
 * so that a stolen table opens nothing and a row copied over another does not open either. Of the
 * user of an online session only the id is kept.
 */
export function createSessionStorage(deps: SessionDeps): SessionStorage {
  const { prisma, vault, logger } = deps

  function open(row: SessionRow): Session | undefined {
    try {
      return openSession(vault, row)
    } catch (error) {
      // Its key is gone or the row was tampered with: Shopify is asked for a new session.
      logger.warn({ shop: row.shop, err: error }, 'A stored session could not be opened')
      return undefined
    }
  }

  return {
    async storeSession(session) {
      const data = sealSession(vault, session)
      await prisma.session.upsert({ where: { id: data.id }, create: data, update: data })
      return true
    },
    async loadSession(id) {
      const row = await prisma.session.findUnique({ where: { id } })
      return row ? open(row) : undefined
    },
    async deleteSession(id) {
      await prisma.session.deleteMany({ where: { id } })
      return true
    },
    async deleteSessions(ids) {
      await prisma.session.deleteMany({ where: { id: { in: ids } } })
      return true
    },
    async findSessionsByShop(shop) {
      const rows = await prisma.session.findMany({ where: { shop }, orderBy: { id: 'asc' } })
      return rows.flatMap((row) => open(row) ?? [])
    },
  }
}

/** What the sealed tokens of a session are bound to. */
export function sessionContext(id: string): string {
  return `session:${id}`
}

function sealSession(vault: Vault, session: Session) {
  const seal = (secret: string | undefined) =>
    secret ? vault.seal(secret, sessionContext(session.id)) : null
  const access = seal(session.accessToken)
  const refresh = seal(session.refreshToken)
  const userId = session.onlineAccessInfo?.associated_user.id
  return {
    id: session.id,
    shop: session.shop,
    state: session.state,
    isOnline: session.isOnline,
    scope: session.scope ?? null,
    expires: session.expires ?? null,
    accessTokenCipher: access?.cipher ?? null,
    refreshTokenCipher: refresh?.cipher ?? null,
    refreshTokenExpires: session.refreshTokenExpires ?? null,
    keyId: access?.keyId ?? refresh?.keyId ?? null,
    userId: userId === undefined ? null : String(userId),
  }
}

/** @throws Error when a token cannot be opened with the configured keys. */
function openSession(vault: Vault, row: SessionRow): Session {
  const { keyId } = row
  const unseal = (cipher: Uint8Array | null) =>
    cipher && keyId ? vault.open({ cipher, keyId }, sessionContext(row.id)) : null
  const entries: [string, string | number | boolean | null][] = [
    ['id', row.id],
    ['shop', row.shop],
    ['state', row.state],
    ['isOnline', row.isOnline],
    ['scope', row.scope],
    ['expires', row.expires?.getTime() ?? null],
    ['accessToken', unseal(row.accessTokenCipher)],
    ['refreshToken', unseal(row.refreshTokenCipher)],
    ['refreshTokenExpires', row.refreshTokenExpires?.getTime() ?? null],
    ['onlineAccessInfo', row.userId],
  ]
  return Session.fromPropertyArray(
    entries.flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  )
}
