import { createHmac, randomUUID } from 'node:crypto'
import OAuth from 'oauth-1.0a'

/** A key and the secret that belongs to it. */
type Pair = { key: string; secret: string }

/**
 * Signs GET requests by OAuth 1.0a (HMAC-SHA256).
 * @param now the store's clock, milliseconds: time stamps far off it are refused
 */
export function oauthSigner(consumer: Pair, now: () => number, token?: Pair) {
  const oauth = new OAuth({
    consumer,
    signature_method: 'HMAC-SHA256',
    hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
  })
  oauth.getTimeStamp = () => Math.floor(now() / 1_000)
  oauth.getNonce = () => randomUUID().replaceAll('-', '')
  const authorize = (url: string, query: Readonly<Record<string, string>>) =>
    oauth.authorize({ url, method: 'GET', data: { ...query } }, token)
  return {
    /** The query with its proof. */
    query: (url: string, query: Readonly<Record<string, string>>): Record<string, string> => ({
      ...query,
      ...Object.fromEntries(
        Object.entries(authorize(url, query)).map(([name, value]) => [name, String(value)]),
      ),
    }),
    /** The proof as an `Authorization` header. */
    header: (url: string, query: Readonly<Record<string, string>>): string =>
      oauth.toHeader(authorize(url, query)).Authorization,
  }
}

/** RFC 3986, as signatures need it: a blank is %20, and !'()* are escaped too. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
