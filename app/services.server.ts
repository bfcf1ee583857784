import { createDatabase, type Database } from './db.server.ts'
import { env, type Env } from './env.server.ts'
import type { PassOptions } from './migration/engine/run/pass-options.ts'
import type { SourceConnector } from './migration/engine/ports/source.ts'
import type {
  SendGuard,
  TargetOptions,
  TargetStore,
  TargetWriter,
} from './migration/engine/ports/target.ts'
import type { SourceConnection } from './migration/carts/cart.ts'
import { createSourceConnector, credentialNames } from './migration/carts/registry.server.ts'
import {
  createAdminClient,
  type AdminClient,
  type AdminTransport,
} from './migration/shopify/api/admin-client.server.ts'
import { createHttpTransport } from './migration/shopify/api/http-transport.server.ts'
import { createTargetStore } from './migration/shopify/store.server.ts'
import { createTargetWriter } from './migration/shopify/writer.server.ts'
import { offlineAccess } from './shop/offline-access.server.ts'
import { abortableClock, abortableHttp } from './platform/abortable.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { createVault, type Vault } from './platform/encryption.server.ts'
import { createLogger, type Logger } from './platform/logger.server.ts'
import { createMetrics, processRegistry, type Metrics } from './platform/metrics.server.ts'
import {
  createOutboundHttp,
  OutboundHttpError,
  type OutboundHttp,
} from './platform/outbound-http.server.ts'
import type { CountOutcome } from '#app/runs/counted.ts'
import { createRunQueue, type RunQueue } from './runs/queue/queue.server.ts'
import type { VerifyPage } from './verification/verdict/verification-types.ts'
import { createSharedWork, type SharedWork } from './platform/shared-work.ts'
import { SHOPIFY_API_VERSION } from './shop/shopify-api-version.ts'

export type Settings = {
  fingerprintKey: string
  runLeaseMs: number
  runHeartbeatMs: number
  windowOverlapMs: number
  workerPollMs: number
  /** Records per page of the source. */
  sourcePageSize: number
  backoff: PassOptions['backoff']
  /** Workers that may die over a run that gets no further before it is paused. */
  runMaxCrashes: number
  /** An estimate that takes longer than this says "at least". */
  estimateBudgetMs: number
}

/** What ties a writer's calls to the run they belong to. */
export type RunScope = {
  /** Ends requests under way at once: for a lost lease, not for a pause. */
  signal: AbortSignal
  /** No request leaves unless the run is surely ours. */
  guard: SendGuard
  logger: Logger
  onThrottle: (waitMs: number) => void
}

/** What domain functions work with: one object per process, or one per test. */
export type Services = {
  prisma: Database
  clock: Clock
  logger: Logger
  vault: Vault
  http: OutboundHttp
  queue: RunQueue
  metrics: Metrics
  /** Counts of old stores under way in this process. */
  counts: SharedWork<CountOutcome>
  /** Pages of Verify that are read from both stores just now. */
  readings: SharedWork<VerifyPage>
  settings: Settings
  /** Gets the shop's offline token anew for every call. */
  adminTransport(shop: string): AdminTransport
  /**
   * @param log of the run it works for
   * @param signal ends its requests under way, and its waiting
   */
  sourceConnector(connection: SourceConnection, log?: Logger, signal?: AbortSignal): SourceConnector
  targetWriter(shop: string, options: TargetOptions, run?: RunScope): TargetWriter
  targetStore(shop: string): TargetStore
  close(): Promise<void>
}

/** Below this, a busy machine looks like a frozen one. */
const SHORTEST_IDLE_MS = 2_000

let wired: Services | undefined

/** The process's services, wired from its environment at the first call. */
export function services(): Services {
  return (wired ??= createServices())
}

/** @param overrides replace single parts; what is built on a part uses the replacement. */
export function createServices(
  overrides: Partial<Services> = {},
  environment: Env = env(),
): Services {
  const clock = overrides.clock ?? systemClock
  const logger =
    overrides.logger ??
    createLogger({
      level: environment.LOG_LEVEL,
      name: 'recent-data-migration',
      secretNames: credentialNames(),
    })
  const prisma =
    overrides.prisma ??
    createDatabase({
      url: environment.DATABASE_URL,
      idleInTransactionMs: Math.max(SHORTEST_IDLE_MS, environment.RUN_LEASE_MS),
    })
  const vault = overrides.vault ?? createVault(environment.ENCRYPTION_KEYS)
  const metrics = overrides.metrics ?? createMetrics(processRegistry())
  const http = measured(
    overrides.http ??
      createOutboundHttp({
        allowPrivateAddresses: environment.DEV_ALLOW_PRIVATE_SOURCES ?? false,
        timeoutMs: environment.SOURCE_TIMEOUT_MS,
      }),
    metrics,
  )
  const queue = overrides.queue ?? createRunQueue({ databaseUrl: environment.DATABASE_URL, logger })
  const settings: Settings = overrides.settings ?? {
    fingerprintKey: environment.FINGERPRINT_KEY,
    runLeaseMs: environment.RUN_LEASE_MS,
    runHeartbeatMs: environment.RUN_HEARTBEAT_MS,
    windowOverlapMs: environment.WINDOW_OVERLAP_MS,
    workerPollMs: environment.WORKER_POLL_MS,
    sourcePageSize: environment.SOURCE_PAGE_SIZE,
    backoff: {
      attempts: environment.RETRY_ATTEMPTS,
      firstDelayMs: environment.RETRY_FIRST_DELAY_MS,
      maxDelayMs: environment.RETRY_MAX_DELAY_MS,
    },
    runMaxCrashes: environment.RUN_MAX_CRASHES,
    estimateBudgetMs: environment.ESTIMATE_BUDGET_MS,
  }
  const counts = overrides.counts ?? createSharedWork<CountOutcome>(clock)
  const readings = overrides.readings ?? createSharedWork<VerifyPage>(clock)
  const adminTransport =
    overrides.adminTransport ??
    ((shop: string) =>
      createHttpTransport({
        shop,
        apiVersion: SHOPIFY_API_VERSION,
        timeoutMs: environment.SHOPIFY_TIMEOUT_MS,
        accessToken: (refused) =>
          offlineAccess(
            {
              prisma,
              vault,
              clock,
              logger,
              apiKey: environment.SHOPIFY_API_KEY,
              apiSecret: environment.SHOPIFY_API_SECRET,
              timeoutMs: environment.SHOPIFY_TIMEOUT_MS,
            },
            shop,
            refused,
          ),
      }))
  const clients = new Map<string, AdminClient>()
  /** One per shop and process, so that everything shares the shop's cost budget. */
  const adminClient = (shop: string) => {
    let client = clients.get(shop)
    if (!client) {
      client = createAdminClient({
        transport: adminTransport(shop),
        clock,
        logger: logger.child({ shop }),
        onCall: metrics.shopifyCall,
      })
      clients.set(shop, client)
    }
    return client
  }

  return {
    prisma,
    clock,
    logger,
    vault,
    http,
    queue,
    metrics,
    counts,
    readings,
    settings,
    adminTransport,
    sourceConnector:
      overrides.sourceConnector ??
      ((connection, log = logger, signal) =>
        createSourceConnector(connection, {
          http: signal ? abortableHttp(http, signal) : http,
          clock: signal ? abortableClock(clock, signal) : clock,
          logger: log,
          fingerprintKey: settings.fingerprintKey,
          tuning: {
            pageSize: settings.sourcePageSize,
            backoffMs: settings.backoff.firstDelayMs,
            requestTimeoutMs: environment.SOURCE_TIMEOUT_MS,
          },
        })),
    targetWriter:
      overrides.targetWriter ??
      ((shop, options, run) =>
        createTargetWriter({ client: adminClient(shop), clock, logger, options, ...run })),
    targetStore: overrides.targetStore ?? ((shop) => createTargetStore(adminClient(shop))),
    close: async () => {
      counts.stop()
      readings.stop()
      await queue.stop()
      await http.close()
      await prisma.$disconnect()
    },
  }
}

/** The same client, counting what it is asked and how long the answers take. */
function measured(http: OutboundHttp, metrics: Metrics): OutboundHttp {
  return {
    ...http,
    request: async (url, init) => {
      const began = performance.now()
      const told = (outcome: string) =>
        metrics.sourceRequest({ outcome, ms: performance.now() - began })
      try {
        const response = await http.request(url, init)
        const { status } = response
        told(status === 429 ? '429' : `${Math.floor(status / 100)}xx`)
        return response
      } catch (error) {
        told(error instanceof OutboundHttpError ? error.reason : 'stopped')
        throw error
      }
    },
  }
}
