import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createAuthenticator } from './rest/auth.ts'
import { loadDataset } from './dataset/index.ts'
import { applyStory, type StorySummary } from './dataset/story.ts'
import { RestError } from './rest/errors.ts'
import { createFaultControl, faultRule, type FaultControl } from './faults.ts'
import { answerRest, notFoundPage, type RestSite } from './http.ts'
import { mountPage } from './pages/page.ts'
import type { ApiKey } from './records.ts'
import { createState, type StoreClock, type WooState } from './state.ts'

export type WooStandInOptions = {
  /** 0, the default: any free port. */
  port?: number
  dataset?: 'demo' | 'small' | 'empty'
  /** At most so many orders of the data set. */
  orders?: number
  /** IANA; default America/Los_Angeles. */
  timezone?: string
  currency?: string
  clock?: StoreClock
  /** `plain` (default): keys count only inside OAuth 1.0a signatures, as over real plain HTTP. */
  https?: 'assume' | 'plain'
  seed?: number
  /** The key to give out; made from the seed when left out. */
  consumerKey?: string
  consumerSecret?: string
  /** Folder the site lives in, "/shop"; default: the root. */
  folder?: string
  /** `plain`: WordPress knows the REST API only as `?rest_route=`. */
  permalinks?: 'pretty' | 'plain'
  /** Another word than "wp-json", as the filter `rest_url_prefix` sets it. */
  restPrefix?: string
  /** What system_status says as `environment.store_id`; left out when not given. */
  storeId?: string
}

export type RequestLogEntry = {
  method: string
  /** As sent: path and query. */
  target: string
  status: number
  /** Kinds of faults that struck it. */
  faults: string[]
}

export type WooStandIn = {
  url: string
  port: number
  consumerKey: string
  consumerSecret: string
  readOnlyKey: ApiKey
  writeOnlyKey: ApiKey
  state: WooState
  faults: FaultControl
  /** Every API request, oldest first. */
  requests: RequestLogEntry[]
  /** Weeks after the full migration: what happened in the store meanwhile, all of it now. */
  applyStory(): Promise<StorySummary>
  close(): Promise<void>
}

function makeKey(seed: number, permissions: ApiKey['permissions']): ApiKey {
  const hash = (what: string) =>
    createHash('sha1').update(`${what} ${permissions} ${seed}`).digest('hex')
  return {
    consumerKey: `ck_${hash('key')}`,
    consumerSecret: `cs_${hash('secret')}`,
    permissions,
    revoked: false,
  }
}

const isLoopback = (address: string | undefined) =>
  address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'

/** A WooCommerce store on this machine that behaves as the measured one does. */
export async function startWooCommerceStandIn(
  options: WooStandInOptions = {},
): Promise<WooStandIn> {
  const seed = options.seed ?? 1
  const state = createState({
    homeUrl: 'http://127.0.0.1',
    clock: options.clock ?? { now: () => Date.now() },
    timezone: options.timezone ?? 'America/Los_Angeles',
    currency: options.currency ?? 'USD',
    seed,
  })
  state.settings.storeId = options.storeId ?? null
  const [main, readOnlyKey, writeOnlyKey] = [
    {
      ...makeKey(seed, 'read_write'),
      ...(options.consumerKey ? { consumerKey: options.consumerKey } : {}),
      ...(options.consumerSecret ? { consumerSecret: options.consumerSecret } : {}),
    },
    makeKey(seed, 'read'),
    makeKey(seed, 'write'),
  ] as const
  state.keys.push(main, readOnlyKey, writeOnlyKey)

  const faults = createFaultControl(state)
  const requests: RequestLogEntry[] = []
  const story = async () => applyStory(state)
  const site: RestSite = {
    state,
    faults,
    requests,
    secure: options.https === 'assume',
    folder: options.folder ?? '',
    permalinks: options.permalinks ?? 'pretty',
    restPrefix: options.restPrefix ?? 'wp-json',
    authenticate: createAuthenticator(() => state.keys),
    lastAnswers: new Map(),
    cached: new Map(),
  }

  const app = new Hono<{ Bindings: { incoming: import('node:http').IncomingMessage } }>()
  app.use('/__control/*', async (context, next) => {
    if (!isLoopback(context.env.incoming.socket.remoteAddress)) return context.notFound()
    await next()
  })
  app.post('/__control/story', async (context) => context.json(await story()))
  app.post('/__control/faults', async (context) => {
    const body: unknown = await context.req.json()
    const rules = Array.isArray(body) ? body : [body]
    return context.json({ ids: rules.map((rule) => faults.add(faultRule.parse(rule))) })
  })
  app.delete('/__control/faults', (context) => {
    faults.clear()
    return context.json({ cleared: true })
  })
  app.get('/__control/stats', (context) =>
    context.json({
      requests: requests.length,
      faults: faults.fired(),
      products: state.products.size,
      variations: state.variations.size,
      customers: state.customers.size,
      orders: state.orders.size,
      refunds: state.refunds.size,
      now: new Date(state.now()).toISOString(),
    }),
  )
  if (site.permalinks === 'pretty') {
    for (const path of [site.restPrefix, `${site.restPrefix}/*`]) {
      app.all(`${site.folder}/${path}`, (context) =>
        answerRest(site, context.req.raw, context.env.incoming),
      )
    }
  }
  app.use(async (context, next) => {
    if (context.req.query('rest_route') !== undefined) {
      return answerRest(site, context.req.raw, context.env.incoming)
    }
    await next()
  })
  mountPage(app, { state, story })
  app.notFound(() => notFoundPage(site))
  app.onError((error, context) => {
    const known = error instanceof RestError ? error : null
    return context.text(known?.message ?? String(error.stack), known ? 400 : 500)
  })

  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  const url = `http://127.0.0.1:${address.port}${site.folder}`
  state.homeUrl = site.secure ? url.replace('http:', 'https:') : url
  loadDataset(state, { dataset: options.dataset ?? 'small', seed, orders: options.orders })

  return {
    url,
    port: address.port,
    consumerKey: main.consumerKey,
    consumerSecret: main.consumerSecret,
    readOnlyKey,
    writeOnlyKey,
    state,
    faults,
    requests,
    applyStory: story,
    close: () =>
      new Promise((resolve, reject) => {
        faults.clear()
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
