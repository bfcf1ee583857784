import { wooSays } from '../messages/woocommerce.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import {
  OutboundHttpError,
  type OutboundHttp,
  type OutboundResponse,
} from '#app/platform/outbound-http.server.ts'
import { readWooAnswer, type WooAnswer } from './answer.ts'
import { type Site, discoverSite } from './discovery.server.ts'
import { cacheBuster } from '../../kit/http/cache-buster.ts'
import { TABLE } from './recovery.ts'
import { oauthSigner, percentEncoded } from '../../kit/http/oauth-signer.ts'
import { SourceRequestError } from '../../kit/http/recovery.ts'
import { createRequester, type AskOptions } from '../../kit/http/requester.ts'
import type { SourceTuning } from '../../kit/tuning.ts'

export type Query = Record<string, string>

/** Nobody who typed an address waits longer for a site to say what it is. */
const DISCOVERY_TIMEOUT_MS = 20_000

export type WooClient = {
  /**
   * One GET under `/wc/v3/`, tried again as the recovery table says.
   * @throws SourceRequestError
   */
  get(path: string, query: Query, options?: AskOptions): Promise<WooAnswer>
  /** Where the store's REST API really is; found once. @throws SourceRequestError */
  site(): Promise<Site>
  /** The store's clock as of its last answer, milliseconds. */
  storeTime(): number
}

type WooClientDeps = {
  http: OutboundHttp
  clock: Clock
  logger: Logger
  tuning: SourceTuning
  /** Told what the merchant should know of the store's answers. */
  notice(told: Message): void
}

/** How a request proves who sends it; `oauth` names the scheme of the signed address. */
type Proof = 'basic' | 'oauth:https:' | 'oauth:http:'

export function createWooClient(
  connection: { url: string; credentials: { consumerKey: string; consumerSecret: string } },
  deps: WooClientDeps,
): WooClient {
  const { http, clock, logger, tuning, notice } = deps
  const request = createRequester({ clock, logger, tuning })
  const key = connection.credentials.consumerKey.trim()
  const secret = connection.credentials.consumerSecret.trim()
  // Time stamps more than 15 minutes off the store's own clock are refused.
  const signer = oauthSigner({ key, secret }, () => clock.now() + (usesOwnClock ? 0 : skewMs))
  const proofs = new Map<string, Proof>()
  let discovery: Promise<Site> | null = null
  let skewMs = 0
  let usesOwnClock = false

  async function site(): Promise<Site> {
    discovery ??= discoverSite(connection.url, {
      http,
      clock,
      timeoutMs: Math.min(tuning.requestTimeoutMs, DISCOVERY_TIMEOUT_MS),
    })
    try {
      const site = await discovery
      skewMs = site.skewMs ?? skewMs
      return site
    } catch (error) {
      discovery = null
      throw error
    }
  }

  function oauthQuery(site: Site, url: string, query: Query, scheme: 'https:' | 'http:'): Query {
    // The store checks the signature against the address it believes to have. Its home, where plain
    // permalinks are asked, has no slash at its end (measured on 10.5).
    const below = url.slice(site.url.length)
    const signed = new URL((site.index?.home || site.url) + below)
    signed.protocol = scheme
    const address = below === '/' ? signed.href.replace(/\/$/, '') : signed.href
    return signer.query(address, query)
  }

  async function exchange(
    path: string,
    query: Query,
    proof: Proof,
    timeoutMs: number,
  ): Promise<OutboundResponse> {
    const found = await site()
    const { root } = found
    const target = root.style === 'path' ? `${root.url}/wc/v3/${path}` : root.url
    // WordPress ignores parameters it does not know (measured on WooCommerce 9.9).
    const unique = { ...query, fresh: cacheBuster() }
    const full =
      root.style === 'path'
        ? unique
        : { ...unique, rest_route: `/wc/v3/${path}`, [routeParameter(root.prefix)]: '1' }
    const signed =
      proof === 'basic'
        ? full
        : oauthQuery(found, target, full, proof === 'oauth:https:' ? 'https:' : 'http:')
    try {
      return await http.request(`${target}?${encodeQuery(signed)}`, {
        headers: {
          accept: 'application/json',
          'cache-control': 'no-cache',
          'user-agent': 'recent-data-migration',
          ...(proof === 'basic'
            ? { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` }
            : {}),
        },
        timeoutMs,
      })
    } catch (error) {
      if (error instanceof OutboundHttpError) throw TABLE.judgeTransport(error.reason, error)
      throw error
    }
  }

  /**
   * Basic counts only where WooCommerce itself sees HTTPS; behind some proxies it sees HTTP, and
   * some servers drop the Authorization header. A signature works in both cases (over HTTPS too),
   * as long as it is made for the scheme the store believes in.
   */
  async function prove(path: string, query: Query, timeoutMs: number): Promise<WooAnswer> {
    const { root } = await site()
    const known = proofs.get(root.url)
    const candidates: Proof[] = known
      ? [known]
      : root.url.startsWith('https:')
        ? ['basic', 'oauth:https:', 'oauth:http:']
        : ['oauth:http:']
    let refusal: SourceRequestError | null = null
    for (const proof of candidates) {
      try {
        const answer = readWooAnswer(await exchange(path, query, proof, timeoutMs), clock.now())
        proofs.set(root.url, proof)
        if (answer.ageMs > 0) notice(wooSays('cached'))
        if (answer.isMixed) notice(wooSays('mixed'))
        // The store's clock may be set while a run goes on; signatures follow it.
        if (answer.dateMs !== null) skewMs = answer.dateMs - clock.now()
        return answer
      } catch (error) {
        if (!(error instanceof SourceRequestError) || error.status !== 401) throw error
        const vague = error.wireCode === 'woocommerce_rest_cannot_view'
        if (refusal === null || !vague) refusal = error
        // A signature that was accepted, or a refusal that names another reason, is final.
        const another = proof === 'basic' ? vague : /signature/i.test(error.wireMessage)
        if (!another) break
      }
    }
    throw refusal ?? new Error('No way to prove who asks was tried')
  }

  /** A clock that was set makes every signature of before look wrong: it is read again, once. */
  async function proveInTime(path: string, query: Query, timeoutMs: number): Promise<WooAnswer> {
    try {
      return await prove(path, query, timeoutMs)
    } catch (error) {
      if (!isLate(error)) throw error
    }
    discovery = null
    try {
      return await prove(path, query, timeoutMs)
    } catch (error) {
      if (!isLate(error) || usesOwnClock) throw error
    }
    // The time the store shows is not its own (a proxy's): ours may be nearer to it.
    usesOwnClock = true
    return prove(path, query, timeoutMs)
  }

  function get(path: string, query: Query, options?: AskOptions): Promise<WooAnswer> {
    return request(path, (timeoutMs) => proveInTime(path, query, timeoutMs), options)
  }

  return { get, site, storeTime: () => clock.now() + skewMs }
}

/**
 * WooCommerce reads API keys only on requests whose address holds "wp-json/wc/"; without pretty
 * permalinks it does not, unless a parameter (ignored by the REST API) brings the words along, as
 * they are and not percent-encoded.
 */
const ROUTE_PARAMETER = /^via-[^&=#?]+\/wc\/$/
const routeParameter = (prefix: string) => `via-${prefix}/wc/`

function encodeQuery(query: Query): string {
  return Object.entries(query)
    .map(
      ([name, value]) =>
        `${ROUTE_PARAMETER.test(name) ? name : percentEncoded(name)}=${percentEncoded(value)}`,
    )
    .join('&')
}

const isLate = (error: unknown) =>
  error instanceof SourceRequestError && /timestamp/i.test(error.wireMessage)
