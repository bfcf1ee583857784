import { createHmac, randomUUID } from 'node:crypto'
import { API_KEY, API_SECRET } from './web-app.ts'

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

export type TokenOptions = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  secret?: string
  hash?: 'sha256' | 'sha384' | 'sha512'
}

/** A session token of a shop as App Bridge gives it, changed in any way. */
export function sessionToken(shop: string, options: TokenOptions = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const body = `${part({ alg: 'HS256', typ: 'JWT', ...options.header })}.${part({
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: API_KEY,
    sub: '1',
    exp: now + 60,
    nbf: now - 5,
    iat: now - 5,
    jti: randomUUID(),
    sid: randomUUID(),
    ...options.claims,
  })}`
  const mac = createHmac(options.hash ?? 'sha256', options.secret ?? API_SECRET).update(body)
  return `${body}.${mac.digest('base64url')}`
}
