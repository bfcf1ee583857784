import type { Message } from '#app/migration/messages/message.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { Logger } from '#app/platform/logger.server.ts'
import { OutboundHttpError, type OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { cacheBuster } from '../../kit/http/cache-buster.ts'
import { oauthSigner, percentEncoded } from '../../kit/http/oauth-signer.ts'
import { sourceProblem, SourceRequestError } from '../../kit/http/recovery.ts'
import { createRequester, type AskOptions } from '../../kit/http/requester.ts'
import type { SourceTuning } from '../../kit/tuning.ts'
import { magentoSays } from '../messages/magento.ts'
import { readMagentoAnswer, type MagentoAnswer } from './answer.ts'
import { discoverSite, type Site } from './discovery.server.ts'
import { TABLE } from './recovery.ts'

export type Query = Readonly<Record<string, string>>

/** `anyView`: what is asked concerns the store as a whole, also where the chosen view is not there. */
type GetOptions = AskOptions & { anyView?: boolean }

/** Nobody who typed an address waits longer for a site to say what it is. */
const DISCOVERY_TIMEOUT_MS = 20_000

type MagentoCredentials = {
  accessToken: string
  /** The three others of an integration; empty where the token alone lets in. */
  accessTokenSecret: string
  consumerKey: string
  consumerSecret: string
  /** Code of the store view to read; empty for the default one. */
  storeView: string
}

export type MagentoClient = {
  /**
   * One GET under `/V1/` of the chosen store view, tried again as the recovery table says.
   * @throws SourceRequestError
   */
  get(path: string, query: Query, options?: GetOptions): Promise<MagentoAnswer>
  /** The text of a page of the store, outside of the API; null for anything but a good answer. */
  page(path: string): Promise<string | null>
  /** Where the store's REST API really is; found once. @throws SourceRequestError */
  site(): Promise<Site>
  /** Whether requests are signed: else the token stands alone. */
  readonly isSigned: boolean
  /** The store's clock as of its last answer, milliseconds. */
  storeTime(): number
}

type ClientDeps = {
  http: OutboundHttp
  clock: Clock
  logger: Logger
  tuning: SourceTuning
  /** Told what the merchant should know of the store's answers. */
  notice(told: Message): void
}

/** Which address is signed: as the store may see it. */
type Signed = { scheme: 'https:' | 'http:'; path: 'sent' | 'normalised' }
type Proof = 'bearer' | Signed

export function createMagentoClient(
  connection: { url: string; credentials: MagentoCredentials },
  deps: ClientDeps,
): MagentoClient {
  const { http, clock, logger, tuning, notice } = deps
  const request = createRequester({ clock, logger, tuning })
  const { accessToken, accessTokenSecret, consumerKey, consumerSecret, storeView } =
    connection.credentials
  const isSigned = accessTokenSecret !== '' && consumerKey !== '' && consumerSecret !== ''
  const signer = oauthSigner(
    { key: consumerKey, secret: consumerSecret },
    () => clock.now() + (usesOwnClock ? 0 : skewMs),
    { key: accessToken, secret: accessTokenSecret },
  )
  const view = storeView === '' ? '' : `${encodeURIComponent(storeView)}/`
  const hasPart = accessTokenSecret !== '' || consumerKey !== '' || consumerSecret !== ''
  let scheme: Signed['scheme'] | null = null
  let path: Signed['path'] = 'sent'
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

  function authorization(url: string, query: Query, proof: Proof): string {
    if (proof === 'bearer') return `Bearer ${accessToken}`
    const signed = new URL(proof.path === 'sent' ? url : normalised(url))
    signed.protocol = proof.scheme
    return signer.header(signed.href, query)
  }

  async function exchange(
    path: string,
    query: Query,
    proof: Proof,
    timeoutMs: number,
  ): Promise<MagentoAnswer> {
    const { root } = await site()
    const target = `${root}/rest/${path}`
    // Magento reads the parameters it knows and no others.
    const full = { ...query, fresh: cacheBuster() }
    try {
      const response = await http.request(`${target}?${encodeQuery(full)}`, {
        headers: {
          // Without it, some answers are XML.
          accept: 'application/json',
          'cache-control': 'no-cache',
          'user-agent': 'recent-data-migration',
          authorization: authorization(target, full, proof),
        },
        timeoutMs,
      })
      return readMagentoAnswer(response, clock.now())
    } catch (error) {
      if (error instanceof OutboundHttpError) throw TABLE.judgeTransport(error.reason, error)
      throw error
    }
  }

  /** The likeliest first. */
  function proofs(root: string, below: string): Proof[] {
    if (!isSigned) return ['bearer']
    const all = root.startsWith('https:') ? (['https:', 'http:'] as const) : (['http:'] as const)
    const schemes = scheme === null ? all : [scheme]
    const isPlain = normalised(below) === below
    const others =
      path === 'sent' ? (['sent', 'normalised'] as const) : (['normalised', 'sent'] as const)
    const paths = isPlain ? (['sent'] as const) : others
    return schemes.flatMap((each) => paths.map((own) => ({ scheme: each, path: own })))
  }

  /**
   * The store checks a signature against the address it believes to have: behind some proxies it sees
   * HTTP where we see HTTPS, and newer versions decode a part of what is encoded in the path (as their
   * source says; never recorded). What was accepted once is tried first from then on.
   */
  async function prove(below: string, query: Query, timeoutMs: number): Promise<MagentoAnswer> {
    if (hasPart && !isSigned) throw sourceProblem('BAD_SECRET', magentoSays('valuesMissing'))
    const { root } = await site()
    let refusal: SourceRequestError | null = null
    for (const proof of proofs(root, below)) {
      try {
        const answer = await exchange(below, query, proof, timeoutMs)
        if (proof !== 'bearer') {
          scheme = proof.scheme
          if (normalised(below) !== below) path = proof.path
        }
        if (answer.ageMs > 0) notice(magentoSays('cached'))
        if (answer.isMixed) notice(magentoSays('mixed'))
        // The store's clock may be set while a run goes on; signatures follow it.
        if (answer.dateMs !== null) skewMs = answer.dateMs - clock.now()
        return answer
      } catch (error) {
        if (!(error instanceof SourceRequestError) || error.status !== 401) throw error
        refusal ??= error
        if (error.problem !== 'BAD_SECRET') break
      }
    }
    throw refusal ?? new Error('No way to prove who asks was tried')
  }

  /** A clock that was set makes every signature of before look wrong: it is read again, once. */
  async function proveInTime(
    path: string,
    query: Query,
    timeoutMs: number,
  ): Promise<MagentoAnswer> {
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

  async function page(path: string): Promise<string | null> {
    const { url } = await site()
    try {
      const response = await http.request(`${url}/${path}`, {
        headers: { 'user-agent': 'recent-data-migration' },
        timeoutMs: Math.min(tuning.requestTimeoutMs, DISCOVERY_TIMEOUT_MS),
      })
      return response.status === 200 ? response.text : null
    } catch (error) {
      if (error instanceof OutboundHttpError) return null
      throw error
    }
  }

  return {
    get: (path, query, { anyView = false, ...options } = {}) => {
      const below = `${anyView ? '' : view}V1/${path}`
      return request(path, (timeoutMs) => proveInTime(below, query, timeoutMs), options)
    },
    page,
    site,
    isSigned,
    storeTime: () => clock.now() + skewMs,
  }
}

function encodeQuery(query: Query): string {
  return Object.entries(query)
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .join('&')
}

/** A path as Laminas' Uri normalises it: what needs no encoding there is decoded, slashes among it. */
function normalised(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return /[\w.~:@&=+$,/;-]/.test(char) ? char : code.toUpperCase()
  })
}

const isLate = (error: unknown) =>
  error instanceof SourceRequestError && /timestamp/i.test(error.wireMessage)
