import { lookup as resolveHost } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, fetch } from 'undici'

export type OutboundHttpProblem =
  | 'address_not_allowed'
  | 'timeout'
  | 'tls'
  | 'too_large'
  | 'unreachable'
  | 'bad_url'
  | 'too_many_redirects'

/**
 * Why no answer came. `message` is technical and holds neither the query string nor headers; the
 * caller writes the sentence for the merchant. A request that the caller's own signal aborted
 * rejects with that signal's reason instead.
 */
export class OutboundHttpError extends Error {
  override readonly name = 'OutboundHttpError'
  readonly reason: OutboundHttpProblem
  constructor(reason: OutboundHttpProblem, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.reason = reason
  }
}

export type OutboundRequest = {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** The caller's own wish to stop; the client's time bound holds besides. */
  signal?: AbortSignal
  /** Milliseconds for the whole exchange, redirects and body included. */
  timeoutMs?: number
}

export type OutboundResponse = {
  status: number
  headers: Headers
  /** The body after decompression, as UTF-8 text. */
  text: string
  /** Where the answer came from after redirects. */
  finalUrl: string
}

export type OutboundHttp = {
  /**
   * Any HTTP status is an answer; only a missing answer is an error.
   * @throws OutboundHttpError
   */
  request(url: string, init?: OutboundRequest): Promise<OutboundResponse>
  /** Closes idle connections. */
  close(): Promise<void>
}

export type OutboundHttpOptions = {
  /** For demo and development only: stand-ins live on loopback. */
  allowPrivateAddresses: boolean
  /** Default 60 000. */
  timeoutMs?: number
  /** Bound on the decompressed body. Default 32 MiB. */
  maxBytes?: number
  /** Replaces the rule for addresses. */
  allowAddress?: (address: string) => boolean
  /** Replaces DNS. */
  resolve?: (host: string) => Promise<LookupAddress[]>
}

const MAX_REDIRECTS = 3
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308])
/** Headers that must not travel to another origin. */
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization'])

/**
 * A client for addresses that merchants type. Each address a name resolves to is checked in the
 * very look-up the connection is made from, so a name that answers differently the second time
 * gains nothing. Redirects are followed by hand (at most three) under the same checks;
 * credentials stay behind when the origin changes.
 */
export function createOutboundHttp(options: OutboundHttpOptions): OutboundHttp {
  const allowAddress =
    options.allowAddress ?? (options.allowPrivateAddresses ? () => true : isPublicAddress)
  const timeoutMs = options.timeoutMs ?? 60_000
  const maxBytes = options.maxBytes ?? 32 * 1024 * 1024
  const agent = new Agent({
    connect: { lookup: guardedLookup(allowAddress, options.resolve ?? resolveAll) },
    // The time bound covers the whole exchange; these only must not undercut it.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 4_000,
  })

  async function exchange(url: URL, init: OutboundRequest, signal: AbortSignal) {
    const response = await fetch(url, {
      method: init.method ?? 'GET',
      headers: init.headers ?? {},
      body: init.body ?? null,
      redirect: 'manual',
      signal,
      dispatcher: agent,
    })
    return response
  }

  return {
    close: () => agent.close(),
    async request(input, init = {}) {
      const limit = AbortSignal.timeout(init.timeoutMs ?? timeoutMs)
      const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit
      let url = parseUrl(input, allowAddress)
      let current = init
      for (let hop = 0; ; hop++) {
        try {
          const response = await exchange(url, current, signal)
          const location = response.headers.get('location')
          if (location !== null && REDIRECT_STATUSES.has(response.status)) {
            await response.body?.cancel()
            if (hop === MAX_REDIRECTS) {
              throw new OutboundHttpError('too_many_redirects', `Too many redirects at ${url.host}`)
            }
            const next = parseUrl(location, allowAddress, url)
            current = redirected(current, response.status, url, next)
            url = next
            continue
          }
          const text = await readBounded(response.body, maxBytes, url)
          return {
            status: response.status,
            headers: new Headers([...response.headers]),
            text,
            finalUrl: url.href,
          }
        } catch (error) {
          if (init.signal?.aborted) throw init.signal.reason
          throw translate(error, url, limit.aborted)
        }
      }
    },
  }
}

/**
 * Public by its number, and yet answers only inside a host's own network: Azure's virtual machines
 * get their settings from it. The other hosts use link-local or shared addresses.
 */
const HOSTS_OWN = new Set(['168.63.129.16'])

/**
 * True for addresses of the open internet. IPv4 inside IPv6 counts as the IPv4 address it is;
 * tunnels (6to4, Teredo, NAT64) are refused because they can lead to any IPv4 address.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return !HOSTS_OWN.has(address.toString())
  // Only 2000::/3 is global unicast; the rest is reserved or local whatever its name.
  return ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20
}

function parseUrl(input: string, allowAddress: (address: string) => boolean, base?: URL): URL {
  let url: URL
  try {
    url = new URL(input, base)
  } catch (cause) {
    throw new OutboundHttpError('bad_url', 'Not a web address', { cause })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutboundHttpError('bad_url', `Not a web address: ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutboundHttpError('bad_url', 'A web address must not hold a user name or password')
  }
  // A literal address is never looked up, so it is checked here. The URL parser has already turned
  // decimal, octal and hexadecimal spellings into the usual one.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !allowAddress(host)) throw notAllowed(url.host)
  return url
}

function redirected(init: OutboundRequest, status: number, from: URL, to: URL): OutboundRequest {
  const method = init.method ?? 'GET'
  const turnsToGet = status === 303 || ((status === 301 || status === 302) && method === 'POST')
  const next: OutboundRequest = turnsToGet && method !== 'HEAD' ? { ...init, method: 'GET' } : init
  const { body, ...withoutBody } = next
  const kept = turnsToGet || body === undefined ? withoutBody : { ...withoutBody, body }
  if (from.origin === to.origin) return kept
  const headers = Object.fromEntries(
    Object.entries(init.headers ?? {}).filter(
      ([name]) => !CREDENTIAL_HEADERS.has(name.toLowerCase()),
    ),
  )
  return { ...kept, headers }
}

function guardedLookup(
  allowAddress: (address: string) => boolean,
  resolve: (host: string) => Promise<LookupAddress[]>,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        // One forbidden address among several is enough to refuse: whoever mixes them wants in.
        if (!addresses.every(({ address }) => allowAddress(address))) {
          return callback(notAllowed(hostname), [])
        }
        // Node takes it for granted that there is one.
        const first = addresses[0]
        if (!first) return callback(new Error(`No address for ${hostname}`), [])
        if (options.all === true) return callback(null, addresses)
        callback(null, first.address, first.family)
      },
      (error: unknown) =>
        callback(error instanceof Error ? error : new Error(`No address for ${hostname}`), []),
    )
  }
}

function resolveAll(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) =>
    resolveHost(host, { all: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    ),
  )
}

type Body = AsyncIterable<Uint8Array> | null

async function readBounded(body: Body, maxBytes: number, url: URL): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) {
      throw new OutboundHttpError('too_large', `More than ${maxBytes} bytes from ${url.host}`)
    }
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function notAllowed(host: string): OutboundHttpError {
  return new OutboundHttpError('address_not_allowed', `${host} is not a public address`)
}

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|UNSUPPORTED_CERTIFICATE|INVALID_(CA|PURPOSE))/

/** undici wraps the reason, several connection attempts wrap it once more. */
function translate(error: unknown, url: URL, timedOut: boolean): OutboundHttpError {
  const chain = causes(error)
  const own = chain.find((cause) => cause instanceof OutboundHttpError)
  if (own) return own
  if (timedOut) {
    return new OutboundHttpError('timeout', `No complete answer from ${url.host} in time`)
  }
  const codes = chain.flatMap((cause) => {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
    return typeof code === 'string' ? [code] : []
  })
  if (codes.some((code) => TLS_CODE.test(code))) {
    return new OutboundHttpError(
      'tls',
      `No secure connection to ${url.host}: ${codes.join(', ')}`,
      {
        cause: error,
      },
    )
  }
  if (codes.some((code) => code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')) {
    return new OutboundHttpError('timeout', `No connection to ${url.host} in time`, {
      cause: error,
    })
  }
  return new OutboundHttpError('unreachable', `No answer from ${url.host}: ${codes.join(', ')}`, {
    cause: error,
  })
}

function causes(error: unknown, depth = 0): unknown[] {
  if (depth > 5 || typeof error !== 'object' || error === null) return []
  const nested = [
    'cause' in error ? error.cause : undefined,
    ...(error instanceof AggregateError ? error.errors : []),
  ]
  return [error, ...nested.flatMap((cause: unknown) => causes(cause, depth + 1))]
}
