import type { Database } from '#app/db.server.ts'
import type { Sealed, Vault } from '#app/platform/encryption.server.ts'
import { credentialsContext } from '#app/projects/project-rows.server.ts'
import { sessionContext } from '#app/shop/session-storage.server.ts'

export type RotatedTable = {
  /** Sealed under the first key now. */
  sealed: number
  /** Changed by somebody else meanwhile, or already under the first key. */
  left: number
  /** Key ids that are not configured any more, and how many rows wait for each. */
  unreadable: Record<string, number>
}

export type Rotated = { projects: RotatedTable; sessions: RotatedTable }

type Deps = { prisma: Database; vault: Vault }
type Row = { id: string; keyId: string; ciphers: (Uint8Array<ArrayBuffer> | null)[] }
type Table = {
  context(id: string): string
  /** The next rows by id, whatever key they are under. */
  next(after: string | null, take: number): Promise<Row[]>
  /** Writes only over what was read: false when somebody else wrote meanwhile. */
  replace(row: Row, keyId: string, ciphers: Row['ciphers']): Promise<boolean>
}

const AT_ONCE = 100

/**
 * Seals the stored keys of old stores and the sessions of Shopify again under the first of the
 * encryption keys. May be repeated, stopped at any moment, and run beside live workers: a row that
 * somebody else writes meanwhile keeps what that one wrote.
 */
export async function rotateKeys({ prisma, vault }: Deps): Promise<Rotated> {
  return {
    projects: await rotate(vault, {
      context: credentialsContext,
      next: async (after, take) =>
        (
          await prisma.project.findMany({
            where: after === null ? {} : { id: { gt: after } },
            orderBy: { id: 'asc' },
            take,
            select: { id: true, credentialsKeyId: true, credentialsCipher: true },
          })
        ).map((row) => ({
          id: row.id,
          keyId: row.credentialsKeyId,
          ciphers: [row.credentialsCipher],
        })),
      replace: async ({ id, keyId, ciphers: [was] }, credentialsKeyId, [cipher]) => {
        if (!was || !cipher) return false
        const { count } = await prisma.project.updateMany({
          where: { id, credentialsKeyId: keyId, credentialsCipher: was },
          data: { credentialsKeyId, credentialsCipher: cipher },
        })
        return count === 1
      },
    }),
    sessions: await rotate(vault, {
      context: sessionContext,
      next: async (after, take) =>
        (
          await prisma.session.findMany({
            where: { keyId: { not: null }, ...(after === null ? {} : { id: { gt: after } }) },
            orderBy: { id: 'asc' },
            take,
            select: { id: true, keyId: true, accessTokenCipher: true, refreshTokenCipher: true },
          })
        ).map((row) => ({
          id: row.id,
          keyId: row.keyId ?? '',
          ciphers: [row.accessTokenCipher, row.refreshTokenCipher],
        })),
      replace: async ({ id, keyId: was, ciphers: [access, refresh] }, keyId, next) => {
        const [accessTokenCipher = null, refreshTokenCipher = null] = next
        const { count } = await prisma.session.updateMany({
          where: {
            id,
            keyId: was,
            accessTokenCipher: access ?? null,
            refreshTokenCipher: refresh ?? null,
          },
          data: { keyId, accessTokenCipher, refreshTokenCipher },
        })
        return count === 1
      },
    }),
  }
}

async function rotate(vault: Vault, table: Table): Promise<RotatedTable> {
  const result: RotatedTable = { sealed: 0, left: 0, unreadable: {} }
  let after: string | null = null
  for (;;) {
    const rows: Row[] = await table.next(after, AT_ONCE)
    for (const row of rows) {
      if (!vault.isStale(row.keyId)) {
        result.left += 1
        continue
      }
      const again = sealAgain(vault, row, table.context(row.id))
      if (!again) result.unreadable[row.keyId] = (result.unreadable[row.keyId] ?? 0) + 1
      else if (await table.replace(row, again.keyId, again.ciphers)) result.sealed += 1
      else result.left += 1
    }
    after = rows.at(-1)?.id ?? null
    if (rows.length < AT_ONCE || after === null) return result
  }
}

/** Null when the row cannot be opened: its key is gone, or it was tampered with. */
function sealAgain(vault: Vault, { keyId, ciphers }: Row, context: string) {
  try {
    const sealed = ciphers.map((cipher): Sealed | null =>
      cipher ? vault.seal(vault.open({ cipher, keyId }, context), context) : null,
    )
    const used = sealed.find((each) => each !== null)
    return used ? { keyId: used.keyId, ciphers: sealed.map((each) => each?.cipher ?? null) } : null
  } catch {
    return null
  }
}
