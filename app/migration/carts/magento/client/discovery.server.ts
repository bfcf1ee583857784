import { z } from 'zod'
import type { Clock } from '#app/platform/clock.ts'
import {
  OutboundHttpError,
  type OutboundHttp,
  type OutboundResponse,
} from '#app/platform/outbound-http.server.ts'
import { judge, serverTime } from '../../kit/http/answer.ts'
import { cacheBuster } from '../../kit/http/cache-buster.ts'
import { sourceProblem, type SourceRequestError } from '../../kit/http/recovery.ts'
import { securestFirst, storeAddresses, type StoreAddress } from '../../kit/http/store-addresses.ts'
import { magentoSays } from '../messages/magento.ts'
import { errorIn } from './answer.ts'
import { NOT_AUTHORIZED, TABLE } from './recovery.ts'

/** The Magento behind the address a merchant typed. */
export type Site = {
  /** Address of the store, without a trailing slash. */
  url: string
  /** What "/rest/" follows: `url`, with "/index.php" where the web server does not rewrite. */
  root: string
  /** The store's clock minus ours, milliseconds; null when it sent no `Date`. */
  skewMs: number | null
}

/** Paths inside a store that people copy from the address bar. */
const INSIDE_A_STORE =
  /\/(rest|graphql|index\.php|admin[^/]*|checkout|customer|catalog|catalogsearch|media|static|setup|pub\/(media|static))(\/.*)?$/i

/** What everybody may ask (Magento's route table says so), and no other shop answers like this. */
const ASKED = '/rest/V1/directory/currency'
const wireCurrency = z.object({ base_currency_code: z.string() })

type Deps = { http: OutboundHttp; clock: Clock; timeoutMs: number }

/**
 * Finds the REST API without sending any credential, so that a mistyped address learns none. Follows
 * the site's own redirects (http → https, with or without www) and remembers where they lead.
 * @throws SourceRequestError
 */
export async function discoverSite(typed: string, deps: Deps): Promise<Site> {
  const places = storeAddresses(typed, INSIDE_A_STORE)
  if (!places) throw TABLE.judgeTransport('bad_url', null)
  return securestFirst(places, (addresses) => findAmong(addresses, deps))
}

async function findAmong(addresses: readonly StoreAddress[], deps: Deps): Promise<Site> {
  let refusal: SourceRequestError | null = null
  for (const below of ['', '/index.php']) {
    for (const { base } of addresses) {
      const found = await look(base + below, deps)
      if ('site' in found) return found.site
      // A store that is down or a closed door is the answer, whatever the next folder would say.
      if (found.final) throw found.refusal
      refusal ??= found.refusal
    }
  }
  throw refusal ?? TABLE.judgeTransport('bad_url', null)
}

type Look = { site: Site } | { refusal: SourceRequestError; final: boolean }

async function look(root: string, deps: Deps): Promise<Look> {
  let response: OutboundResponse
  const before = deps.clock.now()
  try {
    response = await deps.http.request(`${root}${ASKED}?fresh=${cacheBuster()}`, {
      headers: { accept: 'application/json', 'user-agent': 'recent-data-migration' },
      timeoutMs: deps.timeoutMs,
    })
  } catch (error) {
    if (!(error instanceof OutboundHttpError)) throw error
    return { refusal: TABLE.judgeTransport(error.reason, error), final: true }
  }
  const { judged, body } = judge(response, errorIn)
  // A store that lets nobody in without a token says so in words of its own.
  const isClosed = judged.status === 401 && judged.code === NOT_AUTHORIZED
  if (isClosed || (response.status < 300 && wireCurrency.safeParse(body).success)) {
    const there = rootOf(response.finalUrl) ?? root
    const time = serverTime(response.headers)
    return {
      site: {
        url: there.replace(/\/index\.php$/, ''),
        root: there,
        skewMs: time === null ? null : time - Math.round((before + deps.clock.now()) / 2),
      },
    }
  }
  if (judged.form === 'json' && judged.status < 300) {
    return { refusal: sourceProblem('NOT_THIS_CART', magentoSays('otherService')), final: false }
  }
  const refusal = TABLE.judgeAnswer(judged)
  // An API that is cut off is one all the same.
  const isDown = judged.status >= 500 || refusal.problem === 'MAINTENANCE'
  return { refusal, final: isDown || judged.form === 'broken' }
}

/** Where the answer came from; null where a redirect led to something that is no API. */
function rootOf(finalUrl: string): string | null {
  const { origin, pathname } = new URL(finalUrl)
  return pathname.endsWith(ASKED) ? origin + pathname.slice(0, -ASKED.length) : null
}
