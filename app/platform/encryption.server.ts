import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext. */
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Without it a seal cut down to four bytes is accepted, and can be guessed. */
const SEAL = { authTagLength: TAG_BYTES }

export type Sealed = { cipher: Uint8Array<ArrayBuffer>; keyId: string }

export type Vault = {
  /**
   * Encrypts with the current key.
   * @param context what the secret belongs to ("session:<id>"); the same text is needed to open it,
   *   so that a ciphertext copied to another row does not open there.
   */
  seal(plain: string, context: string): Sealed
  /** @throws Error when the key is unknown or the ciphertext was changed or moved. */
  open(sealed: { cipher: Uint8Array; keyId: string }, context: string): string
  /** True when the secret should be sealed again because its key is not the current one. */
  isStale(keyId: string): boolean
}

/** @param keys id → 32-byte key; the first one is current, the others still open what they sealed. */
export function createVault(keys: ReadonlyMap<string, Buffer>): Vault {
  const current = keys.entries().next().value
  if (!current) throw new Error('At least one encryption key is needed')
  const [currentId, currentKey] = current
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', currentKey, nonce, SEAL).setAAD(
        Buffer.from(context),
      )
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return {
        cipher: Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), body])),
        keyId: currentId,
      }
    },
    open: ({ cipher, keyId }, context) => {
      const key = keys.get(keyId)
      if (!key) throw new Error(`The encryption key "${keyId}" is not configured any more`)
      const bytes = Buffer.from(cipher)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), SEAL)
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8')
    },
    isStale: (keyId) => keyId !== currentId,
  }
}
