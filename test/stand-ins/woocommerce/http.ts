import type { IncomingMessage } from 'node:http'
import type { AuthRequest } from './rest/auth.ts'
import { RestError } from './rest/errors.ts'
import { applyChange, type Fault, type FaultControl } from './faults.ts'
import { filterFields } from './rest/fields.ts'
import { list, parseQuery, text } from './rest/query.ts'
import { rawBody, rawRoute, takeRawAnswer, type RawAnswer } from './rest/raw.ts'
import type { ApiKey, Json } from './records.ts'
import { dispatch, errorAnswer, findRoute, type RestAnswer, type Route } from './rest/rest.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { customerRoutes } from './routes/customers.ts'
import { orderRoutes } from './routes/orders.ts'
import { productRoutes } from './routes/products.ts'
import { namespaceIndex, siteIndex, storeRoutes } from './routes/store.ts'
import type { RequestLogEntry } from './server.ts'
import type { WooState } from './state.ts'

const ROUTES: readonly Route[] = [
  ...productRoutes,
  ...customerRoutes,
  ...orderRoutes,
  ...catalogueRoutes,
  ...storeRoutes,
]

const routePaths = [
  ...new Set(ROUTES.map((route) => route.pattern.source.slice(1, -1).replaceAll('\\/', '/'))),
]

export type RestSite = {
  state: WooState
  faults: FaultControl
  requests: RequestLogEntry[]
  secure: boolean
  folder: string
  permalinks: 'pretty' | 'plain'
  restPrefix: string
  authenticate: (request: AuthRequest) => ApiKey | null
  /** What the store answered last to such a request: what a cache in front of it may give again. */
  lastAnswers: Map<string, RestAnswer>
  /** The same by address and with the time, for a cache that keeps answers apart. */
  cached: Map<string, { answer: RestAnswer; at: number }>
}

/** Where WordPress says its REST API is, in a header of every page. */
const restRoot = ({ state, permalinks, restPrefix }: RestSite) =>
  permalinks === 'pretty'
    ? `${state.homeUrl}/${restPrefix}/`
    : `${state.homeUrl}/index.php?rest_route=/`
const restLink = (site: RestSite) => `<${restRoot(site)}>; rel="https://api.w.org/"`

/** A page that is not there, as WordPress' theme shows it. */
export function notFoundPage(site: RestSite): Response {
  const title = 'Page not found'
  return html(site.state, 404, title, `<h1>${title}</h1>`, { Link: restLink(site) })
}

/** The store's own clock, not this machine's, unless a proxy puts in its own. */
const dateHeader = (state: WooState) => new Date(state.now() + state.dateSkewMs).toUTCString()

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function html(
  state: WooState,
  status: number,
  title: string,
  body: string,
  extra: Record<string, string> = {},
) {
  return new Response(
    `<!DOCTYPE html><html lang="en-US"><head><title>${title}</title></head><body>${body}</body></html>`,
    {
      status,
      headers: {
        'Content-Type': 'text/html; charset=UTF-8',
        Date: dateHeader(state),
        ...extra,
      },
    },
  )
}

/** Faults that answer in the store's place; null: the store answers. */
async function standsIn(site: RestSite, fault: Fault, incoming: IncomingMessage) {
  const { state } = site
  switch (fault.kind) {
    case 'rate-limit': {
      const body = {
        code: 'too_many_requests',
        message: 'Too many requests.',
        data: { status: 429 },
      }
      const retry: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) }
      return respond(site, { status: 429, body, headers: retry }, 'GET')
    }
    case 'server-error':
      return html(state, fault.status, `${fault.status}`, '<h1>Something went wrong</h1>')
    case 'maintenance': {
      const note = 'Briefly unavailable for scheduled maintenance. Check back in a minute.'
      return html(state, 503, 'Maintenance', `<h1>${note}</h1>`, { 'Retry-After': '600' })
    }
    case 'login-page':
      return html(
        state,
        200,
        'Log In',
        '<form action="/wp-login.php" method="post"><input name="log"><input name="pwd" type="password"></form>',
      )
    case 'timeout':
      await site.faults.released()
      incoming.socket.destroy()
      return html(state, 504, 'Gone', '')
    case 'reset':
      if (fault.after) return null
      incoming.socket.destroy()
      return html(state, 502, 'Gone', '')
    case 'slow':
      await pause(fault.ms)
      return null
    case 'clock-skew':
      state.clockSkewMs = fault.ms
      return null
    case 'clock-jump':
      state.clockSkewMs += fault.ms
      return null
    case 'proxy-date':
      state.dateSkewMs = fault.ms
      return null
    case 'revoke-keys':
      for (const key of state.keys) key.revoked = true
      return null
    case 'truncated':
    case 'wrong-total':
    case 'repeat-page':
    case 'repeat-answer':
    case 'cache':
    case 'older-rows':
    case 'empty-list':
    case 'mixed':
    case 'change':
      return null
  }
}

function respond(
  site: RestSite,
  answer: RestAnswer,
  method: string,
  how: { cutInHalf?: boolean; raw?: RawAnswer | null } = {},
): Response {
  const { state } = site
  const headers = new Headers({
    'Content-Type': 'application/json; charset=UTF-8',
    Date: dateHeader(state),
    'X-Robots-Tag': 'noindex',
    Link: restLink(site),
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Expose-Headers': 'X-WP-Total, X-WP-TotalPages, Link',
    'Cache-Control': 'no-cache, must-revalidate, max-age=0, no-store, private',
  })
  if (answer.allow) headers.set('Allow', answer.allow)
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value)
  for (const [name, value] of Object.entries(how.raw?.headers ?? {})) headers.set(name, value)
  const whole = how.raw ? rawBody(how.raw, answer.body) : JSON.stringify(answer.body)
  const body = how.cutInHalf ? whole.slice(0, Math.floor(whole.length / 2)) : whole
  const status = how.raw?.status ?? answer.status ?? 200
  return new Response(method === 'HEAD' ? null : body, { status, headers })
}

async function readBody(request: Request): Promise<Json> {
  const raw = await request.text()
  if (raw.trim() === '') return {}
  try {
    const parsed: Json = JSON.parse(raw)
    return parsed
  } catch {
    throw new RestError(400, 'rest_invalid_json', 'Invalid JSON body passed.', {
      status: 400,
      json_error_code: 4,
      json_error_message: 'Syntax error',
    })
  }
}

function options(path: string): RestAnswer {
  const here = ROUTES.filter((route) => route.pattern.test(path))
  const methods = [...new Set(here.flatMap((route) => route.methods))]
  const endpoints = here.map((route) => ({ methods: [...route.methods], args: {} }))
  return { body: { namespace: 'wc/v3', methods, endpoints }, allow: methods.join(', ') }
}

async function answer(
  site: RestSite,
  request: Request,
  target: string,
  back: number,
): Promise<RestAnswer> {
  const { state } = site
  const url = new URL(request.url)
  const apiPath = `${site.folder}/${site.restPrefix}`
  const pretty = url.pathname.startsWith(apiPath)
  const route = pretty
    ? url.pathname.slice(apiPath.length)
    : (url.searchParams.get('rest_route') ?? '')
  const path = decodeURIComponent(route).replace(/\/+$/, '')
  const query = parseQuery(url.searchParams)
  if (back > 0) query.set('page', String(Math.max(1, Number(text(query, 'page') ?? 1) - back)))
  if (path === '') return { body: siteIndex(state, routePaths), allow: 'GET' }
  if (path === '/wc/v3') return { body: namespaceIndex(state, routePaths), allow: 'GET' }

  try {
    const key = site.authenticate({
      method: request.method,
      target,
      authorization: request.headers.get('authorization') ?? undefined,
      secure: site.secure,
      homeUrl: state.homeUrl,
      restPrefix: site.restPrefix,
      now: state.now(),
    })
    if (request.method === 'OPTIONS') return options(path)
    const method =
      request.headers.get('x-http-method-override') ?? text(query, '_method') ?? request.method
    const writes = request.method !== 'GET' && request.method !== 'HEAD'
    let body: Json = {}
    try {
      body = writes ? await readBody(request) : {}
    } catch (error) {
      const found = findRoute(ROUTES, method, path)
      if (error instanceof RestError) return errorAnswer(error, found?.route.allow ?? null)
      throw error
    }
    const address = pretty
      ? `${state.homeUrl}/${site.restPrefix}${path}`
      : `${state.homeUrl}/index.php?rest_route=${encodeURIComponent(path)}`
    const raw = rawRoute(state.raw, path)
    const routes = raw ? [raw, ...ROUTES] : ROUTES
    const result = dispatch(routes, { state, method, path, query, body, address }, key !== null)
    const fields = list(query, '_fields')
    const good = (result.status ?? 200) < 400
    return good && fields && fields.length > 0
      ? { ...result, body: filterFields(result.body, fields) }
      : result
  } catch (error) {
    if (error instanceof RestError) return errorAnswer(error, null)
    throw error
  }
}

function withWrongTotals(result: RestAnswer, by: number): RestAnswer {
  const total = Number(result.headers?.['X-WP-Total'])
  if (!Number.isFinite(total)) return result
  const pages = Number(result.headers?.['X-WP-TotalPages'])
  const wrong = Math.max(0, total + by)
  const wrongPages = total === 0 ? 0 : Math.ceil((wrong * pages) / total)
  return {
    ...result,
    headers: {
      ...result.headers,
      'X-WP-Total': String(wrong),
      'X-WP-TotalPages': String(wrongPages),
    },
  }
}

function withOlderRows(
  result: RestAnswer,
  { rows, unknown }: Extract<Fault, { kind: 'older-rows' }>,
): RestAnswer {
  const older = (row: Json): Json => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return row
    const known: { [key: string]: Json } | undefined = rows.find(({ id }) => id === row['id'])
    // The cache answers what was asked for: with `_fields` no more than those.
    return known
      ? Object.fromEntries(Object.keys(row).map((key) => [key, known[key] ?? null]))
      : row
  }
  const { body } = result
  if (!Array.isArray(body)) return { ...result, body: older(body) }
  const isKnown = (row: Json) =>
    row === null ||
    typeof row !== 'object' ||
    Array.isArray(row) ||
    !unknown.includes(Number(row['id']))
  return { ...result, body: body.filter(isKnown).map(older) }
}

function emptyList(result: RestAnswer): RestAnswer {
  if (!Array.isArray(result.body)) return result
  const headers = { ...result.headers, 'X-WP-Total': '0', 'X-WP-TotalPages': '0' }
  return { ...result, body: [], headers }
}

/**
 * A cache that takes no notice of where in a list one is, nor of who asks, nor of what was put there
 * to get past it; another list is another.
 */
function cacheKeyOf(address: string): string {
  const { pathname, searchParams } = new URL(address)
  const kept = [...searchParams].filter(
    ([name]) => !/^(page|offset|modified_after|after|oauth_|fresh$)/.test(name),
  )
  return JSON.stringify([pathname, ...kept.toSorted(([a], [b]) => a.localeCompare(b))])
}

function rawAnswerFor({ state, folder, restPrefix }: RestSite, address: string): RawAnswer | null {
  if (state.raw.answers.length === 0) return null
  const url = new URL(address)
  const apiPath = `${folder}/${restPrefix}`
  const path = url.searchParams.get('rest_route') ?? url.pathname.slice(apiPath.length)
  return takeRawAnswer(state.raw, decodeURIComponent(path), parseQuery(url.searchParams))
}

/** Answers of the same address are given again for as long as they are kept; errors are not kept. */
function throughCache(
  { state, cached }: RestSite,
  url: string,
  { ms, stubborn }: Extract<Fault, { kind: 'cache' }>,
  fresh: RestAnswer,
): RestAnswer {
  const { pathname, searchParams } = new URL(url)
  const passedOver = stubborn ? /^(oauth_.*|fresh)$/ : /^oauth_/
  const kept = [...searchParams].filter(([name]) => !passedOver.test(name))
  const key = JSON.stringify([pathname, ...kept])
  const known = cached.get(key)
  if (known && state.now() < known.at + ms) {
    const Age = String(Math.floor((state.now() - known.at) / 1000))
    const date = new Date(known.at + state.dateSkewMs).toUTCString()
    return { ...known.answer, headers: { ...known.answer.headers, Date: date, Age } }
  }
  if ((fresh.status ?? 200) < 400) cached.set(key, { answer: fresh, at: state.now() })
  return fresh
}

async function wrapped(response: Response, around: { before: string; after: string }[]) {
  const before = around.map((each) => each.before).join('')
  const after = around.map((each) => each.after).join('')
  return new Response(`${before}${await response.text()}${after}`, {
    status: response.status,
    headers: response.headers,
  })
}

/** One request to the REST API, faults and all. */
export async function answerRest(
  site: RestSite,
  request: Request,
  incoming: IncomingMessage,
): Promise<Response> {
  const target = incoming.url ?? '/'
  const struck = site.faults.take(request.method, target)
  const kinds = struck.map(({ fault }) => fault?.kind ?? 'hook')
  const entry: RequestLogEntry = { method: request.method, target, status: 0, faults: kinds }
  site.requests.push(entry)
  for (const { before } of struck) before?.(target)
  for (const { fault } of struck) {
    const instead = fault ? await standsIn(site, fault, incoming) : null
    if (!instead) continue
    entry.status = instead.status
    return instead
  }
  const has = (kind: Fault['kind']) => kinds.includes(kind)
  const cacheKey = cacheKeyOf(request.url)
  const cached = has('repeat-answer') ? site.lastAnswers.get(cacheKey) : undefined
  let result = cached ?? (await answer(site, request, target, has('repeat-page') ? 1 : 0))
  if (Array.isArray(result.body) && (result.status ?? 200) < 400) {
    site.lastAnswers.set(cacheKey, result)
  }
  for (const { fault } of struck) {
    if (fault?.kind === 'wrong-total') result = withWrongTotals(result, fault.by)
  }
  for (const { fault } of struck) {
    if (fault?.kind === 'older-rows') result = withOlderRows(result, fault)
    if (fault?.kind === 'empty-list') result = emptyList(result)
    if (fault?.kind === 'cache') result = throughCache(site, request.url, fault, result)
  }
  const whole = respond(site, result, request.method, {
    cutInHalf: has('truncated'),
    raw: rawAnswerFor(site, request.url),
  })
  const mixed = struck.flatMap(({ fault }) => (fault?.kind === 'mixed' ? [fault] : []))
  const response = mixed.length > 0 ? await wrapped(whole, mixed) : whole
  entry.status = response.status
  for (const { fault, after } of struck) {
    if (fault?.kind === 'change') applyChange(site.state, fault.change)
    after?.(target)
    if (fault?.kind === 'reset') incoming.socket.destroy()
  }
  return response
}
