/**
 * Preload for `node --import`: sends what the app says to Shopify to a stand-in instead, with no
 * change to the app.
 *
 * Shopify's library forces https and no port on every shop address, so the only seam left is the
 * HTTP client itself. A global undici dispatcher serves the `fetch` of Node and the `undici`
 * package alike; a client with a dispatcher of its own (the app's client for source stores) is not
 * touched, and neither is any other host.
 *
 * - `SHOPIFY_STAND_IN_URL` (required): everything for `https://*.myshopify.com` and
 *   `https://*.shopify.com` goes there, with the asked host in `x-forwarded-host` and the number of
 *   the process that asks in `x-client-pid`.
 * - `SHOPIFY_TARGET_URL` (optional): `/admin/api/*` of `*.myshopify.com` goes there instead. A URL
 *   that ends in `graphql.json` is the endpoint itself; any other is put before the asked path.
 */
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import type { Dispatcher } from 'undici'

type Headers = Dispatcher.DispatchOptions['headers']
type Address = { origin: string; path: string; forwardedHost: string | null }

const SHOP_HOST = /^[a-z0-9][a-z0-9-_]*\.myshopify\.com$/i
const SHOPIFY_HOST = /^([a-z0-9][a-z0-9-_]*\.)+(my)?shopify\.com$/i

function parseBase(name: string, value: string): URL {
  if (!URL.canParse(value)) throw new Error(`${name} is not a URL: ${value}`)
  return new URL(value)
}

function redirected(
  asked: URL,
  path: string,
  standIn: URL,
  target: URL | null,
): Address | undefined {
  if (asked.protocol !== 'https:' || !SHOPIFY_HOST.test(asked.hostname)) return undefined
  if (target && SHOP_HOST.test(asked.hostname) && path.startsWith('/admin/api/')) {
    const isEndpoint = target.pathname.endsWith('graphql.json')
    const base = target.pathname.replace(/\/+$/, '')
    // The target is a server of its own that knows its own name: it is not told another one.
    return {
      origin: target.origin,
      path: isEndpoint ? target.pathname + target.search : base + path,
      forwardedHost: null,
    }
  }
  return { origin: standIn.origin, path, forwardedHost: asked.host }
}

function* headerPairs(headers: Headers): Generator<[string, string | string[]]> {
  if (!headers) return
  if (Array.isArray(headers)) {
    for (let i = 0; i + 1 < headers.length; i += 2) {
      const name: unknown = headers[i]
      const value: unknown = headers[i + 1]
      if (typeof name === 'string' && typeof value === 'string') yield [name, value]
    }
    return
  }
  const entries = Symbol.iterator in headers ? headers : Object.entries(headers)
  for (const entry of entries) {
    if (typeof entry === 'string') continue
    const [name, value] = entry
    if (value !== undefined) yield [name, value]
  }
}

/** `host` is left to the client, which writes the host it really connects to. */
function withForwardedHost(headers: Headers, forwardedHost: string | null): string[] {
  const result: string[] = []
  for (const [name, value] of headerPairs(headers)) {
    const lower = name.toLowerCase()
    if (lower === 'host' || lower === 'x-forwarded-host') continue
    for (const one of Array.isArray(value) ? value : [value]) result.push(name, one)
  }
  if (forwardedHost) {
    result.push('x-forwarded-host', forwardedHost, 'x-forwarded-proto', 'https')
    result.push('x-client-pid', String(process.pid))
  }
  return result
}

function installRedirect(standInUrl: string | undefined, targetUrl: string | undefined): void {
  if (!standInUrl) {
    // Without it the app would quietly talk to the real Shopify.
    throw new Error('The Shopify redirect is preloaded, so SHOPIFY_STAND_IN_URL must be set.')
  }
  const standIn = parseBase('SHOPIFY_STAND_IN_URL', standInUrl)
  const target = targetUrl ? parseBase('SHOPIFY_TARGET_URL', targetUrl) : null

  setGlobalDispatcher(
    getGlobalDispatcher().compose((dispatch) => (options, handler) => {
      const asked = options.origin ? new URL(options.origin) : undefined
      const address = asked && redirected(asked, options.path, standIn, target)
      if (!address) return dispatch(options, handler)
      return dispatch(
        {
          ...options,
          origin: address.origin,
          path: address.path,
          headers: withForwardedHost(options.headers, address.forwardedHost),
        },
        handler,
      )
    }),
  )
}

installRedirect(process.env['SHOPIFY_STAND_IN_URL'], process.env['SHOPIFY_TARGET_URL'])
