import { DEFAULT_PASS_OPTIONS } from '#app/migration/engine/run/pass-options.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { parseEnv } from '#app/env.server.ts'
import type { SourceConnector, SourcePage } from '#app/migration/engine/ports/source.ts'
import { silentLogger, type Logger } from '#app/platform/logger.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { credentialsContext } from '#app/projects/project-rows.server.ts'
import { projectOptionsSchema } from '#app/projects/project-options.ts'
import { createServices, type Services } from '#app/services.server.ts'
import type { TestDatabase } from '../database/database.ts'
import { createMemorySource, type MemorySource } from '../engine/memory-source.ts'
import { createMemoryTarget, type MemoryTarget } from '../engine/memory-target.ts'

export type RunServices = {
  services: Services
  /** A shop with a linked project of its own, whose two stores live in memory. */
  createShop(): Promise<ShopFixture>
  close(): Promise<void>
}

export type ShopFixture = {
  shop: string
  project: ProjectView
  source: MemorySource
  target: MemoryTarget
  /** Stops the reading of pages until it is opened again. */
  gate: Gate
  /** Replaces parts of the source. */
  sourceOverrides: Partial<SourceConnector>
}

export type Gate = {
  close(): void
  open(): void
  /** Resolves when a page waits at the closed gate. */
  reached(): Promise<void>
  /** Every page goes through here. */
  pass(): Promise<void>
}

/** The app's own services on a real database and a real queue, with stores in memory. */
export function createRunServices(
  database: TestDatabase,
  settings: Partial<Services['settings']> = {},
  logger: Logger = silentLogger,
  overrides: Partial<Pick<Services, 'clock'>> = {},
): RunServices {
  const environment = parseEnv({
    NODE_ENV: 'test',
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    SHOPIFY_API_KEY: 'key',
    SHOPIFY_API_SECRET: 'secret',
    SHOPIFY_APP_URL: 'https://app.example',
    SCOPES: 'write_orders',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    FINGERPRINT_KEY: randomBytes(32).toString('base64'),
  })
  const shops = new Map<string, ShopFixture>()
  const byShop = (shop: string) => {
    const fixture = shops.get(shop)
    if (!fixture) throw new Error(`No stores for ${shop}`)
    return fixture
  }
  const services = createServices(
    {
      ...overrides,
      prisma: database.prisma,
      logger,
      settings: {
        fingerprintKey: environment.FINGERPRINT_KEY,
        runLeaseMs: 10_000,
        runHeartbeatMs: 50,
        windowOverlapMs: 1_000,
        workerPollMs: 50,
        sourcePageSize: 100,
        backoff: { ...DEFAULT_PASS_OPTIONS.backoff, firstDelayMs: 10 },
        runMaxCrashes: 5,
        estimateBudgetMs: 20_000,
        ...settings,
      },
      // The address of a source names the shop it belongs to.
      sourceConnector: ({ url }) => {
        const { source, gate, sourceOverrides } = byShop(new URL(url).hostname)
        return { ...gated(source, gate), ...sourceOverrides }
      },
      targetWriter: (shop) => byShop(shop).target,
    },
    environment,
  )

  return {
    services,
    createShop: async () => {
      const shop = `shop-${randomUUID()}.myshopify.com`
      const fixture = await createProject(services, shop)
      shops.set(shop, fixture)
      return fixture
    },
    close: () => services.queue.stop(),
  }
}

async function createProject(services: Services, shop: string): Promise<ShopFixture> {
  const id = randomUUID()
  const sealed = services.vault.seal(
    JSON.stringify({ consumerKey: 'ck', consumerSecret: 'cs' }),
    credentialsContext(id),
  )
  await services.prisma.shop.create({ data: { domain: shop } })
  await services.prisma.project.create({
    data: {
      id,
      shop,
      name: 'Old store → Shopify',
      cart: 'woocommerce',
      sourceUrl: `https://${shop}`,
      sourceStoreId: 'memory',
      sourceName: 'Old store',
      sourceVersion: '1',
      sourceTimezone: 'UTC',
      sourceCurrency: 'EUR',
      credentialsCipher: sealed.cipher,
      credentialsKeyId: sealed.keyId,
      options: projectOptionsSchema.parse({ targetCurrency: 'EUR' }),
    },
  })
  return {
    shop,
    project: await getProject(services, shop, id),
    source: createMemorySource({ now: new Date().toISOString() }),
    target: createMemoryTarget(),
    gate: createGate(),
    sourceOverrides: {},
  }
}

function createGate(): Gate {
  let closed: { opened: Promise<void>; open: () => void } | null = null
  let arrivals: (() => void)[] = []
  let waiting = 0
  return {
    close: () => {
      let open: () => void = () => undefined
      const opened = new Promise<void>((resolve) => (open = resolve))
      closed = { opened, open }
    },
    open: () => {
      closed?.open()
      closed = null
    },
    reached: () =>
      waiting > 0 ? Promise.resolve() : new Promise((resolve) => arrivals.push(resolve)),
    pass: async () => {
      if (!closed) return
      waiting += 1
      for (const arrive of arrivals.splice(0)) arrive()
      await closed.opened
      waiting -= 1
    },
  }
}

function gated(source: MemorySource, gate: Gate): SourceConnector {
  return {
    ...source,
    async *readChanged(kind, window, resume): AsyncGenerator<SourcePage> {
      for await (const page of source.readChanged(kind, window, resume)) {
        await gate.pass()
        yield page
      }
    },
  }
}
