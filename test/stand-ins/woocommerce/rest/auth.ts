import { createHmac, timingSafeEqual } from 'node:crypto'
import { RestError } from './errors.ts'
import type { ApiKey } from '../records.ts'

export type AuthRequest = {
  method: string
  /** As the request line has it: path and query, undecoded. */
  target: string
  authorization: string | undefined
  /** True when the store sees HTTPS. */
  secure: boolean
  homeUrl: string
  /** The word the REST API's addresses begin with, "wp-json" unless a plugin changed it. */
  restPrefix: string
  now: number
}

/**
 * WooCommerce looks at keys only where the address as sent, path or query, holds "<prefix>/wc/"
 * (measured on 10.5).
 */
const isForTheApi = ({ target, restPrefix }: AuthRequest) => target.includes(`${restPrefix}/wc/`)

/**
 * The address WooCommerce signs: the site's own, and what of the path lies below it. Of the home
 * address itself, as plain permalinks have it, nothing does: no slash stands at its end (measured).
 */
function signedAddress(homeUrl: string, path: string): string {
  const base = `${new URL(homeUrl).pathname.replace(/\/+$/, '')}/`
  const below = path.startsWith(base) ? path.slice(base.length) : path.replace(/^\/+/, '')
  return below === '' ? homeUrl : `${homeUrl}/${below}`
}

/** WooCommerce forgets nonces after fifteen minutes and refuses timestamps older or newer. */
const WINDOW_MS = 15 * 60 * 1000
const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

const refused = (message: string) =>
  new RestError(401, 'woocommerce_rest_authentication_error', message)

const equal = (a: string, b: string) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const rawurlencode = (value: string) =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** `Authorization: OAuth a="b", c="d"`. */
function oauthHeader(authorization: string | undefined): [string, string][] {
  if (!authorization?.toLowerCase().startsWith('oauth ')) return []
  return [...authorization.slice(6).matchAll(/([a-z_]+)="([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, decodeURIComponent(value)],
  )
}

const OAUTH_PARAMS = [
  'oauth_consumer_key',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_signature',
  'oauth_signature_method',
] as const

/**
 * WooCommerce's two doors (measured): Basic or keys in the query when the store sees HTTPS, OAuth
 * 1.0a one-legged otherwise. An unknown Basic key is no error but no user either: the route then
 * answers "cannot view". A wrong secret or a wrong signature is an error at once.
 */
export function createAuthenticator(keys: () => readonly ApiKey[]) {
  const usedNonces = new Map<string, number>()

  const usable = (consumerKey: string) =>
    keys().find((key) => !key.revoked && key.consumerKey === consumerKey)

  function basic(request: AuthRequest, params: URLSearchParams): ApiKey | null {
    let [key, secret] = [params.get('consumer_key'), params.get('consumer_secret')]
    if (!key && request.authorization?.toLowerCase().startsWith('basic ')) {
      const decoded = Buffer.from(request.authorization.slice(6), 'base64').toString('utf8')
      const colon = decoded.indexOf(':')
      key = decoded.slice(0, colon)
      secret = decoded.slice(colon + 1)
    }
    if (!key || !secret) return null
    const found = usable(key)
    if (!found) return null
    if (!equal(found.consumerSecret, secret)) throw refused('Consumer secret is invalid.')
    return found
  }

  function oauth(request: AuthRequest, path: string, params: URLSearchParams): ApiKey | null {
    const signed = [...params, ...oauthHeader(request.authorization)]
    const oauthParams = new Map(signed.filter(([key]) => key.startsWith('oauth_')))
    const missing = OAUTH_PARAMS.filter((name) => !oauthParams.get(name))
    if (missing.length === OAUTH_PARAMS.length) return null
    if (missing.length > 0) {
      throw new RestError(
        401,
        'woocommerce_rest_authentication_missing_parameter',
        `Missing OAuth parameter(s) ${missing.join(', ')}`,
      )
    }
    const param = (name: (typeof OAUTH_PARAMS)[number]) => oauthParams.get(name) ?? ''
    const key = usable(param('oauth_consumer_key'))
    if (!key) throw refused('Consumer key is invalid.')

    const algorithm = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' }[
      param('oauth_signature_method')
    ]
    if (!algorithm) throw refused('Invalid signature - signature method is invalid.')
    const pairs = signed
      .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
      .map(([name, value]) => [rawurlencode(name), rawurlencode(value)] as const)
      .sort(([a, av], [b, bv]) => (a === b ? (av < bv ? -1 : 1) : a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
    const address = signedAddress(request.homeUrl, path)
    const base = [request.method, address, pairs].map(rawurlencode).join('&')
    const expected = createHmac(algorithm, `${key.consumerSecret}&`).update(base).digest('base64')
    if (!equal(expected, param('oauth_signature'))) {
      throw refused('Invalid signature - provided signature does not match.')
    }

    const timestamp = Number(param('oauth_timestamp')) * 1000
    if (!Number.isFinite(timestamp) || Math.abs(request.now - timestamp) > WINDOW_MS) {
      throw refused('Invalid timestamp.')
    }
    const nonce = `${key.consumerKey} ${param('oauth_nonce')}`
    for (const [used, at] of usedNonces) {
      if (Math.abs(request.now - at) > WINDOW_MS) usedNonces.delete(used)
    }
    if (usedNonces.has(nonce)) throw refused('Invalid nonce - nonce has already been used.')
    usedNonces.set(nonce, request.now)
    return key
  }

  /** The key of this request, null for nobody. Throws what WooCommerce answers at once. */
  return function authenticate(request: AuthRequest): ApiKey | null {
    if (!isForTheApi(request)) return null
    const mark = request.target.indexOf('?')
    const path = mark < 0 ? request.target : request.target.slice(0, mark)
    const params = new URLSearchParams(mark < 0 ? '' : request.target.slice(mark + 1))
    const key =
      (request.secure ? basic(request, params) : null) ?? oauth(request, decodeURI(path), params)
    if (!key) return null
    const needed = MUTATING.has(request.method) ? 'write' : 'read'
    if (
      request.method !== 'OPTIONS' &&
      key.permissions !== 'read_write' &&
      key.permissions !== needed
    ) {
      throw refused(`The API key provided does not have ${needed} permissions.`)
    }
    return key
  }
}
