import { serve } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { mountAdmin } from './admin/mount.ts'
import { createAuth, type Auth } from './auth.ts'
import type { AppIdentity, Ctx } from './context.ts'
import { controlRoutes } from './control.ts'
import { type Bucket, createBucket } from './request/cost.ts'
import { noteInputs } from './inputs/sent-inputs.ts'
import { createFaults, type Fault, type FaultControl, type StruckRequest } from './faults.ts'
import { prepare, run, throttledAnswer, type GraphqlAnswer } from './request/request.ts'
import { createShopState, type ShopOptions, type ShopState } from './store/state.ts'
import { addUp, emptyStats, type Stats } from './stats.ts'
import { deliverWebhook, type WebhookDelivery } from './webhooks.ts'

export type { ShopOptions, ShopState } from './store/state.ts'
export type { Stats } from './stats.ts'
export type { FaultControl } from './faults.ts'

export const API_VERSION = '2026-07'

export type ShopifyStandInOptions = {
  /** 0 or absent: any free port. */
  port?: number
  shops: ShopOptions[]
  app: {
    apiKey: string
    apiSecret: string
    handle: string
    /** Where the app answers; null until `setAppUrl`. */
    url: string | null
    scopes: string[]
  }
  /** How far the search index runs behind the writes, milliseconds; default 3000. */
  searchLagMs?: number
  /** Default `Date.now`. */
  now?: () => number
  /** The offline token every token exchange gives out, instead of random ones. */
  accessToken?: string
}

export type ShopifyStandIn = {
  url: string
  port: number
  app: AppIdentity
  appUrl(): string | null
  setAppUrl(url: string): void
  close(): Promise<void>
  shopDomains(): string[]
  /** A shop's records; throws for a domain that is not one of the shops. */
  store(domain: string): ShopState
  /** A valid App Bridge id token of the shop's owner. */
  sessionToken(domain: string): string
  issueOfflineToken(domain: string): string
  auth: Auth
  /** Of one shop, or of all together. */
  stats(domain?: string): Stats
  resetStats(): void
  faults: FaultControl
  /** How far the shop's search runs behind from now on, milliseconds. */
  searchLag(domain: string, ms: number): void
  /** Signs and sends a webhook to the app. */
  sendWebhook(
    domain: string,
    topic: string,
    payload: unknown,
    options?: Pick<WebhookDelivery, 'path' | 'webhookId' | 'forged'>,
  ): Promise<{ status: number; webhookId: string }>
  /** Takes the app off the shop: its tokens die at once; the webhook is sent when the app has a URL. */
  uninstall(domain: string, options?: { webhookPath?: string }): Promise<void>
}

const UNAUTHORIZED = {
  errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
}

type Env = {
  Bindings: {
    incoming?: {
      socket?: {
        destroyed?: boolean
        destroy(): void
        once(event: 'close', done: () => void): void
      }
    }
  }
}

export async function startShopifyStandIn(options: ShopifyStandInOptions): Promise<ShopifyStandIn> {
  const now = options.now ?? Date.now
  const app: AppIdentity = {
    id: 'gid://shopify/App/100000000001',
    apiKey: options.app.apiKey,
    apiSecret: options.app.apiSecret,
    handle: options.app.handle,
    scopes: options.app.scopes,
  }
  const lags = new Map(
    options.shops.map(({ domain }) => [domain, { now, searchLagMs: options.searchLagMs ?? 3000 }]),
  )
  const lagOf = (domain: string) => {
    const found = lags.get(domain)
    if (!found) throw new Error(`The Shopify stand-in has no shop ${domain}`)
    return found
  }
  const stores = new Map(
    options.shops.map((shop, i) => [shop.domain, createShopState(shop, i + 1, lagOf(shop.domain))]),
  )
  const buckets = new Map(
    options.shops.map((shop): [string, Bucket] => [shop.domain, createBucket(shop.plan, now)]),
  )
  const auth = createAuth({
    app,
    now,
    fixedToken: options.accessToken ?? null,
    userOf: (shop) => ({ id: 1, email: `owner@${shop}` }),
  })
  const faults = createFaults()
  const perShop = new Map(options.shops.map(({ domain }) => [domain, emptyStats()]))
  /** Requests for shops that are not here, and webhooks. */
  const stats = emptyStats()
  const statsOf = (domain: string) => perShop.get(domain) ?? stats
  let appUrl = options.app.url

  const store = (domain: string): ShopState => {
    const found = stores.get(domain)
    if (!found) throw new Error(`The Shopify stand-in has no shop ${domain}`)
    return found
  }
  const shopOf = (c: Context<Env>): ShopState | null => {
    const candidates = [c.req.header('x-forwarded-host'), c.req.header('host')]
    for (const host of candidates) {
      const found = host ? stores.get(host.split(':')[0] ?? '') : undefined
      if (found) return found
    }
    // An explicit foreign host is not ours; without one, a single shop is meant.
    if (candidates[0] !== undefined) return null
    const [only, ...others] = stores.values()
    return only && others.length === 0 ? only : null
  }

  const hono = new Hono<Env>()

  hono.post('/admin/oauth/access_token', async (c) => {
    const shop = shopOf(c)
    if (!shop) return c.json({ errors: 'Not Found' }, 404)
    const answer = auth.exchange(shop.domain, await readBody(c))
    return new Response(JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    })
  })

  hono.post('/admin/api/:version/graphql.json', async (c) => {
    const shop = shopOf(c)
    const counted = shop ? statsOf(shop.domain) : stats
    counted.requests += 1
    if (!shop) return json({ errors: 'Not Found' }, 404)
    if (c.req.param('version') !== API_VERSION) return json({ errors: 'Not Found' }, 404)
    const body = await readBody(c)
    // No recording shows what Shopify makes of such text: whoever sends it has a fault to mend.
    if (holdsBrokenText(body)) return json({ errors: 'Bad Request: text is not well-formed' }, 400)
    const prepared = prepare(body)
    const request: StruckRequest = {
      shop: shop.domain,
      fields: prepared.fields,
      operation:
        prepared.ok && prepared.operation.operation !== 'subscription'
          ? prepared.operation.operation
          : null,
      variables: prepared.ok ? prepared.variables : {},
      clientPid: Number(c.req.header('x-client-pid')) || null,
    }
    const { faults: struck, hooks } = faults.strike(request)
    for (const hook of hooks) await hook.before?.(request)
    for (const fault of struck) {
      const refused = await beforeCommit(fault, shop, c)
      if (refused) return refused
    }
    const header = c.req.header('x-shopify-access-token')
    const token = header ? auth.find(header) : null
    if (!token || token.shop !== shop.domain) return json(UNAUTHORIZED, 401)
    if (!prepared.ok) return json(prepared.answer)
    const bucket = buckets.get(shop.domain)
    if (!bucket) throw new Error('A shop without a bucket')
    const throttle = struck.find((fault) => fault.kind === 'throttled')
    if (throttle) {
      counted.throttled += 1
      const limited = throttle.kind === 'throttled' && throttle.as429 === true
      return json(throttledAnswer(10, bucket), limited ? 429 : 200)
    }
    shop.requests += 1
    const ctx: Ctx = {
      shop,
      app,
      scopes: token.scopes,
      tokenKind: token.kind,
      stats: counted,
      search: [],
      chargedInFull: new Set(),
    }
    noteInputs(prepared)
    const { answer, throttled } = run(prepared, ctx, bucket)
    if (throttled) counted.throttled += 1
    for (const hook of hooks) await hook.after?.(request)
    for (const fault of struck) {
      if (fault.kind === 'slow_answer') await wait(fault.ms)
      if (fault.kind === 'answer_lost') return silence(c)
      if (fault.kind === 'reset_after_commit') return reset(c)
      if (fault.kind === 'error_beside')
        return json(withErrorBeside(answer, fault, prepared.fields))
    }
    return json(answer)
  })

  async function beforeCommit(
    fault: Fault,
    shop: ShopState,
    c: Context<Env>,
  ): Promise<Response | null> {
    switch (fault.kind) {
      case 'latency':
        await wait(fault.ms)
        return null
      case 'status':
        return new Response(fault.body ?? JSON.stringify({ errors: `HTTP ${fault.status}` }), {
          status: fault.status,
          headers: {
            'content-type': 'application/json',
            ...(fault.retryAfterSeconds === undefined
              ? {}
              : { 'retry-after': String(fault.retryAfterSeconds) }),
          },
        })
      case 'reset_before_commit':
        return reset(c)
      case 'internal_error':
        return json({
          errors: [
            {
              message: 'Internal error. Looks like something went wrong on our end.',
              extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'stand-in' },
            },
          ],
        })
      case 'token_expired':
        auth.expireTokens(shop.domain)
        return null
      case 'token_revoked':
        auth.revoke(shop.domain)
        return null
      case 'scope_removed':
        auth.removeScope(shop.domain, fault.scope)
        return null
      case 'uninstalled':
        auth.uninstall(shop.domain)
        return null
      case 'search_lag':
        lagOf(shop.domain).searchLagMs = fault.ms
        return null
      case 'throttled':
      case 'slow_answer':
      case 'answer_lost':
      case 'reset_after_commit':
      case 'error_beside':
        return null
    }
  }

  const standIn: ShopifyStandIn = {
    url: '',
    port: 0,
    app,
    appUrl: () => appUrl,
    setAppUrl(url) {
      appUrl = url
    },
    close: async () => {},
    shopDomains: () => [...stores.keys()],
    store,
    sessionToken: (domain) => auth.sessionToken(store(domain).domain),
    issueOfflineToken: (domain) => auth.issueOfflineToken(store(domain).domain),
    auth,
    stats: (domain) =>
      domain === undefined
        ? addUp([stats, ...perShop.values()])
        : structuredClone(statsOf(store(domain).domain)),
    resetStats() {
      for (const each of [stats, ...perShop.values()]) Object.assign(each, emptyStats())
    },
    searchLag(domain, ms) {
      lagOf(domain).searchLagMs = ms
    },
    faults,
    async sendWebhook(domain, topic, payload, more = {}) {
      if (appUrl === null) throw new Error('The app has no URL yet: call setAppUrl first')
      stats.webhooks += 1
      const delivery = { topic, shop: store(domain).domain, payload, ...more }
      return deliverWebhook(app, appUrl, delivery, now())
    },
    async uninstall(domain, more = {}) {
      const shop = store(domain)
      auth.uninstall(domain)
      if (appUrl === null) return
      await standIn.sendWebhook(
        domain,
        'app/uninstalled',
        { id: Number(/\d+$/.exec(shop.id)?.[0]), domain, myshopify_domain: domain },
        more.webhookPath === undefined ? {} : { path: more.webhookPath },
      )
    },
  }
  hono.route('/__control', controlRoutes(standIn))
  mountAdmin(hono, standIn)
  hono.notFound((c) => c.json({ errors: 'Not Found' }, 404))

  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve(
      { fetch: hono.fetch, port: options.port ?? 0, hostname: '127.0.0.1' },
      (info) => {
        standIn.port = info.port
        standIn.url = `http://127.0.0.1:${info.port}`
        resolve(started)
      },
    )
  })
  standIn.close = () =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  return standIn
}

async function readBody(c: Context<Env>): Promise<unknown> {
  const text = await c.req.text()
  if ((c.req.header('content-type') ?? '').includes('x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return null
  }
}

/** NUL, or half a surrogate pair. */
function holdsBrokenText(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed() || value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some((entry) => entry.some(holdsBrokenText))
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': crypto.randomUUID(),
      'x-shopify-api-version': API_VERSION,
    },
  })
}

/** The answer of something that was done, as if showing it had failed. */
function withErrorBeside(
  answer: GraphqlAnswer,
  fault: Fault & { kind: 'error_beside' },
  fields: readonly string[],
): GraphqlAnswer {
  const { code = 'INTERNAL_SERVER_ERROR', withoutData = false } = fault
  return {
    ...answer,
    data: withoutData ? Object.fromEntries(fields.map((field) => [field, null])) : answer.data,
    // From inside of what the mutation shows: it has done its work by then.
    errors: [
      ...(answer.errors ?? []),
      { message: code, path: [fields[0], 'record', 'part'], extensions: { code } },
    ],
  }
}

/** Cuts the connection: the caller sees a reset instead of an answer. */
function reset(c: Context<Env>): Response {
  c.env.incoming?.socket?.destroy()
  return new Response(null, { status: 500 })
}

/** No answer: ends when the caller, or the server, closes the connection. */
async function silence(c: Context<Env>): Promise<Response> {
  const socket = c.env.incoming?.socket
  if (socket && !socket.destroyed) {
    await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  }
  return new Response(null, { status: 504 })
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
