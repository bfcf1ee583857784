import { randomBytes, randomUUID } from 'node:crypto'
import { Session } from '@shopify/shopify-app-remix/server'
import { z } from 'zod'
import { parseEnv } from '#app/env.server.ts'
import { rememberShop } from '#app/shop/install.server.ts'
import { createHttpTransport } from '#app/migration/shopify/api/http-transport.server.ts'
import { offlineAccess } from '#app/shop/offline-access.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { answerWebhook } from '#app/privacy/answer-webhook.server.ts'
import { createServices, type Services } from '#app/services.server.ts'
import { createSessionStorage } from '#app/shop/session-storage.server.ts'
import { APP_SCOPES } from '#test/helpers/stores/app-scopes.ts'
import {
  API_VERSION,
  startShopifyStandIn,
  type ShopifyStandIn,
} from '#test/stand-ins/shopify-admin/server.ts'
import type { Chronicle } from '../chronicle.ts'
import { startRestartablePostgres, type RestartablePostgres } from './postgres.ts'
import { startWorkers, type WorkerPool } from './workers.ts'

/** Records per page of the old store: small, so that a handful of records crosses a border. */
export const PAGE_SIZE = 7
export const SHOPIFY_TIMEOUT_MS = 1200
/** How far Shopify's search runs behind when nothing is wrong. */
export const USUAL_SEARCH_LAG_MS = 300

/** Everything in a fraction of the time it takes in production; the proportions are the same. */
const TIMING = {
  RUN_LEASE_MS: '1500',
  RUN_HEARTBEAT_MS: '300',
  WINDOW_OVERLAP_MS: '1000',
  WORKER_POLL_MS: '80',
  SOURCE_TIMEOUT_MS: '1200',
  SHOPIFY_TIMEOUT_MS: String(SHOPIFY_TIMEOUT_MS),
  SOURCE_PAGE_SIZE: String(PAGE_SIZE),
  RETRY_ATTEMPTS: '6',
  RETRY_FIRST_DELAY_MS: '60',
  RETRY_MAX_DELAY_MS: '1000',
}

export type World = {
  postgres: RestartablePostgres
  shopify: ShopifyStandIn
  workers: WorkerPool
  /** The app's own services, as its screens use them. */
  services: Services
  chronicle: Chronicle
  /** Process ids stand in a lease's owner: which worker has this run now? */
  holderOf(runId: string): Promise<number | null>
  /** Takes the lease from who has it, as if it had run out; true when another worker took the run. */
  loseLease(runId: string): Promise<boolean>
  /** The merchant installs the app, or opens it after it lost its access. */
  install(shop: string): Promise<void>
  /** What Shopify sends when the app was taken off. */
  tellUninstalled(shop: string): Promise<void>
  stop(): Promise<void>
}

export const shopOf = (lane: number) => `lane-${lane}.myshopify.com`

export async function startWorld(options: {
  lanes: number
  workers: number
  chronicle: Chronicle
  workerArgs?: readonly string[]
  workerEnv?: Readonly<Record<string, string>>
}): Promise<World> {
  const { chronicle } = options
  const secret = randomBytes(16).toString('hex')
  const shopify = await startShopifyStandIn({
    shops: Array.from({ length: options.lanes }, (_, lane) => ({
      domain: shopOf(lane),
      plan: 'plus',
      currency: 'USD',
      timezone: 'America/Los_Angeles',
      name: `New store ${lane}`,
      locations: ['Warehouse'],
    })),
    app: { apiKey: 'chaos-key', apiSecret: secret, handle: 'app', url: null, scopes: APP_SCOPES },
    searchLagMs: USUAL_SEARCH_LAG_MS,
  })
  const postgres = await startRestartablePostgres()
  // Workers notice by themselves that their parent is gone; a server does not.
  process.once('exit', postgres.abandon)
  const env = {
    NODE_ENV: 'production',
    APP_ENV: 'test',
    LOG_LEVEL: 'info',
    SHOPIFY_API_KEY: 'chaos-key',
    SHOPIFY_API_SECRET: secret,
    SHOPIFY_APP_URL: 'https://app.example',
    SCOPES: APP_SCOPES.join(','),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    FINGERPRINT_KEY: randomBytes(32).toString('base64'),
    DEV_ALLOW_PRIVATE_SOURCES: 'true',
    SHOPIFY_STAND_IN_URL: shopify.url,
    ...TIMING,
  }
  const services = servicesOf({ ...env, DATABASE_URL: postgres.url }, shopify.url, secret)
  await services.queue.ready()
  const workers = await startWorkers({
    count: options.workers,
    postgresPort: postgres.port,
    databaseUrl: postgres.url,
    env: { ...env, ...options.workerEnv },
    ...(options.workerArgs ? { args: options.workerArgs } : {}),
    chronicle,
  })

  const { prisma, vault, logger } = services
  const ownerOf = async (runId: string) =>
    (await prisma.run.findUnique({ where: { id: runId }, select: { leaseOwner: true } }))
      ?.leaseOwner ?? null
  /** `host-pid-random/…`: see worker.server.ts. */
  const pidOf = (owner: string | null) =>
    Number(/-(\d+)-[0-9a-f]+\//.exec(owner ?? '')?.[1]) || null

  return {
    postgres,
    shopify,
    workers,
    services,
    chronicle,
    holderOf: (runId) =>
      ownerOf(runId)
        .then(pidOf)
        .catch(() => null),
    loseLease: async (runId) => {
      const first = await ownerOf(runId).catch(() => null)
      if (first === null) return false
      for (const deadline = Date.now() + 2000; Date.now() < deadline;) {
        const expired = await prisma.$executeRaw`
          update "Run" set "leaseExpiresAt" = clock_timestamp() - interval '1 millisecond'
          where "id" = ${runId}::uuid and "leaseOwner" = ${first}`.catch(() => 1)
        if (expired === 0) {
          const second = pidOf(await ownerOf(runId).catch(() => null))
          return second !== null && second !== pidOf(first)
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return false
    },
    install: async (shop) => {
      shopify.auth.restoreScopes(shop)
      const { body } = shopify.auth.exchange(shop, {
        client_id: 'chaos-key',
        client_secret: secret,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: shopify.sessionToken(shop),
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
        expiring: '1',
      })
      const tokens = tokensSchema.parse(body)
      const now = Date.now()
      await createSessionStorage({ prisma, vault, logger }).storeSession(
        new Session({
          id: `offline_${shop}`,
          shop,
          state: '',
          isOnline: false,
          scope: tokens.scope,
          accessToken: tokens.access_token,
          expires: new Date(now + tokens.expires_in * 1000),
          refreshToken: tokens.refresh_token,
          refreshTokenExpires: new Date(now + tokens.refresh_token_expires_in * 1000),
        }),
      )
      await rememberShop(services, shop)
    },
    tellUninstalled: async (shop) => {
      await answerWebhook(services, {
        id: randomUUID(),
        shop,
        topic: 'app/uninstalled',
        payload: {},
        triggeredAt: null,
      })
    },
    stop: async () => {
      await workers.stop()
      await services.close().catch(() => undefined)
      await shopify.close()
      await postgres.stop()
      process.removeListener('exit', postgres.abandon)
    },
  }
}

const tokensSchema = z.object({
  access_token: z.string(),
  scope: z.string(),
  expires_in: z.number(),
  refresh_token: z.string(),
  refresh_token_expires_in: z.number(),
})

/** This process talks to the stand-in directly; the workers are redirected from outside. */
function servicesOf(env: Record<string, string>, shopifyUrl: string, secret: string): Services {
  const environment = parseEnv(env)
  const redirected: typeof fetch = (url, init) => {
    const asked = new URL(url instanceof Request ? url.url : url)
    const headers = new Headers(init?.headers)
    headers.set('x-forwarded-host', asked.host)
    return fetch(shopifyUrl + asked.pathname + asked.search, { ...init, headers })
  }
  const services: Services = createServices(
    {
      logger: silentLogger,
      adminTransport: (shop) =>
        createHttpTransport({
          shop,
          apiVersion: API_VERSION,
          fetch: redirected,
          timeoutMs: environment.SHOPIFY_TIMEOUT_MS,
          accessToken: (refused) =>
            offlineAccess(
              {
                ...services,
                apiKey: environment.SHOPIFY_API_KEY,
                apiSecret: secret,
                timeoutMs: environment.SHOPIFY_TIMEOUT_MS,
                fetch: redirected,
              },
              shop,
              refused,
            ),
        }),
    },
    environment,
  )
  return services
}
