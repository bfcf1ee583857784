import { wooSays } from '../messages/woocommerce.ts'
import { z } from 'zod'
import type { Clock } from '#app/platform/clock.ts'
import {
  OutboundHttpError,
  type OutboundHttp,
  type OutboundResponse,
} from '#app/platform/outbound-http.server.ts'
import { judge, serverTime } from '../../kit/http/answer.ts'
import { errorIn } from './answer.ts'
import { cacheBuster } from '../../kit/http/cache-buster.ts'
import { sourceProblem, type SourceRequestError } from '../../kit/http/recovery.ts'
import { TABLE } from './recovery.ts'
import { securestFirst, storeAddresses, type StoreAddress } from '../../kit/http/store-addresses.ts'

/** The WordPress site behind the address a merchant typed. */
export type Site = {
  /** Address of the site, without a trailing slash. */
  url: string
  root: ApiRoot
  /** What the site says about itself; null when it shows its index to nobody. */
  index: SiteIndex | null
  /** The store's clock minus ours, milliseconds; null when it sent no `Date`. */
  skewMs: number | null
}

/**
 * `path`: "https://x/wp-json" + route. `query`: "https://x/" + ?rest_route= (no pretty permalinks).
 * `prefix`: the site's word for its REST API, "wp-json" unless the filter `rest_url_prefix` changed
 * it. WooCommerce looks at keys only where it stands in the address.
 */
type ApiRoot = { url: string; style: 'path' | 'query'; prefix: string }

const USUAL_PREFIX = 'wp-json'

/** Paths inside a store that people copy from the address bar. */
const INSIDE_A_STORE =
  /\/(wp-admin|wp-login\.php|wp-json|wp-content|index\.php|xmlrpc\.php)(\/.*)?$/i

const siteIndex = z.object({
  name: z.string().catch(''),
  /** The site's address as it sees itself. */
  home: z
    .url()
    .max(2_000)
    .transform((url) => url.replace(/\/+$/, ''))
    .catch(''),
  timezone_string: z.string().catch(''),
  gmt_offset: z.union([z.number(), z.string()]).nullable().catch(null),
  namespaces: z.array(z.string()),
})
/** The whole index lists every route of every plugin. */
const INDEX_FIELDS = Object.keys(siteIndex.shape).join(',')
export type SiteIndex = z.infer<typeof siteIndex>

/** The first version whose lists can be filtered by change time. */
export const OLDEST = [5, 8] as const

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
  // Pretty addresses of all folders first: `?rest_route=` answers below any page of a site.
  for (const style of ['path', 'query'] as const) {
    for (const { base } of addresses) {
      const found = await look(base, { style, prefix: USUAL_PREFIX }, deps)
      const { prefix } = found
      if (prefix !== null && prefix !== USUAL_PREFIX) {
        // Every page of a WordPress site says where its REST API really is.
        const there = await look(base, { style: 'path', prefix }, deps)
        if ('site' in there) return there.site
      }
      if ('site' in found) return found.site
      // A store that is down or a closed door is the answer, whatever the next folder would say.
      if (found.final) throw found.refusal
      refusal ??= found.refusal
    }
  }
  throw refusal ?? TABLE.judgeTransport('bad_url', null)
}

/** `prefix`: where the answer says that the REST API is; null when it does not say. */
type Look = { prefix: string | null } & (
  { site: Site } | { refusal: SourceRequestError; final: boolean }
)

async function look(
  base: string,
  { style, prefix }: Pick<ApiRoot, 'style' | 'prefix'>,
  deps: Deps,
): Promise<Look> {
  const query = `_fields=${INDEX_FIELDS}&fresh=${cacheBuster()}`
  const asked = style === 'path' ? `${base}/${prefix}/?${query}` : `${base}/?rest_route=/&${query}`
  let response: OutboundResponse
  const before = deps.clock.now()
  try {
    response = await deps.http.request(asked, {
      headers: { accept: 'application/json', 'user-agent': 'recent-data-migration' },
      timeoutMs: deps.timeoutMs,
    })
  } catch (error) {
    if (!(error instanceof OutboundHttpError)) throw error
    return { refusal: TABLE.judgeTransport(error.reason, error), final: true, prefix: null }
  }
  const { judged, body } = judge(response, errorIn)
  const told = toldPrefix(response.headers)
  const site = (index: SiteIndex | null): Look => {
    const root = rootFrom(response.finalUrl, { style, prefix: told ?? prefix }, index?.home ?? '')
    const time = serverTime(response.headers)
    return {
      prefix: style === 'path' ? null : told,
      site: {
        url: withoutEnd(root.url, `/${root.prefix}`).replace(/\/(index\.php)?$/, ''),
        root,
        index,
        skewMs: time === null ? null : time - Math.round((before + deps.clock.now()) / 2),
      },
    }
  }
  const index = siteIndex.safeParse(body)
  if (index.success && response.status < 300) {
    const { namespaces } = index.data
    if (namespaces.includes('wc/v3')) return site(index.data)
    const old = namespaces.some((name) => /^wc\/v\d/.test(name))
    return {
      prefix: null,
      final: true,
      refusal: old
        ? sourceProblem(
            'VERSION_TOO_OLD',
            wooSays('tooOld', { version: null, oldest: OLDEST.join('.') }),
          )
        : sourceProblem('NOT_THIS_CART', wooSays('notActive')),
    }
  }
  // Security plugins hide the index from strangers, yet answer in the REST API's own words.
  // "No such route" is said below a REST API, not by its index.
  const speaksRest =
    judged.form === 'json' &&
    judged.code !== null &&
    judged.code !== 'rest_no_route' &&
    judged.status < 500
  if (speaksRest) return site(null)
  if (judged.form === 'json' && judged.status < 300) {
    return {
      prefix: told,
      final: false,
      refusal: sourceProblem('NOT_THIS_CART', wooSays('otherService')),
    }
  }
  const refusal = TABLE.judgeAnswer(judged)
  const final = judged.status >= 500 || refusal.problem === 'MAINTENANCE'
  return { prefix: told, refusal, final }
}

/** `Link: <https://x/wp-json/>; rel="https://api.w.org/"`, on every page of a WordPress site. */
function toldPrefix(headers: Headers): string | null {
  const link = /<([^<>]{1,2000})>\s*;\s*rel="https:\/\/api\.w\.org\/"/.exec(
    headers.get('link') ?? '',
  )?.[1]
  if (link === undefined || !URL.canParse(link)) return null
  const { pathname, searchParams } = new URL(link)
  // Without pretty permalinks the word stands nowhere.
  if (searchParams.has('rest_route')) return null
  return pathname.split('/').filter(Boolean).at(-1) ?? null
}

const withoutEnd = (text: string, end: string) =>
  text.endsWith(end) ? text.slice(0, -end.length) : text

function rootFrom(
  finalUrl: string,
  { style, prefix }: Pick<ApiRoot, 'style' | 'prefix'>,
  home: string,
): ApiRoot {
  const url = new URL(finalUrl)
  // A redirect may turn one style into the other.
  if (style === 'query' && url.searchParams.has('rest_route')) {
    // Any page of the site answers; its own address is the one to keep.
    const isBelow = home !== '' && finalUrl.startsWith(`${home}/`)
    return { url: isBelow ? `${home}/` : `${url.origin}${url.pathname}`, style: 'query', prefix }
  }
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), style: 'path', prefix }
}
